import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadPolicy } from '../src/core/policy/load.js';

const DIR = new URL('broken/policies/', import.meta.url);
const names = readdirSync(DIR).filter((name) => name.endsWith('.yaml'));

test('there are broken policy files', () => {
  expect(names.length).toBeGreaterThanOrEqual(20);
});

test.each(names)('policy file %s is refused with its exact message', (name) => {
  const result = loadPolicy(readFileSync(new URL(name, DIR), 'utf8'), name);
  const message = readFileSync(new URL(name.replace('.yaml', '.txt'), DIR), 'utf8');
  expect('faults' in result ? result.faults.map((fault) => `${fault.message}\n`).join('') : '').toBe(message);
});
