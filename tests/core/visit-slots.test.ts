import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, formatInstant, HOUR, localTime, parseInstant, type Instant } from '../../src/core/calendar.js';
import { afterQuiet } from '../../src/core/contact.js';
import { freeSlots, reminderOf, SLOT_MS, someOf, type SlotRules, type Visitor } from '../../src/core/visit-slots.js';
import { isDutyDay } from '../../src/core/working-calendar.js';

const ZONE = 'Asia/Shanghai';
const at = (text: string): Instant => parseInstant(`${text}:00+08:00`) as Instant;
const RULES: SlotRules = {
  zone: ZONE,
  dutyDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: { rest: new Set(), work: new Set(), years: new Set() },
  quietHours: ['21:00', '09:00'],
  visitHours: [
    ['09:00', '12:00'],
    ['14:00', '18:00'],
  ],
};
const free = (visitor: Partial<Visitor>, others: readonly Visitor[] = [], rules = RULES): readonly string[] =>
  freeSlots(
    rules,
    [{ userid: 'wang', appointments: [], absences: [], ...visitor }, ...others],
    { earliest: at('2026-03-10T00:00'), due: at('2026-03-13T00:00') },
    at('2026-03-10T14:30'),
  ).map((slot) => `${formatInstant(slot.at, ZONE).slice(5, 16)} ${slot.userid}`);

