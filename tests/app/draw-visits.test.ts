import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p04', 'p05']);
});
afterEach(() => test.close());

const DAY_8 = at('2026-04-02T10:00:00+08:00');
const cleaning = (id: string, room: number, more: object = {}) => ({
  id,
  kind: 'home-service',
  service: 'cleaning',
  household: `3-2-${1000 + room}`,
  resolvedAt: '2026-03-09T15:00:00+08:00',
  ...more,
});
const all = (clause: string) => test.ctx.db.read.visit.findMany({ where: { clause }, orderBy: { no: 'asc' } });
const homes = async (clause: string, chosen: boolean): Promise<ReadonlySet<string>> =>
  new Set(
    (await all(clause))
      .filter(({ status }) => (status !== 'not-drawn') === chosen)
      .map(({ household }) => household ?? ''),
  );

describe('households', () => {
  it('take one place, at their first service of the month; all their services follow it', async () => {
    const first = Array.from({ length: 20 }, (_, room) => cleaning(`A-${room}`, room));
    const again = Array.from({ length: 20 }, (_, room) =>
      cleaning(`B-${room}`, room, { resolvedAt: '2026-03-09T17:00:00+08:00' }),
    );
    await test.events(...first, ...again);
    const visits = await all('p04.1');
    const places = new Map(visits.map(({ household, drawPosition }) => [household, drawPosition]));
    expect(visits).toHaveLength(40);
    expect(visits.every(({ household, drawPosition }) => places.get(household) === drawPosition)).toBe(true);
    expect([...places.values()].toSorted((a, b) => Number(a) - Number(b))).toEqual(first.map((_, place) => place));
    const chosen = await homes('p04.1', true);
    expect([...(await homes('p04.1', false))].filter((home) => chosen.has(home))).toEqual([]);
    // While the month runs at the least rate of the tiers: a tenth of twenty.
    expect(chosen.size).toBe(2);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('are topped up at the close to the tier that their number falls in (p04.3), with all of their services', async () => {
    await test.events(...Array.from({ length: 30 }, (_, nth) => cleaning(`A-${nth}`, nth % 20)));
    await closePeriods(test.ctx, DAY_8);
    expect((await homes('p04.1', true)).size).toBe(6);
    const chosen = await homes('p04.1', true);
    expect([...(await homes('p04.1', false))].filter((home) => chosen.has(home))).toEqual([]);
    expect(await test.ctx.db.read.draw.findUnique({ where: { id: 'cuihu:p04.1:2026-03' } })).toMatchObject({
      size: 20,
      required: 6,
      chosen: 6,
      short: 0,
    });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('that are certain (p04.6) are drawn at once and count towards the quota', async () => {
    const staff = (room: number) => cleaning(`N-${room}`, room, { newStaff: true });
    await test.events(...Array.from({ length: 5 }, (_, room) => staff(room)));
    expect((await homes('p04.1', true)).size).toBe(5);
    await test.events(...Array.from({ length: 20 }, (_, nth) => cleaning(`A-${nth}`, nth + 5)));
    // The blocks would have drawn three of twenty-five by now.
    expect((await homes('p04.1', true)).size).toBe(5);
    await closePeriods(test.ctx, DAY_8);
    expect((await homes('p04.1', true)).size).toBe(8);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('that become certain by a later service are drawn then, with what came before', async () => {
    await test.events(...Array.from({ length: 10 }, (_, room) => cleaning(`A-${room}`, room)));
    const [home = ''] = await homes('p04.1', false);
    await test.events({ ...cleaning('NEW', 0, { newStaff: true }), household: home });
    const visits = (await all('p04.1')).filter(({ household }) => household === home);
    expect(visits.map(({ status }) => status)).toEqual(['assigned', 'assigned']);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('that a correction makes certain are drawn too', async () => {
    await test.events(...Array.from({ length: 10 }, (_, room) => cleaning(`A-${room}`, room)));
    const [home = ''] = await homes('p04.1', false);
    const event = (await all('p04.1')).find(({ household }) => household === home)?.eventId ?? '';
    await test.events({ ...cleaning(event, 0, { newStaff: true }), household: home });
    expect((await test.visits(event)).find(({ clause }) => clause === 'p04.1')).toMatchObject({
      status: 'assigned',
      rate: 100,
      why: { draw: 'became-certain' },
    });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('of cleaning and of repair are counted apart', async () => {
    await test.events(...Array.from({ length: 10 }, (_, room) => cleaning(`A-${room}`, room)));
    await test.events(...Array.from({ length: 10 }, (_, room) => cleaning(`R-${room}`, room, { service: 'repair' })));
    await closePeriods(test.ctx, DAY_8);
    expect([(await homes('p04.1', true)).size, (await homes('p04.2', true)).size]).toEqual([3, 3]);
  });
});

describe('an agreement', () => {
  const agreement = (nth: number) => ({
    id: `XY-${nth}`,
    kind: 'contracted-service',
    agreement: { start: '2026-01-01', end: '2026-12-31' },
  });

  it('has one place, which both of its visits follow, months apart', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => agreement(nth)));
    const visits = await all('p05.3');
    expect(visits).toHaveLength(20);
    expect(new Set(visits.map(({ drawId }) => drawId))).toEqual(new Set(['cuihu:p05.3:2026Q2']));
    for (const { startedBy } of visits) {
      const pair = visits.filter((one) => one.startedBy === startedBy);
      expect(pair.map(({ visit }) => visit)).toEqual([1, 2]);
      expect(new Set(pair.map(({ drawPosition, status }) => `${drawPosition} ${status}`)).size).toBe(1);
    }
    expect(new Set(visits.filter(({ status }) => status !== 'not-drawn').map(({ startedBy }) => startedBy)).size).toBe(
      3,
    );
    expect(await test.ctx.db.read.draw.findUnique({ where: { id: 'cuihu:p05.3:2026Q2' } })).toMatchObject({
      size: 10,
      chosen: 3,
    });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});

describe('a rate that changes in the middle of a period', () => {
  it('holds for what comes then, in a part of its own; what was drawn stays', async () => {
    const help = (nth: number) => ({ id: `H-${nth}`, kind: 'help', resolvedAt: '2026-03-09T09:00:00+08:00' });
    await test.events(...Array.from({ length: 10 }, (_, nth) => help(nth)));
    const before = await all('p05.6');
    await takeInEstates(test.ctx, [
      { id: 'cuihu', name: '翠湖花园', policies: [{ id: 'p05', parameters: { helpRate: 50 } }] },
    ]);
    await test.events(...Array.from({ length: 10 }, (_, nth) => help(nth + 10)));
    expect((await all('p05.6')).slice(0, 10)).toEqual(before);
    const draws = await test.ctx.db.read.draw.findMany({
      where: { clause: 'p05.6', size: { gt: 0 } },
      orderBy: { id: 'asc' },
    });
    expect(draws.map(({ period, percent, size, chosen }) => [period, percent, size, chosen])).toEqual([
      ['2026Q1', 30, 10, 3],
      ['2026Q1/50%', 50, 10, 5],
    ]);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});
