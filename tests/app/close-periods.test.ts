import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { inDrawOrder, populationHash } from '../../src/core/sampling.js';
import type { VisitStatus } from '../../src/core/terms.js';
import { saveVisit, visitByNo, type StoredVisit } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

/** Work finished on the last days of March: the windows of repairs are open until the end of April. */
const repair = (nth: number, day = '2026-03-28') => ({
  id: `R-${nth}`,
  kind: 'repair',
  resolvedAt: `${day}T09:00:00+08:00`,
});
const APRIL = at('2026-04-02T10:00:00+08:00');

async function visits(): Promise<readonly StoredVisit[]> {
  const rows = await test.ctx.db.read.visit.findMany({ orderBy: { drawPosition: 'asc' }, select: { no: true } });
  const all = await Promise.all(rows.map(({ no }) => visitByNo(test.ctx.db.read, no)));
  return all.filter((visit) => visit !== null);
}
const set = (visit: StoredVisit | undefined, change: Partial<StoredVisit>) => {
  if (visit === undefined) throw new Error('no such visit');
  return test.ctx.db.write((tx) => saveVisit(tx, { ...visit, ...change }, APRIL));
};
const count = async (status: VisitStatus) => (await visits()).filter((visit) => visit.status === status).length;
const theDraw = () => test.ctx.db.read.draw.findUniqueOrThrow({ where: { id: 'cuihu:p03.2:2026Q1' } });

describe('the close of a period', () => {
  it('draws from the open windows, by the period’s own key, what the rate still misses', async () => {
    await test.events(...Array.from({ length: 20 }, (_, nth) => repair(nth)));
    const drawn = (await visits()).filter(({ status }) => status === 'assigned');
    expect(drawn).toHaveLength(6);
    await set(drawn[0], { status: 'unreachable', nextAt: null });
    await set(drawn[1], { status: 'unreachable', nextAt: null });
    const left = (await visits()).filter(({ status }) => status === 'not-drawn').map(({ startedBy }) => startedBy);
    const { keyCipher } = await theDraw();
    const expected = inDrawOrder(left, test.ctx.box.open(keyCipher)).slice(0, 2);

    await closePeriods(test.ctx, APRIL);
    for (const event of expected) {
      const [visit] = await test.visits(event);
      expect(visit).toMatchObject({ status: 'assigned', assignee: 'zhangwei', why: { draw: 'close' } });
      expect(visit?.nextAt).not.toBeNull();
    }
    expect(await count('assigned')).toBe(6);
    expect(await theDraw()).toMatchObject({
      closedAt: BigInt(APRIL),
      chosen: 8,
      populationHash: populationHash(Array.from({ length: 20 }, (_, nth) => `R-${nth}`)),
    });
  });

  it('draws nothing where the rate is met, and closes once', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => repair(nth)));
    await closePeriods(test.ctx, APRIL);
    expect(await count('assigned')).toBe(3);
    await set(
      (await visits()).find(({ status }) => status === 'assigned'),
      { status: 'unreachable' },
    );
    await closePeriods(test.ctx, at('2026-04-03T10:00:00+08:00'));
    expect(await count('assigned')).toBe(2);
    expect(await theDraw()).toMatchObject({ closedAt: BigInt(APRIL), chosen: 3 });
    expect(await test.ctx.db.read.audit.count({ where: { action: 'draw.close' } })).toBe(1);
  });

  it('draws up to the whole rate of a small population that blocks had left short', async () => {
    await test.events(repair(1));
    await closePeriods(test.ctx, APRIL);
    expect(await count('assigned')).toBe(1);
  });

  it('says how many it stays short of, where the windows are over', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => repair(nth, '2026-02-10')));
    const drawn = (await visits()).filter(({ status }) => status === 'assigned');
    for (const visit of drawn) await set(visit, { status: 'unreachable' });
    await closePeriods(test.ctx, APRIL);
    expect(await count('assigned')).toBe(0);
    const { detail } = await test.ctx.db.read.audit.findFirstOrThrow({ where: { action: 'draw.close' } });
    expect(JSON.parse(detail)).toMatchObject({ population: 10, asked: 3, counted: 0, chosen: [], short: 3 });
  });

  it('leaves what was cancelled out of the population', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => repair(nth)));
    for (const visit of (await visits()).filter(({ status }) => status === 'not-drawn'))
      await set(visit, { status: 'cancelled' });
    await closePeriods(test.ctx, APRIL);
    const { detail } = await test.ctx.db.read.audit.findFirstOrThrow({ where: { action: 'draw.close' } });
    expect(JSON.parse(detail)).toMatchObject({ population: 3, asked: 1, chosen: [], short: 0 });
  });

  it('is not before the estate’s own midnight', async () => {
    await test.events(repair(1));
    await closePeriods(test.ctx, at('2026-03-31T23:59:59+08:00'));
    expect((await theDraw()).closedAt).toBeNull();
    await closePeriods(test.ctx, at('2026-04-01T00:00:00+08:00'));
    expect((await theDraw()).closedAt).not.toBeNull();
  });
});
