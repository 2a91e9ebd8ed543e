import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { replaceUnreachable } from '../../src/app/replace-visit.js';
import { saveVisit, visitByNo, type StoredVisit } from '../../src/store/visits.js';
import { drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03', 'p04', 'p06']);
});
afterEach(() => test.close());

const visits = async (clause: string): Promise<readonly StoredVisit[]> => {
  const rows = await test.ctx.db.read.visit.findMany({
    where: { clause },
    orderBy: { no: 'asc' },
    select: { no: true },
  });
  const all = await Promise.all(rows.map(({ no }) => visitByNo(test.ctx.db.read, no)));
  return all.filter((visit) => visit !== null);
};
const isChosen = ({ status }: StoredVisit): boolean => !['planned', 'not-drawn', 'cancelled'].includes(status);
const chosen = async (clause: string) => (await visits(clause)).filter(isChosen);

/** Makes a visit unreachable, and asks for another one. */
const lose = (visit: StoredVisit | undefined, now = test.ctx.clock.now()): Promise<StoredVisit | null> => {
  if (visit === undefined) throw new Error('no such visit');
  return test.ctx.db.write(async (tx) => {
    const lost = { ...visit, status: 'unreachable', nextAt: null } as const;
    await saveVisit(tx, lost, now);
    return replaceUnreachable(tx, test.ctx, lost, now);
  });
};
const help = (nth: number, room = nth) => ({
  id: `H-${nth}`,
  kind: 'help',
  household: `3-2-${1001 + room}`,
  resolvedAt: '2026-03-09T09:00:00+08:00',
});

describe('an unreachable visit', () => {
  it('is replaced by the next of its population, and never by a household that had its turn', async () => {
    // Ten households with two services each.
    await test.events(...Array.from({ length: 20 }, (_, nth) => help(nth, nth % 10)));
    const seen = new Set((await chosen('p03.4')).map(({ household }) => household));
    let replaced = 0;
    for (;;) {
      const open = (await chosen('p03.4')).find(({ status }) => status === 'assigned');
      if (open === undefined) break;
      const next = await lose(open);
      if (next === null) continue;
      expect(seen.has(next.household)).toBe(false);
      seen.add(next.household);
      expect(next).toMatchObject({ status: 'assigned', why: { draw: 'replacement' } });
      expect((await visitByNo(test.ctx.db.read, next.replaces ?? 0))?.status).toBe('replaced');
      replaced += 1;
    }
    expect(seen.size).toBe(10);
    expect(replaced).toBeGreaterThanOrEqual(4);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('stays so where all are visited, and where no window is open any more', async () => {
    await test.events({ ...help(1), kind: 'complaint' }, ...Array.from({ length: 10 }, (_, nth) => help(nth + 2)));
    expect(await lose((await chosen('p03.1'))[0])).toBeNull();
    expect(await lose((await chosen('p03.4'))[0], at('2026-03-20T10:00:00+08:00'))).toBeNull();
    expect((await chosen('p03.1'))[0]?.status).toBe('unreachable');
  });

  it('of a household draw gives its place to a household, with all of its services', async () => {
    const service = (nth: number, more: object = {}) => ({
      ...help(nth, nth % 20),
      id: `J-${nth}`,
      kind: 'home-service',
      service: 'cleaning',
      ...more,
    });
    await test.events(...Array.from({ length: 40 }, (_, nth) => service(nth)));
    const [first, second] = await chosen('p04.1');
    const pair = (await chosen('p04.1')).filter(({ household }) => household === first?.household);
    expect(second).toBeDefined();
    expect(await lose(pair[0])).toBeNull();
    const next = await lose(pair[1]);
    expect(next?.household).not.toBe(first?.household);
    expect((await chosen('p04.1')).filter(({ household }) => household === next?.household)).toHaveLength(2);
    await test.events(service(90, { newStaff: true, household: '3-2-2001' }));
    const certain = (await chosen('p04.1')).find(({ household }) => household === '3-2-2001');
    expect(await lose(certain)).toBeNull();
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('of a day is replaced by another order of that day', async () => {
    const order = (nth: number, day: number) => ({
      id: `W-${day}-${nth}`,
      kind: 'repair',
      household: `5-${day}-${100 + nth}`,
      dispatchedAt: `2026-03-${day}T09:00:00+08:00`,
      resolvedAt: '2026-03-12T16:00:00+08:00',
    });
    await test.events(
      ...Array.from({ length: 12 }, (_, nth) => order(nth, 10)),
      ...Array.from({ length: 11 }, (_, nth) => order(nth, 11)),
    );
    await closePeriods(test.ctx, at('2026-03-16T00:00:00+08:00'));
    const now = at('2026-03-16T10:00:00+08:00');
    const ofDay = async (day: number) => (await chosen('p06.3')).filter(({ event }) => event?.startsWith(`W-${day}`));
    const next = await lose(
      (await ofDay(10)).find(({ status }) => status === 'assigned'),
      now,
    );
    expect(next?.event).toMatch(/^W-10-/);
    const last = await lose(
      (await ofDay(11)).find(({ status }) => status === 'assigned'),
      now,
    );
    expect(last?.event).toMatch(/^W-11-/);
    expect(
      await lose(
        (await ofDay(11)).find(({ status }) => status === 'assigned'),
        now,
      ),
    ).toBeNull();
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('of a list of recipients is replaced by the next household on it', async () => {
    const recipients = Array.from({ length: 20 }, (_, nth) => `3-2-${1001 + nth}`);
    await test.events({ ...help(1), id: 'PUB', kind: 'publication', household: undefined, recipients });
    const before = (await chosen('p03.5')).map(({ household }) => household);
    const next = await lose((await chosen('p03.5'))[0]);
    expect(recipients).toContain(next?.household);
    expect(before).not.toContain(next?.household);
    expect(next).toMatchObject({ status: 'assigned', event: 'PUB', rate: 10 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});
