import { expect, test } from 'vitest';
import { dataCommands } from '../../../src/cli/data.js';
import { dayOf, expectedLines, midnight, monthsOn, written } from './oracle.js';
import type { Given, Line } from './oracle.js';

const POLICIES = 'p01,p02,p03,p04,p05,p06,p07,p08,p09,p10,p11';
/** The clauses whose visits are printed. */
const PRINTED_CLAUSES = 41;
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'];
const KINDS = (
  'complaint repair contracted-service home-service help paid-service emergency-aid ' +
  'publication activity public-area-repair works-completion other'
).split(' ');
const CATEGORIES = (
  'danger outage seepage lighting low-water-pressure tv-reception wall-crack ' +
  'fitting blockage appliance-simple appliance-specialist other'
).split(' ');
/** Month ends, leap days, turns of the year, and the days on which Berlin and New York change their clocks. */
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

function eventsIn(zone: string, count: number): readonly Given[] {
  const next = chance(count + zone.length);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const maybe = <T>(share: number, value: () => T): T | undefined => (next() < share ? value() : undefined);
  const date = (): string =>
    next() < 0.6 ? pick(DATES) : new Date((dayOf('2024-01-01') + below(2200)) * 86_400_000).toISOString().slice(0, 10);
  const instant = (): string => {
    const at = midnight(dayOf(date()), zone) + (next() < 0.7 ? pick(TIMES) : below(86_400)) * 1000;
    return written(at, pick([zone, 'Asia/Shanghai', 'UTC']));
  };
  const after = (start: string): string =>
    new Date((dayOf(start) + pick([0, 1, 2, 3, 29, 30, 59, 180, 364, 365, 730])) * 86_400_000)
      .toISOString()
      .slice(0, 10);
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
    return { id: `${zone}-${index}`, kind, ...Object.fromEntries(told) };
  });
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
  const events = eventsIn(zone, 3600);
  const found = await planned(events, zone);
  const clauses = new Set<string>();
  let at = 0;
  for (const event of events) {
    const expected = expectedLines(event, zone).map(comparable);
    const printed = found.slice(at, at + expected.length).map(comparable);
    expect(printed, JSON.stringify(event)).toEqual(expected);
    at += expected.length;
    for (const { clause } of expected) clauses.add(clause);
  }
  expect(at).toBe(found.length);
  expect(clauses.size).toBe(PRINTED_CLAUSES);
});

test('the second reading knows its calendar', () => {
  expect(monthsOn(dayOf('2026-01-31'), 1)).toBe(dayOf('2026-02-28'));
  expect(monthsOn(dayOf('2028-01-31'), 1)).toBe(dayOf('2028-02-29'));
  expect(monthsOn(dayOf('2026-12-31'), 2)).toBe(dayOf('2027-02-28'));
  expect(written(midnight(dayOf('2026-03-29'), 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-29T00:00:00+01:00');
  expect(written(midnight(dayOf('2026-03-30'), 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-30T00:00:00+02:00');
});
