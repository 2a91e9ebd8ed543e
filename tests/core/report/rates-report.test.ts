import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratesReport, visitRateText, type RatesQuestion } from '../../../src/core/report/rates-report.js';
import { tableText } from '../../../src/core/report/report.js';
import { rate, surveyRates } from '../../../src/core/survey.js';

const VISITS = { population: 120, required: 60, completed: 54, rate: '45.0' };

function figures(issued: number, satisfied: number, fairly: number, dissatisfied: number) {
  const returned = satisfied + fairly + dissatisfied;
  return { issued, returned, satisfied, fairly, dissatisfied, rate: rate(satisfied + fairly, returned) };
}

function question(
  now: ReturnType<typeof figures>,
  before: ReturnType<typeof figures> | null,
  more: Partial<RatesQuestion> = {},
): RatesQuestion {
  return {
    rates: { ...now, items: surveyRates([]), visits: VISITS },
    previous: before,
    labels: { estate: null, period: '9 月', previous: '8 月', kind: '维修' },
    ...more,
  };
}
const point = (label: string, answered: number) => ({ label, ...figures(20, answered, 0, 0) });
const say = (...args: Parameters<typeof question>): string => ratesReport(question(...args)).text;

describe('the figures in the words of a chat', () => {
  test('numbers first, denominators behind the percentage, then the comparison, then what is to be decided', () => {
    expect(say(figures(78, 48, 12, 5), figures(70, 40, 17, 6), { undecided: 2 })).toBe(
      '9 月维修满意率 92.3%（回收 65 / 发出 78，满意 48、一般 12、不满意 5），比 8 月高 1.8 个百分点。有 2 件不满意还没有结论。',
    );
  });

  test('with an estate and without a kind', () => {
    const labels = { estate: '翠湖花园', period: '三季度', previous: '二季度', kind: null };
    expect(say(figures(20, 9, 0, 1), figures(20, 10, 0, 0), { labels })).toBe(
      '翠湖花园 三季度满意率 90.0%（回收 10 / 发出 20，满意 9、一般 0、不满意 1），比二季度低 10.0 个百分点。',
    );
  });

  test('the same rate is level, and nine returned are said to be few while ten are not', () => {
    expect(say(figures(10, 9, 0, 0), figures(10, 10, 0, 0))).toBe(
      '9 月维修满意率 100.0%（回收 9 / 发出 10，满意 9、一般 0、不满意 0），与 8 月持平。份数少，仅供参考。',
    );
    expect(say(figures(10, 10, 0, 0), null)).not.toContain('份数少');
  });

  test('a comparison with few answers says how few they were', () => {
    expect(say(figures(20, 20, 0, 0), figures(9, 1, 0, 1))).toContain(
      '比 8 月高 50.0 个百分点（8 月只回收 2 份，仅供参考）。',
    );
  });

  test('nothing returned is a dash and never 0%', () => {
    const text = say(figures(12, 0, 0, 0), figures(10, 10, 0, 0));
    expect(text).toBe('9 月维修满意率 —（回收 0 / 发出 12，满意 0、一般 0、不满意 0），还没有回收。');
    expect(say(figures(0, 0, 0, 0), null)).toContain('—（回收 0 / 发出 0');
    expect(say(figures(30, 20, 0, 0), figures(12, 0, 0, 0))).toContain('8 月没有回收，无从比较。');
  });

  test('all dissatisfied is a true 0.0%', () => {
    expect(say(figures(12, 0, 0, 12), null)).toContain('满意率 0.0%（回收 12 / 发出 12');
  });

  test('whatever the figures, the text holds issued, returned, each grade and the rate', () => {
    const count = fc.nat(500);
    fc.assert(
      fc.property(count, count, count, count, (lost, a, b, c) => {
        const now = figures(a + b + c + lost, a, b, c);
        const counts = `（回收 ${now.returned} / 发出 ${now.issued}，满意 ${a}、一般 ${b}、不满意 ${c}）`;
        expect(say(now, null)).toContain(`满意率 ${now.rate === null ? '—' : `${now.rate}%`}${counts}`);
        expect(say(now, null).includes('份数少，仅供参考')).toBe(now.returned > 0 && now.returned < 10);
      }),
    );
  });

  test('回访率 says what was completed of all, and what is still owed', () => {
    expect(visitRateText(VISITS, { estate: null, period: '9 月', kind: null })).toBe(
      '9 月回访率 45.0%（完成 54 / 应计 120，按制度要求 60 件，还差 6 件；同一件事按几条条款回访的，各条都计）。',
    );
    const none = { population: 0, required: 0, completed: 0, rate: null };
    const labels = { estate: null, period: '9 月', kind: null };
    expect(visitRateText(none, labels)).toContain('回访率 —（完成 0 / 应计 0');
    expect(visitRateText(none, labels)).toContain('，这段时间没有应计的回访。');
    expect(visitRateText(none, labels, { theirs: true })).toBe(
      '9 月回访率 —（完成 0 / 负责 0），这段时间没有负责的回访。',
    );
  });
});

