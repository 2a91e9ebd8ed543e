import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../../src/core/calendar.js';
import type { Instant } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import type { Event } from '../../../src/core/event.js';
import { loadPolicy } from '../../../src/core/policy/load.js';
import { byDue, planAll, planClause, planEvent } from '../../../src/core/policy/plan.js';
import type { DueVisit, PolicyHead } from '../../../src/core/policy/plan.js';
import { clausesFor, drawUnits, quotaOf, unitOf } from '../../../src/core/policy/population.js';
import { clauseSchema } from '../../../src/core/policy/schema.js';
import type { Clause, Policy } from '../../../src/core/policy/schema.js';
import { EVENT_KINDS, keysOf } from '../../../src/core/terms.js';

const ZONE = 'Asia/Shanghai';
const load = (id: string, given: Record<string, unknown> = {}): Policy => {
  const file = new URL(`../../../templates/policies/${id}.yaml`, import.meta.url);
  const result = loadPolicy(readFileSync(file, 'utf8'), `${id}.yaml`, given);
  if ('faults' in result) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.policy;
};
const eventOf = (given: object): Event => {
  const read = parseEvent({ id: 'E', estate: 'e', resolvedAt: '2026-04-10T09:00:00+08:00', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
};
/** A clause that no file has yet, from the words of the schema. */
const clauseOf = (given: object): Clause =>
  clauseSchema.parse({
    id: 'px.1',
    title: '试',
    step: 'visit',
    source: ['试'],
    says: '试',
    examples: [{ name: '试', population: 1, expect: {} }],
    ...given,
  });
const HEAD: PolicyHead = { id: 'px', how: ['phone'], record: '回访记录表', needsSignature: false };
const windows = (visits: readonly DueVisit[]): readonly string[] =>
  visits.map(
    ({ earliest, due }) => `${formatInstant(earliest, ZONE).slice(0, 16)} ${formatInstant(due, ZONE).slice(0, 16)}`,
  );

describe('p03', () => {
  const p03 = load('p03');

  test('每类事项归它的条款，竣工不归任何一条', () => {
    const found = keysOf(EVENT_KINDS).map((kind) => {
      const agreement = { start: '2026-01-01', end: '2026-12-31' };
      return [
        kind,
        planEvent(p03, eventOf({ kind, agreement, household: '1-1-101' }), ZONE)
          .map(({ clause }) => clause)
          .join(),
      ];
    });
    expect(Object.fromEntries(found)).toEqual({
      complaint: 'p03.1',
      repair: 'p03.2',
      'contracted-service': 'p03.3',
      help: 'p03.4',
      publication: 'p03.5',
      activity: 'p03.5',
      'home-service': 'p03.6',
      'paid-service': 'p03.6',
      'emergency-aid': 'p03.6',
      'public-area-repair': 'p03.6',
      other: 'p03.6',
      'works-completion': '',
    });
  });

  test('项目可以另定参数，越出限度的被拒绝', () => {
    const strict = load('p03', { repairRate: 50, otherRate: 20 });
    expect(planEvent(strict, eventOf({ kind: 'repair' }), ZONE)[0]?.rate).toBe(50);
    expect(planEvent(strict, eventOf({ kind: 'other' }), ZONE)[0]?.rate).toBe(20);
    expect(() => load('p03', { repairRate: 101 })).toThrow(
      'parameters.repairRate.value 应为 0 到 100 的整数，发现 101',
    );
    expect(() => load('p03', { repairRates: 40 })).toThrow('是否指 repairRate？');
  });

  test('住户签名由制度要求', () => {
    expect(planEvent(p03, eventOf({ kind: 'help' }), ZONE)[0]?.needsSignature).toBe(true);
  });
});

test('several policies stand side by side, by due, then earliest, then policy', () => {
  const visits = planAll([load('p08'), load('p03')], eventOf({ kind: 'complaint' }), ZONE);
  expect(visits.map(({ clause }) => clause)).toEqual(['p03.1', 'p08.1']);
  const base = visits[0] as DueVisit;
  const mixed = [
    { ...base, clause: 'p03.10' },
    { ...base, clause: 'p03.2', visit: 2 },
    { ...base, clause: 'p03.2' },
    { ...base, due: (base.due - 1) as Instant, clause: 'p03.9' },
  ];
  expect(mixed.sort(byDue).map(({ clause, visit }) => `${clause}#${visit}`)).toEqual([
    'p03.9#1',
    'p03.2#1',
    'p03.2#2',
    'p03.10#1',
  ]);
});

describe('the words of the schema that other policies need', () => {
  const on = { kind: 'repair' };

  test('T8：第二次自第一次完成之时起，未完成时自处理完毕起', () => {
    const clause = clauseOf({
      on,
      visits: [
        { window: { through: { days: 5 } }, rate: 100, by: ['steward'] },
        { window: { through: { months: 1 } }, rate: 100, by: ['steward'], after: { visit: 1, gapDays: 0 } },
      ],
    });
    const event = eventOf({ kind: 'repair' });
    expect(windows(planClause(HEAD, clause, event, ZONE))).toEqual([
      '2026-04-10T09:00 2026-04-16T00:00',
      '2026-04-10T09:00 2026-05-11T00:00',
    ]);
    const doneAt = { 1: parseInstant('2026-04-12T15:00:00+08:00') as Instant };
    const later = planClause(HEAD, clause, event, ZONE, { doneAt });
    expect(windows(later)[1]).toBe('2026-04-12T15:00 2026-05-11T00:00');
    expect(later.map(({ visit }) => visit)).toEqual([1, 2]);
  });

  test('T14：下雨之前不排，雨停之后二十四小时', () => {
    const clause = clauseOf({
      on,
      visits: [{ anchor: 'rain', window: { before: { hours: 24 } }, rate: 100, by: ['steward'] }],
    });
    const event = eventOf({ kind: 'repair', rainCaused: true });
    expect(planClause(HEAD, clause, event, ZONE)).toEqual([]);
    const rainEndedAt = parseInstant('2026-06-01T10:00:00+08:00') as Instant;
    expect(windows(planClause(HEAD, clause, event, ZONE, { rainEndedAt }))).toEqual([
      '2026-06-01T10:00 2026-06-02T10:00',
    ]);
  });

  test('分档：比例未定，另注 tiers；新服务人员必访', () => {
    const clause = clauseOf({
      on: { kind: 'home-service' },
      sampling: { unit: 'household', period: 'month' },
      visits: [
        {
          window: { through: { days: 7, of: 'month-end' } },
          quota: { tiers: [{ upTo: 99, percent: 30 }, { upTo: 300, percent: 20 }, { percent: 10 }] },
          by: ['cleaning-lead'],
          cases: [
            { when: { newStaff: true }, rate: 100 },
            { when: { contractSigned: true }, how: ['in-person'] },
          ],
        },
      ],
    });
    const plan = (given: object) => planClause(HEAD, clause, eventOf({ kind: 'home-service', ...given }), ZONE)[0];
    expect(plan({})).toMatchObject({ rate: null, quota: 'tiers', how: ['phone'] });
    expect(plan({ newStaff: true })).toMatchObject({ rate: 100, quota: null });
    expect(plan({ contractSigned: true })).toMatchObject({ rate: null, quota: 'tiers', how: ['in-person'] });
  });

  test('保修：各部位、各单位、每半年、季节、特殊过程', () => {
    const works = eventOf({
      kind: 'works-completion',
      acceptedOn: '2026-01-15',
      warranties: [
        { part: 'electrics', months: 24 },
        { part: 'roof-waterproofing', months: 60 },
        { part: 'main-structure', designLifeYears: 50 },
      ],
      parties: [
        { kind: 'owner', name: '翠湖置业' },
        { kind: 'contractor', name: '某建筑公司' },
        { kind: 'supervision', name: '某监理公司' },
      ],
      specialProcesses: [{ process: '防水', completedOn: '2025-10-01' }],
    });
    const plan = (visit: object) =>
      planClause(
        HEAD,
        clauseOf({ on: { kind: 'works-completion' }, visits: [{ rate: 100, by: ['warranty-lead'], ...visit }] }),
        works,
        ZONE,
      );
    const expiry = { from: { days: -60, of: 'after-term' }, before: { days: 0, of: 'after-term' } };
    expect(windows(plan({ anchor: 'warranty', each: 'warranty', window: expiry }))).toEqual([
      '2027-11-17T00:00 2028-01-16T00:00',
      '2030-11-17T00:00 2031-01-16T00:00',
      '2075-11-17T00:00 2076-01-16T00:00',
    ]);
    const parties = plan({
      anchor: 'acceptedOn',
      each: 'party',
      parties: ['owner', 'supervision'],
      window: { through: { days: 1 } },
    });
    expect(parties.map(({ counterparty, visit }) => `${counterparty} ${visit}`)).toEqual([
      'owner:翠湖置业 1',
      'supervision:某监理公司 1',
    ]);
    expect(plan({ anchor: 'warranty', series: { months: 6 } }).map(({ visit }) => visit)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    const season = {
      anchor: 'season',
      season: { start: '05-01', end: '09-30' },
      window: { through: { days: -1, of: 'after-term' } },
    };
    expect(windows(plan(season))[0]).toBe('2026-05-01T00:00 2026-10-01T00:00');
    expect(windows(plan({ anchor: 'process', window: { through: { days: 7 } } }))).toEqual([
      '2025-10-01T00:00 2025-10-09T00:00',
    ]);
  });
});

const events = (count: number, given: (index: number) => object): readonly Event[] =>
  Array.from({ length: count }, (_, index) => eventOf({ id: `E${index}`, ...given(index) }));

describe('a population', () => {
  test('of households takes all events of a household together', () => {
    const clause = clauseOf({
      on: { kind: 'home-service' },
      sampling: { unit: 'household', period: 'month' },
      visits: [{ window: { through: { days: 7 } }, by: ['cleaning-lead'], quota: { tiers: [{ percent: 30 }] } }],
    });
    const quota = quotaOf(clause);
    if (!quota) throw new Error('no quota');
    const served = events(160, (index) => ({ kind: 'home-service', household: `1-1-${index % 80}` }));
    const units = served.map((event) => unitOf(clause, event, quota, ZONE)).filter((unit) => unit !== null);
    expect(drawUnits(units, quota, 'k')).toMatchObject({ population: 80, required: 24 });
    expect(unitOf(clause, eventOf({ kind: 'home-service' }), quota, ZONE)).toBeNull();
  });

  test('with a cap a day counts by the local day of dispatch, else of report', () => {
    const clause = clauseOf({
      on: { kind: 'repair' },
      sampling: { unit: 'work-order', period: 'week' },
      visits: [{ window: { through: { days: 7 } }, by: ['visit-officer'], quota: { perDay: 10 } }],
    });
    const quota = quotaOf(clause);
    if (!quota) throw new Error('no quota');
    const late = { dispatchedAt: '2026-03-02T23:59:59+08:00', reportedAt: '2026-03-01T09:00:00+08:00' };
    expect(unitOf(clause, eventOf({ kind: 'repair', ...late }), quota, ZONE)?.group).toBe('2026-03-02');
    expect(unitOf(clause, eventOf({ kind: 'repair', reportedAt: '2026-03-01T16:00:00Z' }), quota, ZONE)?.group).toBe(
      '2026-03-02',
    );
    expect(unitOf(clause, eventOf({ kind: 'repair' }), quota, ZONE)).toBeNull();
  });

  test('has its clause whether or not its dates are known', () => {
    expect(clausesFor(load('p03'), eventOf({ kind: 'contracted-service' }), ZONE).map(({ id }) => id)).toEqual([
      'p03.3',
    ]);
    expect(clausesFor(load('p03'), eventOf({ kind: 'public-area-repair' }), ZONE)).toEqual([]);
  });
});
