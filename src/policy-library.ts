/** The policies in force, by id. What reads files again puts the new ones here; nothing else changes while it runs. */
import { loadPolicy } from './core/policy/load.js';
import type { Policy } from './core/policy/schema.js';
import { keptText, stable, versionOfText, type Parameters } from './core/policy/version.js';

/** A policy file without faults. */
export type PolicySource = { readonly file: string; readonly text: string; readonly policy: Policy };

/** Why a policy is not the one of its file, in words for whoever can mend it; `estate` null: wherever it is adopted. */
export type PolicyTrouble = {
  readonly policy: string;
  readonly file: string;
  readonly estate: string | null;
  readonly lines: readonly string[];
};

export type PolicyLibrary = {
  readonly policies: ReadonlyMap<string, Policy>;
  /** A policy with an estate's own parameters; null when it is not on file or does not allow them. */
  readonly policyFor: (id: string, parameters: Parameters) => Policy | null;
  /** The text of the file that is in force; null: there is none. */
  readonly textOf: (id: string) => string | null;
  /** The version that an estate with these parameters adopts now; null where it can adopt none. */
  readonly versionOf: (id: string, parameters: Parameters) => string | null;
  /** What an estate adopted: its very version where it is at hand, else what the file says today. */
  readonly adopted: (adoption: Adopted) => Policy | null;
  /** A version that is at hand beside the files in force; null: it is not. */
  readonly heldVersion: (version: string) => Policy | null;
  readonly hold: (version: string, policy: Policy) => void;
  /** From now on these are the policies, and these the troubles with their files. */
  readonly put: (sources: Iterable<PolicySource>, troubles?: readonly PolicyTrouble[]) => void;
  readonly addTroubles: (more: readonly PolicyTrouble[]) => void;
  readonly troubles: () => readonly PolicyTrouble[];
};

type Adopted = { readonly id: string; readonly parameters: Parameters; readonly version: string };
type Read = { readonly policy: Policy | null; readonly version: string };

export function makeLibrary(): PolicyLibrary {
  const policies = new Map<string, Policy>();
  const sources = new Map<string, PolicySource>();
  const held = new Map<string, Policy>();
  let read = new Map<string, Read>();
  let troubles: readonly PolicyTrouble[] = [];

  const readWith = (id: string, parameters: Parameters): Read | null => {
    const source = sources.get(id);
    if (source === undefined) return null;
    const key = `${id} ${stable(parameters)}`;
    const known = read.get(key) ?? readSource(source, parameters);
    read.set(key, known);
    return known;
  };
  const policyFor: PolicyLibrary['policyFor'] = (id, parameters) => readWith(id, parameters)?.policy ?? null;

  return {
    policies,
    policyFor,
    textOf: (id) => sources.get(id)?.text ?? null,
    versionOf: (id, parameters) => {
      const one = readWith(id, parameters);
      return one?.policy == null ? null : one.version;
    },
    adopted: ({ id, parameters, version }) => {
      const now = readWith(id, parameters);
      return now?.version === version ? now.policy : (held.get(version) ?? now?.policy ?? null);
    },
    heldVersion: (version) =>
      held.get(version) ?? [...read.values()].find((one) => one.version === version)?.policy ?? null,
    hold: (version, policy) => void held.set(version, policy),
    put(next, found = []) {
      sources.clear();
      policies.clear();
      read = new Map();
      troubles = found;
      for (const source of next) {
        sources.set(source.policy.id, source);
        policies.set(source.policy.id, source.policy);
      }
    },
    addTroubles: (more) => void (troubles = [...troubles, ...more]),
    troubles: () => troubles,
  };
}

function readSource({ file, text, policy }: PolicySource, parameters: Parameters): Read {
  const loaded = Object.keys(parameters).length === 0 ? { policy } : loadPolicy(text, file, parameters);
  return {
    policy: 'policy' in loaded ? loaded.policy : null,
    version: versionOfText(keptText(text, parameters)),
  };
}
