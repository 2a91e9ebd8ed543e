/** The guide for companies: its example is a policy, its fragments are valid, and no word of the format is left out. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { estateInput } from '../src/app/people-input.js';
import { commandOf } from '../src/cli/commands.js';
import { loadPolicy } from '../src/core/policy/load.js';
import { jsonLines, runData } from './helpers/data-command.js';

const ROOT = new URL('../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const guide = read('docs/policy-guide.zh-CN.md');

type Node = { readonly [word: string]: unknown };
const schema = JSON.parse(read('docs/policy.schema.json')) as Node & { readonly $defs: Readonly<Record<string, Node>> };

const yamls = [...guide.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].map(([, , text]) => text ?? '');
const own = yamls.find((text) => /^id: p12$/m.test(text)) ?? '';

describe('the example, a company’s twelfth policy', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'huifang-guide-'));
  writeFileSync(path.join(folder, 'p12.yaml'), own);

  test('is whole, and its examples agree with its rules', async () => {
    const { code, out, err } = await runData('policy', ['check', 'p12'], '', folder);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchObject([{ ok: true, id: 'p12', clauses: 6, examples: 12 }]);
  });

  test('explains itself, and tells how it differs', async () => {
    const explained = await runData('policy', ['explain', 'p12'], '', folder);
    expect(explained.text).toContain('时间：处理完毕次日起、第 7 天为止');
    expect(explained.text).toContain('默认：“立即”为 30 分钟之内。');
    const svg = await runData('policy', ['explain', 'p12', '--format', 'svg'], '', folder);
    expect(svg.text).toMatch(/^<svg /);
    const compared = await runData('policy', ['diff', 'p03', 'p12'], '', folder);
    expect(compared.text).toContain('回访率：30%（按季度、以件计） → 40%（按月、以件计）；渗水、堵塞漏水 100%');
  });

  test('plans, draws and foretells its work', async () => {
    const repairs = Array.from({ length: 21 }, (_, at) => ({
      id: `WO-${at}`,
      estate: 'cuihu',
      household: `1-1-${at}`,
      kind: 'repair',
      category: 'lighting',
      resolvedAt: '2026-01-31T10:00:00+08:00',
    }));
    const [first] = (await runData('plan', ['--policy', 'p12', '--events', '-'], jsonLines(...repairs), folder)).out;
    expect(first).toMatchObject({ clause: 'p12.2', earliest: '2026-02-01T00:00:00+08:00', rate: 40, by: ['steward'] });
    const sample = ['--policy', 'p12', '--population', '-', '--clause', 'p12.2', '--seed', '2026-03'];
    expect((await runData('sample', sample, jsonLines(...repairs), folder)).out.at(-1)).toMatchObject({ required: 9 });
    const simulate = ['simulate', 'p12', '--events', '-', '--months', '1', '--households', '800'];
    const { out } = await runData('policy', simulate, jsonLines(...repairs), folder);
    expect(out.map(({ clause }) => clause)).toContain('p12.3');
  });

  test('is refused with the very message that the guide shows', () => {
    const result = loadPolicy(own.replace('by: [steward]', 'by: [dispatcher]'), 'p12.yaml');
    const told = 'faults' in result ? result.faults.map(({ message }) => message) : [];
    expect(told[0]).toBe(/^```text\n([^\n]+)\n```$/m.exec(guide)?.[1]);
  });

  test('stands under the schema that its first line names', () => {
    expect(own.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/policy.schema.json');
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect([validate(parse(own)), validate.errors]).toEqual([true, null]);
  });
});

test('an estate adopts it with the very request that the guide shows', () => {
  const body = /-d '(\{"id":.*\})'$/m.exec(guide)?.[1] ?? '';
  const { policies } = estateInput.parse(JSON.parse(body));
  const adoption = policies?.find(({ id }) => id === 'p12');
  const result = loadPolicy(own, 'p12.yaml', (adoption as { parameters?: Record<string, unknown> }).parameters);
  const clauses = 'policy' in result ? result.policy.clauses : [];
  expect(clauses.find(({ id }) => id === 'p12.2')?.visits?.[0]?.rate).toBe(50);
});

test('every command is one that there is', async () => {
  const lines = [...guide.matchAll(/npx huifang ([a-z]+)(?: ([a-z]+))?/g)];
  expect(lines.length).toBeGreaterThan(10);
  for (const [line, name, action = ''] of lines) {
    expect(commandOf(name), line).not.toBeNull();
    if (name !== 'policy') continue;
    const { err } = await runData('policy', [action, '--no-such-option']);
    expect(err, line).toContain(`huifang policy ${action}`);
  }
});

test('every fragment is a part of a policy file', () => {
  const shapes = [schema, schema.$defs['clause'] as Node, schema.$defs['visit'] as Node];
  const fragments = yamls.filter((text) => text !== own && parse(text) !== null);
  expect(fragments.length).toBeGreaterThan(10);
  for (const text of fragments) {
    const value = parse(text) as Node;
    const shape = shapes.find(({ properties }) => Object.keys(value).every((key) => key in (properties as Node)));
    expect(shape, text).toBeDefined();
    const validate = new Ajv2020({ strict: false }).compile({
      ...shape,
      $defs: schema.$defs,
      required: [],
      oneOf: [{}],
    });
    expect([validate(value), validate.errors], text).toEqual([true, null]);
  }
});

/** The sections of the guide by their headings. */
const sections = guide.split(/^(?=#{2,3} )/m).map((text) => ({ heading: text.split('\n')[0] ?? '', text }));

/** The section that explains a shape: the nearest of these on its way from the root. */
const SECTION_OF: Readonly<Record<string, string>> = {
  '': '### 3.1 ',
  parameters: '### 3.2 ',
  clause: '### 3.3 ',
  match: '### 3.4 ',
  window: '### 3.5 ',
  bound: '### 3.5 ',
  visit: '### 3.6 ',
  quota: '### 3.7 ',
  handle: '### 3.8 ',
  rounds: '### 3.9 ',
  duties: '### 3.10 ',
  methodRules: '### 3.11 ',
  survey: '### 3.12 ',
  warranties: '### 3.13 ',
  examples: '### 3.14 ',
  context: '### 3.15 ',
};

const keys: { readonly section: string; readonly key: string }[] = [];
const enums: Node[] = [];
function walk(node: unknown, section: string): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray((node as Node)['enum'])) enums.push(node as Node);
  if ('const' in node) enums.push({ enum: [node.const] });
  for (const [word, value] of Object.entries(node)) {
    const named = word === 'properties' || word === '$defs';
    for (const [key, child] of named ? Object.entries(value as Node) : []) {
      if (word === 'properties') keys.push({ section, key });
      walk(child, SECTION_OF[key] ?? section);
    }
    if (!named) walk(value, section);
  }
}
walk(schema, SECTION_OF[''] as string);