describe('free slots', () => {
  it('are the hours of the estate, two hours from now on, until the window is over', () => {
    expect(free({}).slice(0, 4)).toEqual([
      '03-10T17:00 wang',
      '03-11T09:00 wang',
      '03-11T10:00 wang',
      '03-11T11:00 wang',
    ]);
    expect(free({}).at(-1)).toBe('03-12T17:00 wang');
  });

  it('leave out what is agreed already, and what would overlap it', () => {
    const taken = free({ appointments: [at('2026-03-11T10:00'), at('2026-03-12T14:30')] });
    expect(taken.filter((one) => one.startsWith('03-11T'))).not.toContain('03-11T10:00 wang');
    expect(taken).toContain('03-11T11:00 wang');
    expect(taken.filter((one) => /03-12T1[45]/u.test(one))).toEqual([]);
  });

  it('are those of the deputy while the steward is away, and nobody’s where there is none', () => {
    const leave = { from: at('2026-03-11T00:00'), until: at('2026-03-12T00:00') };
    const deputy: Visitor = { userid: 'li', appointments: [at('2026-03-11T09:00')], absences: [] };
    const covered = free({ absences: [{ ...leave, deputy: 'li' }] }, [deputy]);
    expect(covered.filter((one) => one.startsWith('03-11T')).slice(0, 2)).toEqual(['03-11T10:00 li', '03-11T11:00 li']);
    expect(covered).toContain('03-12T09:00 wang');
    expect(free({ absences: [{ ...leave, deputy: null }] }).filter((one) => one.startsWith('03-11T'))).toEqual([]);
    const bothAway = free({ absences: [{ ...leave, deputy: 'li' }] }, [
      { ...deputy, absences: [{ ...leave, deputy: null }] },
    ]);
    expect(bothAway.filter((one) => one.startsWith('03-11T'))).toEqual([]);
  });

  it('are none on a public holiday, nor in quiet hours that reach into the day', () => {
    const rest = { ...RULES.holidays, rest: new Set(['2026-03-11' as never]) };
    expect(free({}, [], { ...RULES, holidays: rest }).filter((one) => one.startsWith('03-11T'))).toEqual([]);
    const quiet = free({}, [], { ...RULES, quietHours: ['16:30', '10:00'] });
    expect(quiet.filter((one) => one.startsWith('03-11T')).map((one) => one.slice(6, 11))).toEqual([
      '10:00',
      '11:00',
      '14:00',
      '15:00',
    ]);
  });

  const NOW = at('2026-03-10T00:00');
  const instants = fc.integer({ min: 0, max: 40 * 24 * 4 }).map((quarters) => (NOW + quarters * (HOUR / 4)) as Instant);
  const spans = fc.tuple(instants, fc.integer({ min: 1, max: 72 })).map(([from, hours]) => ({
    from,
    until: (from + hours * HOUR) as Instant,
  }));
  const person = (userid: string, deputy: string | null) =>
    fc
      .record({ appointments: fc.array(instants, { maxLength: 8 }), absences: fc.array(spans, { maxLength: 3 }) })
      .map((one) => ({ userid, ...one, absences: one.absences.map((span) => ({ ...span, deputy })) }));
  const hour = fc.integer({ min: 0, max: 23 }).map((one) => `${String(one).padStart(2, '0')}:00`);
  const rules = fc.record({
    quietHours: fc.option(fc.tuple(hour, hour).filter(([from, until]) => from !== until)),
    dutyDays: fc.option(fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, { minLength: 1 })),
    visitHours: fc.array(
      fc.tuple(hour, hour).filter(([from, until]) => from < until),
      { minLength: 1, maxLength: 3 },
    ),
  });

  it('are never in quiet hours, off duty, over an appointment, in an absence, or outside the window', () => {
    fc.assert(
      fc.property(
        person('wang', 'li'),
        person('li', null),
        rules,
        instants,
        instants,
        instants,
        (wang, li, given, now, earliest, due) => {
          const all = { ...RULES, ...given };
          const slots = freeSlots(all, [wang, li], { earliest, due }, now);
          for (const slot of slots) {
            const who = slot.userid === 'wang' ? wang : li;
            const overlaps = ({ from, until }: { from: Instant; until: Instant }): boolean =>
              from < slot.at + SLOT_MS && until > slot.at;
            expect(slot.at).toBeGreaterThan(now);
            expect(slot.at).toBeGreaterThanOrEqual(earliest);
            expect(slot.at + SLOT_MS).toBeLessThanOrEqual(due);
            expect(who.absences.some(overlaps)).toBe(false);
            if (who === li) expect(wang.absences.some(overlaps)).toBe(true);
            expect(who.appointments.every((one) => Math.abs(one - slot.at) >= SLOT_MS)).toBe(true);
            expect(afterQuiet(all, slot.at)).toBe(slot.at);
            const { date, minutes } = localTime(slot.at, ZONE);
            expect(isDutyDay(date, all)).toBe(true);
            expect(
              all.visitHours.some(
                ([from, until]) =>
                  minutes >= Number(from.slice(0, 2)) * 60 && minutes + 60 <= Number(until.slice(0, 2)) * 60,
              ),
            ).toBe(true);
          }
          expect(slots.map((slot) => slot.at)).toEqual(slots.map((slot) => slot.at).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('an appointment more only ever takes slots away', () => {
    fc.assert(
      fc.property(person('wang', null), instants, instants, (wang, more, now) => {
        const window = { earliest: now, due: (now + 5 * DAY) as Instant };
        const before = freeSlots(RULES, [wang], window, now).map((slot) => slot.at);
        const busier = { ...wang, appointments: [...wang.appointments, more] };
        const after = freeSlots(RULES, [busier], window, now).map((slot) => slot.at);
        expect(after).toEqual(before.filter((one) => Math.abs(one - more) >= SLOT_MS));
      }),
    );
  });
});

describe('what is offered', () => {
  const slots = (...times: readonly string[]) => times.map((time) => ({ at: at(`2026-03-${time}`) }));

  it('is one of each half day first, so that one has a choice', () => {
    const some = someOf(slots('11T09:00', '11T10:00', '11T14:00', '11T15:00', '12T09:00'), ZONE);
    expect(some).toEqual(slots('11T09:00', '11T14:00', '12T09:00'));
  });

  it('is what there is where there is less', () => {
    expect(someOf(slots('11T09:00', '11T10:00'), ZONE)).toEqual(slots('11T09:00', '11T10:00'));
    expect(someOf([], ZONE)).toEqual([]);
  });
});

describe('the household is reminded', () => {
  const reminder = (time: string, now = '2026-03-10T10:00', until = '2026-03-12T10:00'): string | null => {
    const found = reminderOf(at(time), RULES, at(now), at(until));
    return found === null ? null : formatInstant(found, ZONE).slice(5, 16);
  };

  it('two hours before; when quiet hours are over; the evening before what begins then', () => {
    expect(reminder('2026-03-11T14:00')).toBe('03-11T12:00');
    expect(reminder('2026-03-11T10:00')).toBe('03-11T09:00');
    expect(reminder('2026-03-11T09:00')).toBe('03-10T20:00');
  });

  it('not where no time is left, or the chat is closed by then', () => {
    expect(reminder('2026-03-11T09:00', '2026-03-10T20:30')).toBe(null);
    expect(reminder('2026-03-12T15:00')).toBe(null);
  });
});
