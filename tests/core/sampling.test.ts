import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chosenPlaces,
  drawSample,
  inDrawOrder,
  isDrawn,
  keyHash,
  partKey,
  populationHash,
  required,
  takeInOrder,
  tierPercent,
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

describe('drawing as households trickle in, some of them certain', () => {
  const some = fc.uniqueArray(fc.nat({ max: 119 }), { maxLength: 40 }).map((places) => new Set(places));

  test('draws all that are certain, and never fewer at any moment than the rate asks', () => {
    fc.assert(
      fc.property(percents, fc.string(), some, (percent, key, certain) => {
        const chosen = chosenPlaces(120, certain, percent, key);
        expect([...certain].every((place) => chosen.has(place))).toBe(true);
        let [sofar, most] = [0, 0];
        for (let place = 0; place < 120; place += 1) {
          if (chosen.has(place)) sofar += 1;
          const byRate = Math.ceil(((place + 1) * percent) / 100);
          const byCertain = [...certain].filter((one) => one <= place).length;
          most = Math.max(most, byRate);
          expect(sofar).toBeGreaterThanOrEqual(Math.floor(((place + 1) * percent) / 100));
          expect(sofar).toBeLessThanOrEqual(most + byCertain);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('lets a certain one take the place of one that the blocks would have drawn', () => {
    const blocks = chosenPlaces(100, new Set(), 10, 'k');
    expect(blocks).toEqual(
      new Set(Array.from({ length: 100 }, (_, place) => place).filter((one) => isDrawn(one, 10, 'k'))),
    );
    const first = [...blocks][0] as number;
    const before = Array.from({ length: 100 }, (_, place) => place).find((one) => !blocks.has(one)) as number;
    const early = Math.min(before, first === 0 ? 1 : 0);
    const chosen = chosenPlaces(100, new Set([early]), 10, 'k');
    const skipped = [...blocks].find((place) => place > early) as number;
    expect([chosen.has(early), chosen.has(skipped), chosen.size]).toEqual([true, false, blocks.size]);
  });

  test('does not depend on what comes later', () => {
    fc.assert(
      fc.property(percents, fc.string(), some, fc.nat({ max: 120 }), (percent, key, certain, size) => {
        const whole = [...chosenPlaces(120, certain, percent, key)].filter((place) => place < size);
        const early = new Set([...certain].filter((place) => place < size));
        expect([...chosenPlaces(size, early, percent, key)]).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

describe('taking more in the same order', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const order = inDrawOrder(ids, 'k');

  test('takes the first ones, and says how many could not be found', () => {
    expect(takeInOrder(ids.toReversed(), 3, 'k')).toEqual({ chosen: order.slice(0, 3), passed: [], short: 0 });
    expect(takeInOrder(['a'], 3, 'k')).toEqual({ chosen: ['a'], passed: [], short: 2 });
    expect(takeInOrder(ids, -4, 'k')).toEqual({ chosen: [], passed: [], short: 0 });
  });

  test('passes over whom it cannot take, with the reason, and looks no further than it must', () => {
    const taken = takeInOrder(ids, 2, 'k', (id) => (id === order[0] ? 'over' : id === order[4] ? 'left' : null));
    expect(taken).toEqual({ chosen: order.slice(1, 3), passed: [[order[0], 'over']], short: 0 });
  });

  test('tells of those taken already, so that none comes twice', () => {
    const home = (id: string): string => (id < 'c' ? 'one' : 'other');
    const taken = takeInOrder(ids, 5, 'k', (id, chosen) =>
      chosen.some((one) => home(one) === home(id)) ? 'household' : null,
    );
    expect(taken.chosen.map(home).toSorted()).toEqual(['one', 'other']);
    expect(taken.short).toBe(3);
  });
});

describe('blocks and the close together', () => {
  /** Every rate that a policy names. */
  const RATES = [5, 10, 20, 30, 50, 100];

  test('choose exactly what the rate asks, for every size up to a thousand', () => {
    for (const percent of RATES) {
      const places = chosenPlaces(1000, new Set(), percent, `key ${percent}`);
      let drawn = 0;
      for (let size = 1; size <= 1000; size += 1) {
        if (places.has(size - 1)) drawn += 1;
        const more = required(size, percent) - drawn;
        if (more < 0 || more > 1) expect.fail(`${drawn} of ${size} at ${percent}%`);
        if (size % 97 > 0) continue;
        const rest = units(size).flatMap(({ id }, place) => (places.has(place) ? [] : [id]));
        expect(takeInOrder(rest, more, 'k')).toMatchObject({ chosen: { length: more }, short: 0 });
      }
    }
  });

  test('draw at once exactly as many as the rate, the tiers and each day ask for', { timeout: 60_000 }, () => {
    // Every size of the small tiers and their edges; of the large one some.
    const sizes = Array.from({ length: 1001 }, (_, size) => size).filter((size) => size <= 305 || size % 25 === 0);
    for (const size of sizes) {
      const tier = size < 100 ? 30 : size <= 300 ? 20 : 10;
      const quotas: readonly (readonly [Quota, number])[] = [
        [{ kind: 'percent', percent: RATES[size % RATES.length] as number }, -1],
        [TIERS, Math.ceil((size * tier) / 100)],
        [{ kind: 'per-day', cap: 10 }, Math.min(10, size)],
      ];
      const population = units(size).map((unit) => ({ ...unit, group: 'day' }));
      for (const [quota, count] of quotas) {
        const wanted = quota.kind === 'percent' ? Math.ceil((size * quota.percent) / 100) : count;
        const { required: asked, chosen } = drawSample(population, quota, 'k');
        expect([size, asked, chosen.size]).toEqual([size, wanted, wanted]);
      }
    }
  });
});

describe('fairness', () => {
  const KEYS = Array.from({ length: 10_000 }, (_, nth) => `fair-${nth}`);
  /** The 99.9% point of chi-square with nine degrees of freedom. */
  const LIMIT = 27.88;

  test('over ten thousand keys each of ten is drawn as often as the others (chi-square)', () => {
    const ids = units(10).map(({ id }) => id);
    const times = new Map(ids.map((id) => [id, 0]));
    for (const key of KEYS) for (const id of inDrawOrder(ids, key).slice(0, 3)) times.set(id, (times.get(id) ?? 0) + 1);
    const share = 0.3 * KEYS.length;
    const spread = [...times.values()].reduce((sum, count) => sum + (count - share) ** 2, 0);
    // Three of ten without putting back: the counts hold each other, so that the variance is less than a binomial's.
    expect((spread / (share * 0.7)) * 0.9).toBeLessThan(LIMIT);
  });

  test('over ten thousand keys each place of a block is drawn as often as the rate says', () => {
    const times = Array.from({ length: 10 }, () => 0);
    for (const key of KEYS)
      for (const place of chosenPlaces(10, new Set(), 30, key)) times[place] = (times[place] ?? 0) + 1;
    for (const count of times) expect(Math.abs(count - 3000) / Math.sqrt(10_000 * 0.3 * 0.7)).toBeLessThan(3.7);
  });
});

describe('keys and hashes', () => {
  test('are left for an auditor: of the key, and of the population in any order', () => {
    expect(keyHash('k')).toBe('8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a');
    expect(populationHash(['b', 'a'])).toBe(populationHash(['a', 'b']));
    expect(populationHash(['ab'])).not.toBe(populationHash(['a', 'b']));
  });

  test('a part’s key follows from the whole’s and differs by its label', () => {
    expect(partKey('k', 'PUB-1')).toBe(partKey('k', 'PUB-1'));
    expect(new Set([partKey('k', 'PUB-1'), partKey('k', 'PUB-2'), partKey('other', 'PUB-1'), 'k']).size).toBe(4);
  });
});
