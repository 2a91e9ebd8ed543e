/** docs/clauses.md names for each clause of the eleven policies where it is carried out, and what shows it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = new URL('../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const quoted = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/gu)].map(([, name]) => name ?? '');

type Row = {
  readonly id: string;
  readonly title: string;
  readonly code: readonly string[];
  readonly tests: readonly string[];
};
const rows: readonly Row[] = read('docs/clauses.md')
  .split('\n')
  .flatMap((line) => {
    const [, id = '', title = '', code = '', tests = ''] = line.split('|').map((cell) => cell.trim());
    return /^p\d\d\.\d+$/.test(id) ? [{ id, title, code: quoted(code), tests: quoted(tests) }] : [];
  });

type File = { readonly clauses: readonly { readonly id: string; readonly title: string }[] };
const clauses = readdirSync(new URL('templates/policies/', ROOT)).flatMap(
  (name) => (parse(read(`templates/policies/${name}`)) as File).clauses,
);

/** It runs the examples of every clause, whose numbers stand in the files: by itself it shows nothing of a clause. */
const OF_ALL = 'policies.test.ts';

describe('the table of clauses', () => {
  it('has each clause once, by its title, in the order of the policies', () => {
    expect(rows.map(({ id, title }) => `${id} ${title}`)).toEqual(clauses.map(({ id, title }) => `${id} ${title}`));
  });

  it.each(rows)('$id is carried out by files that are there', ({ code }) => {
    expect(code.length).toBeGreaterThan(0);
    expect(code.filter((name) => !existsSync(new URL(`src/${name}`, ROOT)))).toEqual([]);
  });

  it.each(rows)('$id is shown by tests that name it', ({ id, tests }) => {
    expect(tests.some((name) => name !== OF_ALL)).toBe(true);
    const named = new RegExp(`${id.replace('.', String.raw`\.`)}(?!\\d)`, 'u');
    expect(tests.filter((name) => name !== OF_ALL && !named.test(read(`tests/${name}`)))).toEqual([]);
  });
});
