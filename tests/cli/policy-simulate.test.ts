import { describe, expect, test } from 'vitest';
import { jsonLines, runData } from '../helpers/data-command.js';

const complaint = (id: string, resolvedAt: string): object => ({
  id,
  kind: 'complaint',
  household: '1-1-101',
  resolvedAt,
});
const sample = jsonLines(complaint('A', '2026-01-05T10:00:00+08:00'), {
  id: 'B',
  kind: 'other',
  resolvedAt: '2026-01-06T10:00:00+08:00',
});

describe('huifang policy simulate', () => {
  test('prints a line for each month, clause and role, with the fields of the contract', async () => {
    const { code, text, err } = await runData('policy', ['simulate', 'p03', '--events', '-', '--months', '2'], sample);
    expect(code).toBe(0);
    expect(text.split('\n')).toEqual(
      ['2026-01', '2026-02'].flatMap((month) => [
        `{"month":"${month}","policy":"p03","clause":"p03.1","role":"department-head","visits":1}`,
        `{"month":"${month}","policy":"p03","clause":"p03.1","role":"steward","visits":1}`,
        `{"month":"${month}","policy":"p03","clause":"p03.6","role":"steward","visits":1}`,
      ]),
    );
    expect(err).toBe('样本：2 件事项，2026-01；住户 1 户；p03.6 的回访率未定，按 100% 估（可用 --rate 给出）');
  });

  test('takes the estate’s size, a first month, a rate and the duties', async () => {
    const args = ['simulate', 'p02', '--events', '-', '--months', '1', '--from', '2026-10', '--households', '90'];
    const { out, err } = await runData('policy', [...args, '--key-households', '2', '--duties'], sample);
    expect(out).toContainEqual({ month: '2026-10', policy: 'p02', clause: 'p02.1', role: 'steward', visits: 30 });
    expect(out).toContainEqual({ month: '2026-10', policy: 'p02', clause: 'p02.12', role: 'steward', visits: 2 });
    expect(out).toContainEqual({ month: '2026-10', policy: 'p02', clause: 'p02.16', role: 'supervisor', duties: 1 });
    expect(err).toBe('样本：2 件事项，2026-01；住户 90 户');
    const half = await runData('policy', ['simulate', 'p03', '--events', '-', '--months', '1', '--rate', '0'], sample);
    expect(half.out.map(({ clause }) => clause)).not.toContain('p03.6');
  });

  test.each([
    [['p03', '--events', '-'], '缺少 --months'],
    [['--events', '-', '--months', '3'], '用法：huifang policy simulate'],
    [['p03', '--events', '-', '--months', '0'], '--months 应为 1 到 120 的整数，收到 0'],
    [['p03', '--events', '-', '--months', '3', '--from', '2026Q1'], '--from 应为年月（如 2026-10），收到 2026Q1'],
    [['p77', '--events', '-', '--months', '3'], '没有制度 p77'],
  ])('%j is bad usage', async (args, message) => {
    const { code, err, text } = await runData('policy', ['simulate', ...args], sample);
    expect([code, text]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('prints nothing for a file with a fault', async () => {
    const { code, err, text } = await runData(
      'policy',
      ['simulate', 'p03', '--events', '-', '--months', '1'],
      `${sample}\n{"id":"C"}`,
    );
    expect([code, text]).toEqual([2, '']);
    expect(err).toContain('标准输入:3 kind');
  });
});
