/** Reads the policy files: the ones that come with the program, and a company's own folder (POLICY_DIR) beside them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPolicy } from './core/policy/load.js';
import type { Policy } from './core/policy/schema.js';
import type { Fault } from './core/policy/source-file.js';
import { packageRoot } from './package-root.js';

export type PolicyFiles = {
  readonly policies: ReadonlyMap<string, Policy>;
  /** A policy with an estate's own parameters; null when it is not on file or does not allow them. */
  readonly policyFor: (id: string, parameters: Readonly<Record<string, unknown>>) => Policy | null;
};

/** A file that cannot be used: every fault of every file, each with file, line and field. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(
      faults
        .map(({ file, line, field, expected, found }) => `${file}:${line} ${field}：应为${expected}，现为${found}`)
        .join('\n'),
    );
    this.faults = faults;
  }
}

/** Throws `PolicyFault` when any file has a fault: a policy is never half-loaded. A company's file replaces ours by id. */
export function readPolicyFiles(policyDir: string | null): PolicyFiles {
  const own = path.join(packageRoot(), 'templates', 'policies');
  const texts = new Map<string, { readonly file: string; readonly text: string }>();
  const policies = new Map<string, Policy>();
  const faults: Fault[] = [];
  for (const folder of policyDir === null ? [own] : [own, policyDir]) {
    for (const name of readdirSync(folder).toSorted()) {
      if (!/\.ya?ml$/.test(name)) continue;
      const file = path.join(folder, name);
      const text = readFileSync(file, 'utf8');
      const loaded = loadPolicy(text, file);
      if ('faults' in loaded) faults.push(...loaded.faults);
      else {
        policies.set(loaded.policy.id, loaded.policy);
        texts.set(loaded.policy.id, { file, text });
      }
    }
  }
  if (faults.length > 0) throw new PolicyFault(faults);
  return { policies, policyFor: withParameters(texts) };
}

function withParameters(texts: ReadonlyMap<string, { file: string; text: string }>): PolicyFiles['policyFor'] {
  const read = new Map<string, Policy | null>();
  return (id, parameters) => {
    const key = `${id} ${JSON.stringify(parameters)}`;
    const known = read.get(key);
    if (known !== undefined) return known;
    const source = texts.get(id);
    const loaded = source === undefined ? null : loadPolicy(source.text, source.file, parameters);
    const policy = loaded !== null && 'policy' in loaded ? loaded.policy : null;
    read.set(key, policy);
    return policy;
  };
}
