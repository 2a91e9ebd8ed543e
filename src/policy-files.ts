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

const ownFolder = (): string => path.join(packageRoot(), 'templates', 'policies');

type TextFile = { readonly file: string; readonly text: string };

function policyTexts(folder: string): readonly TextFile[] {
  return readdirSync(folder)
    .toSorted()
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ file: path.join(folder, name), text: readFileSync(path.join(folder, name), 'utf8') }));
}

/** Throws `PolicyFault` when any file has a fault: a policy is never half-loaded. A company's file replaces ours by id. */
export function readPolicyFiles(policyDir: string | null): PolicyFiles {
  const texts = new Map<string, TextFile>();
  const policies = new Map<string, Policy>();
  const faults: Fault[] = [];
  for (const folder of policyDir === null ? [ownFolder()] : [ownFolder(), policyDir]) {
    for (const source of policyTexts(folder)) {
      const loaded = loadOnce(source);
      if ('faults' in loaded) faults.push(...loaded.faults);
      else {
        policies.set(loaded.policy.id, loaded.policy);
        texts.set(loaded.policy.id, source);
      }
    }
  }
  if (faults.length > 0) throw new PolicyFault(faults);
  return { policies, policyFor: withParameters(policies, texts) };
}

function withParameters(
  policies: ReadonlyMap<string, Policy>,
  texts: ReadonlyMap<string, TextFile>,
): PolicyFiles['policyFor'] {
  const read = new Map<string, Policy | null>();
  return (id, parameters) => {
    if (Object.keys(parameters).length === 0) return policies.get(id) ?? null;
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
