import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pickVisit } from '../../src/app/pick-visit.js';
import { setRate } from '../../src/app/set-rate.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { estateOf } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import { drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const paid = (nth: number, day = '09') => ({
  id: `P-${nth}`,
  kind: 'paid-service',
  resolvedAt: `2026-03-${day}T09:00:00+08:00`,
});
const set = async (userid: string, percent: number, clause = 'p03.6'): Promise<string> => {
  const staff = await staffOf(test.ctx.db.read, userid);
  if (staff === null) throw new Error(userid);
  const now = test.ctx.clock.now();
  return test.ctx.db.write((tx) => setRate(tx, test.ctx, { staff, estate: 'cuihu' }, { clause, percent }, now));
};
const pick = async (userid: string, no: number): Promise<string> => {
  const staff = await staffOf(test.ctx.db.read, userid);
  if (staff === null) throw new Error(userid);
  return test.ctx.db.write((tx) => pickVisit(tx, test.ctx, staff, no, test.ctx.clock.now()));
};
const statuses = async (): Promise<Record<string, number>> => {
  const rows = await test.ctx.db.read.visit.findMany({ where: { clause: 'p03.6' } });
  return Object.fromEntries(
    [...new Set(rows.map(({ status }) => status))].map((one) => [
      one,
      rows.filter(({ status }) => status === one).length,
    ]),
  );
};

describe('a rate that the policy leaves to the supervisor', () => {
  it('is set by them, as a new version of what the estate adopted, and draws what waited for it', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => paid(nth)), paid(99, '01'));
    expect(await statuses()).toEqual({ planned: 11 });
    expect(await set('liuyan', 20)).toContain('回访率定为 20%');
    // The eleventh's window is over.
    expect(await statuses()).toEqual({ planned: 1, assigned: 2, 'not-drawn': 8 });
    expect((await estateOf(test.ctx.db.read, 'cuihu'))?.policies[0]?.parameters).toEqual({ otherRate: 20 });
    expect(await test.ctx.db.read.adoptedPolicy.count()).toBe(2);
    expect(await test.ctx.db.read.audit.findFirst({ where: { action: 'policy.change' } })).toMatchObject({
      actor: 'liuyan',
    });
    await test.events(...Array.from({ length: 10 }, (_, nth) => paid(nth + 20)));
    expect(await statuses()).toEqual({ planned: 1, assigned: 4, 'not-drawn': 16 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('is not for others to set, and not where the policy gives it', async () => {
    await test.events(paid(1));
    expect(await set('wangfang', 20)).toContain('客服组主任确定');
    expect(await set('liuyan', 20, 'p03.2')).toContain('由制度规定');
    expect(await set('liuyan', 20, 'p09.2')).toContain('没有采用');
    expect(await statuses()).toEqual({ planned: 1 });
    expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.set rate' } })).toBe(1);
  });

  it('can be set by another system too, as a parameter of the estate', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => paid(nth)));
    const policies = [{ id: 'p03', parameters: { otherRate: 30 } }];
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
    expect(await statuses()).toEqual({ assigned: 3, 'not-drawn': 7 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});

describe('one visit that the supervisor picks', () => {
  it('takes place beside the draw, under their name', async () => {
    await test.events(...Array.from({ length: 10 }, (_, nth) => ({ ...paid(nth), kind: 'help' })), paid(50));
    const undrawn = await test.ctx.db.read.visit.findFirstOrThrow({ where: { status: 'not-drawn' } });
    const waiting = await test.ctx.db.read.visit.findFirstOrThrow({ where: { status: 'planned' } });
    for (const { no, eventId } of [undrawn, waiting]) {
      expect(await pick('wangfang', no)).toContain('没有您可以指定的任务');
      expect(await pick('liuyan', no)).toContain('已指定回访');
      expect(await test.visits(eventId ?? '')).toMatchObject([{ status: 'assigned', why: { draw: 'by:liuyan' } }]);
      expect(await pick('liuyan', no)).toContain('已经在办');
    }
    expect(await drawFaults(test.ctx)).toEqual([]);
    test.moveTo(at('2026-03-20T10:00:00+08:00'));
    const over = await test.ctx.db.read.visit.findFirstOrThrow({ where: { status: 'not-drawn' } });
    expect(await pick('liuyan', over.no)).toContain('时限已过');
  });
});
