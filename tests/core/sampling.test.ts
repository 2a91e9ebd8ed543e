import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  drawSample,
  inDrawOrder,
  isDrawn,
  keyHash,
  populationHash,
  replacementFor,
  required,
  tierPercent,
  topUp,
} from '../../src/core/sampling.js';
import type { Quota, Unit } from '../../src/core/sampling.js';

const units = (count: number, prefix = 'u'): readonly Unit[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));
const TIERS: Quota = { kind: 'tiers', tiers: [{ upTo: 99, percent: 30 }, { upTo: 300, percent: 20 }, { percent: 10 }] };
const percents = fc.integer({ min: 0, max: 100 });

describe('how many', () => {
  test('is the least whole number that meets the rate, for every size up to a thousand', () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      for (let size = 0; size <= 1000; size += 1) {
        const count = required(size, percent);
        if (count * 100 < size * percent || (count > 0 && (count - 1) * 100 >= size * percent)) {
          expect.fail(`${percent}% of ${size} gave ${count}`);
        }
      }
    }
    expect([required(10, 30), required(11, 30), required(41, 50), required(1, 1)]).toEqual([3, 4, 21, 1]);
  });

  test('by tiers: the middle one has both of its ends', () => {
    const counts = [99, 100, 300, 301, 0].map((size) => drawSample(units(size), TIERS, 'k').required);
    expect(counts).toEqual([30, 20, 60, 31, 0]);
    expect(drawSample(units(80), TIERS, 'k').required).toBe(24);
    expect(() => tierPercent([{ upTo: 5, percent: 1 }], 6)).toThrow(RangeError);
  });

  test('by day: ten of a day at most, all of a smaller one', () => {
    const week = [9, 10, 11, 14, 0, 3, 1].flatMap((orders, day) =>
      units(orders, `d${day}-`).map((unit) => ({ ...unit, group: `2026-03-0${day + 2}` })),
    );
    const { required: asked, chosen } = drawSample(week, { kind: 'per-day', cap: 10 }, 'k');
    expect([asked, chosen.size]).toEqual([43, 43]);
    const byDay = [0, 1, 2, 3, 4, 5, 6].map((day) => [...chosen].filter((id) => id.startsWith(`d${day}-`)).length);
    expect(byDay).toEqual([9, 10, 10, 10, 0, 3, 1]);
  });

  test('certain ones are drawn whatever the key says, and count', () => {
    const some = units(20).map((unit, index) => ({ ...unit, certain: index < 3 }));
    const { chosen } = drawSample(some, TIERS, 'k');
    expect(chosen.size).toBe(6);
    expect(['u0', 'u1', 'u2'].every((id) => chosen.has(id))).toBe(true);
    const all = drawSample(
      units(20).map((unit) => ({ ...unit, certain: true })),
      TIERS,
      'k',
    );
    expect([all.required, all.chosen.size]).toEqual([6, 20]);
  });
});

describe('which', () => {
  test('depends on the key and the ids, not on the order in which they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), percents, fc.string(), (ids, percent, key) => {
        const quota: Quota = { kind: 'percent', percent };
        const draw = (list: readonly string[]) =>
          drawSample(
            list.map((id) => ({ id })),
            quota,
            key,
          ).chosen;
        expect([...draw(ids.toReversed())].sort()).toEqual([...draw(ids)].sort());
        expect(draw(ids).size).toBe(required(ids.length, percent));
      }),
    );
    expect(inDrawOrder(['a', 'b', 'c', 'd', 'e', 'f'], 'one')).not.toEqual(
      inDrawOrder(['a', 'b', 'c', 'd', 'e', 'f'], 'two'),
    );
  });

  test('is fair: over many keys each id is drawn about as often', () => {
    const times = new Map<string, number>();
    for (let key = 0; key < 2000; key += 1) {
      for (const id of drawSample(units(10), { kind: 'percent', percent: 30 }, `k${key}`).chosen) {
        times.set(id, (times.get(id) ?? 0) + 1);
      }
    }
    for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(90);
  });

  test('the replacement of an unreachable one is the next in the same order', () => {
    const order = inDrawOrder(['a', 'b', 'c'], 'k');
    expect(replacementFor(['c', 'b', 'a'], 'k')).toBe(order[0]);
    expect(replacementFor([], 'k')).toBeNull();
  });
});

describe('drawing as events trickle in', () => {
  test('never strays by a whole visit from the rate, and meets it exactly at the end of each block', () => {
    fc.assert(
      fc.property(percents, fc.string(), fc.integer({ min: 1, max: 120 }), (percent, key, size) => {
        let chosen = 0;
        for (let position = 0; position < size; position += 1) {
          if (isDrawn(position, percent, key)) chosen += 1;
          const exact = (position + 1) * percent;
          expect(chosen).toBeGreaterThanOrEqual(Math.floor(exact / 100));
          expect(chosen).toBeLessThanOrEqual(Math.ceil(exact / 100));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('at 100% draws every one, at 0% none', () => {
    const positions = Array.from({ length: 50 }, (_, index) => index);
    expect(positions.every((position) => isDrawn(position, 100, 'k'))).toBe(true);
    expect(positions.some((position) => isDrawn(position, 0, 'k'))).toBe(false);
  });

  test('gives every position the same chance, which the key alone decides', () => {
    const drawn = Array.from({ length: 10 }, () => 0);
    for (let key = 0; key < 1500; key += 1) {
      for (const position of drawn.keys())
        if (isDrawn(position, 30, `k${key}`)) drawn[position] = (drawn[position] ?? 0) + 1;
    }
    for (const count of drawn) expect(Math.abs(count - 450)).toBeLessThan(90);
    expect(isDrawn(7, 30, 'same')).toBe(isDrawn(7, 30, 'same'));
  });
});

describe('the close of a period', () => {
  test('tops up from windows that are still open, and says what stays short', () => {
    const period = { population: 41, percent: 50, counted: 18 };
    const { chosen, short } = topUp(period, ['a', 'b', 'c', 'd', 'e'], 'k');
    expect([chosen.length, short]).toEqual([3, 0]);
    expect(chosen).toEqual(inDrawOrder(['a', 'b', 'c', 'd', 'e'], 'k').slice(0, 3));
    expect(topUp(period, ['a'], 'k')).toEqual({ chosen: ['a'], short: 2 });
    expect(topUp({ ...period, counted: 30 }, ['a'], 'k')).toEqual({ chosen: [], short: 0 });
  });

  test('leaves hashes for an auditor: of the key, and of the population in any order', () => {
    expect(keyHash('k')).toBe('8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a');
    expect(populationHash(['b', 'a'])).toBe(populationHash(['a', 'b']));
    expect(populationHash(['ab'])).not.toBe(populationHash(['a', 'b']));
  });
});
