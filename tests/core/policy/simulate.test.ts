import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../src/core/event.js';
import type { Event } from '../../../src/core/event.js';
import { newSimulation } from '../../../src/core/policy/simulate.js';
import type { SimulationOptions } from '../../../src/core/policy/simulate.js';
import { required } from '../../../src/core/sampling.js';
import { policyOf } from '../../helpers/policies.js';

const zone = 'Asia/Shanghai';
let number = 0;
function event(given: object): Event {
  number += 1;
  const read = parseEvent({ id: `E-${number}`, estate: 'cuihu', ...given });
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.event;
}
const many = (count: number, given: (index: number) => object): readonly Event[] =>
  Array.from({ length: count }, (_, index) => event(given(index)));

function simulated(id: string, events: readonly Event[], options: Partial<SimulationOptions> = {}) {
  const simulation = newSimulation(policyOf(id), {
    zone,
    months: 1,
    from: null,
    households: null,
    keyHouseholds: 0,
    openRate: 100,
    ...options,
  });
  for (const one of events) simulation.add(one);
  return simulation.result();
}

/** `2026-01 p03.2 steward 3`, a line each. */
const told = (id: string, events: readonly Event[], options: Partial<SimulationOptions> = {}): readonly string[] =>
  simulated(id, events, options).visits.map(({ month, clause, role, count }) => `${month} ${clause} ${role} ${count}`);

const repairs = (count: number, resolvedAt: string): readonly Event[] =>
  many(count, (index) => ({ kind: 'repair', household: `1-1-${100 + index}`, resolvedAt }));

