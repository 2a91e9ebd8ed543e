import { describe, expect, it } from 'vitest';
import { parsePeriod, type Period } from '../../../src/core/period.js';
import { gradesZh, kindLines, lineZh, lowestZh, totalLine, visitRate } from '../../../src/core/report/analysis.js';
import { cutOffDays, numberOf, periodFull } from '../../../src/core/report/period-head.js';
import { countedTally } from '../../../src/core/survey.js';

const period = (name: string): Period => {
  const read = parsePeriod(name);
  if (read === null) throw new TypeError(name);
  return read;
};

describe('from cut-off to cut-off', () => {
  it.each([
    ['2026-09', 24, '2026-08-25', '2026-09-25'],
    ['2026-03', 24, '2026-02-25', '2026-03-25'],
    ['2026-01', 24, '2025-12-25', '2026-01-25'],
    ['2026Q3', 5, '2026-06-06', '2026-09-06'],
    ['2026Q1', 5, '2025-12-06', '2026-03-06'],
  ])('%s to the %dth', (name, day, from, to) => expect(cutOffDays(period(name), day)).toEqual({ from, to }));

  it('each day is in one period, and none is left out', () => {
    expect(cutOffDays(period('2026-02'), 28).to).toBe(cutOffDays(period('2026-03'), 28).from);
    expect(cutOffDays(period('2026-09'), null)).toEqual({ from: '2026-09-01', to: '2026-10-01' });
  });

  it('a paper has a number of its estate, policy, form and period, and no other has it', () => {
    const of = (form: string, policy: string | null) => ({ estate: '翠湖花园', form, policy });
    expect(numberOf(of('月回访汇总表', 'p02'), period('2026-09'))).toBe('翠湖花园-P02-月回访汇总表-2026-09');
    expect(numberOf(of('季度统计分析报告', 'p05'), period('2026Q3'))).toBe('翠湖花园-P05-季度统计分析报告-2026Q3');
    expect(numberOf(of('制度执行情况', null), period('2026-11-02..2026-11-08'))).toBe(
      '翠湖花园-制度执行情况-20261102-20261108',
    );
    expect(numberOf(of('周巡查表', 'p06'), period('2026-11-02..2026-11-02'))).toBe('翠湖花园-P06-周巡查表-20261102');
  });

  it('a run of days stands as it is', () => {
    expect(cutOffDays(period('2026-11-02..2026-11-08'), 24)).toEqual({ from: '2026-11-02', to: '2026-11-09' });
    expect(periodFull(period('2026-11-02..2026-11-08'))).toBe('2026 年 11 月 2 日至 2026 年 11 月 8 日');
  });
});

describe('what the figures say', () => {
  const [line] = kindLines(
    [{ kind: 'repair', handled: 12, visited: 4 }],
    [{ kind: 'repair', isRound: false, ...countedTally(4, { satisfied: 3, dissatisfied: 1 }) }],
  );
  if (line === undefined) throw new TypeError('no line');

  it('counts with their denominators, small numbers marked, the change against the period before', () => {
    const before = { ...line, handled: 10, records: countedTally(20, { satisfied: 18, dissatisfied: 2 }) };
    expect(lineZh(line, before, '2 月')).toBe(
      '处理 12 宗，回访 4 宗，回访率 33.3%；回访记录 4 份，有评价 4 份：满意 3、一般满意 0、不满意 1，满意率 75.0%（份数少，仅供参考）。处理比 2 月多 2 宗，满意率比 2 月低 15.0 个百分点。',
    );
  });

  it('nothing handled, nothing answered and all dissatisfied differ', () => {
    expect(lineZh(totalLine([]), totalLine([]), '2 月')).toBe('本期没有处理的事项，也没有回访记录。');
    const nothing = lineZh(line, totalLine([]), '2026 年 2 月');
    expect(nothing).toContain('，2026 年 2 月没有回收，满意率无从比较');
    expect(gradesZh(countedTally(3, {}))).toBe('回访记录 3 份，都没有评价，满意率 —');
    expect(gradesZh(countedTally(12, { dissatisfied: 12 }))).toContain('满意率 0.0%');
    expect(visitRate({ ...line, handled: 5, visited: 0 })).toBe('0.0');
    expect(visitRate({ ...line, handled: 0, visited: 0 })).toBeNull();
  });

  it('names the lowest only where rates differ, none with which all were satisfied', () => {
    const rated = (...rates: readonly (string | null)[]) =>
      rates.map((rate, n) => ({ label: `项${n}`, rate, returned: 20 }));
    expect(lowestZh(rated('100.0', '100.0', '100.0', '100.0'))).toBe('');
    expect(lowestZh(rated('90.0', '80.0', '70.0'))).toBe('');
    expect(lowestZh(rated('90.0', '80.0', '70.0', null))).toBe('');
    expect(lowestZh(rated('90.0', '80.0', '0.0', '85.0'))).toBe('满意率最低的 3 项：项2 0.0%；项1 80.0%；项3 85.0%。');
    expect(lowestZh(rated('90.0', '100.0', '100.0', '100.0'))).toBe('满意率最低的 1 项：项0 90.0%。');
  });
});
