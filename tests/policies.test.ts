import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runExample } from '../src/core/policy/examples.js';
import { loadPolicy } from '../src/core/policy/load.js';
import type { Policy } from '../src/core/policy/schema.js';

const DIR = new URL('../templates/policies/', import.meta.url);
const SOURCE = readFileSync(new URL('data/source-policies.zh.txt', import.meta.url), 'utf8');
const files = readdirSync(DIR).filter((name) => name.endsWith('.yaml'));

/** How many clauses policies.md numbers for each policy. */
const CLAUSES: Readonly<Record<string, number>> = {
  p01: 12,
  p02: 20,
  p03: 15,
  p04: 11,
  p05: 14,
  p06: 5,
  p07: 16,
  p08: 9,
  p09: 9,
  p10: 15,
  p11: 9,
};

function read(name: string): Policy {
  const result = loadPolicy(readFileSync(new URL(name, DIR), 'utf8'), name);
  if ('faults' in result) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.policy;
}

const bare = (text: string): string => text.replaceAll(/\s/g, '');

/** Without spaces and punctuation. */
const letters = (text: string): string => text.replaceAll(/[\s\p{P}\p{S}]/gu, '');

/** The lines of the source that a policy is made from: its heading, and all up to the next one or the source's end. */
function linesOf(heading: string): readonly string[] {
  const lines = SOURCE.split('\n');
  const start = lines.findIndex((line) => line.trim() === heading);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('回访制度的制定及执行篇'));
  const article = lines.slice(start, length === -1 ? undefined : start + 1 + length);
  const after = article.findIndex((line) => line.trim() === '您可能关注的文档');
  return after === -1 ? article : article.slice(0, after);
}

/** The same as one run of text. */
const articleOf = (heading: string): string => bare(linesOf(heading).join(''));

test('there are policy files, each named after its policy', () => {
  expect(files).toEqual(Object.keys(CLAUSES).map((id) => `${id}.yaml`));
  expect(files.map((name) => read(name).id)).toEqual(files.map((name) => name.replace('.yaml', '')));
});

describe.each(files)('%s', (name) => {
  const policy = read(name);

  test('has every clause, numbered without a gap', () => {
    const ids = Array.from({ length: CLAUSES[policy.id] ?? 0 }, (_, index) => `${policy.id}.${index + 1}`);
    expect(policy.clauses.map(({ id }) => id)).toEqual(ids);
  });

  test('quotes its source word for word', () => {
    const article = articleOf(policy.article);
    const sentences = [
      ...policy.clauses.flatMap(({ source }) => source),
      ...(policy.context ?? []).map(({ text }) => text),
    ];
    for (const sentence of sentences) expect(article, sentence).toContain(bare(sentence));
  });

  test('leaves no sentence of its source out', () => {
    const article = articleOf(policy.article);
    const quoted = Array.from({ length: article.length }, () => false);
    const sentences = [
      ...policy.clauses.flatMap(({ source }) => source),
      ...(policy.context ?? []).map(({ text }) => text),
    ];
    for (const sentence of sentences.map(bare)) {
      for (let at = article.indexOf(sentence); at !== -1; at = article.indexOf(sentence, at + 1)) {
        quoted.fill(true, at, at + sentence.length);
      }
    }
    const left = article
      .split('')
      .filter((_, index) => !quoted[index])
      .join('');
    expect(left.length / article.length, left).toBeLessThan(0.03);
  });

  test('holds 97% or more of its source in whole sentences', () => {
    const strings = [
      ...policy.clauses.flatMap(({ source }) => source),
      ...(policy.context ?? []).map(({ text }) => text),
    ].map(letters);
    for (const ends of [/[。；！？]/, /[。；！？;!?]/]) {
      const sentences = linesOf(policy.article).flatMap((line) => line.split(ends).map(letters));
      const total = sentences.join('').length;
      expect(total).toBeGreaterThan(200);
      const missing = sentences.filter((sentence) => !strings.some((string) => string.includes(sentence)));
      expect(1 - missing.join('').length / total, missing.join('\n')).toBeGreaterThanOrEqual(0.97);
    }
  });

  test('gives every sentence that asks for nothing a word why', () => {
    for (const { why } of policy.context ?? []) expect(why.length).toBeGreaterThan(1);
  });

  test.each(
    policy.clauses.flatMap((clause) =>
      clause.examples.map((example) => [clause.id, example.name, clause, example] as const),
    ),
  )('%s：%s', (_, __, clause, example) => {
    expect(runExample(policy, clause, example)).toEqual([]);
  });
});
