import { afterEach, describe, expect, it } from 'vitest';
import type { LocalDate } from '../../../src/core/calendar.js';
import { comingFeast, feastDay, feastDays } from '../../../src/core/understand/feasts.js';

const TODAY = '2026-11-24' as LocalDate;
const on = (date: string): LocalDate => date as LocalDate;

describe('feasts', () => {
  it.each([
    ['春节', 2027, '2027-02-06'],
    ['除夕', 2025, '2025-01-28'],
    ['中秋', 2027, '2027-09-15'],
    ['端午', 2026, '2026-06-19'],
    ['重阳', 2026, '2026-10-18'],
    ['清明', 2027, '2027-04-05'],
    ['冬至', 2021, '2021-12-21'],
    ['冬至', 2026, '2026-12-22'],
    ['腊八', 2026, '2026-01-26'],
    // The twelfth month has 30 days, then 29.
    ['小年', 2024, '2024-02-02'],
    ['小年', 2026, '2026-02-10'],
  ])('%s of %d is %s', (name, year, date) => expect(feastDay(name, year, TODAY)).toBe(date));

  it('without a year are the last, and to come the next, also where a year has two or none', () => {
    expect(feastDay('国庆', null, TODAY)).toBe('2026-10-01');
    expect(feastDay('冬至', null, TODAY)).toBe('2025-12-21');
    expect(feastDay('腊八', null, on('2022-12-31'))).toBe('2022-12-30');
    expect(comingFeast('中秋', on('2026-09-25'))).toBe('2026-09-25');
    expect(comingFeast('中秋', on('2026-09-26'))).toBe('2027-09-15');
    expect(comingFeast('腊八', on('2022-12-31'))).toBe('2024-01-18');
  });

  it('are off as proclaimed, or by the usual rule where nothing is known yet', () => {
    expect(feastDays('国庆', 2025, TODAY)).toEqual(['2025-10-01', '2025-10-08']);
    expect(feastDays('元旦', 2023, TODAY)).toEqual(['2022-12-31', '2023-01-02']);
    expect(feastDays('清明', 2032, TODAY)).toEqual(['2032-04-03', '2032-04-05']);
    expect(feastDays('端午', 2031, TODAY)).toEqual(['2031-06-22', '2031-06-24']);
    expect(feastDays('春节', null, TODAY)).toEqual(['2026-02-15', '2026-02-23']);
  });
});

describe('feasts on a machine of any zone', () => {
  const own = process.env['TZ'];
  afterEach(() => {
    if (own === undefined) delete process.env['TZ'];
    else process.env['TZ'] = own;
  });

  it.each(['Asia/Shanghai', 'UTC', 'America/New_York', 'Pacific/Kiritimati'])('are the same: %s', (zone) => {
    process.env['TZ'] = zone;
    expect(feastDays('中秋', 2026, TODAY)).toEqual(['2026-09-25', '2026-09-27']);
    expect(feastDay('中秋', 2027, TODAY)).toBe('2027-09-15');
    expect(feastDays('国庆', 2025, TODAY)).toEqual(['2025-10-01', '2025-10-08']);
    expect(feastDay('腊八', 2026, TODAY)).toBe('2026-01-26');
  });
});
