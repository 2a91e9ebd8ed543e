import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, formatInstant, HOUR, localTime, MINUTE, parseInstant, type Instant } from '../../src/core/calendar.js';
import { afterQuiet, contactTime, exemptionOf, type ContactRules } from '../../src/core/contact.js';

const at = (text: string): Instant => parseInstant(text) as Instant;
const RULES: ContactRules = {
  zone: 'Asia/Shanghai',
  quietHours: ['21:00', '09:00'],
  contactLimit: 1,
  contactPeriodDays: 7,
};
const WEEK = { earliest: at('2026-03-10T00:00:00+08:00'), due: at('2026-03-17T00:00:00+08:00') };
const told = (found: ReturnType<typeof contactTime>, zone = 'Asia/Shanghai') =>
  found === null ? null : [formatInstant(found.at, zone), found.limitSetAside];

describe('quiet hours', () => {
  it.each([
    ['20:59 晚上', '2026-03-10T20:59:59+08:00', '2026-03-10T20:59:59+08:00'],
    ['从 21:00 起', '2026-03-10T21:00:00+08:00', '2026-03-11T09:00:00+08:00'],
    ['过了零点', '2026-03-11T00:00:00+08:00', '2026-03-11T09:00:00+08:00'],
    ['到 9:00 止', '2026-03-11T08:59:59+08:00', '2026-03-11T09:00:00+08:00'],
    ['九点整', '2026-03-11T09:00:00+08:00', '2026-03-11T09:00:00+08:00'],
    ['年末', '2026-12-31T23:00:00+08:00', '2027-01-01T09:00:00+08:00'],
  ])('over midnight, %s', (_, given, expected) => {
    expect(formatInstant(afterQuiet(RULES, at(given)), RULES.zone)).toBe(expected);
  });

  it('within a day end on that day', () => {
    const noon = { ...RULES, quietHours: ['12:00', '14:00'] as const };
    expect(afterQuiet(noon, at('2026-03-10T13:00:00+08:00'))).toBe(at('2026-03-10T14:00:00+08:00'));
    expect(afterQuiet(noon, at('2026-03-10T14:00:00+08:00'))).toBe(at('2026-03-10T14:00:00+08:00'));
    expect(afterQuiet(noon, at('2026-03-10T23:00:00+08:00'))).toBe(at('2026-03-10T23:00:00+08:00'));
  });

  it('that are switched off, or empty, keep nobody waiting', () => {
    const night = at('2026-03-10T03:00:00+08:00');
    expect(afterQuiet({ ...RULES, quietHours: null }, night)).toBe(night);
    expect(afterQuiet({ ...RULES, quietHours: ['09:00', '09:00'] }, night)).toBe(night);
  });

  it.each([
    ['夏令时开始的那一夜', '2026-03-28T22:00:00+01:00', '2026-03-29T09:00:00+02:00'],
    ['夏令时结束的那一夜', '2026-10-24T22:00:00+02:00', '2026-10-25T09:00:00+01:00'],
    ['拨快时没有的钟点', '2026-03-29T01:30:00+01:00', '2026-03-29T09:00:00+02:00'],
  ])('go by the local clock, %s', (_, given, expected) => {
    const found = afterQuiet({ zone: 'Europe/Berlin', quietHours: ['21:00', '09:00'] }, at(given));
    expect(formatInstant(found, 'Europe/Berlin')).toBe(expected);
  });

  it('in Shanghai’s summer time of 1986 go by the local clock', () => {
    const found = afterQuiet(RULES, at('1986-05-03T22:00:00+08:00'));
    expect(formatInstant(found, RULES.zone)).toBe('1986-05-04T09:00:00+09:00');
  });

  it('never hold the instant that comes out, and never move it by a day or more', () => {
    const clockTime = fc.nat(47).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
    const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu');
    const instants = fc.integer({ min: at('2025-01-01T00:00:00Z') / MINUTE, max: at('2027-12-31T00:00:00Z') / MINUTE });
    fc.assert(
      fc.property(zones, clockTime, clockTime, instants, (zone, from, until, minute) => {
        const given = (minute * MINUTE) as Instant;
        const found = afterQuiet({ zone, quietHours: [from, until] }, given);
        const { hour, minute: past } = localTime(found, zone);
        const clock = `${String(hour).padStart(2, '0')}:${String(past).padStart(2, '0')}`;
        expect(from <= until ? clock >= from && clock < until : clock >= from || clock < until).toBe(false);
        expect(found - given).toBeGreaterThanOrEqual(0);
        expect(found - given).toBeLessThan(25 * HOUR);
        expect(afterQuiet({ zone, quietHours: [from, until] }, found)).toBe(found);
      }),
      { numRuns: 300 },
    );
  });
});

