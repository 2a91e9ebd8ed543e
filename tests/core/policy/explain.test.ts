import { readdirSync, readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { describeWindow } from '../../../src/core/policy/describe.js';
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
    const boxes: readonly Record<string, string>[] = new XMLParser({ ignoreAttributes: false }).parse(svg).svg.rect;
    for (const box of boxes) expect(Number(box['@_y'] ?? 0) + Number(box['@_height'])).toBeLessThanOrEqual(2970);
  });
});

test('text of a policy cannot break out of the drawing', () => {
  const svg = explainSvg({ ...load('p08'), title: '<script>"&\u0000' });
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).toContain('&lt;script&gt;&quot;&amp;<');
});

test.each([
  [{ through: { days: 3 } }, '自处理完毕起，至处理完毕后第 3 天为止（含当日）'],
  [{ from: { days: 7 }, through: { months: 1 } }, '自处理完毕后第 7 天起，至处理完毕满 1 个月之日为止（含当日）'],
  [{ before: { hours: 24 } }, '自处理完毕起，到处理完毕后 24 小时之前为止'],
  [{ through: { days: 7, of: 'month-end' } }, '自处理完毕起，至当月最后一天后第 7 天为止（含当日）'],
] as const)('the window %j reads %s', (rule, words) => {
  expect(describeWindow(rule, '处理完毕')).toBe(words);
});
