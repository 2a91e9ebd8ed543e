/** The package's own policies, each read once. */
import { readdirSync, readFileSync } from 'node:fs';
import { loadPolicy } from '../../src/core/policy/load.js';
import type { Policy } from '../../src/core/policy/schema.js';

const DIR = new URL('../../templates/policies/', import.meta.url);
const read = new Map<string, Policy>();

/** A policy by its id, with an estate's own parameters where they are given. */
export function policyOf(id: string, parameters: Readonly<Record<string, unknown>> = {}): Policy {
  const key = `${id} ${JSON.stringify(parameters)}`;
  const known = read.get(key);
  if (known) return known;
  const result = loadPolicy(readFileSync(new URL(`${id}.yaml`, DIR), 'utf8'), `${id}.yaml`, parameters);
  if ('faults' in result) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  read.set(key, result.policy);
  return result.policy;
}

export const POLICY_IDS: readonly string[] = readdirSync(DIR)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));