describe('when a household may be written to', () => {
  const now = at('2026-03-10T10:00:00+08:00');

  it('is now, when the window is open and nothing speaks against it', () => {
    expect(told(contactTime(RULES, WEEK, [], now, 'none'))).toEqual(['2026-03-10T10:00:00+08:00', false]);
  });

  it('is not before the window opens, nor in quiet hours when it does', () => {
    const early = at('2026-03-01T10:00:00+08:00');
    expect(told(contactTime(RULES, WEEK, [], early, 'none'))).toEqual(['2026-03-10T09:00:00+08:00', false]);
  });

  it('is never at or after the due', () => {
    expect(contactTime(RULES, WEEK, [], WEEK.due, 'none')).toBeNull();
    expect(contactTime(RULES, WEEK, [], at('2026-03-16T21:00:00+08:00'), 'none')).toBeNull();
    expect(told(contactTime(RULES, WEEK, [], at('2026-03-16T20:59:00+08:00'), 'none'))).toEqual([
      '2026-03-16T20:59:00+08:00',
      false,
    ]);
  });

  it('waits for the contact limit, then for the morning', () => {
    const last = at('2026-03-04T20:00:00+08:00');
    expect(told(contactTime(RULES, WEEK, [last], now, 'none'))).toEqual(['2026-03-11T20:00:00+08:00', false]);
    const late = at('2026-03-04T22:30:00+08:00');
    expect(told(contactTime(RULES, WEEK, [late], now, 'none'))).toEqual(['2026-03-12T09:00:00+08:00', false]);
  });

  it('counts a contact for exactly the limit’s days', () => {
    expect(told(contactTime(RULES, WEEK, [(now - 7 * DAY) as Instant], now, 'none'))).toEqual([
      '2026-03-10T10:00:00+08:00',
      false,
    ]);
    expect(told(contactTime(RULES, WEEK, [(now - 7 * DAY + 1000) as Instant], now, 'none'))).toEqual([
      '2026-03-10T10:00:01+08:00',
      false,
    ]);
  });

  it('allows as many in the period as the limit says', () => {
    const twice = { ...RULES, contactLimit: 2 };
    const recent = [at('2026-03-05T10:00:00+08:00'), at('2026-03-09T10:00:00+08:00')];
    expect(told(contactTime(twice, WEEK, recent.slice(1), now, 'none'))).toEqual(['2026-03-10T10:00:00+08:00', false]);
    expect(told(contactTime(twice, WEEK, recent.toReversed(), now, 'none'))).toEqual([
      '2026-03-12T10:00:00+08:00',
      false,
    ]);
  });

  it('sets the limit aside, and says so, where it would move the contact past the due', () => {
    const yesterday = at('2026-03-09T12:00:00+08:00');
    const short = { ...WEEK, due: at('2026-03-13T00:00:00+08:00') };
    expect(told(contactTime(RULES, short, [yesterday], now, 'none'))).toEqual(['2026-03-10T10:00:00+08:00', true]);
  });

  it('is free of the limit for complaints and dangers, of quiet hours for nobody', () => {
    const night = at('2026-03-10T23:00:00+08:00');
    const recent = [at('2026-03-09T12:00:00+08:00')];
    for (const exemption of [exemptionOf('complaint', null), exemptionOf('repair', 'danger')]) {
      expect(told(contactTime(RULES, WEEK, recent, night, exemption))).toEqual(['2026-03-11T09:00:00+08:00', false]);
    }
    expect(exemptionOf('repair', 'seepage')).toBe('none');
  });
});
