import { expect, test } from 'vitest';
import { dataCommands } from '../../../src/cli/data.js';
import { dayOf, expectedLines, localDay, midnight, monthsOn, nextMonth, written } from './oracle.js';
import type { Given, Line } from './oracle.js';

const POLICIES = 'p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11';
/** The clauses whose visits are printed. */
const PRINTED_CLAUSES = 41;
/** Without summer time; with it, by an hour or by half of one; and where it leaves midnight out or has it twice. */
const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/Havana'];
const KINDS = (
  'complaint repair contracted-service home-service help paid-service emergency-aid ' +
  'publication activity public-area-repair works-completion other'
).split(' ');
const CATEGORIES = (
  'danger outage seepage lighting low-water-pressure tv-reception wall-crack ' +
  'fitting blockage appliance-simple appliance-specialist other'
).split(' ');
/** Month ends, leap days, turns of the year, and days on which clocks are changed. */
const DATES = (
  '2026-01-31 2026-02-28 2028-01-31 2028-02-28 2028-02-29 2026-04-30 2026-08-31 2026-12-31 ' +
  '2027-01-01 2025-12-01 2026-03-29 2026-10-25 2026-03-08 2026-11-01 2026-03-07 2026-10-24 ' +
  '2027-08-30 2024-02-29 2026-05-01 2026-04-30 2026-09-30 2026-03-08 2026-03-09 2100-02-28'
).split(' ');
const TIMES = [0, 1, 86_399, 86_399, 43_200, 9000, 30_600];

/** A sequence that is the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function eventsByChance(zone: string, count: number): readonly Given[] {
  const next = chance(count + zone.length);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const maybe = <T>(share: number, value: () => T): T | undefined => (next() < share ? value() : undefined);
  const date = (): string => (next() < 0.6 ? pick(DATES) : dateOf(dayOf('2024-01-01') + below(2200)));
  const instant = (): string => {
    const at = midnight(dayOf(date()), zone) + (next() < 0.7 ? pick(TIMES) : below(86_400)) * 1000;
    return written(at, pick([zone, 'Asia/Shanghai', 'UTC']));
  };
  const after = (start: string): string => dateOf(dayOf(start) + pick([0, 1, 2, 3, 29, 30, 59, 180, 364, 365, 730]));
  const term = () => {
    const start = date();
    return { start, end: after(start) };
  };
  const part = () =>
    pick([
      { part: 'electrics', months: pick([24, 30, 36]) },
      { part: 'roof-waterproofing', months: 60 },
      { part: 'main-structure', designLifeYears: pick([50, 70]) },
      { part: 'heating-cooling', seasons: 2 },
      { part: 'other', months: pick([1, 6, 9, 12, 18]) },
    ]);
  const party = () => ({
    kind: pick(['owner', 'user', 'contractor', 'supervision', 'quality-inspection', 'property-management']),
  });
  return Array.from({ length: count }, (_, index): Given => {
    const kind = KINDS[index % KINDS.length] as string;
    const works = kind === 'works-completion';
    const given: Record<string, unknown> = {
      resolvedAt: maybe(0.95, instant),
      reportedAt: maybe(0.3, instant),
      household: maybe(0.6, () => '3-2-1204'),
      severity: maybe(0.7, () => pick(['major', 'general'])),
      category: kind === 'repair' ? maybe(0.95, () => pick(CATEGORIES)) : undefined,
      class: kind === 'repair' ? maybe(0.5, () => pick(['minor', 'urgent', 'general', 'major'])) : undefined,
      location: kind === 'repair' ? maybe(0.5, () => pick(['indoor', 'indoor', 'public'])) : undefined,
      rainCaused: maybe(0.3, () => true),
      bigDefect: maybe(0.2, () => true),
      service: kind === 'home-service' ? maybe(0.95, () => pick(['cleaning', 'repair'])) : undefined,
      contractSigned: maybe(0.5, () => next() < 0.8),
      contractSignedOn: maybe(0.5, date),
      newStaff: maybe(0.4, () => next() < 0.5),
      agreement: kind === 'contracted-service' ? maybe(0.9, term) : undefined,
      recipients: maybe(0.3, () => 'all'),
      acceptedOn: works ? maybe(0.9, date) : undefined,
      signedOn: works ? maybe(0.5, date) : undefined,
      warrantyMonths: works ? maybe(0.5, () => pick([1, 6, 7, 12, 18, 24, 24, 36, 60])) : undefined,
      fitOut: works ? maybe(0.3, () => true) : undefined,
      warranties: works ? maybe(0.4, () => Array.from({ length: 1 + below(3) }, part)) : undefined,
      novelties: works ? maybe(0.5, () => ['新型防水卷材']) : undefined,
      parties: works
        ? maybe(0.7, () => Array.from({ length: below(4) }, (__, at) => ({ ...party(), name: `单位${at}` })))
        : undefined,
      specialProcesses: works
        ? maybe(0.5, () => Array.from({ length: below(3) }, () => ({ process: '防水', completedOn: date() })))
        : undefined,
    };
    const told = Object.entries(given).filter(([, value]) => value !== undefined);
    return { id: `chance-${index}`, kind, ...Object.fromEntries(told) };
  });
}

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Every month's end of three years, leap days and their neighbours, and the days around each change of the clock. */
function daysOfNote(zone: string): readonly number[] {
  const days = ['2026-03-02', '2024-02-29', '2028-02-28', '2028-02-29', '2028-03-01', '2027-01-01', '2100-02-28'].map(
    dayOf,
  );
  for (let first = dayOf('2026-01-01'); first < dayOf('2029-01-01'); first = nextMonth(first)) {
    days.push(nextMonth(first) - 1);
  }
  for (let day = dayOf('2026-01-01'); day < dayOf('2027-01-01'); day += 1) {
    if (midnight(day + 1, zone) - midnight(day, zone) === 86_400_000) continue;
    days.push(...[-7, -3, -1, 0, 1].map((away) => day + away));
  }
  return [...new Set(days)];
}

