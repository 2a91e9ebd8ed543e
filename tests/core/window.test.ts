import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, formatInstant, localDate, parseInstant, startOfDay } from '../../src/core/calendar.js';
import type { Instant, LocalDate } from '../../src/core/calendar.js';
import { openSeries, openWindow, seasonsIn, termFrom, warrantyTerm } from '../../src/core/window.js';
import type { Anchor, Window, WindowRule } from '../../src/core/window.js';

const ZONE = 'Asia/Shanghai';
const day = (text: string): LocalDate => text as LocalDate;
const instant = (text: string): Anchor => ({
  kind: 'instant',
  at: parseInstant(`${text.replace(' ', 'T')}:00+08:00`) as Instant,
});
const term = (start: string, end: string): Anchor => ({ kind: 'term', start: day(start), end: day(end) });
const shown = (window: Window | null): readonly string[] | null =>
  window && [window.earliest, window.due].map((at) => formatInstant(at, ZONE).slice(0, 16).replace('T', ' '));

/** The worked examples of the eleven policies that are pure windows, and each rule at its edges. */
const EXAMPLES: readonly (readonly [string, WindowRule, Anchor, string, string])[] = [
  ['T1 三天内', { through: { days: 3 } }, instant('2026-03-02 16:20'), '2026-03-02 16:20', '2026-03-06 00:00'],
  ['T2 二十四小时内', { before: { hours: 24 } }, instant('2026-05-01 18:30'), '2026-05-01 18:30', '2026-05-02 18:30'],
  [
    'T3 次日，跨年',
    { from: { days: 1 }, through: { days: 1 } },
    instant('2026-12-31 23:30'),
    '2027-01-01 00:00',
    '2027-01-02 00:00',
  ],
  [
    'T4 次日，二十四小时之后',
    { from: { hours: 24 }, before: { hours: 48 } },
    instant('2026-05-01 18:30'),
    '2026-05-02 18:30',
    '2026-05-03 18:30',
  ],
  ['T5 一个月内', { through: { months: 1 } }, instant('2026-04-10 09:00'), '2026-04-10 09:00', '2026-05-11 00:00'],
  [
    'T6 一个星期后，一个月内',
    { from: { days: 7 }, through: { months: 1 } },
    instant('2026-01-31 10:00'),
    '2026-02-07 00:00',
    '2026-03-01 00:00',
  ],
  [
    'T7 一个月后，两个月内',
    { from: { months: 1 }, through: { months: 2 } },
    instant('2026-01-31 10:00'),
    '2026-02-28 00:00',
    '2026-04-01 00:00',
  ],
  ['T8 五日内一次', { through: { days: 5 } }, instant('2026-04-10 09:00'), '2026-04-10 09:00', '2026-04-16 00:00'],
  [
    'T9 中期阶段',
    { from: { part: [1, 3] }, before: { part: [2, 3] } },
    term('2026-01-01', '2026-12-31'),
    '2026-05-02 00:00',
    '2026-09-01 00:00',
  ],
  [
    'T9 中期阶段结束后',
    { from: { part: [2, 3] }, before: { part: [3, 3] } },
    term('2026-01-01', '2026-12-31'),
    '2026-09-01 00:00',
    '2027-01-01 00:00',
  ],
  [
    'T9 结束后七天',
    { from: { days: 0, of: 'after-term' }, before: { days: 7, of: 'after-term' } },
    term('2026-01-01', '2026-12-31'),
    '2027-01-01 00:00',
    '2027-01-08 00:00',
  ],
  [
    'T10 每季度',
    { from: { days: 0, of: 'quarter-start' }, before: { days: 0, of: 'next-quarter' } },
    instant('2026-11-20 10:00'),
    '2026-10-01 00:00',
    '2027-01-01 00:00',
  ],
  [
    'T12 竣工后第三个月',
    { from: { months: 2 }, before: { months: 3 } },
    { kind: 'date', date: day('2026-01-15') },
    '2026-03-15 00:00',
    '2026-04-15 00:00',
  ],
  [
    'T15 每月二十四日前',
    { through: { day: 24 } },
    { kind: 'date', date: day('2026-02-01') },
    '2026-02-01 00:00',
    '2026-02-25 00:00',
  ],
  [
    'T15 每季第三月五日前',
    { through: { day: 5, of: 'quarter-end' } },
    { kind: 'date', date: day('2026-01-01') },
    '2026-01-01 00:00',
    '2026-03-06 00:00',
  ],
  [
    'T15 下一季度十日前',
    { through: { day: 10, of: 'next-quarter' } },
    { kind: 'date', date: day('2026-10-01') },
    '2026-10-01 00:00',
    '2027-01-11 00:00',
  ],
  [
    'p02.3 次月七日前',
    { through: { days: 7, of: 'month-end' } },
    instant('2026-12-30 08:05'),
    '2026-12-30 08:05',
    '2027-01-08 00:00',
  ],
  [
    'p04.1 次月七日前',
    { through: { days: 7, of: 'month-end' } },
    instant('2026-02-10 15:00'),
    '2026-02-10 15:00',
    '2026-03-08 00:00',
  ],
  [
    'p06.3 下一周',
    { from: { days: 1, of: 'week-end' }, through: { days: 7, of: 'week-end' } },
    instant('2026-03-04 12:00'),
    '2026-03-09 00:00',
    '2026-03-16 00:00',
  ],
  [
    'p03.10 通知后超过三天',
    { through: { days: 3 } },
    instant('2026-03-02 09:00'),
    '2026-03-02 09:00',
    '2026-03-06 00:00',
  ],
  [
    'p11.9 签发后超过五天',
    { through: { days: 5 } },
    instant('2026-03-02 09:00'),
    '2026-03-02 09:00',
    '2026-03-08 00:00',
  ],
  [
    'p07.9 期满前六十天',
    { from: { days: -60, of: 'after-term' }, before: { days: 0, of: 'after-term' } },
    term('2026-01-16', '2028-01-15'),
    '2027-11-17 00:00',
    '2028-01-16 00:00',
  ],
  ['马上', { before: { minutes: 30 } }, instant('2026-03-02 23:50'), '2026-03-02 23:50', '2026-03-03 00:20'],
];

