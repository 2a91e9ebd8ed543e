import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant, type Instant } from '../../../src/core/calendar.js';
import { parseEvent } from '../../../src/core/event.js';
import { doesServe, groupVisits, mergeVisits } from '../../../src/core/policy/merge.js';
import { byDue, planAll, type DueVisit } from '../../../src/core/policy/plan.js';
import { EVENT_KINDS, keysOf, REPAIR_CATEGORIES, SEVERITIES } from '../../../src/core/terms.js';
import { readPolicyFiles } from '../../../src/policy-files.js';

const at = (day: number): Instant => parseInstant(`2026-03-${String(day).padStart(2, '0')}T00:00:00+08:00`) as Instant;
const visit = (policy: string, from: number, until: number, given: Partial<DueVisit> = {}): DueVisit => ({
  event: 'R-1',
  kind: 'repair',
  household: '3-2-1204',
  counterparty: '3-2-1204',
  policy,
  clause: `${policy}.1`,
  visit: 1,
  earliest: at(from),
  due: at(until),
  rate: 30,
  quota: null,
  by: ['steward'],
  how: ['phone', 'chat'],
  record: '回访记录表',
  needsSignature: false,
  ...given,
});
const shape = (visits: readonly DueVisit[]) =>
  mergeVisits(visits).map(({ leader, served }) => [leader.policy, ...served.map(({ policy }) => policy)]);

describe('merging the visits on one event', () => {
  it('makes one conversation of two policies whose windows meet, within what both allow', () => {
    const merged = mergeVisits([
      visit('p03', 1, 20, { rate: 30, how: ['phone', 'in-person', 'chat'] }),
      visit('p08', 5, 9, { rate: 100, how: ['chat', 'phone'], needsSignature: true, by: ['supervisor'] }),
    ]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.leader).toEqual(
      visit('p08', 5, 9, { rate: 100, how: ['chat', 'phone'], needsSignature: true, by: ['supervisor'] }),
    );
    expect(merged[0]?.served).toEqual([visit('p03', 1, 20, { rate: 30, how: ['phone', 'in-person', 'chat'] })]);
  });

  it('takes the signature over from whichever policy asks for it', () => {
    const [merged] = mergeVisits([visit('p03', 1, 9, { needsSignature: true }), visit('p08', 1, 9, { rate: 100 })]);
    expect(merged?.leader).toMatchObject({ policy: 'p08', needsSignature: true });
  });

  it('keeps apart windows that only touch', () => {
    expect(shape([visit('p03', 1, 5), visit('p08', 5, 9)])).toEqual([['p03'], ['p08']]);
    expect(shape([visit('p03', 1, 6), visit('p08', 5, 9)])).toEqual([['p03', 'p08']]);
  });

  it('keeps apart the visits of one policy and of other counterparties, and ties what a quota draws later', () => {
    expect(shape([visit('p03', 1, 9), visit('p03', 1, 9, { visit: 2 })])).toEqual([['p03'], ['p03']]);
    expect(shape([visit('p03', 1, 9), visit('p08', 1, 9, { counterparty: '施工方' })])).toEqual([['p03'], ['p08']]);
    expect(shape([visit('p03', 1, 9), visit('p04', 1, 9, { quota: 'tiers', rate: null })])).toEqual([['p03', 'p04']]);
  });

  it('merges three only where all three meet', () => {
    expect(shape([visit('p01', 1, 6), visit('p03', 4, 9), visit('p08', 5, 12)])).toEqual([['p01', 'p03', 'p08']]);
    expect(shape([visit('p01', 1, 5), visit('p03', 4, 9), visit('p08', 6, 12)])).toEqual([['p01', 'p03'], ['p08']]);
  });

  it('lets a set rate lead one that the supervisor decides', () => {
    expect(shape([visit('p03', 1, 9, { rate: null }), visit('p08', 1, 9, { rate: 0 })])).toEqual([['p08', 'p03']]);
  });

  it('sends the higher role', () => {
    const [merged] = mergeVisits([
      visit('p03', 1, 9, { rate: 100, by: ['department-head', 'steward'] }),
      visit('p02', 1, 9, { by: ['manager'] }),
      visit('p08', 1, 9, { by: ['dispatcher'] }),
    ]);
    expect(merged?.leader).toMatchObject({ policy: 'p03', by: ['manager'] });
  });

  it.each([
    [
      'what is common',
      ['phone', 'in-person', 'chat'],
      ['in-person', 'phone', 'intercom', 'chat'],
      ['phone', 'in-person', 'chat'],
    ],
    ['presence, where one demands it', ['phone', 'chat'], ['in-person'], ['in-person']],
    [
      'all of the presence that is asked together',
      ['in-person', 'on-site'],
      ['phone', 'in-person', 'chat'],
      ['in-person', 'on-site'],
    ],
    ['both, where each wants to be there', ['in-person'], ['in-person', 'on-site'], ['in-person', 'on-site']],
    ['the more demanding, where nothing is common', ['chat'], ['phone', 'intercom'], ['phone', 'intercom']],
  ] as const)('takes of two sets of methods %s', (_, a, b, expected) => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const [merged] = mergeVisits([visit('p03', 1, 9, { how: one }), visit('p08', 1, 9, { how: other })]);
      expect(merged?.leader.how.toSorted()).toEqual(expected.toSorted());
    }
  });

  it('serves a clause only with a visit made in its window and in a way that it accepts', () => {
    const asked = visit('p05', 3, 9, { how: ['in-person', 'on-site'] });
    const made = (day: number, how: DueVisit['how']) => doesServe(asked, { at: at(day), how });
    expect([made(4, ['in-person']), made(2, ['in-person']), made(9, ['in-person']), made(4, ['chat'])]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(doesServe(visit('p06', 3, 9, { how: ['phone'] }), { at: at(4), how: ['on-site'] })).toBe(true);
  });

  it('loses and doubles no visit, and no leader’s window is empty or wider than a served one’s', () => {
    const some = fc.array(
      fc.tuple(
        fc.constantFrom('p01', 'p02', 'p03', 'p08'),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(100),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(some, (given) => {
        const visits = given.map(([policy, from, days, rate], nth) =>
          visit(policy, from, from + days, { visit: nth, rate }),
        );
        const merged = mergeVisits(visits);
        const all = merged.flatMap(({ leader, served }) => [leader, ...served]);
        expect(all.map((one) => one.visit).toSorted((a, b) => a - b)).toEqual(visits.map((one) => one.visit));
        for (const { leader, served } of merged) {
          expect(leader.earliest).toBeLessThan(leader.due);
          for (const one of served) {
            expect(leader.earliest >= one.earliest && leader.due <= one.due).toBe(true);
            expect(leader.rate ?? -1).toBeGreaterThanOrEqual(one.rate ?? -1);
            expect(one.policy).not.toBe(leader.policy);
          }
        }
      }),
    );
  });
});