type Moment = { readonly at: string; readonly day: number };
type Shape = (moment: Moment) => { readonly kind: string } & Readonly<Record<string, unknown>>;

/** What an event can be, as far as a clause makes a difference. */
const SHAPES: readonly Shape[] = [
  ...KINDS.map((kind): Shape => ({ at }) => ({ kind, resolvedAt: at, household: '3-2-1204' })),
  ...['major', 'general'].map((severity): Shape => ({ at }) => ({ kind: 'complaint', severity, resolvedAt: at })),
  ...CATEGORIES.flatMap((category) =>
    [false, true].map((rainCaused): Shape => ({ at }) => ({ kind: 'repair', category, rainCaused, resolvedAt: at })),
  ),
  ...['minor', 'urgent', 'general', 'major'].map((one): Shape => ({ at }) => ({
    kind: 'repair',
    class: one,
    location: 'indoor',
    resolvedAt: at,
  })),
  ...[{}, { household: '3-2-1204' }].flatMap((whose): readonly Shape[] => [
    ({ at }) => ({ kind: 'repair', location: 'public', resolvedAt: at, ...whose }),
    ({ at }) => ({ kind: 'public-area-repair', bigDefect: true, resolvedAt: at, ...whose }),
  ]),
  ...['cleaning', 'repair'].flatMap((service): readonly Shape[] => [
    ({ at }) => ({ kind: 'home-service', service, resolvedAt: at }),
    ({ at }) => ({ kind: 'home-service', service, newStaff: true, resolvedAt: at }),
    ({ at }) => ({ kind: 'home-service', service, contractSigned: true, resolvedAt: at }),
    ...[-1, 0, 1].map((away): Shape => ({ at, day }) => {
      const signed = { contractSigned: true, contractSignedOn: dateOf(day + away) };
      return { kind: 'home-service', service, ...signed, resolvedAt: at };
    }),
  ]),
  ...[1, 2, 3, 31, 90, 365, 366].flatMap((days): readonly Shape[] => [
    ({ day }) => ({ kind: 'contracted-service', agreement: { start: dateOf(day), end: dateOf(day + days - 1) } }),
    ({ day }) => ({ kind: 'contracted-service', agreement: { start: dateOf(day - days + 1), end: dateOf(day) } }),
  ]),
  ...[1, 6, 7, 24, 60].map((warrantyMonths): Shape => ({ day }) => ({
    kind: 'works-completion',
    acceptedOn: dateOf(day),
    warrantyMonths,
  })),
  ({ day }) => ({ kind: 'works-completion', acceptedOn: dateOf(day + 20), signedOn: dateOf(day), fitOut: true }),
  ({ day }) => ({
    kind: 'works-completion',
    acceptedOn: dateOf(day),
    warranties: [
      { part: 'electrics', months: 24 },
      { part: 'roof-waterproofing', months: 60 },
      { part: 'main-structure', designLifeYears: 50 },
      { part: 'heating-cooling', seasons: 2 },
    ],
    novelties: ['新型防水卷材'],
    parties: ['owner', 'contractor', 'supervision', 'quality-inspection'].map((kind) => ({ kind, name: `${kind}甲` })),
    specialProcesses: [{ process: '防水', completedOn: dateOf(day) }],
  }),
];