const panels = (first: number) =>
  ratesReport(question(figures(20, 15, 0, 0), null, { trend: [point('8 月', first), point('9 月', 15)] })).report.chart
    ?.panels;

describe('the report', () => {
  test('holds the periods and kinds in a table, a dash where nothing came back', () => {
    const byKind = [
      { label: '维修', ...figures(9, 4, 0, 0) },
      { label: '投诉', ...figures(3, 0, 0, 0) },
    ];
    const { report } = ratesReport(question(figures(12, 4, 0, 0), null, { byKind }));
    expect(tableText(report.tables[0] ?? expect.fail('no table'))).toBe(
      [
        '期间或类别 · 发出 · 回收 · 满意 · 一般 · 不满意 · 满意率',
        '9 月 · 12 · 4 · 4 · 0 · 0 · 100.0%',
        '维修 · 9 · 4 · 4 · 0 · 0 · 100.0%',
        '投诉 · 3 · 0 · 0 · 0 · 0 · —',
      ].join('\n'),
    );
    expect(report.tables).toHaveLength(1);
    expect(report.footnotes).toContain('只回收 4 份：份数少，仅供参考。');
  });

  test('a survey adds its fourteen directions', () => {
    const rates = {
      ...figures(2, 1, 0, 0),
      items: surveyRates([{ id: 'b1', returned: true, answers: { '8': 'fairly' } }]),
      visits: VISITS,
    };
    const { report } = ratesReport({ ...question(figures(2, 1, 0, 0), null), rates });
    expect(report.tables[1]?.rows).toHaveLength(14);
    expect(report.tables[1]?.rows[7]).toEqual(['停车场管理', 1, 1, 0, 1, 0, '100.0%']);
  });

  test('the picture shows this period beside the one before; nothing issued makes no picture', () => {
    const { report } = ratesReport(question(figures(20, 15, 0, 0), figures(20, 10, 0, 10), { passMark: 85 }));
    expect(report.chart?.title).toBe('9 月维修满意率 100.0%');
    expect(report.chart?.passMark).toBe(85);
    expect(report.chart?.panels).toMatchObject([
      { kind: 'grades', bars: [{ label: '9 月' }, { label: '8 月', rate: '50.0' }] },
    ]);
    expect(ratesReport(question(figures(0, 0, 0, 0), null)).report.chart).toBeNull();
  });

  test('a trend is drawn once there are two periods with answers', () => {
    expect(panels(0)).toHaveLength(1);
    expect(panels(3)?.[1]).toMatchObject({ kind: 'trend', title: '走势' });
  });

  test('twelve months are a line, under the pass mark', () => {
    const trend = Array.from({ length: 12 }, (_, month) => point(`${month + 1} 月`, month));
    const { chart } = ratesReport(question(figures(20, 15, 0, 0), null, { trend, passMark: 85 })).report;
    expect(chart?.panels[1]).toMatchObject({ kind: 'line', points: [{ label: '1 月' }, ...trend.slice(1)] });
    expect(chart?.passMark).toBe(85);
  });
});
