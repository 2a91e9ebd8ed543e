import { describe, expect, it } from 'vitest';
import { countChosen, drawOf, ensureDraw, takePosition } from '../../src/store/draws.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const WHERE = { estate: 'cuihu', policy: 'p03', clause: 'p03.2', period: '2026Q1' };
const draw = (keyCipher: string) => ({
  id: 'cuihu:p03.2:2026Q1',
  estateId: 'cuihu',
  policyId: 'p03',
  clause: 'p03.2',
  period: '2026Q1',
  keyCipher,
  keyHash: `hash of ${keyCipher}`,
  percent: 30,
  createdAt: BigInt(NOW),
});

describe('a draw', () => {
  it('keeps the key of whoever was first, when instances make it at once', async () => {
    const other = await test.second();
    await Promise.all(Array.from({ length: 6 }, (_, nth) => ensureDraw(nth % 2 ? other : test.db, draw(`key ${nth}`))));
    const kept = await drawOf(test.db.read, WHERE);
    await ensureDraw(other, draw('a late key'));
    expect(await drawOf(test.db.read, WHERE)).toEqual(kept);
    expect(kept).toMatchObject({ id: 'cuihu:p03.2:2026Q1', size: 0, keyHash: `hash of ${kept?.keyCipher}` });
    expect(await drawOf(test.db.read, { ...WHERE, period: '2026Q2' })).toBeNull();
  });

  it('gives each place of its population once, without a gap, however many ask at once', async () => {
    await ensureDraw(test.db, draw('key'));
    const other = await test.second();
    const places = await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        (nth % 2 ? other : test.db).write(async (tx) => {
          const place = await takePosition(tx, 'cuihu:p03.2:2026Q1');
          if (place % 4 === 0) await countChosen(tx, 'cuihu:p03.2:2026Q1');
          return place;
        }),
      ),
    );
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, nth) => nth));
    expect(await test.db.read.draw.findFirst()).toMatchObject({ size: 40, chosen: 10 });
  });

  it('gives the place of a transaction that failed to the next one', async () => {
    await ensureDraw(test.db, draw('key'));
    const failing = test.db.write(async (tx) => {
      await takePosition(tx, 'cuihu:p03.2:2026Q1');
      throw new Error('the visit could not be kept');
    });
    await expect(failing).rejects.toThrow('the visit could not be kept');
    expect(await test.db.write((tx) => takePosition(tx, 'cuihu:p03.2:2026Q1'))).toBe(0);
  });
});
