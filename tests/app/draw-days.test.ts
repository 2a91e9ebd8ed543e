import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePeriods } from '../../src/app/close-periods.js';
import { contactHousehold } from '../../src/app/contact-household.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p06']);
});
afterEach(() => test.close());

const MONDAY = at('2026-03-16T00:00:00+08:00');
/** Done on the Wednesday of the running week. */
const order = (id: string, dispatched: string, done = '2026-03-11T16:00:00+08:00') => ({
  id,
  kind: 'repair',
  dispatchedAt: `${dispatched}T09:00:00+08:00`,
  resolvedAt: done,
});
const orders = (count: number, day: string, prefix = day) =>
  Array.from({ length: count }, (_, nth) => order(`${prefix}-${nth}`, day));
const all = () => test.ctx.db.read.visit.findMany({ where: { clause: 'p06.3' }, orderBy: { no: 'asc' } });
const isTaken = ({ status }: { status: string }): boolean => !['planned', 'not-drawn', 'cancelled'].includes(status);
const chosen = async (prefix: string): Promise<number> =>
  (await all()).filter((visit) => visit.eventId?.startsWith(prefix) && isTaken(visit)).length;
const theDraw = () => test.ctx.db.read.draw.findUniqueOrThrow({ where: { id: 'cuihu:p06.3:2026-03-09..2026-03-15' } });

/** What the wheel of timers does with the visits that are due. */
async function turn(now: typeof MONDAY): Promise<void> {
  test.moveTo(now);
  for (let due = await claimDueVisits(test.ctx.db, now, 100); due.length > 0;) {
    for (const no of due) await test.ctx.db.write((tx) => contactHousehold(tx, test.ctx, no, now));
    due = (await claimDueVisits(test.ctx.db, now, 100)).filter((no) => !due.includes(no));
  }
}

describe('a week of work orders', () => {
  it('waits until it is over, and is drawn at the moment at which its windows open', async () => {
    await test.events(...orders(3, '2026-03-10'));
    await turn(at('2026-03-15T23:59:59+08:00'));
    expect((await all()).map(({ status }) => status)).toEqual(['planned', 'planned', 'planned']);
    await turn(MONDAY);
    expect((await all()).map(({ status }) => status)).toEqual(['assigned', 'assigned', 'assigned']);
    expect(await theDraw()).toMatchObject({ closedAt: BigInt(MONDAY), required: 3, chosen: 3, size: 3 });
  });

  it('has ten of each day at most, by the day of dispatch; those left open before, by the day they were done', async () => {
    await test.events(
      ...orders(9, '2026-03-09'),
      ...orders(14, '2026-03-10'),
      ...orders(11, '2026-03-12'),
      ...orders(4, '2026-03-03', 'old'),
      ...orders(8, '2026-03-11'),
    );
    await closePeriods(test.ctx, MONDAY);
    const counts = await Promise.all(['2026-03-09', '2026-03-10', '2026-03-12'].map(chosen));
    expect(counts).toEqual([9, 10, 10]);
    // Four of an earlier week were done on the day of the other eight: ten of twelve.
    expect((await chosen('old')) + (await chosen('2026-03-11'))).toBe(10);
    expect(await theDraw()).toMatchObject({ size: 46, required: 39, chosen: 39, short: 0 });
    expect(await drawFaults(test.ctx)).toEqual([]);
    await closePeriods(test.ctx, at('2026-03-16T01:00:00+08:00'));
    expect(await test.ctx.db.read.audit.count({ where: { action: 'draw.close' } })).toBe(1);
  });

  it('counts an order without dispatch by its report, and one without either by its end', async () => {
    await test.events(
      ...Array.from({ length: 11 }, (_, nth) => ({
        id: `W-${nth}`,
        kind: 'repair',
        resolvedAt: '2026-03-11T16:00:00+08:00',
        ...(nth % 2 === 0 ? { reportedAt: '2026-03-11T08:00:00+08:00' } : {}),
      })),
    );
    await closePeriods(test.ctx, MONDAY);
    expect(await chosen('W')).toBe(10);
  });

  it('takes in what comes late as far as its day has room, and says so in the audit', async () => {
    await test.events(...orders(9, '2026-03-10'), ...orders(10, '2026-03-11'));
    await turn(MONDAY);
    test.moveTo(at('2026-03-17T10:00:00+08:00'));
    await test.events(order('late-1', '2026-03-10'), order('late-2', '2026-03-10'), order('late-3', '2026-03-11'));
    await turn(at('2026-03-17T10:00:01+08:00'));
    const late = (await all()).filter(({ eventId }) => eventId?.startsWith('late'));
    expect(late.filter(isTaken)).toHaveLength(1);
    expect(late.find(({ eventId }) => eventId === 'late-3')?.status).toBe('not-drawn');
    expect([await chosen('2026-03-10'), await chosen('2026-03-11')]).toEqual([9, 10]);
    const joined = await test.ctx.db.read.audit.findMany({ where: { action: 'draw.joined' } });
    expect(joined.map(({ detail }) => (JSON.parse(detail) as { unit: string }).unit)).toEqual([
      'late-1',
      'late-2',
      'late-3',
    ]);
    expect(await theDraw()).toMatchObject({ size: 22, required: 20, chosen: 20 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('fills a day again when an order of it turns out to be none', async () => {
    await test.events(...orders(12, '2026-03-10'));
    await turn(MONDAY);
    const gone = (await all()).find(({ status }) => status === 'assigned')?.eventId ?? '';
    await test.events({ ...order(gone, '2026-03-10'), kind: 'help' });
    expect(await chosen('2026-03-10')).toBe(10);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'draw.left' } })).toBe(1);
    await test.events(order(gone, '2026-03-10'));
    await turn(at('2026-03-16T09:00:00+08:00'));
    expect(await chosen('2026-03-10')).toBeGreaterThanOrEqual(10);
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('is another one when the order’s end is corrected before the draw', async () => {
    await test.events(order('A', '2026-03-10'));
    await test.events(order('A', '2026-03-10', '2026-03-17T09:00:00+08:00'));
    await turn(MONDAY);
    expect((await all())[0]).toMatchObject({ status: 'planned', period: '2026-03-16..2026-03-22' });
    await turn(at('2026-03-23T00:00:00+08:00'));
    expect((await all())[0]).toMatchObject({ status: 'assigned', earliest: BigInt(at('2026-03-23T00:00:00+08:00')) });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});
