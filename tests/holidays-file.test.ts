import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../src/core/calendar.js';
import { isDutyDay } from '../src/core/working-calendar.js';
import { lookAtHolidays } from '../src/cli/doctor-holidays.js';
import { readHolidays } from '../src/holidays-file.js';
import { at } from './helpers/intake.js';

const holidays = readHolidays();
const week = {
  zone: 'Asia/Shanghai',
  dutyDays: ['mon', 'tue', 'wed', 'thu', 'fri'] as const,
  holidays,
};

describe('the public holidays', () => {
  it.each([
    ['2024-02-10', false],
    ['2024-02-18', true],
    ['2025-10-06', false],
    ['2025-10-11', true],
    ['2026-01-01', false],
    ['2026-03-11', true],
  ])('of the State Council: %s is worked: %s', (date, isWorked) => {
    expect(isDutyDay(date as LocalDate, week)).toBe(isWorked);
  });

  it('are known for every year from 2004 on without a gap', () => {
    const years = [...holidays.years].toSorted((a, b) => a - b);
    expect(years[0]).toBe(2004);
    expect(years).toEqual(Array.from({ length: years.length }, (_, index) => 2004 + index));
    expect(years.at(-1)).toBeGreaterThanOrEqual(2026);
  });
});

describe('what doctor says of them', () => {
  const estates = [{ timezone: 'Asia/Shanghai', dutyDays: week.dutyDays }];

  it('is nothing where no estate has duty days', () => {
    expect(lookAtHolidays([{ timezone: 'Asia/Shanghai', dutyDays: null }], at('2031-05-01T10:00:00+08:00'))).toEqual(
      [],
    );
  });

  it('is that all is well in a year that is known', () => {
    const known = { ...holidays, years: new Set([2026]) };
    expect(lookAtHolidays(estates, at('2026-05-01T10:00:00+08:00'), known)).toMatchObject([{ ok: true }]);
  });

  it('names the year that is not known, a month before it begins', () => {
    const known = { ...holidays, years: new Set([2026]) };
    const [found, ...more] = lookAtHolidays(estates, at('2026-12-05T10:00:00+08:00'), known);
    expect([found?.ok, more.length]).toEqual([false, 0]);
    expect(found?.text).toContain('2027 年');
  });
});
