import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../../src/core/calendar.js';
import { mergeVisits } from '../../../src/core/policy/merge.js';
import type { DueVisit } from '../../../src/core/policy/plan.js';

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

  it('keeps apart the visits of one policy, other counterparties, and what a quota draws', () => {
    expect(shape([visit('p03', 1, 9), visit('p03', 1, 9, { visit: 2 })])).toEqual([['p03'], ['p03']]);
    expect(shape([visit('p03', 1, 9), visit('p08', 1, 9, { counterparty: '施工方' })])).toEqual([['p03'], ['p08']]);
    expect(shape([visit('p03', 1, 9), visit('p04', 1, 9, { quota: 'tiers', rate: null })])).toEqual([['p03'], ['p04']]);
  });

  it('merges three only where all three meet', () => {
    expect(shape([visit('p01', 1, 6), visit('p03', 4, 9), visit('p08', 5, 12)])).toEqual([['p01', 'p03', 'p08']]);
    expect(shape([visit('p01', 1, 5), visit('p03', 4, 9), visit('p08', 6, 12)])).toEqual([['p01', 'p03'], ['p08']]);
  });

  it('lets a set rate lead one that the supervisor decides; without common methods the leader’s stand', () => {
    const [merged] = mergeVisits([
      visit('p03', 1, 9, { rate: null, how: ['in-person'] }),
      visit('p08', 1, 9, { rate: 0, how: ['phone'] }),
    ]);
    expect(merged?.leader).toMatchObject({ policy: 'p08', how: ['phone'] });
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
