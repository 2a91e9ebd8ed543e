import { writeFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { POLICY_TEMPLATES } from '../../src/cli/data-policies.js';
import { runData } from '../helpers/data-command.js';

describe('huifang policy diff', () => {
  test('compares ids and files alike', async () => {
    const { code, text } = await runData('policy', ['diff', 'p03', 'p05']);
    expect(code).toBe(0);
    expect(text).toMatch(/^从《新世界物业回访管理规程》（p03）改为/);
    const file = join(mkdtempSync(join(tmpdir(), 'huifang-diff-')), 'own.yaml');
    const own = readFileSync(join(POLICY_TEMPLATES, 'p11.yaml'), 'utf8').replace(
      'solveDays: { value: 5,',
      'solveDays: { value: 3,',
    );
    // Its example was worked out for five days, and an own file must agree with itself.
    writeFileSync(
      file,
      own.replace('三月二日签发，三月八日零时起', '三月二日签发').replace('due: 2026-03-08', 'due: 2026-03-06'),
    );
    const changed = await runData('policy', ['diff', 'p11', file]);
    expect(changed.text.split('\n').slice(0, 5)).toEqual([
      '从《回访管理标准作业规程（服务站）》（p11）改为《回访管理标准作业规程（服务站）》（p11），有这些变化：',
      '',
      '【对员工：职责与时限】',
      '逾期未解决上报（p11.9 → p11.9）',
      '  时间：签发工作联系单后超过 5 天仍未解决 → 签发工作联系单后超过 3 天仍未解决',
    ]);
  });

  test.each([[['diff', 'p03']], [['diff']], [['diff', 'p03', 'p05', 'p08']]])('%j is bad usage', async (args) => {
    const { code, err } = await runData('policy', args);
    expect(code).toBe(2);
    expect(err).toContain('huifang policy diff 编号|文件 编号|文件');
  });

  test('of a file with faults tells the faults', async () => {
    const { code, text, err } = await runData('policy', ['diff', 'p03', 'tests/broken/policies/39-many-at-once.yaml']);
    expect([code, text]).toEqual([2, '']);
    expect(err).toContain('39-many-at-once.yaml:11');
  });
});

describe('huifang policy check', () => {
  test('of several tells where they contradict each other, and that is no fault', async () => {
    const { code, out, err } = await runData('policy', ['check', 'p03', 'p11']);
    expect(code).toBe(0);
    expect(out.map(({ ok, clauses }) => ok ?? clauses)).toEqual([true, true, ['p03.2', 'p11.2']]);
    expect(out[2]).toMatchObject({ policies: ['p03', 'p11'], contradiction: 'windows' });
    expect(err).toBe(`提醒：${String(out[2]?.['message'])}`);
  });

  test('of policies that agree says nothing more', async () => {
    const { code, out, err } = await runData('policy', ['check', 'p02', 'p06', 'p08']);
    expect([code, out.length, err]).toEqual([0, 3, '']);
  });

  test('compares those without faults also beside one that has some', async () => {
    const broken = 'tests/broken/policies/39-many-at-once.yaml';
    const { code, out } = await runData('policy', ['check', 'p03', broken, 'p11']);
    expect(code).toBe(2);
    expect(out.map(({ ok }) => ok)).toEqual([true, false, true, undefined]);
  });
});