describe('the workload of a sample', () => {
  it('asks for the rate in whole visits, in the month in which the window opens', () => {
    expect(told('p03', repairs(11, '2026-01-10T10:00:00+08:00'), { months: 2 })).toEqual([
      '2026-01 p03.2 steward 4',
      '2026-02 p03.2 steward 3',
    ]);
    const endOfMonth = repairs(11, '2026-01-30T10:00:00+08:00');
    expect(told('p03', endOfMonth, { months: 2 })).toEqual(['2026-02 p03.2 steward 4']);
  });

  it('counts a rate over its whole period, not month by month', () => {
    const month = repairs(1, '2026-01-10T10:00:00+08:00');
    // Three repairs in the quarter: ⌈3 · 30%⌉ = 1, and not one each month.
    expect(told('p03', month, { months: 3 })).toEqual(['2026-01 p03.2 steward 1']);
    // p02 counts each month by itself: ⌈1 · 50%⌉ = 1 each.
    const rest = told('p02', month, { months: 3, households: 0 });
    expect(rest).toEqual(['2026-01', '2026-02', '2026-03'].map((one) => `${one} p02.3 steward 1`));
  });

  it('adds up to the required number of every period, whatever the sample', () => {
    const day = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (days, months) => {
        const at = (one: number): string => new Date(Date.UTC(2026, 0, 1 + one, 4)).toISOString();
        const events = days.map((one) => event({ kind: 'help', resolvedAt: at(one) }));
        const { visits } = simulated('p03', events, { months });
        const first = Math.min(...days.map((one) => new Date(at(one)).getUTCMonth()));
        const span = Math.max(...days.map((one) => new Date(at(one)).getUTCMonth())) - first + 1;
        const quarters = new Map<number, number>();
        for (let month = 0; month < months; month += 1) {
          const replayed = first + (month % span);
          const count = days.filter((one) => new Date(at(one)).getUTCMonth() === replayed).length;
          const quarter = Math.floor((first + month) / 3);
          quarters.set(quarter, (quarters.get(quarter) ?? 0) + count);
        }
        const wanted = [...quarters.values()].reduce((sum, count) => sum + required(count, 30), 0);
        expect(visits.reduce((sum, { count }) => sum + count, 0)).toBe(wanted);
      }),
    );
  });

  it('does not depend on the order of the events', () => {
    const events = [
      ...many(30, (index) => ({
        kind: index % 3 === 0 ? 'complaint' : 'repair',
        severity: index % 2 === 0 ? 'major' : 'general',
        household: `1-1-${index}`,
        resolvedAt: `2026-0${(index % 4) + 1}-2${index % 9}T10:00:00+08:00`,
      })),
    ];
    for (const id of ['p02', 'p03', 'p05', 'p06']) {
      expect(told(id, events.toReversed(), { months: 7 })).toEqual(told(id, events, { months: 7 }));
    }
  });

  it('counts a visit that two make together for each of them, and a major complaint for the manager', () => {
    const at = '2026-03-02T16:20:00+08:00';
    const complaints = [
      ...many(2, () => ({ kind: 'complaint', severity: 'general', resolvedAt: at })),
      event({ kind: 'complaint', severity: 'major', resolvedAt: at }),
    ];
    expect(told('p03', complaints).toSorted()).toEqual([
      '2026-03 p03.1 department-head 2',
      '2026-03 p03.1 manager 1',
      '2026-03 p03.1 steward 2',
    ]);
  });

  it('counts households by tiers, each once a month, and the certain ones at least', () => {
    const served = (household: number, given: object = {}): Event =>
      event({ kind: 'home-service', service: 'cleaning', household: `1-1-${household}`, ...given });
    const at = { resolvedAt: '2026-02-10T15:00:00+08:00' };
    const hundred = Array.from({ length: 100 }, (_, index) => served(index, at));
    expect(told('p04', hundred)).toEqual(['2026-02 p04.1 cleaning-lead 20']);
    expect(told('p04', [...hundred, ...hundred])).toEqual(['2026-02 p04.1 cleaning-lead 20']);
    expect(told('p04', hundred.slice(1))).toEqual(['2026-02 p04.1 cleaning-lead 30']);
    const fresh = hundred.map((_, index) => served(index, { ...at, newStaff: index < 25 }));
    expect(told('p04', fresh)).toEqual(['2026-02 p04.1 cleaning-lead 25']);
  });

  it('caps each day of dispatch by itself; an order done in a later week counts with the day on which it was done', () => {
    const orders = (day: string, count: number, done = day): readonly Event[] =>
      many(count, () => ({
        kind: 'repair',
        dispatchedAt: `2026-03-${day}T08:00:00+08:00`,
        resolvedAt: `2026-03-${done}T18:00:00+08:00`,
      }));
    const week = [
      ...orders('02', 9),
      ...orders('03', 10),
      ...orders('04', 11),
      ...orders('05', 14),
      ...orders('07', 3),
      ...orders('08', 1),
    ];
    expect(told('p06', week)).toEqual(['2026-03 p06.3 visit-officer 43']);
    expect(told('p06', [...orders('09', 9), ...orders('03', 4, '09')])).toEqual(['2026-03 p06.3 visit-officer 10']);
  });

  it('asks a tenth of those who got a magazine, each issue by itself', () => {
    const issues = [
      event({ kind: 'publication', resolvedAt: '2026-03-01T09:00:00+08:00', recipients: ['1-1-1', '1-1-2', '1-1-3'] }),
      event({ kind: 'publication', resolvedAt: '2026-03-15T09:00:00+08:00', recipients: 'all' }),
    ];
    expect(told('p03', issues, { households: 321 })).toEqual(['2026-03 p03.5 steward 34']);
  });

  it('takes the rate that is given where the policy leaves it open, and says which clauses these are', () => {
    const others = many(10, () => ({ kind: 'other', resolvedAt: '2026-03-01T09:00:00+08:00' }));
    expect(told('p03', others)).toEqual(['2026-03 p03.6 steward 10']);
    expect(told('p03', others, { openRate: 25 })).toEqual(['2026-03 p03.6 steward 3']);
    expect(simulated('p03', others).sample.open).toEqual(['p03.6']);
  });

  it('makes both visits of one event', () => {
    const cracks = many(2, () => ({ kind: 'repair', category: 'wall-crack', resolvedAt: '2026-04-10T09:00:00+08:00' }));
    expect(told('p01', cracks)).toEqual(['2026-04 p01.7 steward 4']);
  });
});