const hasWord = (text: string, word: unknown): boolean => text.includes(`\`${String(word)}\``);

test('every key of the format is explained in the section of its shape', () => {
  expect(keys.length).toBeGreaterThan(130);
  const forgotten = keys.filter(({ section, key }) => {
    const { text = '' } = sections.find(({ heading }) => heading.startsWith(section)) ?? {};
    return !hasWord(text, key);
  });
  expect(forgotten).toEqual([]);
});

test('every closed list stands whole in one section, each word with its 中文', () => {
  expect(enums.length).toBeGreaterThan(20);
  const forgotten = enums.filter((list) => {
    const words = list['enum'] as readonly string[];
    const zh = ((list['enumDescriptions'] ?? []) as readonly string[]).filter((one) => one !== '');
    return !sections.some(
      ({ text }) => words.every((word) => hasWord(text, word)) && zh.every((one) => text.includes(one)),
    );
  });
  expect(forgotten.map((list) => list['enum'])).toEqual([]);
});

test('its links lead somewhere, and both READMEs lead to it', () => {
  const slug = (heading: string): string =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-');
  const anchors = guide
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map(slug);
  const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((target) => !anchors.includes(target ?? ''))).toEqual([]);
  const leading = ['README.md', 'README.zh-CN.md'].filter((name) =>
    read(name).includes('(docs/policy-guide.zh-CN.md)'),
  );
  expect(leading).toEqual(['README.md', 'README.zh-CN.md']);
});