describe('a window', () => {
  test.each(EXAMPLES)('%s', (_, rule, anchor, earliest, due) => {
    expect(shown(openWindow(rule, anchor, ZONE))).toEqual([earliest, due]);
  });

  test('with nothing between its edges is none: a one-day agreement has no mid-stage', () => {
    const oneDay = term('2026-05-01', '2026-05-01');
    expect(openWindow({ from: { part: [1, 3] }, before: { part: [2, 3] } }, oneDay, ZONE)).toBeNull();
    expect(shown(openWindow({ from: { part: [2, 3] }, before: { part: [3, 3] } }, oneDay, ZONE))).toEqual([
      '2026-05-01 00:00',
      '2026-05-02 00:00',
    ]);
  });

  test('without an end is refused, and so is a part of what has no length', () => {
    expect(() => openWindow({ from: { days: 1 } }, instant('2026-05-01 10:00'), ZONE)).toThrow(TypeError);
    expect(() => openWindow({ through: { part: [1, 3] } }, instant('2026-05-01 10:00'), ZONE)).toThrow(TypeError);
    expect(() => openWindow({ through: { days: 0, of: 'after-term' } }, instant('2026-05-01 10:00'), ZONE)).toThrow(
      TypeError,
    );
  });

  test('follows the local clock where a day has twenty-three hours', () => {
    const at = parseInstant('2026-03-27T12:00:00Z') as Instant;
    const window = openWindow({ through: { days: 3 } }, { kind: 'instant', at }, 'Europe/London');
    expect(window?.due).toBe(parseInstant('2026-03-31T00:00:00+01:00'));
  });

  test('of days ends at a local midnight, and the day of the anchor is not counted', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: 60 }), zones, (ms, days, zone) => {
        const at = ms as Instant;
        const window = openWindow({ through: { days } }, { kind: 'instant', at }, zone);
        expect(window).toEqual({ earliest: at, due: startOfDay(addDays(localDate(at, zone), days + 1), zone) });
      }),
    );
  });
});

describe('a warranty', () => {
  test('runs from the day after acceptance (T13)', () => {
    expect(warrantyTerm(day('2026-01-15'), 24)).toEqual({ start: '2026-01-16', end: '2028-01-15' });
  });

  test('is never shorter than the months from acceptance: 30 January and one month', () => {
    expect(warrantyTerm(day('2026-01-30'), 1)).toEqual({ start: '2026-01-31', end: '2026-02-28' });
    expect(warrantyTerm(day('2026-02-28'), 12)).toEqual({ start: '2026-03-01', end: '2027-02-28' });
    expect(warrantyTerm(day('2026-01-28'), 1).end >= '2026-02-28').toBe(true);
  });

  test('p10: half-years from the signing itself', () => {
    expect(openSeries({ months: 6 }, termFrom(day('2026-01-15'), 24), ZONE).map(shown)).toEqual([
      ['2026-01-15 00:00', '2026-07-15 00:00'],
      ['2026-07-15 00:00', '2027-01-15 00:00'],
      ['2027-01-15 00:00', '2027-07-15 00:00'],
      ['2027-07-15 00:00', '2028-01-15 00:00'],
    ]);
  });

  test('p09: half-years from the second on, from 16 January', () => {
    const series = openSeries({ months: 6, from: 2 }, warrantyTerm(day('2026-01-15'), 24), ZONE);
    expect(series.map(shown)).toEqual([
      ['2026-07-16 00:00', '2027-01-16 00:00'],
      ['2027-01-16 00:00', '2027-07-16 00:00'],
      ['2027-07-16 00:00', '2028-01-16 00:00'],
    ]);
    expect(series.map(({ number }) => number)).toEqual([2, 3, 4]);
  });

  test('cuts its last half-year at its end', () => {
    expect(openSeries({ months: 6 }, termFrom(day('2026-01-31'), 8), ZONE).map(shown)).toEqual([
      ['2026-01-31 00:00', '2026-07-31 00:00'],
      ['2026-07-31 00:00', '2026-09-30 00:00'],
    ]);
  });

  test('half-years meet without a gap and cover the whole term', () => {
    const starts = fc.integer({ min: 0, max: 3000 }).map((days) => addDays(day('2020-01-01'), days));
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 12 }), (start, months, every) => {
        const whole = termFrom(start, months);
        const series = openSeries({ months: every }, whole, ZONE);
        expect(series[0]?.earliest).toBe(startOfDay(start, ZONE));
        expect(series.at(-1)?.due).toBe(startOfDay(addDays(whole.end, 1), ZONE));
        for (const [index, { due }] of series.slice(0, -1).entries()) expect(series[index + 1]?.earliest).toBe(due);
      }),
    );
  });

  test('p07: a visit for each season that begins in it', () => {
    const within = { start: day('2026-05-02'), end: day('2028-05-01') };
    expect(seasonsIn({ start: '05-01', end: '09-30' }, within)).toEqual([
      { start: '2027-05-01', end: '2027-09-30' },
      { start: '2028-05-01', end: '2028-09-30' },
    ]);
    expect(seasonsIn({ start: '11-15', end: '02-29' }, { start: day('2026-11-15'), end: day('2026-12-01') })).toEqual([
      { start: '2026-11-15', end: '2027-02-28' },
    ]);
  });
});
