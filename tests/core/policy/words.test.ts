import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../../src/core/calendar.js';
import type { Instant, LocalDate } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import type { Event } from '../../../src/core/event.js';
import { deadlinesOf, methodsAsked, tooShort } from '../../../src/core/policy/handling.js';
import { loadPolicy } from '../../../src/core/policy/load.js';
import { planEvent } from '../../../src/core/policy/plan.js';
import type { DueVisit } from '../../../src/core/policy/plan.js';
import { ordersByDay } from '../../../src/core/policy/population.js';
import type { Clause, Policy } from '../../../src/core/policy/schema.js';
import { seasonsEnd } from '../../../src/core/window.js';

const ZONE = 'Asia/Shanghai';
const load = (id: string, given: Record<string, unknown> = {}): Policy => {
  const file = new URL(`../../../templates/policies/${id}.yaml`, import.meta.url);
  const result = loadPolicy(readFileSync(file, 'utf8'), `${id}.yaml`, given);
  if ('faults' in result) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.policy;
};
const clauseOf = (policy: Policy, id: string): Clause => {
  const found = policy.clauses.find((clause) => clause.id === id);
  if (!found) throw new Error(id);
  return found;
};
const eventOf = (given: object): Event => {
  const read = parseEvent({ id: 'E', estate: 'e', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};
const at = (text: string): Instant => parseInstant(text) as Instant;
const windows = (visits: readonly DueVisit[]): readonly string[] =>
  visits.map(({ clause, visit, earliest, due }) =>
    [`${clause}#${visit}`, formatInstant(earliest, ZONE).slice(0, 10), formatInstant(due, ZONE).slice(0, 10)].join(' '),
  );

describe('rain (p01.3)', () => {
  const p01 = load('p01');
  const seepage = eventOf({
    kind: 'repair',
    category: 'seepage',
    rainCaused: true,
    resolvedAt: '2026-03-02T16:20:00+08:00',
  });
  const plan = (rainEndedAt: string, event = seepage) =>
    windows(planEvent(p01, event, ZONE, { rainEndedAt: at(rainEndedAt) })).slice(1);

  test('the first rain after the repair asks for a second visit', () => {
    expect(plan('2026-06-01T10:00:00+08:00')).toEqual(['p01.3#2 2026-06-01 2026-06-02']);
  });
  test('rain before the repair, or after six months, asks for none', () => {
    expect(plan('2026-03-02T16:19:59+08:00')).toEqual([]);
    expect(plan('2026-09-02T23:59:59+08:00')).toHaveLength(1);
    expect(plan('2026-09-03T00:00:00+08:00')).toEqual([]);
  });
  test('seepage that rain did not cause is not visited for it', () => {
    expect(plan('2026-06-01T10:00:00+08:00', { ...seepage, rainCaused: false })).toEqual([]);
  });
});

describe('who is drawn for certain (p04.6)', () => {
  const p04 = load('p04');
  const signed = eventOf({
    kind: 'home-service',
    service: 'cleaning',
    contractSigned: true,
    contractSignedOn: '2026-02-10',
    resolvedAt: '2026-02-10T23:59:59+08:00',
  });
  const first = (event: Event, zone = ZONE, facts = {}) => planEvent(p04, event, zone, facts)[0];

  test('the day of signing counts, by the calendar of the estate', () => {
    expect(first(signed)).toMatchObject({ rate: 100, quota: null, how: ['in-person'] });
    const early = { ...signed, resolvedAt: at('2026-02-10T02:00:00+08:00') };
    expect(first(early, 'America/New_York')).toMatchObject({ rate: null, quota: 'tiers', how: ['in-person'] });
  });
  test('a household that was served since is drawn like the others', () => {
    expect(first(signed, ZONE, { servedSinceSigning: true })).toMatchObject({ rate: null, quota: 'tiers' });
  });
  test('so is not a worker whose previous service was complained of', () => {
    const plain = { ...signed, contractSigned: false };
    expect(first(plain, ZONE, { workerComplained: true })).toMatchObject({ rate: 100, how: ['phone', 'chat'] });
  });
});

describe('warranties', () => {
  const seasonal = { part: 'heating-cooling', seasons: 2 };

  test('in seasons end with the last of the seasons that begin after acceptance', () => {
    const heating = { start: '11-15', end: '03-15' };
    const cooling = { start: '05-15', end: '09-15' };
    const accepted = '2026-01-15' as LocalDate;
    expect(seasonsEnd([heating], 2, accepted)).toBe('2028-03-15');
    expect(seasonsEnd([cooling], 2, accepted)).toBe('2027-09-15');
    expect(seasonsEnd([cooling, heating], 2, accepted)).toBe('2028-03-15');
    expect(seasonsEnd([], 2, accepted)).toBeNull();
  });
  test('in seasons are reminded of once the estate has given its seasons', () => {
    const given = { heatingStart: '11-15', heatingEnd: '03-15', coolingStart: '05-15', coolingEnd: '09-15' };
    const works = eventOf({ kind: 'works-completion', acceptedOn: '2026-01-15', warranties: [seasonal] });
    expect(planEvent(load('p07'), works, ZONE)).toEqual([]);
    expect(windows(planEvent(load('p07', given), works, ZONE))).toEqual(['p07.9#1 2028-01-16 2028-03-16']);
  });
  test('shorter than the least are named', () => {
    const least = clauseOf(load('p07'), 'p07.1').warranties ?? [];
    const parts = [
      { part: 'roof-waterproofing', months: 59 },
      { part: 'roof-waterproofing', months: 60 },
      { part: 'heating-cooling', months: 18 },
      { part: 'foundation', designLifeYears: 1 },
    ];
    expect(tooShort(least, eventOf({ kind: 'works-completion', warranties: parts }))).toEqual([
      'roof-waterproofing',
      'heating-cooling',
    ]);
  });
  test('are followed by visits where an estate says how often', () => {
    const works = eventOf({ kind: 'works-completion', acceptedOn: '2026-01-15', warrantyMonths: 6 });
    const after = load('p09', { afterMonths: 12, afterTimes: 2 });
    expect(windows(planEvent(after, works, ZONE)).slice(1)).toEqual([
      'p09.4#1 2026-07-16 2027-07-16',
      'p09.4#2 2027-07-16 2028-07-16',
    ]);
  });
  test('of fit-out works follow what was agreed, else the policy', () => {
    const plan = (given: object) => planEvent(load('p10'), eventOf({ kind: 'works-completion', ...given }), ZONE);
    expect(plan({ signedOn: '2026-01-15', warrantyMonths: 36 })).toHaveLength(6);
    expect(plan({ signedOn: '2026-01-15' })).toHaveLength(4);
    expect(plan({ acceptedOn: '2026-01-15', warranties: [seasonal] })).toHaveLength(4);
  });
});

test('a deadline is the first that fits, and none before it is known when the event was reported', () => {
  const clause = clauseOf(load('p10'), 'p10.10');
  const repair = { kind: 'repair', works: 'W-1', reportedAt: '2026-03-02T23:59:59+08:00' };
  const due = (given: object) =>
    deadlinesOf(clause, eventOf({ ...repair, ...given }), ZONE).map((one) => formatInstant(one.due, ZONE));
  expect(due({})).toEqual(['2026-03-04T00:00:00+08:00']);
  expect(due({ category: 'danger' })).toEqual(['2026-03-03T00:29:59+08:00']);
  expect(due({ works: null })).toEqual([]);
  expect(due({ reportedAt: null })).toEqual([]);
});

test('rules of method refuse, and say what must be noted', () => {
  const p06 = clauseOf(load('p06'), 'p06.4');
  expect(methodsAsked(p06, null, ['phone'], ZONE)).toEqual({ refused: false, needs: ['number-called'] });
  expect(methodsAsked(p06, null, ['meeting'], ZONE)).toEqual({ refused: true, needs: [] });
  const p04 = clauseOf(load('p04'), 'p04.5');
  const signed = eventOf({ kind: 'home-service', contractSigned: true });
  expect(methodsAsked(p04, signed, ['chat'], ZONE).refused).toBe(true);
  expect(methodsAsked(p04, signed, ['in-person'], ZONE).refused).toBe(false);
});

test('an order counts with its day of dispatch, one carried over with the day on which it was done', () => {
  const order = (dispatchedAt: string | null, resolvedAt: string | null) =>
    eventOf({ kind: 'repair', dispatchedAt, resolvedAt });
  const week = [
    order('2026-03-08T10:00:00+08:00', '2026-03-09T10:00:00+08:00'),
    order('2026-02-27T10:00:00+08:00', '2026-03-03T10:00:00+08:00'),
    order('2026-02-27T10:00:00+08:00', '2026-02-28T10:00:00+08:00'),
    order('2026-02-27T10:00:00+08:00', null),
    order(null, '2026-03-03T10:00:00+08:00'),
  ];
  expect(ordersByDay(week, ZONE)).toEqual(['2026-03-08', '2026-03-03', '2026-02-27', '2026-02-27', null]);
});
