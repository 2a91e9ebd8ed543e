import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyFileSchema } from '../scripts/policy-schema.js';

const ROOT = new URL('../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const schema = JSON.parse(read('docs/policy.schema.json')) as Record<string, unknown>;

const ajv = new Ajv2020({ allErrors: true, strict: false });
const validate = ajv.compile(schema);
const faultsOf = (file: unknown): readonly string[] =>
  validate(file) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

test('is the one that scripts/policy-schema.ts writes', () => {
  expect(schema).toEqual(JSON.parse(JSON.stringify(policyFileSchema())));
});

test.each(readdirSync(new URL('templates/policies/', ROOT)))('takes %s', (name) => {
  expect(faultsOf(parse(read(`templates/policies/${name}`)))).toEqual([]);
});

const BROKEN = 'tests/broken/policies/';
/** What a word's place and kind show; the rest takes the whole file, and `huifang policy check`. */
const SEEN = (
  '05-not-a-policy 06-empty 07-missing-title 10-malformed-clause-id 11-unknown-word 12-unknown-kind 13-unknown-role ' +
  '15-unknown-method 16-rate-in-words 17-rate-with-fraction 21-window-without-end 22-window-with-two-ends ' +
  '23-bound-with-two-units 27-no-window 31-no-examples 32-no-source 39-many-at-once'
).split(' ');

test.each(SEEN)('refuses %s as one types', (name) => {
  expect(faultsOf(parse(read(`${BROKEN}${name}.yaml`)))).not.toEqual([]);
});

test('a parameter may stand for a number, a list of words, a month and day, and for nothing else', () => {
  const file = parse(read('templates/policies/p06.yaml')) as { clauses: Record<string, unknown>[] };
  const withVisit = (visit: object): readonly string[] => {
    const clauses = file.clauses.map((clause) => ({
      ...clause,
      ...(clause['visits'] !== undefined && { visits: [visit] }),
    }));
    return faultsOf({ ...file, clauses });
  };
  const window = { through: { days: '$days' } };
  expect(
    withVisit({ window, rate: '$rate', by: '$who', how: '$ways', season: { start: '$from', end: '$to' } }),
  ).toEqual([]);
  expect(withVisit({ window, anchor: '$anchor' })).not.toEqual([]);
  expect(withVisit({ window: '$window' })).not.toEqual([]);
  expect(withVisit({ window, rate: 'rate' })).not.toEqual([]);
});

test('says in Chinese what each word of a file is for', () => {
  const found: [string, unknown][] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [word, value] of Object.entries(node)) {
      if (word === 'properties')
        for (const [key, one] of Object.entries(value as object)) found.push([`${path}.${key}`, one]);
      walk(value, word === 'properties' || word === '$defs' ? path : `${path}.${word}`);
    }
  };
  walk(schema, '');
  expect(found.length).toBeGreaterThan(100);
  const silent = found.filter(([, one]) => !/[一-鿿]/.test(String((one as { description?: unknown }).description)));
  expect(silent.map(([path]) => path)).toEqual([]);
});
