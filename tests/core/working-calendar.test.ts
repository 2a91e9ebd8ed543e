import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  addDays,
  DAY,
  formatInstant,
  HOUR,
  parseInstant,
  type Instant,
  type LocalDate,
} from '../../src/core/calendar.js';
import {
  dutyDaysLeft,
  isDutyDay,
  nextDutyDay,
  staffMessageAt,
  staffNeedItBy,
  WEEKDAYS,
  type DutyDays,
} from '../../src/core/working-calendar.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}:00+08:00`) as Instant;
const shown = (instant: Instant | null): string | null =>
  instant === null ? null : formatInstant(instant, ZONE).slice(0, 16);
const dates = (...all: readonly string[]): ReadonlySet<LocalDate> => new Set(all as readonly LocalDate[]);

/** Spring festival 2026: off from Sunday 15 to Monday 23 February; Saturday 14 and 28 are worked. */
const HOLIDAYS = {
  rest: dates(...Array.from({ length: 9 }, (_, index) => addDays('2026-02-15' as LocalDate, index))),
  work: dates('2026-02-14', '2026-02-28'),
  years: new Set([2026]),
};
const WEEK: DutyDays = { zone: ZONE, dutyDays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: HOLIDAYS };
const EVERY_DAY: DutyDays = { ...WEEK, dutyDays: null };

describe('a duty day', () => {
  test.each([
    ['2026-03-13', true],
    ['2026-03-14', false],
    ['2026-02-16', false],
    ['2026-02-14', true],
    ['2026-02-28', true],
  ])('%s: %s', (date, isDuty) => {
    expect(isDutyDay(date as LocalDate, WEEK)).toBe(isDuty);
  });

  it('is every day, holidays among them, where the estate has none of its own', () => {
    expect(isDutyDay('2026-02-16' as LocalDate, EVERY_DAY)).toBe(true);
  });

  it('of an estate that works on all weekdays still is no holiday', () => {
    const all = { ...WEEK, dutyDays: WEEKDAYS };
    expect([isDutyDay('2026-03-14' as LocalDate, all), isDutyDay('2026-02-16' as LocalDate, all)]).toEqual([
      true,
      false,
    ]);
  });

  it('goes by the weekday alone in a year that is not known', () => {
    expect(isDutyDay('2031-10-01' as LocalDate, WEEK)).toBe(true);
  });

  it('that comes next skips weekend and holidays', () => {
    expect(nextDutyDay('2026-03-14' as LocalDate, WEEK)).toBe('2026-03-16');
    expect(nextDutyDay('2026-02-15' as LocalDate, WEEK)).toBe('2026-02-24');
    expect(nextDutyDay('2026-03-13' as LocalDate, WEEK)).toBe('2026-03-13');
  });
});

describe('the duty days left in a window', () => {
  it('are those of which something is left', () => {
    expect(dutyDaysLeft(at('2026-03-12T17:00'), at('2026-03-17T00:00'), WEEK)).toEqual([
      '2026-03-12',
      '2026-03-13',
      '2026-03-16',
    ]);
    expect(dutyDaysLeft(at('2026-03-14T00:00'), at('2026-03-16T00:00'), WEEK)).toEqual([]);
    expect(dutyDaysLeft(at('2026-03-16T10:00'), at('2026-03-16T10:00'), WEEK)).toEqual([]);
  });
});

describe('a message to staff', () => {
  test.each([
    ['on a duty day goes at once', '2026-03-13T22:00', '2026-03-17T00:00', '2026-03-13T22:00'],
    ['on a day off waits for the next duty day', '2026-03-14T10:00', '2026-03-17T00:00', '2026-03-16T09:00'],
    ['goes at once where the window ends before that', '2026-03-14T10:00', '2026-03-16T09:00', '2026-03-14T10:00'],
    ['waits for a Saturday that makes up for a holiday', '2026-02-27T10:00', '2026-03-02T00:00', '2026-02-27T10:00'],
    ['in the holidays waits until they are over', '2026-02-16T10:00', '2026-03-01T00:00', '2026-02-24T09:00'],
  ])('%s', (_name, now, due, sent) => {
    expect(shown(staffMessageAt(at(now), at(due), WEEK))).toBe(sent);
  });

  it('never goes before now, nor waits past the due', () => {
    const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
    fc.assert(
      fc.property(days, fc.nat(60 * 24), fc.integer({ min: 1, max: 30 * 24 }), (dutyDays, from, hours) => {
        const now = (at('2026-02-01T00:00') + from * HOUR) as Instant;
        const due = (now + hours * HOUR) as Instant;
        const sent = staffMessageAt(now, due, { ...WEEK, dutyDays });
        expect(sent).toBeGreaterThanOrEqual(now);
        expect(sent < due || sent === now).toBe(true);
        expect(staffMessageAt(now, due, EVERY_DAY)).toBe(now);
      }),
    );
  });
});

describe('a person needs a visit', () => {
  test.each([
    ['as the last duty day of the window begins', '2026-03-12T10:00', '2026-03-16T00:00', '2026-03-13T09:00'],
    ['in the last of several', '2026-03-10T10:00', '2026-03-14T00:00', '2026-03-13T09:00'],
    ['before a holiday, on the day that is worked instead', '2026-02-12T10:00', '2026-02-16T00:00', '2026-02-14T09:00'],
    ['at no time to come, where that day has begun', '2026-03-13T10:00', '2026-03-16T00:00', null],
    ['at no time, where the window has no duty day', '2026-03-14T10:00', '2026-03-16T00:00', null],
  ])('%s', (_name, now, due, by) => {
    expect(shown(staffNeedItBy(at(now), at(due), WEEK))).toBe(by);
  });

  it('at no special time where staff work every day', () => {
    expect(staffNeedItBy(at('2026-03-12T10:00'), (at('2026-03-12T10:00') + 9 * DAY) as Instant, EVERY_DAY)).toBeNull();
  });
});