describe('the months of a simulation', () => {
  const sample = [...repairs(4, '2026-01-10T10:00:00+08:00'), ...repairs(8, '2026-02-10T10:00:00+08:00')];

  it('repeat the months of the sample in their order', () => {
    expect(told('p02', sample, { months: 5, households: 0 })).toEqual([
      '2026-01 p02.3 steward 2',
      '2026-02 p02.3 steward 4',
      '2026-03 p02.3 steward 2',
      '2026-04 p02.3 steward 4',
      '2026-05 p02.3 steward 2',
    ]);
    expect(simulated('p02', sample).sample.months).toEqual(['2026-01', '2026-02']);
  });

  it('may begin elsewhere, also before the sample, and keep the turn', () => {
    const from = (text: string) => ({ from: text as never, months: 2, households: 0 });
    expect(told('p02', sample, from('2026-04-01'))).toEqual(['2026-04 p02.3 steward 4', '2026-05 p02.3 steward 2']);
    expect(told('p02', sample, from('2025-12-01'))).toEqual(['2025-12 p02.3 steward 4', '2026-01 p02.3 steward 2']);
  });

  it('leave out what falls after the last', () => {
    expect(told('p05', repairs(10, '2026-01-10T10:00:00+08:00'), { months: 1 })).toEqual([]);
    expect(told('p05', repairs(10, '2026-01-10T10:00:00+08:00'), { months: 2 })).toEqual(['2026-02 p05.2 steward 3']);
  });

  it('hold an agreement and works once, on their own dates', () => {
    const dated = [
      event({ kind: 'contracted-service', agreement: { start: '2026-01-01', end: '2026-12-31' } }),
      event({ kind: 'works-completion', acceptedOn: '2026-01-15', warrantyMonths: 24 }),
    ];
    expect(told('p05', dated, { from: '2026-01-01' as never, months: 24 })).toEqual([
      '2026-05 p05.3 steward 1',
      '2027-01 p05.3 steward 1',
    ]);
    expect(told('p09', dated, { months: 24 })).toEqual([
      '2026-03 p09.2 supervision-team 1',
      '2026-07 p09.3 supervision-team 1',
      '2027-01 p09.3 supervision-team 1',
      '2027-07 p09.3 supervision-team 1',
    ]);
  });

  it('of nothing hold nothing', () => {
    expect(simulated('p03', [], { months: 12 })).toEqual({
      visits: [],
      duties: [],
      sample: { events: 0, months: null, households: 0, open: ['p03.6'] },
    });
  });
});

describe('the rounds and the calendar', () => {
  const one = repairs(1, '2026-01-10T10:00:00+08:00');
  const of = (clause: string, lines: readonly string[]): readonly string[] =>
    lines.filter((line) => line.includes(` ${clause} `));

  it('spread a quarter over its months; the questionnaire goes out at once', () => {
    const lines = told('p02', one, { months: 7, households: 320 });
    expect(of('p02.1', lines).map((line) => line.split(' ').at(-1))).toEqual([
      '107',
      '107',
      '106',
      '107',
      '107',
      '106',
      '107',
    ]);
    expect(of('p02.7', lines)).toEqual([
      '2026-01 p02.7 customer-service-hq 320',
      '2026-07 p02.7 customer-service-hq 320',
    ]);
    const p08 = told('p08', one, { months: 7, households: 320 });
    expect(of('p08.4', p08)).toEqual(['2026-01 p08.4 manager 320', '2026-07 p08.4 manager 320']);
  });

  it('know key households only when told, and households from the events', () => {
    expect(of('p02.12', told('p02', one))).toEqual([]);
    expect(of('p02.12', told('p02', one, { keyHouseholds: 8 }))).toEqual(['2026-01 p02.12 steward 8']);
    expect(of('p02.1', told('p02', repairs(9, '2026-01-10T10:00:00+08:00')))).toEqual(['2026-01 p02.1 steward 3']);
    expect(of('p08.2', told('p08', one, { households: 121 }))).toEqual(['2026-01 p08.2 function-head 7']);
  });

  it('count a duty in the month in which its term ends', () => {
    const duties = (id: string): readonly string[] =>
      simulated(id, one, { months: 4 }).duties.map(
        ({ month, clause, role, count }) => `${month} ${clause} ${role} ${count}`,
      );
    expect(of('p04.9', duties('p04'))).toEqual(['2026-03 p04.9 supervisor 1']);
    expect(of('p03.14', duties('p03'))).toEqual(['2026-01 p03.14 supervisor 1', '2026-04 p03.14 supervisor 1']);
    expect(of('p02.16', duties('p02')).filter((line) => line.includes('supervisor'))).toHaveLength(4);
    expect(of('p02.15', duties('p02')).map((line) => line.split(' ').at(-1))).toEqual(['4', '4', '5', '4']);
    // Of the first month's records the second's check is the first.
    const checks = ['2026-02', '2026-03', '2026-04'].map((month) => `${month} p02.13 manager 1`);
    expect(of('p02.13', duties('p02'))).toEqual(checks);
  });
});
