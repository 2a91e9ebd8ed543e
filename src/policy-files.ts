/**
 * Reads the policy files: the ones that come with the program, and a company's own folder (POLICY_DIR) beside them. Ours
 * are also checked and compiled at set-up: a file whose text is still the same then needs no reading.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPolicy } from './core/policy/load.js';
import type { Policy } from './core/policy/schema.js';
import type { Fault } from './core/policy/source-file.js';
import { packageRoot } from './package-root.js';
import { makeLibrary, type PolicyLibrary, type PolicySource } from './policy-library.js';

export type PolicyFiles = {
  /** By id; another version takes a policy's place here as soon as it is in force. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** A policy with an estate's own parameters; null when it is not on file or does not allow them. */
  readonly policyFor: (id: string, parameters: Readonly<Record<string, unknown>>) => Policy | null;
  readonly library: PolicyLibrary;
};

/** A file that cannot be used, and the policy that it is most likely about. */
export type FaultyFile = { readonly file: string; readonly id: string; readonly faults: readonly Fault[] };

/** What lies in the folders: per id the file that counts, and the files that cannot be used. */
export type PolicyScan = {
  readonly sources: ReadonlyMap<string, PolicySource>;
  readonly faulty: readonly FaultyFile[];
};

/** Files that cannot be used: every fault of every file, each with file, line and field. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('\n'));
    this.faults = faults;
  }
}

const ownFolder = (): string => path.join(packageRoot(), 'templates', 'policies');

type TextFile = { readonly file: string; readonly text: string };

function policyTexts(folder: string): readonly TextFile[] {
  return readdirSync(folder)
    .toSorted()
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ file: path.join(folder, name), text: readFileSync(path.join(folder, name), 'utf8') }));
}

/** Throws `PolicyFault` when any file has a fault. */
export function readPolicyFiles(policyDir: string | null): PolicyFiles {
  const { sources, faulty } = scanPolicyFiles(policyDir);
  if (faulty.length > 0) throw new PolicyFault(faulty.flatMap(({ faults }) => faults));
  const library = makeLibrary();
  library.put(sources.values());
  return { policies: library.policies, policyFor: library.policyFor, library };
}

/**
 * Looks at the folders; a file is read through only when its text is another one. A company's file replaces ours by id.
 * A fault in a file that comes with the program is thrown: that is no company's to mend.
 */
export function scanPolicyFiles(policyDir: string | null): PolicyScan {
  const shipped = policyTexts(ownFolder()).map(readText);
  const broken = shipped.flatMap((one) => ('faults' in one ? one.faults : []));
  if (broken.length > 0) throw new PolicyFault(broken);
  const files = [...shipped, ...(policyDir === null ? [] : policyTexts(policyDir).map(readText))];
  const sources = new Map<string, PolicySource>();
  for (const one of files) if ('policy' in one) sources.set(one.policy.id, one);
  const faulty = files.flatMap((one) => ('faults' in one ? [one] : []));
  // A company's file with a fault means its own policy: ours of that name is not what it asks for.
  for (const { id } of faulty) sources.delete(id);
  return { sources, faulty };
}

function readText({ file, text }: TextFile): PolicySource | FaultyFile {
  const loaded = loadOnce({ file, text });
  if ('policy' in loaded) return { file, text, policy: loaded.policy };
  const named = /^id:\s*["']?([a-z][a-z0-9-]*)/m.exec(text)?.[1];
  return { file, id: named ?? path.parse(file).name, faults: loaded.faults };
}

/** By file and text: what this process has read. */
const loadedBefore = new Map<string, ReturnType<typeof loadPolicy>>();

function loadOnce({ file, text }: TextFile): ReturnType<typeof loadPolicy> {
  const key = `${file}\0${text}`;
  const known = loadedBefore.get(key);
  if (known !== undefined) return known;
  const policy = compiled()[hashOf(text)];
  const loaded = policy === undefined ? loadPolicy(text, file) : { policy: { ...policy, file } };
  loadedBefore.set(key, loaded);
  return loaded;
}

/** Policies without their place, by the hash of their text. */
type Compiled = Readonly<Record<string, Omit<Policy, 'file'>>>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Our own files that have no fault; scripts/setup.mjs keeps them beside the compiled program. */
export function compilePolicies(): Compiled {
  const whole = policyTexts(ownFolder()).flatMap(({ file, text }) => {
    const loaded = loadPolicy(text, file);
    return 'policy' in loaded ? [[hashOf(text), { ...loaded.policy, file: undefined }] as const] : [];
  });
  return Object.fromEntries(whole);
}

let compiledPolicies: Compiled | undefined;

/** None where the program runs from its sources: these may read a file otherwise than they did at set-up. */
function compiled(): Compiled {
  const file = path.join(import.meta.dirname, 'policies.json');
  compiledPolicies ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Compiled) : {};
  return compiledPolicies;
}
