import { describe, expect, it } from 'vitest';
import {
  countChosen,
  drawById,
  drawOf,
  drawOfEvent,
  insertDraw,
  keepPopulation,
  setRule,
  takePosition,
} from '../../src/store/draws.js';
import { populationHash } from '../../src/core/sampling.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const ID = 'cuihu:p03.2:2026Q1';
const WHERE = { estate: 'cuihu', policy: 'p03', clause: 'p03.2', period: '2026Q1' };
const RULE = { unit: 'event', quota: { kind: 'percent', percent: 30 } } as const;
const make = (more: object = {}) =>
  test.db.write((tx) => insertDraw(tx, { ...WHERE, keyCipher: 'key', keyHash: 'hash', rule: RULE, ...more }, NOW));

describe('a draw', () => {
  it('is found by its clause and period, with its rule as it was made', async () => {
    const made = await make();
    expect(made).toMatchObject({ id: ID, rule: RULE, size: 0, units: null, closedAt: null, revealedAt: null });
    expect(await drawOf(test.db.read, WHERE)).toEqual(made);
    expect(await drawOf(test.db.read, { ...WHERE, period: '2026Q2' })).toBeNull();
    const tiers = {
      unit: 'household',
      quota: { kind: 'tiers', tiers: [{ upTo: 9, percent: 50 }, { percent: 10 }] },
    } as const;
    await test.db.write((tx) => setRule(tx, ID, tiers));
    expect((await drawById(test.db.read, ID))?.rule).toEqual(tiers);
  });

  it('of one event is found whatever month it was counted in, and not taken for another’s', async () => {
    await make({ clause: 'p03.5', period: '2026-03/PUB-1' });
    const where = { ...WHERE, clause: 'p03.5', period: '2026-04/PUB-1' };
    expect((await drawOfEvent(test.db.read, where, 'PUB-1'))?.period).toBe('2026-03/PUB-1');
    expect(await drawOfEvent(test.db.read, where, 'UB-1')).toBeNull();
    expect(await drawOfEvent(test.db.read, { ...where, estate: 'jinyuan' }, 'PUB-1')).toBeNull();
  });

  it('keeps its population with the hash of those who still belong to it', async () => {
    await make();
    const units = [{ id: 'WO-1' }, { id: 'WO-2', left: true }, { id: 'WO-3', certain: true }];
    const hash = await test.db.write((tx) => keepPopulation(tx, ID, { units, required: 1, short: 0, closedAt: NOW }));
    expect(hash).toBe(populationHash(['WO-1', 'WO-3']));
    expect(await drawOf(test.db.read, WHERE)).toMatchObject({ units, size: 3, populationHash: hash, closedAt: NOW });
  });

  it('gives each place of its population once, without a gap, however many ask at once', async () => {
    await make();
    const other = await test.second();
    const places = await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        (nth % 2 ? other : test.db).write(async (tx) => {
          const place = await takePosition(tx, ID);
          if (place % 4 === 0) await countChosen(tx, ID);
          return place;
        }),
      ),
    );
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, nth) => nth));
    expect(await test.db.read.draw.findFirst()).toMatchObject({ size: 40, chosen: 10 });
  });

  it('gives the place of a transaction that failed to the next one', async () => {
    await make();
    const failing = test.db.write(async (tx) => {
      await takePosition(tx, ID);
      throw new Error('the visit could not be kept');
    });
    await expect(failing).rejects.toThrow('the visit could not be kept');
    expect(await test.db.write((tx) => takePosition(tx, ID))).toBe(0);
  });
});
