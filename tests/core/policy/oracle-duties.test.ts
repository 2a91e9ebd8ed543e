import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../src/core/calendar.js';
import type { Instant } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import { openDuty, openRound } from '../../../src/core/policy/duties.js';
import { deadlinesOf } from '../../../src/core/policy/handling.js';
import type { Clause } from '../../../src/core/policy/schema.js';
import { EVENT_KINDS, keysOf, REPAIR_CATEGORIES, REPAIR_CLASSES } from '../../../src/core/terms.js';
import { readPolicyFiles } from '../../../src/policy-files.js';
import { dayOf, midnight, monthsOn, written } from './oracle.js';
import type { Given } from './oracle.js';
import { expectedDeadlines, expectedTerms } from './oracle-duties.js';

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/Havana'];
/** The deadlines that there are, each of a clause and for one thing. */
const DEADLINES = 19;
const policies = [...readPolicyFiles(null).policies.values()];

/** Month ends of three years, leap days, and the days on which some of the zones change their clocks. */
const DAYS: readonly number[] = [
  ...Array.from({ length: 36 }, (_, month) => monthsOn(dayOf('2026-01-01'), month) - 1),
  ...(
    '2028-02-28 2028-02-29 2026-03-07 2026-03-08 2026-03-28 2026-03-29 2026-04-04 2026-04-05 ' +
    '2026-10-03 2026-10-04 2026-10-24 2026-10-25 2026-10-31 2026-11-01 2026-12-31 2027-01-01'
  )
    .split(' ')
    .map(dayOf),
];

const REPAIRS = keysOf(REPAIR_CATEGORIES).flatMap((category) =>
  [undefined, ...keysOf(REPAIR_CLASSES)].map((one) => ({ kind: 'repair', category, ...(one && { class: one }) })),
);
const SHAPES: readonly (Readonly<Record<string, unknown>> & { readonly kind: string })[] = [
  ...keysOf(EVENT_KINDS).map((kind) => ({ kind })),
  ...REPAIRS,
  ...REPAIRS.map((repair) => ({ ...repair, works: 'W-1', part: 'electrics' })),
  { kind: 'repair', location: 'public' },
  { kind: 'public-area-repair', works: 'W-1', part: 'outer-wall-seepage' },
  { kind: 'complaint', repeatOf: 'WO-1' },
];

/** The clause whose round has a term in its source, and whose papers have none. */
const ROUNDS_ALONE = 'p08.2';

function clauseOf(id: string): Clause {
  const found = policies.flatMap(({ clauses }) => clauses).find((clause) => clause.id === id);
  if (!found) throw new Error(id);
  return found;
}

describe.each(ZONES)('in %s', (zone) => {
  test('every deadline of handling is what the policies say', () => {
    const seen = new Set<string>();
    for (const [row, day] of DAYS.entries()) {
      const [first, next] = [midnight(day, zone), midnight(day + 1, zone)];
      const moments = [first, first + 1000, first + 43_200_000, next - 1000];
      for (const [column, shape] of SHAPES.entries()) {
        const reportedAt = written(moments[(row + column) % moments.length] as number, zone);
        const given: Given = { id: `${row}-${column}`, ...shape, reportedAt };
        const read = parseEvent({ estate: 'e', ...given });
        if ('errors' in read) throw new Error(JSON.stringify(read.errors));
        const found = policies.flatMap(({ clauses }) =>
          clauses.flatMap((clause) =>
            deadlinesOf(clause, read.event, zone).map(
              ({ what, due, soon }) => [`${clause.id} ${what}`, { due, ...(soon !== null && { soon }) }] as const,
            ),
          ),
        );
        const [printed, expected] = [Object.fromEntries(found), expectedDeadlines(given, zone)];
        if (JSON.stringify(printed) !== JSON.stringify(expected)) {
          expect(printed, JSON.stringify(given)).toEqual(expected);
        }
        for (const [name] of found) seen.add(name);
      }
    }
    expect(seen.size).toBe(DEADLINES);
  });

  test('every term of the calendar is what the policies say', () => {
    for (const day of DAYS) {
      for (const text of [midnight(day, zone), midnight(day + 1, zone) - 1000].map((at) => written(at, zone))) {
        const now = parseInstant(text) as Instant;
        const expected = expectedTerms(day, zone);
        const found = Object.keys(expected).map((id) => {
          const { rounds = [], duties = [] } = clauseOf(id);
          const windows = [
            ...rounds.map((round) => openRound(round, now, zone)),
            ...duties.filter(({ every }) => every && id !== ROUNDS_ALONE).map((duty) => openDuty(duty, now, zone)),
          ];
          return [id, windows.map((window) => window && [window.earliest, window.due])] as const;
        });
        expect(Object.fromEntries(found), text).toEqual(expected);
      }
    }
  });
});

test('every share of a round is what the policies say', () => {
  const rates = policies.flatMap(({ clauses }) =>
    clauses.flatMap(({ id, rounds = [] }) => rounds.map(({ of, rate }) => [id, of, rate] as const)),
  );
  expect(rates.filter(([, of]) => of !== 'records')).toEqual([
    ['p02.1', 'households', 100],
    ['p02.7', 'households', 100],
    ['p02.12', 'key-households', 100],
    ['p08.2', 'households', 5],
    ['p08.4', 'households', 100],
    ['p10.5', 'users', 100],
  ]);
});
