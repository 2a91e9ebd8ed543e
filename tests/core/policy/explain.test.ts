import { readdirSync, readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { explainText } from '../../../src/core/policy/explain.js';
import { explainSvg } from '../../../src/core/policy/flow-chart.js';
import { loadPolicy } from '../../../src/core/policy/load.js';
import type { Policy } from '../../../src/core/policy/schema.js';

const textOf = (id: string): string =>
  readFileSync(new URL(`../../../templates/policies/${id}.yaml`, import.meta.url), 'utf8');

function load(id: string, given: Readonly<Record<string, unknown>> = {}): Policy {
  const result = loadPolicy(textOf(id), `${id}.yaml`, given);
  if ('faults' in result) throw new Error('faults');
  return result.policy;
}

/** The words of a chart as they stand, from top to bottom, without the breaks between lines. */
const wordsOf = (svg: string): string => svg.replaceAll(/<[^>]*>|\s/g, '');
const chartOf = (id: string, given?: Readonly<Record<string, unknown>>): string => wordsOf(explainSvg(load(id, given)));
const bare = (words: string): string => words.replaceAll(/\s/g, '');

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

  test('leaves no duty, limit or question of a clause with visits off the chart', () => {
    const chart = wordsOf(explainSvg(policy));
    for (const clause of policy.clauses.filter(({ visits, rounds, step }) => step === 'visit' && (visits ?? rounds))) {
      for (const { says, form } of clause.duties ?? []) expect(chart).toContain(bare(says ?? form ?? ''));
      for (const rule of clause.visits ?? []) expect(chart).toContain(bare(rule.says ?? ''));
      if (clause.content) expect(chart).toContain(bare(`${clause.id}　${clause.title}　内容：`));
      if (clause.on?.some(({ novelties }) => novelties)) expect(chart).toContain('限采用四新技术的');
    }
  });

  test('writes out no term that would stay when its parameter changes', () => {
    const raw = textOf(id).split(/^clauses:/m)[1] ?? '';
    const sentences = [...raw.matchAll(/(?:says|assumed): (.*)$/gm)].map((match) => match[1] ?? '');
    for (const sentence of sentences)
      expect(sentence).not.toMatch(
        /(?<![第一二两三四五六七八九十百])[一二两三四五六七八九十百]+(天|日|周|小时|个月|年|成)(以|之)?(内|前|后)|保管[一二两三]/,
      );
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
  ['p04', ['抽中？', '合格？']],
  ['p05', ['抽中？', '合格？']],
  ['p06', ['抽中？', '合格？']],
  ['p07', ['合格？']],
  ['p08', ['抽中？', '合格？']],
  ['p09', ['合格？']],
  ['p10', ['合格？']],
  ['p11', ['抽中？', '合格？']],
])('the chart of %s asks what its policy makes depend on an answer', (id, questions) => {
  const asked = [...explainSvg(load(id)).matchAll(/>([^<>]{2,6}？)</g)].map((match) => match[1]);
  expect(asked).toEqual(questions);
});

test.each([
  ['p01', '效果不能马上看出，或可能再出问题：停水停电、水小'],
  ['p01', '直到回访或客服主管认定险情已除'],
  ['p02', '住户每季度一次'],
  ['p03', '被投诉部门主管、物业助理共同重大：物业部经理'],
  ['p03', '发行、举办后1个月之内'],
  ['p03', '居家服务、有偿服务、急救病人、其他管理服务；公共区域维修（有住户报修）'],
  ['p04', '不超过99户的不低于30%，不超过300户的不低于20%，更多的不低于10%'],
  ['p04', '301户以上10%新签协议后的第一次服务；新服务人员；上次服务被投诉过的人员：100%'],
  ['p05', '急救结束后7天之内'],
  ['p05', '方式与记录上门、现场查看一并进行；'],
  ['p11', '由谁负责'],
  ['p06', '处理完毕的下一周'],
  ['p07', '保修期内每个雨季、台风季（5月1日至9月30日）'],
  ['p07', '建设单位、质检单位、监理单位各一次，竣工验收后第7个月'],
  ['p07', '屋面防水、有防水要求的厨卫间、外墙面防渗漏为60个月'],
  ['p09', '竣工验收后第3个月'],
  ['p11', '方式限于现场查看，须现场照片'],
])('the chart of %s says %s', (id, words) => {
  expect(chartOf(id)).toContain(words);
});

test('reports stand between the visits and their review, and a survey names its period', () => {
  const chart = chartOf('p08');
  const places = ['2.进行回访', '3.定期汇总上报', '4.审核', '5.满意度调查（每半年一次，另行组织）'].map((words) =>
    chart.indexOf(words),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(chartOf('p10')).toContain('满意度调查（每半年一次，另行组织）');
});

test('who cannot be reached is replaced only where there was a draw', () => {
  expect(chartOf('p03')).toContain('换不同时段联系3次，仍联系不上的从同一批未抽中的里另抽补上');
  expect(chartOf('p01', { attempts: 5 })).toContain('换不同时段联系5次，仍联系不上的作未完成并写明原因');
});

test('what an estate sets stands in the sentences too', () => {
  const policy = load('p03', { notifiedDays: 5, repairRate: 40, publicationBy: ['supervisor', 'steward'] });
  expect(wordsOf(explainSvg(policy))).toContain('通知回访人员之后超过5天仍未完成');
  const text = explainText(policy);
  expect(text).toContain('按季度抽 40% 回访');
  expect(text).toContain('职责：通知回访人员后超过 5 天仍未完成：物业助理，上门');
  expect(text).toContain('默认：由客服组主任、物业助理回访。');
});

test('a sentence that names no parameter of the file is a fault', () => {
  const text = textOf('p03').replace('{notifiedDays}仍未', '{notifiedDay}仍未');
  const result = loadPolicy(text, 'p03.yaml');
  expect('faults' in result && result.faults.map(({ expected, found }) => [expected, found])).toEqual([
    ['parameters 中已有的参数', expect.stringContaining('notifiedDays')],
  ]);
});

test('a duty names nobody and no form twice, and a questionnaire is no visit', () => {
  expect(explainText(load('p03'))).toContain(
    '职责：发现不合格：客服组主任，审核不合格事件，加注意见，上报物业部经理，',
  );
  expect(explainText(load('p02'))).toContain('每半年发放问卷给住户：100%，客户服务部');
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
