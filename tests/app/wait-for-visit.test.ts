import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactHousehold } from '../../src/app/contact-household.js';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p01']);
});
afterEach(() => test.close());

/** p01.7: within five days once, within a month a second time. */
const CRACK = { id: 'R-1', kind: 'repair', category: 'wall-crack', resolvedAt: '2026-03-10T09:00:00+08:00' };
const second = async () => {
  const visit = (await test.visits('R-1')).find(({ visit: number }) => number === 2);
  if (visit === undefined) throw new Error('no second visit');
  return visit;
};

describe('a second visit that comes after the first (T8)', () => {
  it('waits, planned, from the anchor on until the first was done; its due stands', async () => {
    await test.events(CRACK);
    const [first, later] = await test.visits('R-1');
    expect(first).toMatchObject({ visit: 1, status: 'assigned', due: at('2026-03-16T00:00:00+08:00') });
    expect(later).toMatchObject({
      visit: 2,
      status: 'planned',
      earliest: at('2026-03-10T09:00:00+08:00'),
      due: at('2026-04-11T00:00:00+08:00'),
      nextAt: at('2026-04-11T00:00:00+08:00'),
    });
    // Nobody is asked for it, whatever is due meanwhile.
    expect(await claimDueVisits(test.ctx.db, at('2026-03-20T10:00:00+08:00'), 10)).toEqual([first?.no]);
  });

  it('begins at the instant at which the first was done', async () => {
    await test.events(CRACK);
    test.moveTo(at('2026-03-12T15:00:00+08:00'));
    await makeVisit(test, (await test.visits('R-1'))[0]?.no ?? 0, 'satisfied');
    expect(await second()).toMatchObject({
      status: 'assigned',
      earliest: at('2026-03-12T15:00:00+08:00'),
      due: at('2026-04-11T00:00:00+08:00'),
      nextAt: at('2026-03-12T15:00:00+08:00'),
    });
  });

  it('waits the days of the parameter besides', async () => {
    await test.close();
    test = await openEstate([{ id: 'p01', parameters: { minGapDays: 5 } }]);
    await test.events(CRACK);
    test.moveTo(at('2026-03-12T15:00:00+08:00'));
    await makeVisit(test, (await test.visits('R-1'))[0]?.no ?? 0, 'satisfied');
    expect((await second()).earliest).toBe(at('2026-03-17T15:00:00+08:00'));
  });

  it('stays where it is when the event is sent again', async () => {
    await test.events(CRACK);
    const waiting = await second();
    await test.events(CRACK, { ...CRACK, description: '客厅墙' });
    expect(await second()).toEqual(waiting);
    test.moveTo(at('2026-03-12T15:00:00+08:00'));
    await makeVisit(test, (await test.visits('R-1'))[0]?.no ?? 0, 'satisfied');
    const begun = await second();
    await test.events({ ...CRACK, description: '主卧墙' });
    expect(await second()).toEqual(begun);
  });

  it('moves with its event while it waits', async () => {
    await test.events(CRACK, { ...CRACK, resolvedAt: '2026-03-11T09:00:00+08:00' });
    const due = at('2026-04-12T00:00:00+08:00');
    expect(await second()).toMatchObject({ earliest: at('2026-03-11T09:00:00+08:00'), due, nextAt: due });
  });

  it('goes to a person, late, when the first was never done', async () => {
    await test.events(CRACK);
    const now = at('2026-04-11T00:00:00+08:00');
    test.moveTo(now);
    const { no } = await second();
    await test.ctx.db.write((tx) => tx.visit.updateMany({ where: { no: { not: no } }, data: { nextAt: null } }));
    expect(await claimDueVisits(test.ctx.db, now, 10)).toEqual([no]);
    await test.ctx.db.write((tx) => contactHousehold(tx, test.ctx, no, now));
    expect(await second()).toMatchObject({ status: 'with-staff', assignee: 'zhangwei', due: now });
    expect(await test.ctx.db.read.outbox.count({ where: { purpose: 'ask' } })).toBe(0);
  });

  it('goes to a person at once when the first was done after its due', async () => {
    await test.events(CRACK);
    const [first] = await test.visits('R-1');
    test.moveTo((at('2026-04-11T00:00:00+08:00') + DAY) as ReturnType<typeof at>);
    await makeVisit(test, first?.no ?? 0, 'satisfied');
    const begun = await second();
    expect(begun).toMatchObject({ status: 'assigned', due: at('2026-04-11T00:00:00+08:00') });
    expect(begun.nextAt ?? Infinity).toBeLessThan(test.ctx.clock.now() + HOUR);
  });
});
