/**
 * Which policies are in force: the files without a fault; and where a file cannot be used, what was last good of it.
 * A policy is never half-loaded, and no estate loses the one it works by because somebody mistyped a file.
 */
import path from 'node:path';
import type { Context } from '../context.js';
import { loadPolicy } from '../core/policy/load.js';
import type { Fault } from '../core/policy/source-file.js';
import { PolicyFault, scanPolicyFiles, type PolicyFiles, type PolicyScan } from '../policy-files.js';
import { makeLibrary, type PolicySource, type PolicyTrouble } from '../policy-library.js';
import { adoptedIds } from '../store/adoptions.js';
import type { Tx } from '../store/db.js';
import { lastGoodText } from '../store/policy-versions.js';

export type InForce = {
  readonly sources: ReadonlyMap<string, PolicySource>;
  readonly troubles: readonly PolicyTrouble[];
  /** The faults of files whose policy an estate has adopted, and of which nothing good is known. */
  readonly hopeless: readonly Fault[];
};

/** What the files and the database say; `inMemory` is the text that is in force until now, if any. */
export async function readInForce(
  tx: Tx,
  { sources: good, faulty }: PolicyScan,
  inMemory: (id: string) => string | null,
): Promise<InForce> {
  const sources = new Map(good);
  const troubles: PolicyTrouble[] = [];
  const hopeless: Fault[] = [];
  const adopted = await adoptedIds(tx);
  const fallBack = async (id: string, file: string): Promise<boolean> => {
    const last = sources.has(id) ? null : await lastGood(tx, id, file, inMemory(id));
    if (last !== null) sources.set(id, last);
    return sources.has(id);
  };
  for (const { file, id, faults } of faulty) {
    const isThere = await fallBack(id, file);
    if (!isThere && adopted.includes(id)) hopeless.push(...faults);
    const lines = faults.map(({ message }) => message.replace(file, path.basename(file)));
    troubles.push({ policy: id, file: path.basename(file), estate: null, lines });
  }
  for (const id of adopted) {
    if (sources.has(id) || !(await fallBack(id, id))) continue;
    troubles.push({ policy: id, file: id, estate: null, lines: [`制度 ${id} 的文件不见了`] });
  }
  return { sources, troubles, hopeless };
}

async function lastGood(tx: Tx, id: string, file: string, known: string | null): Promise<PolicySource | null> {
  const text = known ?? (await lastGoodText(tx, id));
  const loaded = text === null ? null : loadPolicy(text, file);
  return text !== null && loaded !== null && 'policy' in loaded && loaded.policy.id === id
    ? { file, text, policy: loaded.policy }
    : null;
}

/** The policies in force as a database and the folders say at a start. @throws PolicyFault for what nothing stands in for */
export async function openPolicies(tx: Tx, policyDir: string | null): Promise<PolicyFiles> {
  const { sources, troubles, hopeless } = await readInForce(tx, scanPolicyFiles(policyDir), () => null);
  if (hopeless.length > 0) throw new PolicyFault(hopeless);
  const library = makeLibrary();
  library.put(sources.values(), troubles);
  return { policies: library.policies, policyFor: library.policyFor, library };
}

/** Each fault, for whoever runs the program. */
export function logTroubles({ log }: Pick<Context, 'log'>, troubles: readonly PolicyTrouble[]): void {
  for (const { policy, file, estate, lines } of troubles) {
    for (const fault of lines)
      log.error({ policy, file, estate, fault }, 'a policy file cannot be used; its last good text is');
  }
}