describe('merging under any policies of the eleven', () => {
  const files = readPolicyFiles(null).policies;
  const policies = [...files.values()];
  const kinds = keysOf(EVENT_KINDS);
  const events = fc.record({
    kind: fc.constantFrom(...kinds),
    category: fc.constantFrom(...keysOf(REPAIR_CATEGORIES)),
    severity: fc.constantFrom(...keysOf(SEVERITIES)),
    service: fc.constantFrom('cleaning', 'repair'),
    contractSigned: fc.boolean(),
    newStaff: fc.boolean(),
    household: fc.constant('3-2-1204'),
    acceptedOn: fc.constant('2026-01-31'),
    warrantyMonths: fc.constantFrom(1, 12, 24),
    agreement: fc.constantFrom({ start: '2026-01-01', end: '2026-12-31' }, { start: '2026-03-01', end: '2026-03-01' }),
    resolvedAt: fc
      .integer({ min: 0, max: 400 })
      .map((hours) => formatInstant((at(1) + hours * 3_600_000) as Instant, 'Asia/Shanghai')),
  });
  const planned = (ids: readonly string[], event: Record<string, unknown>): readonly DueVisit[] => {
    const parsed = parseEvent({ id: 'E-1', estate: 'cuihu', ...event });
    if ('errors' in parsed) throw new TypeError(JSON.stringify(parsed.errors));
    return planAll(
      policies.filter(({ id }) => ids.includes(id)),
      parsed.event,
      'Asia/Shanghai',
    );
  };

  it('every visit is in one group; a group has one window for all, no policy twice, and asks no less than any of them', () => {
    let merged = 0;
    fc.assert(
      fc.property(fc.subarray([...files.keys()], { minLength: 2 }), events, (ids, event) => {
        const visits = planned(ids, event);
        const groups = groupVisits(visits);
        expect(groups.flat().toSorted(byDue)).toEqual([...visits].toSorted(byDue));
        for (const [nth, { leader, served }] of mergeVisits(visits).entries()) {
          const group = groups[nth] as readonly DueVisit[];
          merged += served.length;
          expect(new Set(group.map(({ policy }) => policy)).size).toBe(group.length);
          expect(leader.earliest).toBeLessThan(leader.due);
          for (const one of group) {
            expect(leader.earliest >= one.earliest && leader.due <= one.due).toBe(true);
            expect(doesServe(one, { at: leader.earliest, how: leader.how })).toBe(true);
            expect(one.needsSignature && !leader.needsSignature).toBe(false);
            expect((leader.rate ?? -1) >= (one.rate ?? -1)).toBe(true);
          }
        }
      }),
      { numRuns: 400, seed: 11 },
    );
    expect(merged).toBeGreaterThan(200);
  });

  it('is the same whichever policy was adopted first, as far as two go', () => {
    fc.assert(
      fc.property(fc.subarray([...files.keys()], { minLength: 2, maxLength: 2 }), events, (ids, event) => {
        const visits = planned(ids, event);
        const shared = (of: readonly DueVisit[]) =>
          mergeVisits(of)
            .filter(({ served }) => served.length > 0)
            .map(({ leader, served }) =>
              [leader, ...served].map(({ clause, visit: no }) => `${clause}/${no}`).toSorted(),
            )
            .map(String)
            .toSorted();
        expect(shared([...visits].reverse()).length).toBe(shared(visits).length);
      }),
      { numRuns: 200, seed: 12 },
    );
  });
});
