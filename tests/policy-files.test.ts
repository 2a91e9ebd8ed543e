import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Policy } from '../src/core/policy/schema.js';
import { compilePolicies, PolicyFault, readPolicyFiles } from '../src/policy-files.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-policies-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what set-up compiles is what reading the files gives', () => {
  const compiled = Object.values(JSON.parse(JSON.stringify(compilePolicies())) as Record<string, Policy>);
  const read = [...readPolicyFiles(null).policies.values()];
  expect(read).toHaveLength(11);
  expect(compiled).toEqual(read.map(({ file: _file, ...policy }) => policy));
});

test('a company’s own file is read and checked at every start, also after it was changed', async () => {
  const file = path.join(folder, 'own.yaml');
  await writeFile(file, 'id: p12\n');
  expect(() => readPolicyFiles(folder)).toThrow(PolicyFault);
  await writeFile(file, '');
  expect(() => readPolicyFiles(folder)).toThrow(PolicyFault);
  await rm(file);
  expect(readPolicyFiles(folder).policies.size).toBe(11);
});

test('an estate’s own parameters change its policy and nobody else’s', () => {
  const { policies, policyFor } = readPolicyFiles(null);
  const own = policies.get('p03');
  expect(policyFor('p03', {})).toBe(own);
  const [name] = Object.entries(own?.parameters ?? {}).find(([, { value }]) => value === 30) ?? [];
  const changed = policyFor('p03', { [String(name)]: 50 });
  expect(JSON.stringify(changed)).not.toBe(JSON.stringify(own));
  expect(policyFor('p03', {})).toBe(own);
  expect(policyFor('p99', {})).toBeNull();
});
