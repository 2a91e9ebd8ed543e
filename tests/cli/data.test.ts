import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { POLICY_TEMPLATES } from '../../src/cli/data-policies.js';
import { jsonLines as lines, runData as run } from '../helpers/data-command.js';

const repair = (id: string, more: object = {}): object => ({
  id,
  estate: 'cuihu',
  kind: 'repair',
  resolvedAt: '2026-01-31T10:00:00+08:00',
  ...more,
});

describe('huifang plan', () => {
  test('prints a visit with exactly the fields of the contract', async () => {
    const { code, text } = await run('plan', ['--policy', 'p03', '--events', '-'], lines(repair('WO-1')));
    expect(code).toBe(0);
    expect(text).toBe(
      '{"event":"WO-1","policy":"p03","clause":"p03.2","visit":1,"earliest":"2026-02-07T00:00:00+08:00",' +
        '"due":"2026-03-01T00:00:00+08:00","rate":30,"by":["steward"],"how":["phone","in-person","chat"],"record":"回访记录表"}',
    );
  });

  test('reads an array as well as lines, and follows the order of the events', async () => {
    const complaint = { id: 'C', estate: 'e', kind: 'complaint', resolvedAt: '2026-03-02T16:20:00+08:00' };
    const events = [repair('B'), complaint, repair('B'), { id: 'X', estate: 'e', kind: 'repair' }];
    for (const text of [
      JSON.stringify(events, null, 2),
      `${JSON.stringify(events)}\r\n`,
      `\n${lines(...events)}\r\n`,
    ]) {
      const { out, err } = await run('plan', ['--policy=p08,p03', '--events', '-'], text);
      expect(
        out.map(({ event, clause }) => `${event as string} ${clause as string}`),
        err,
      ).toEqual(['B p03.2', 'C p03.1', 'C p08.1', 'B p03.2']);
    }
    expect((await run('plan', ['--policy', 'p03', '--events', '-'], '[]')).out).toEqual([]);
    expect((await run('plan', ['--policy', 'p03', '--events', '-'], '')).code).toBe(0);
  });

  test('counts days in the zone that is asked for', async () => {
    const { out } = await run(
      'plan',
      ['--policy', 'p03', '--events', '-', '--tz', 'Europe/London'],
      lines(repair('W')),
    );
    expect(out[0]).toMatchObject({ earliest: '2026-02-07T00:00:00+00:00', due: '2026-03-01T00:00:00+00:00' });
  });

  test('names file, line and field of every fault, prints nothing and ends with 2', async () => {
    const bad = `${lines(repair('A'), repair('B', { resolvedAt: '2026-01-31' }))}\n{"id":\n${lines(repair('', {}))}`;
    const { code, text, err } = await run('plan', ['--policy', 'p03', '--events', '-'], bad);
    expect([code, text]).toEqual([2, '']);
    expect(err.split('\n')).toEqual([
      '标准输入:2 resolvedAt 应为带时区的时间（如 2026-03-02T16:20:00+08:00），收到 "2026-01-31"',
      '标准输入:3 应为一个 JSON 对象，收到 "{\\"id\\":"',
      '标准输入:4 id 应为不超过 128 字的非空文字，收到 ""',
    ]);
  });

  test.each([
    ['[{"id":"A","estate":"e","kind":"help"}', '标准输入:1 列表没有结束，缺少 ]'],
    ['[\n{"id":"A","estate":"e","kind":"help"},\n\n{"id":"B","estate":"e"}]', '标准输入:4 kind'],
    ['[] x', '标准输入:1 列表之后还有别的内容'],
    ['[{"id":"A","estate":"e","kind":"help"},]', '标准输入:1 应为一个 JSON 对象，收到 ""'],
    ['[3]', '标准输入:1 应为一个对象，收到 3'],
    ['7', '标准输入:1 应为一个对象，收到 7'],
  ])('%j is bad input', async (text, message) => {
    const { code, err } = await run('plan', ['--policy', 'p03', '--events', '-'], text);
    expect([code, err.startsWith(message) || err]).toEqual([2, true]);
  });

  test.each([
    [['--policy', 'p03'], '缺少 --events'],
    [['--policy', 'p77', '--events', '-'], '没有制度 p77'],
    [['--policy', 'p03', '--events', '/nowhere/at/all'], '/nowhere/at/all 没有这个文件'],
    [['--policy', 'p03', '--events', '-', '--tz', 'Mars/Base'], '没有这个时区'],
    [['--policy', 'p03', '--events', '-', '--colour', 'x'], '用法：huifang plan'],
  ])('%j is bad usage', async (args, message) => {
    const { code, err } = await run('plan', args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('huifang sample', () => {
  const ten = lines(...Array.from({ length: 11 }, (_, index) => repair(`R${index}`)));

  test('chooses as many as the rate asks for, the same for the same key', async () => {
    const args = ['--policy', 'p03', '--population', '-', '--seed'];
    const first = await run('sample', [...args, 'one'], ten);
    expect(first.out.at(-1)).toEqual({ population: 11, required: 4, chosen: 4, seed: 'one' });
    expect(first.out.slice(0, -1).map(({ id }) => id)).toEqual(Array.from({ length: 11 }, (_, index) => `R${index}`));
    expect(first.out.filter(({ chosen }) => chosen === true)).toHaveLength(4);
    expect((await run('sample', [...args, 'one'], ten)).text).toBe(first.text);
    expect((await run('sample', [...args, 'two'], ten)).text).not.toBe(first.text.replaceAll('one', 'two'));
  });

  test('refuses a mixture and names its clauses, unless one of them is picked', async () => {
    const mixed = `${ten}\n${lines(repair('C', { kind: 'complaint' }))}`;
    const args = ['--policy', 'p03', '--population', '-', '--seed', 'k'];
    const refused = await run('sample', args, mixed);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('p03.1、p03.2')]);
    const picked = await run('sample', [...args, '--clause', 'p03.1'], mixed);
    expect(picked.out).toEqual([
      { id: 'C', chosen: true },
      { population: 1, required: 1, chosen: 1, seed: 'k' },
    ]);
    expect((await run('sample', [...args, '--clause', 'p03.7'], mixed)).code).toBe(2);
  });

  test('needs a rate where the policy leaves it open, and takes no lower one than the policy has', async () => {
    const others = lines(repair('O', { kind: 'other' }), repair('P', { kind: 'other' }));
    const args = ['--policy', 'p03', '--population', '-', '--seed', 'k'];
    expect((await run('sample', args, others)).err).toBe('p03.6 的回访率由客服组主任确定，请用 --rate 给出百分比');
    expect((await run('sample', [...args, '--rate', '50'], others)).out.at(-1)).toMatchObject({ required: 1 });
    expect((await run('sample', [...args, '--rate', '20'], ten)).code).toBe(2);
    expect((await run('sample', [...args, '--rate', '33.3'], others)).code).toBe(2);
  });

  test.each([
    [lines(repair('A'), repair('A')), '标准输入:2 id 编号重复：A'],
    [lines(repair('A', { kind: 'works-completion' })), '标准输入:1 kind p03 没有条款'],
  ])('%j is bad input', async (text, message) => {
    const { code, err } = await run('sample', ['--policy', 'p03', '--population', '-', '--seed', 'k'], text);
    expect([code, err.startsWith(message) || err]).toEqual([2, true]);
  });

  test('of nobody is nobody', async () => {
    const { out } = await run('sample', ['--policy', 'p03', '--population', '-', '--seed', 'k'], '');
    expect(out).toEqual([{ population: 0, required: 0, chosen: 0, seed: 'k' }]);
  });
});

describe('huifang rates', () => {
  test('prints the fourteen lines', async () => {
    const ballots = lines(
      { id: '1', returned: true, answers: { '8': 'satisfied', '13': 'dissatisfied' } },
      { id: '2', returned: true, answers: {} },
      { id: '3', returned: false },
    );
    const { code, text, out } = await run('rates', ['--ballots', '-'], ballots);
    expect(code).toBe(0);
    expect(out.map(({ item }) => item).join()).toBe('1,2,3,4,5,6,7,8,9,10,11,12,13,14');
    expect(text.split('\n')[7]).toBe(
      '{"item":"8","issued":3,"returned":1,"answered":1,"satisfied":1,"fairly":0,"dissatisfied":0,"rate":"100.0"}',
    );
    expect((await run('rates', ['--ballots', '-'], '')).out[0]).toMatchObject({ issued: 0, rate: null });
  });

  test.each([
    [{ id: '1', returned: false, answers: { '1': 'fairly' } }, '标准输入:1 answers 未收回的票不应有答案'],
    [{ id: '1', returned: true, answers: { '15': 'fairly' } }, '标准输入:1 answers.15 没有这一项，应为 1 到 14'],
    [
      { id: '1', returned: true, answers: { toString: 'fairly' } },
      '标准输入:1 answers.toString 没有这一项，应为 1 到 14',
    ],
    [
      { id: '1', returned: true, answers: { '1': 'good' } },
      '标准输入:1 answers.1 应为 satisfied、fairly、dissatisfied 之一，收到 "good"',
    ],
    [{ id: '1', returned: 'yes' }, '标准输入:1 returned 应为 true 或 false，收到 "yes"'],
    [{ returned: true }, '标准输入:1 id 缺少此项，应为非空文字'],
  ])('%j is bad input', async (ballot, message) => {
    const { code, text, err } = await run('rates', ['--ballots', '-'], lines(ballot));
    expect([code, text, err]).toEqual([2, '', message]);
  });

  test('a repeated ballot is bad input', async () => {
    const { code, err } = await run(
      'rates',
      ['--ballots', '-'],
      lines({ id: '1', returned: false }, { id: '1', returned: false }),
    );
    expect([code, err]).toEqual([2, '标准输入:2 id 编号重复：1']);
  });
});

describe('huifang policy', () => {
  test('lists what there is', async () => {
    const { out } = await run('policy', ['list']);
    expect(out.find(({ id }) => id === 'p03')).toEqual({
      id: 'p03',
      title: '新世界物业回访管理规程',
      clauses: 15,
      file: 'templates/policies/p03.yaml',
    });
  });

  test('checks files and ids; a broken one ends with 2 and all of its faults', async () => {
    expect((await run('policy', ['check', 'p03', join(POLICY_TEMPLATES, 'p08.yaml')])).code).toBe(0);
    const { code, err } = await run('policy', ['check', 'p03', 'tests/broken/policies/39-many-at-once.yaml']);
    expect(code).toBe(2);
    expect(err.split('\n').length).toBeGreaterThanOrEqual(6);
    expect(err).toContain('tests/broken/policies/39-many-at-once.yaml:11 clauses.0.step');
  });

  test('explains as text and as SVG', async () => {
    expect((await run('policy', ['explain', 'p08'])).text).toContain('【p08.9】综合评议满意率');
    expect((await run('policy', ['explain', 'p03', '--format', 'svg'])).text).toMatch(/^<svg /);
    expect((await run('policy', ['explain', 'p03', '--format', 'pdf'])).code).toBe(2);
    expect((await run('policy', ['burn'])).code).toBe(2);
    expect((await run('policy', [])).err).toContain('用法');
  });

  test('tells slips of usage in Chinese, and drops no value silently', async () => {
    expect(await run('plan', ['--policy', 'p03', '--policy', 'p08', '--events', '-'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--policy 给了两次'),
    });
    expect((await run('plan', ['--bogus', 'x'])).err).toContain('没有 --bogus 这个选项');
    expect(await run('plan', ['--policy', 'p03', '--events', tmpdir()])).toMatchObject({
      code: 2,
      err: expect.stringContaining('是文件夹，不是文件'),
    });
  });

  test("a company's own file stands beside the package's", async () => {
    const dir = mkdtempSync(join(tmpdir(), 'huifang-policies-'));
    const text = `id: own
title: 自定回访制度
article: 公司文件
roles: { steward: 管家 }
record: 回访单
how: [chat]
parameters: {}
clauses:
  - id: own.1
    title: 求助回访
    step: visit
    source: [求助次日回访]
    says: 求助次日回访
    on: { kind: help }
    visits:
      - { window: { from: { days: 1 }, through: { days: 1 } }, rate: 100, by: [steward] }
    examples:
      - name: 次日
        event: { kind: help, resolvedAt: 2026-03-02T16:20:00+08:00 }
        expect: [{ earliest: 2026-03-03T00:00:00+08:00, due: 2026-03-04T00:00:00+08:00 }]
`;
    writeFileSync(join(dir, 'own.yaml'), text);
    const { out } = await run('policy', ['list'], '', dir);
    expect(out.map(({ id }) => id)).toEqual(expect.arrayContaining(['own', 'p03']));
    const help = lines(repair('H', { kind: 'help' }));
    const plan = await run('plan', ['--policy', 'own,p03', '--events', '-'], help, dir);
    expect(plan.out.map(({ clause }) => clause)).toEqual(['own.1', 'p03.4']);
  });
});
