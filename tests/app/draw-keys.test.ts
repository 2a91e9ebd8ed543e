import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitDraws, ensureDraw } from '../../src/app/draw-keys.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { keyHash, partKey } from '../../src/core/sampling.js';
import { drawOf } from '../../src/store/draws.js';
import { estateOf } from '../../src/store/estates.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const draws = () => test.ctx.db.read.draw.findMany({ orderBy: { id: 'asc' } });
const commit = (now: string) =>
  test.ctx.db.write(async (tx) => {
    const estate = await estateOf(tx, 'cuihu');
    if (estate !== null) await commitDraws(tx, test.ctx, estate, at(now));
  });
const RULE = { unit: 'event', quota: { kind: 'percent', percent: 30 } } as const;
const where = (period: string) => ({ estate: 'cuihu', policy: 'p03', clause: 'p03.2', period });

describe('the keys of draws', () => {
  it('are made at adoption, for the running period and the next one, of every clause that draws', async () => {
    expect((await draws()).map(({ clause, period }) => `${clause} ${period}`)).toEqual([
      'p03.2 2026Q1',
      'p03.2 2026Q2',
      'p03.3 2026Q1',
      'p03.3 2026Q2',
      'p03.4 2026Q1',
      'p03.4 2026Q2',
      'p03.5 2026-03',
      'p03.5 2026-04',
      'p03.6 2026Q1',
      'p03.6 2026Q2',
    ]);
  });

  it('are there before their period starts, and stay what they were', async () => {
    const before = await draws();
    await commit('2026-03-31T23:00:00+08:00');
    expect(await draws()).toEqual(before);
    await commit('2026-04-01T00:05:00+08:00');
    const after = await draws();
    expect(after.filter(({ period }) => period === '2026Q3')).toHaveLength(4);
    expect(after.filter(({ id }) => before.some((one) => one.id === id))).toEqual(before);
    const next = after.find(({ id }) => id === 'cuihu:p03.2:2026Q3');
    expect(Number(next?.createdAt)).toBeLessThan(at('2026-07-01T00:00:00+08:00'));
  });

  it('are sealed, differ, and their hashes stand in the audit', async () => {
    const all = await draws();
    const keys = all.map(({ keyCipher }) => test.ctx.box.open(keyCipher));
    expect(new Set(keys).size).toBe(all.length);
    expect(keys.map(keyHash)).toEqual(all.map((one) => one.keyHash));
    const rows = await test.ctx.db.read.audit.findMany({ where: { action: 'draw.commit' } });
    expect(
      rows.map(({ subject, detail }) => [subject, (JSON.parse(detail) as { keyHash: string }).keyHash]).toSorted(),
    ).toEqual(all.map(({ id, keyHash: hash }) => [`draw:${id}`, hash]).toSorted());
    expect(JSON.stringify(rows, (_, value: unknown) => String(value))).not.toContain(keys[0]);
  });

  it('of a round, of tiers, of days and of a rate that a role sets are made too', async () => {
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p04', 'p06', 'p08', 'p11'] }]);
    const rules = new Map((await draws()).map(({ clause, quota }) => [clause, quota]));
    expect(JSON.parse(rules.get('p04.1') ?? '')).toMatchObject({ unit: 'household', quota: { kind: 'tiers' } });
    expect(JSON.parse(rules.get('p06.3') ?? '')).toEqual({ unit: 'work-order', quota: { kind: 'per-day', cap: 10 } });
    expect(JSON.parse(rules.get('p08.2') ?? '')).toEqual({ unit: 'household', quota: { kind: 'percent', percent: 5 } });
    expect(JSON.parse(rules.get('p11.5') ?? '')).toEqual({ unit: 'event', quota: null });
    expect(rules.has('p08.1')).toBe(false);
    const weeks = (await draws()).filter(({ clause }) => clause === 'p06.3').map(({ period }) => period);
    expect(weeks).toEqual(['2026-03-09..2026-03-15', '2026-03-16..2026-03-22']);
  });

  it('follow the estate’s parameters as long as nobody was drawn', async () => {
    const adopt = (repairRate: number) =>
      takeInEstates(test.ctx, [
        { id: 'cuihu', name: '翠湖花园', policies: [{ id: 'p03', parameters: { repairRate } }] },
      ]);
    await adopt(40);
    expect((await drawOf(test.ctx.db.read, where('2026Q1')))?.rule.quota).toEqual({ kind: 'percent', percent: 40 });
    await test.events({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-09T09:00:00+08:00' });
    await adopt(50);
    expect((await drawOf(test.ctx.db.read, where('2026Q1')))?.rule.quota).toEqual({ kind: 'percent', percent: 40 });
    await test.events({ id: 'R-2', kind: 'repair', resolvedAt: '2026-03-09T10:00:00+08:00' });
    expect((await test.visits('R-2'))[0]).toMatchObject({
      drawId: 'cuihu:p03.2:2026Q1/50%',
      drawPosition: 0,
      rate: 50,
    });
    expect((await drawOf(test.ctx.db.read, where('2026Q1')))?.size).toBe(1);
  });

  it('of a part follow from the period’s, until that one is public', async () => {
    const make = (period: string) =>
      test.ctx.db.write((tx) => ensureDraw(tx, test.ctx, where(period), RULE, test.ctx.clock.now()));
    const key = async (period: string) => test.ctx.box.open((await make(period)).keyCipher);
    expect(await key('2026Q1/50%')).toBe(partKey(await key('2026Q1'), '50%'));
    await test.ctx.db.write((tx) => tx.draw.updateMany({ where: { period: '2026Q1' }, data: { revealedAt: 1n } }));
    expect(await key('2026Q1/late')).not.toBe(partKey(await key('2026Q1'), 'late'));
    expect(await key('2026Q1/late')).toBe(await key('2026Q1/late'));
  });

  it('are made once, whoever asks first', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        test.ctx.db.write((tx) => ensureDraw(tx, test.ctx, where('2027Q1'), RULE, test.ctx.clock.now())),
      ),
    );
    expect(new Set(made.map((draw) => draw.keyHash)).size).toBe(1);
  });
});
