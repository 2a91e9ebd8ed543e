import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  formatInstant,
  instantAt,
  isLocalDate,
  isZone,
  localDate,
  localTime,
  monthOf,
  parseInstant,
  parseInstantIn,
  quarterOf,
  startOfDay,
  startOfHalfYear,
  startOfQuarter,
  startOfWeek,
} from '../../src/core/calendar.js';
import type { Instant, LocalDate } from '../../src/core/calendar.js';

const day = (text: string): LocalDate => text as LocalDate;
const at = (text: string): Instant => parseInstant(text) as Instant;
const ZONES = ['Asia/Shanghai', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', 'Europe/London', 'UTC'];

describe('an instant in text', () => {
  test.each([
    ['2026-03-02T16:20:00+08:00', Date.UTC(2026, 2, 2, 8, 20)],
    ['2026-03-02T08:20Z', Date.UTC(2026, 2, 2, 8, 20)],
    ['2026-03-02T08:20:30.250Z', Date.UTC(2026, 2, 2, 8, 20, 30, 250)],
    ['2026-03-02T02:50:00-0530', Date.UTC(2026, 2, 2, 8, 20)],
  ])('%s is read', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  test.each([
    '2026-03-02T16:20:00',
    '2026-02-30T16:20:00+08:00',
    '2026-03-02',
    '2026-03-02T24:00:00Z',
    '2026-03-02T10:60:00Z',
    '2026-03-02T10:00:00+25:00',
    '0001-03-02T10:00:00Z',
    ' 2026-03-02T10:00:00Z',
    '1772439600000',
    '',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('without an offset it is the zone own, in the ways in which people write it', () => {
    for (const text of ['2026-03-02 16:20', '2026/3/2 16:20:00', '2026年3月2日 16:20', '2026-03-02T16:20']) {
      expect(parseInstantIn(text, 'Asia/Shanghai'), text).toBe(at('2026-03-02T16:20:00+08:00'));
    }
    expect(parseInstantIn('2026-03-02', 'Asia/Shanghai')).toBe(at('2026-03-02T00:00:00+08:00'));
    expect(parseInstantIn('2026-02-29 10:00', 'Asia/Shanghai')).toBeNull();
    expect(parseInstantIn('2026-03-02T16:20:00Z', 'Asia/Shanghai')).toBe(at('2026-03-02T16:20:00Z'));
  });

  test('printed in a zone and read again it is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e11, max: 4e12 }), fc.constantFrom(...ZONES), (ms, zone) => {
        expect(parseInstant(formatInstant(ms as Instant, zone))).toBe(ms);
      }),
    );
    expect(formatInstant(at('2026-02-06T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-02-07T00:00:00+08:00');
    expect(formatInstant(at('2026-07-01T12:00:00Z'), 'America/St_Johns')).toBe('2026-07-01T09:30:00-02:30');
  });
});

describe('the start of a day', () => {
  test('is midnight where there is one', () => {
    expect(startOfDay(day('2026-03-06'), 'Asia/Shanghai')).toBe(at('2026-03-06T00:00:00+08:00'));
  });

  test('is the first instant after the gap where summer time skips midnight', () => {
    expect(startOfDay(day('2018-11-04'), 'America/Sao_Paulo')).toBe(at('2018-11-04T01:00:00-02:00'));
    expect(startOfDay(day('2018-02-18'), 'America/Sao_Paulo')).toBe(at('2018-02-18T00:00:00-03:00'));
  });

  test('falls on the right side of summer time in Shanghai, 1986 to 1991', () => {
    expect(startOfDay(day('1986-07-01'), 'Asia/Shanghai')).toBe(at('1986-07-01T00:00:00+09:00'));
    expect(startOfDay(day('1986-12-01'), 'Asia/Shanghai')).toBe(at('1986-12-01T00:00:00+08:00'));
    expect(startOfDay(day('1991-09-15'), 'Asia/Shanghai')).toBe(at('1991-09-15T00:00:00+09:00'));
    expect(startOfDay(day('1991-09-16'), 'Asia/Shanghai')).toBe(at('1991-09-16T00:00:00+08:00'));
  });

  test('of a day that a zone left out is where the next one begins', () => {
    expect(startOfDay(day('2011-12-30'), 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
    expect(startOfDay(day('2011-12-31'), 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
  });

  test('never lies after any instant of that day, and its own date is that day', () => {
    const dates = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays(day('1905-01-01'), days));
    fc.assert(
      fc.property(dates, fc.constantFrom(...ZONES), (date, zone) => {
        if (zone === 'Pacific/Apia' && date === '2011-12-30') return;
        const start = startOfDay(date, zone);
        expect(localDate(start, zone)).toBe(date);
        expect(localDate((start - 1) as Instant, zone) < date).toBe(true);
      }),
    );
  });

  test('a clock time that is shown twice is its first showing', () => {
    expect(instantAt(day('2026-10-25'), 1.5 * 3_600_000, 'Europe/London')).toBe(at('2026-10-25T01:30:00+01:00'));
  });
});

describe('dates', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 24, '2028-12-15'],
    ['2026-01-15', -13, '2024-12-15'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(day(date), months)).toBe(expected);
  });

  test('days are counted across a leap day and across the turn of a year', () => {
    expect(addDays(day('2028-02-28'), 2)).toBe('2028-03-01');
    expect(addDays(day('2026-01-01'), -1)).toBe('2025-12-31');
    expect(daysBetween(day('2026-01-01'), day('2026-12-31'))).toBe(364);
  });

  test('only days of the calendar are dates', () => {
    expect(['2026-02-28', '2028-02-29'].every(isLocalDate)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '', '9999-01-01'].some(isLocalDate)).toBe(false);
  });

  test('belong to a week, a month, a quarter and a half-year', () => {
    expect(startOfWeek(day('2026-03-08'))).toBe('2026-03-02');
    expect(startOfWeek(day('2026-03-02'))).toBe('2026-03-02');
    expect(startOfQuarter(day('2026-12-31'))).toBe('2026-10-01');
    expect(startOfHalfYear(day('2026-08-31'))).toBe('2026-07-01');
    expect(monthOf(day('2026-10-09'))).toBe('2026-10');
    expect([day('2026-03-31'), day('2026-04-01'), day('2026-12-31')].map(quarterOf)).toEqual([
      '2026Q1',
      '2026Q2',
      '2026Q4',
    ]);
  });

  test('the local clock tells weekday and minutes of the day', () => {
    expect(localTime(at('2026-03-08T15:30:20Z'), 'Asia/Shanghai')).toEqual({
      date: '2026-03-08',
      hour: 23,
      minute: 30,
      second: 20,
      minutes: 1410,
      weekday: 7,
    });
  });

  test('a zone is one that the machine knows', () => {
    expect(isZone('Asia/Shanghai')).toBe(true);
    expect(['', 'Asia/Beijing2', 'nowhere'].some(isZone)).toBe(false);
  });
});
