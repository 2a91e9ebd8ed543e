import { readdirSync, readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { explainText } from '../../../src/core/policy/explain.js';
import { explainSvg } from '../../../src/core/policy/flow-chart.js';
import { loadPolicy } from '../../../src/core/policy/load.js';
import type { Policy } from '../../../src/core/policy/schema.js';

function load(id: string): Policy {
  const file = new URL(`../../../templates/policies/${id}.yaml`, import.meta.url);
  const result = loadPolicy(readFileSync(file, 'utf8'), `${id}.yaml`);
  if ('faults' in result) throw new Error('faults');
  return result.policy;
}

const ids = readdirSync(new URL('../../../templates/policies/', import.meta.url)).map((name) => name.slice(0, 3));

describe.each(ids)('%s', (id) => {
  const policy = load(id);

  test('is explained clause by clause, with its source and what was added', () => {
    const text = explainText(policy);
    for (const clause of policy.clauses) {
      expect(text).toContain(`【${clause.id}】${clause.title}`);
      for (const sentence of clause.source) expect(text).toContain(`原文：${sentence}`);
      for (const sentence of clause.assumed ?? []) expect(text).toContain(`默认：${sentence}`);
    }
    expect(text).not.toMatch(/undefined|null|\[object/);
  });

  test('tells what of its parameters is the source and what is 默认', () => {
    const lines = explainText(policy).split('\n');
    for (const [name, { origin }] of Object.entries(policy.parameters)) {
      const line = lines.find((one) => one.includes(` ${name} = `));
      expect(line?.trim().startsWith(origin === 'default' ? '默认' : '原文'), name).toBe(true);
    }
  });

  test('is drawn as well-formed SVG on A4, every clause on it, nothing below the sheet', () => {
    const svg = explainSvg(policy);
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('width="210mm" height="297mm"');
    for (const clause of policy.clauses) expect(svg).toContain(`${clause.id}　`);
    const { rect, text } = new XMLParser({ ignoreAttributes: false }).parse(svg).svg as Record<
      'rect' | 'text',
      readonly Record<string, string>[]
    >;
    for (const box of rect) expect(Number(box['@_y'] ?? 0) + Number(box['@_height'])).toBeLessThanOrEqual(2970);
    for (const line of text) expect(Number(line['@_y'])).toBeLessThan(2970);
  });
});

test.each([
  ['p01', ['险情已除？']],
  ['p02', ['抽中？', '当场解决？', '合格？']],
  ['p03', ['抽中？', '按期完成？', '合格？']],
  ['p04', ['抽中？']],
  ['p05', ['抽中？', '合格？']],
  ['p06', ['抽中？', '再次投诉？']],
  ['p07', ['合格？']],
  ['p08', ['抽中？']],
  ['p09', ['合格？']],
  ['p10', []],
  ['p11', ['抽中？', '合格？']],
])('the chart of %s asks what its policy makes depend on an answer', (id, questions) => {
  const asked = [...explainSvg(load(id)).matchAll(/>([^<>]{2,6}？)</g)].map((match) => match[1]);
  expect(asked).toEqual(questions);
});

test.each(ids)('the chart of %s is read from the wall: no type under 2.8 mm', (id) => {
  const sizes = [...explainSvg(load(id)).matchAll(/font-size="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(28);
});

test('text of a policy cannot break out of the drawing', () => {
  const svg = explainSvg({ ...load('p08'), title: '<script>"&\u0000' });
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).toContain('&lt;script&gt;&quot;&amp;<');
});
