import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visitorFor } from '../../src/app/assign-visits.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import type { Role } from '../../src/core/terms.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate();
});
afterEach(() => test.close());

const visitor = async (by: readonly Role[], household: string | null, worker: string | null = null) =>
  (await visitorFor(test.ctx.db.read, 'cuihu', { by, household }, worker))?.userid ?? null;

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
    expect(await visitorFor(test.ctx.db.read, 'jinyuan', { by: ['steward'], household: '3-2-1204' }, null)).toBeNull();
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
