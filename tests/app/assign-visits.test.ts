import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visitorFor } from '../../src/app/assign-visits.js';
import { contactHousehold } from '../../src/app/contact-household.js';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import type { Role } from '../../src/core/terms.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { estateOf } from '../../src/store/estates.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

async function visitor(by: readonly Role[], household: string | null, worker: string | null = null, policy = 'p03') {
  const estate = await estateOf(test.ctx.db.read, 'cuihu');
  if (estate === null) throw new TypeError('the estate is there');
  const visit = { by, clause: `${policy}.1`, household, policy, policyVersion: '' };
  const found = await visitorFor(test.ctx.db.read, test.ctx, estate, visit, { worker, at: test.ctx.clock.now() });
  return found?.staff.userid ?? null;
}

describe('who makes a visit', () => {
  it('is the one of the policy’s role whose households meet this one most closely', async () => {
    expect(await visitor(['steward'], '3-2-1204')).toBe('zhangwei');
    expect(await visitor(['steward'], '3-1-0101')).toBe('wangfang');
  });

  it('is never the one who did the work', async () => {
    expect(await visitor(['steward'], '3-2-1204', 'zhangwei')).toBe('wangfang');
    expect(await visitor(['steward'], '3-1-0101', 'wangfang')).toBe('liuyan');
    expect(await visitor(['supervisor'], '3-2-1204', 'liuyan')).toBe('sun');
    expect(await visitor(['manager'], null, 'sun')).toBe('liuyan');
  });

  it('falls to the supervisor, then the manager, where nobody answers for the household', async () => {
    expect(await visitor(['steward'], '9-1-0101')).toBe('liuyan');
    await takeInStaff(test.ctx, [{ userid: 'liuyan', name: '刘艳', roles: [] }]);
    expect(await visitor(['steward'], '9-1-0101')).toBe('sun');
    expect(await visitor(['steward'], '9-1-0101', 'sun')).toBeNull();
  });

  it('goes by the order of the policy’s roles', async () => {
    expect(await visitor(['manager', 'steward'], '3-2-1204')).toBe('sun');
    expect(await visitor(['department-head', 'steward'], '3-2-1204')).toBe('zhangwei');
    expect(await visitor(['steward'], null)).toBe('wangfang');
  });

  it('is nobody of another estate', async () => {
    await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园' }]);
    await takeInStaff(test.ctx, [{ userid: 'zhou', name: '周', roles: [{ estate: 'jin', role: 'steward' }] }]);
    expect(await visitor(['steward'], '9-1-0101')).toBe('liuyan');
  });

  it.each(['p07', 'p09', 'p10'])('falls to those who carry the works out, before all others, in %s', async (policy) => {
    const roles = (role: string) => [{ estate: 'cuihu', role }];
    expect(await visitor(['warranty-lead'], null, null, policy)).toBe('liuyan');
    await takeInStaff(test.ctx, [{ userid: 'pm', name: '项目管理', roles: roles('project-management') }]);
    expect(await visitor(['warranty-lead'], null, null, policy)).toBe('pm');
    await takeInStaff(test.ctx, [{ userid: 'lead', name: '执行', roles: roles('works-lead') }]);
    expect(await visitor(['warranty-lead'], null, null, policy)).toBe('lead');
    expect(await visitor(['warranty-lead'], null, null, 'p03')).toBe('liuyan');
  });
});

describe('a visit that is drawn', () => {
  const done = (worker: string) => ({ id: 'C-1', kind: 'complaint', worker, resolvedAt: '2026-03-10T09:30:00+08:00' });

  it('is given to somebody else than the worker of its event', async () => {
    await test.events(done('zhangwei'));
    expect(await test.visits('C-1')).toMatchObject([{ status: 'assigned', assignee: 'wangfang' }]);
  });

  it('is opened at its time even when there is nobody to give it to', async () => {
    await takeInStaff(
      test.ctx,
      ['wangfang', 'zhangwei', 'liuyan', 'sun'].map((userid) => ({ userid, name: userid, roles: [] })),
    );
    await test.events(done('zhangwei'));
    const [visit] = await test.visits('C-1');
    expect(visit).toMatchObject({ status: 'drawn', assignee: null });
    expect(visit?.nextAt).toBe(visit?.earliest);
  });
});

describe('a visit that is handed over', () => {
  const event = { id: 'C-1', kind: 'complaint', resolvedAt: '2026-03-10T09:30:00+08:00' };
  /** Chat reaches nobody of the household. */
  const handOver = async () => {
    const [no = 0] = await claimDueVisits(test.ctx.db, test.ctx.clock.now(), 10);
    await test.ctx.db.write((tx) => contactHousehold(tx, test.ctx, no, test.ctx.clock.now()));
    const told = await test.ctx.db.read.outbox.findMany({ where: { purpose: 'task' }, select: { recipient: true } });
    const [visit] = await test.visits('C-1');
    return { status: visit?.status, assignee: visit?.assignee, told: told.map(({ recipient }) => recipient) };
  };

  it('stays with whoever has it', async () => {
    await test.events(event);
    expect(await handOver()).toEqual({ status: 'with-staff', assignee: 'zhangwei', told: ['zhangwei'] });
  });

  it.each([
    ['has no role at the estate any more', { roles: [] }],
    ['left', { roles: [{ estate: 'cuihu', role: 'steward' }], active: false }],
  ])('goes to somebody else where whoever had it %s', async (_, change) => {
    await test.events(event);
    await takeInStaff(test.ctx, [{ userid: 'zhangwei', name: '张伟', ...change }]);
    expect(await handOver()).toEqual({ status: 'with-staff', assignee: 'wangfang', told: ['wangfang'] });
  });

  it('goes to somebody else where whoever had it turns out to have done the work', async () => {
    await test.events({ ...event, worker: 'wangfang' });
    await test.events({ ...event, worker: 'zhangwei' });
    expect(await handOver()).toEqual({ status: 'with-staff', assignee: 'wangfang', told: ['wangfang'] });
  });

  it('is told to nobody who may not know of it, where there is nobody else', async () => {
    await test.events(event);
    const all = ['wangfang', 'zhangwei', 'liuyan', 'sun'];
    await takeInStaff(
      test.ctx,
      all.map((userid) => ({ userid, name: userid, roles: [] })),
    );
    expect(await handOver()).toMatchObject({ status: 'with-staff', told: [] });
  });
});