/** Each shape on each day of note, the time of day in turn; and at every time on the last of January and on a leap day. */
function eventsOfNote(zone: string): readonly Given[] {
  const moments = (day: number): readonly number[] => {
    const [first, next] = [midnight(day, zone), midnight(day + 1, zone)];
    return [first, first + 1000, first + 43_200_000, next - 1000];
  };
  const always = [dayOf('2026-01-31'), dayOf('2028-02-29')];
  return daysOfNote(zone).flatMap((day, row) =>
    SHAPES.flatMap((shape, column) =>
      moments(day)
        .filter((_, turn) => always.includes(day) || (row + column) % 4 === turn)
        .map((at): Given => ({ id: `${dateOf(day)}-${column}-${at}`, ...shape({ at: written(at, zone), day }) })),
    ),
  );
}

async function planned(events: readonly Given[], zone: string): Promise<readonly Line[]> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await dataCommands.plan(['--policy', POLICIES, '--events', '-', '--tz', zone], {
    stdin: async function* () {
      yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    },
    stdout: (text) => {
      lines.push(...text.split('\n'));
    },
    stderr: (line) => {
      errors.push(line);
    },
  });
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  return lines.map((line) => JSON.parse(line) as Line);
}

/** `how` is a set. */
const comparable = (line: Line): Line => ({ ...line, how: line.how.toSorted() });

test.each(ZONES)('in %s every window, rate, clause, number, role and form is what the policies say', async (zone) => {
  const events = [...eventsOfNote(zone), ...eventsByChance(zone, 1500)];
  const found = await planned(events, zone);
  const clauses = new Set<string>();
  let at = 0;
  for (const event of events) {
    const expected = expectedLines(event, zone).map(comparable);
    const printed = found.slice(at, at + expected.length).map(comparable);
    if (JSON.stringify(printed) !== JSON.stringify(expected)) expect(printed, JSON.stringify(event)).toEqual(expected);
    at += expected.length;
    for (const { clause } of expected) clauses.add(clause);
  }
  expect(at).toBe(found.length);
  expect(clauses.size).toBe(PRINTED_CLAUSES);
});

test('the events take in every kind and category, month ends, leap days, last seconds and changes of the clock', () => {
  for (const zone of ZONES) {
    const events = eventsOfNote(zone);
    const done = events.flatMap((event) => {
      const at = Date.parse(String(event['resolvedAt']));
      return Number.isNaN(at) ? [] : [{ event, at, day: localDay(at, zone) }];
    });
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    const lastSeconds = done.filter(({ at, day }) => at === midnight(day + 1, zone) - 1000);
    const atMonthEnds = lastSeconds.filter(({ day }) => nextMonth(day) === day + 1);
    const onLeapDay = lastSeconds.filter(({ day }) => day === dayOf('2028-02-29'));
    for (const some of [atMonthEnds, onLeapDay]) {
      const repairs = some
        .filter(({ event }) => event.kind === 'repair')
        .flatMap(({ event }) => event['category'] ?? []);
      expect(new Set(repairs)).toEqual(new Set(CATEGORIES));
    }
    const changing = done.filter(({ day }) => midnight(day + 1, zone) - midnight(day, zone) !== 86_400_000);
    expect(changing.length > 100, zone).toBe(zone !== 'Asia/Shanghai');
  }
});

test('the second reading knows its calendar', () => {
  expect(monthsOn(dayOf('2026-01-31'), 1)).toBe(dayOf('2026-02-28'));
  expect(monthsOn(dayOf('2028-01-31'), 1)).toBe(dayOf('2028-02-29'));
  expect(monthsOn(dayOf('2026-12-31'), 2)).toBe(dayOf('2027-02-28'));
  const first = (date: string, zone: string): string => written(midnight(dayOf(date), zone), zone);
  expect(first('2026-03-29', 'Europe/London')).toBe('2026-03-29T00:00:00+00:00');
  expect(first('2026-03-30', 'Europe/London')).toBe('2026-03-30T00:00:00+01:00');
  expect(first('2026-04-05', 'Australia/Lord_Howe')).toBe('2026-04-05T00:00:00+11:00');
  expect(first('2026-04-06', 'Australia/Lord_Howe')).toBe('2026-04-06T00:00:00+10:30');
  expect(first('2026-03-08', 'America/Havana')).toBe('2026-03-08T01:00:00-04:00');
  expect(first('2026-11-01', 'America/Havana')).toBe('2026-11-01T00:00:00-04:00');
});
