import { describe, expect, it } from 'vitest';
import { DAY, localDate, parseInstant, type Instant } from '../../src/core/calendar.js';
import { placeLate, spanOfRound, spreadEvenly } from '../../src/core/rounds.js';

const ZONE = 'Asia/Shanghai';
const at = (date: string): Instant => parseInstant(`${date}T00:00:00+08:00`) as Instant;
const QUARTER = { earliest: at('2026-01-01'), due: at('2026-04-01') };
const households = (count: number): readonly string[] => Array.from({ length: count }, (_, nth) => `1-1-${nth}`);

function countByDay(starts: Iterable<Instant>): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const start of starts) days.set(localDate(start, ZONE), (days.get(localDate(start, ZONE)) ?? 0) + 1);
  return days;
}

describe('a round', () => {
  it.each([1, 7, 83, 84, 3000])('of %i households has no day with more than one above another', (count) => {
    const starts = spreadEvenly(households(count), 'p02.1/2026Q1', QUARTER, ZONE);
    expect(starts.size).toBe(count);
    const perDay = [...countByDay(starts.values()).values()];
    expect(Math.max(...perDay)).toBeLessThanOrEqual(Math.ceil(count / 83));
    if (count >= 83) expect(Math.min(...perDay)).toBeGreaterThanOrEqual(Math.floor(count / 83));
  });

  it('begins nobody in its last week, so that a reminder and a person still come in time', () => {
    const starts = [...spreadEvenly(households(3000), 'p02.1/2026Q1', QUARTER, ZONE).values()];
    expect(Math.min(...starts)).toBe(QUARTER.earliest);
    expect(Math.max(...starts)).toBe(QUARTER.due - 8 * DAY);
  });

  it('that is opened late has what is left of it', () => {
    const left = { earliest: at('2026-03-20'), due: QUARTER.due };
    const days = [...countByDay(spreadEvenly(households(90), 'p02.1/2026Q1', left, ZONE).values()).keys()];
    expect(days.toSorted()).toEqual(Array.from({ length: 9 }, (_, nth) => `2026-03-${20 + nth}`));
  });

  it('takes another order each quarter, the same whatever order the households are given in', () => {
    const first = spreadEvenly(households(200), 'p02.1/2026Q1', QUARTER, ZONE);
    expect(spreadEvenly(households(200).toReversed(), 'p02.1/2026Q1', QUARTER, ZONE)).toEqual(first);
    expect(spreadEvenly(households(200), 'p02.1/2026Q2', QUARTER, ZONE)).not.toEqual(first);
  });

  it('places those who move in later over the days that are left', () => {
    const left = { earliest: at('2026-02-01'), due: QUARTER.due };
    const starts = households(500).map((household) => placeLate(household, 'p02.1/2026Q1', left, ZONE));
    const perDay = countByDay(starts);
    expect(perDay.size).toBe(52);
    expect(Math.max(...perDay.values())).toBeLessThan(30);
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(left.earliest);
  });

  it('of one day or one week still begins', () => {
    const day = { earliest: at('2026-03-31'), due: at('2026-04-01') };
    expect([...spreadEvenly(households(3), 'x', day, ZONE).values()]).toEqual(Array(3).fill(day.earliest));
    const week = { earliest: at('2026-03-23'), due: at('2026-03-30') };
    expect(countByDay(spreadEvenly(households(60), 'x', week, ZONE).values()).size).toBe(6);
  });
});

it.each([
  ['2026-03', 'month'],
  ['2026Q1', 'quarter'],
  ['2026H2', 'half-year'],
  ['2026', 'year'],
  ['2026-03-09', 'days'],
])('a resident hears of %s as of a %s', (period, span) => {
  expect(spanOfRound(period)).toBe(span);
});
