import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { verifyAudit } from '../../src/store/audit.js';
import { estateOf } from '../../src/store/estates.js';
import { bindIdentity, countSent, heardFrom, identityOf } from '../../src/store/identities.js';
import {
  mayBeContacted,
  normalPhone,
  optOut,
  readPhone,
  residentByIdentity,
  residentOf,
  residentsByPhone,
  residentsOf,
  resume,
} from '../../src/store/people.js';
import { staffForHousehold, staffOf, staffWithRole } from '../../src/store/staff.js';
import { at, CUIHU, LI_MIN, NOW, openIntake } from '../helpers/intake.js';

let world: Awaited<ReturnType<typeof openIntake>>;
beforeEach(async () => {
  world = await openIntake();
  await takeInEstates(world.ctx, [CUIHU]);
});
afterEach(() => world.close());

const only = async (results: Promise<readonly { status: string }[]>): Promise<string | undefined> =>
  (await results)[0]?.status;

describe('estates', () => {
  it('take the defaults of the policies where they say nothing', async () => {
    expect(await estateOf(world.ctx.db.read, 'cuihu')).toEqual({
      ...CUIHU,
      timezone: 'Asia/Shanghai',
      areaSqm: null,
      quietHours: ['21:00', '09:00'],
      contactLimit: 1,
      contactPeriodDays: 7,
      dutyDays: null,
      visitHours: [
        ['09:00', '12:00'],
        ['14:00', '18:00'],
      ],
      policies: [],
    });
  });

  it('sent again change nothing; what is left out stays', async () => {
    expect(await only(takeInEstates(world.ctx, [{ ...CUIHU, quietHours: null }]))).toBe('updated');
    expect(await only(takeInEstates(world.ctx, [CUIHU]))).toBe('unchanged');
    expect((await estateOf(world.ctx.db.read, 'cuihu'))?.quietHours).toBeNull();
  });

  it('keep the versions of their policies: a changed list leaves the old row and opens a new one', async () => {
    const adopt = (policies: unknown) => only(takeInEstates(world.ctx, [{ ...CUIHU, policies }]));
    expect(await adopt(['p03', { id: 'p08' }])).toBe('updated');
    expect(await adopt(['p08', 'p03'])).toBe('unchanged');
    world.moveTo(at('2026-04-01T00:00:00+08:00'));
    expect(await adopt([{ id: 'p03', parameters: { repairRate: 50 } }])).toBe('updated');
    const rows = await world.ctx.db.read.adoptedPolicy.findMany({ orderBy: { id: 'asc' } });
    const left = BigInt(at('2026-04-01T00:00:00+08:00'));
    expect(rows.map((row) => [row.policyId, row.parameters, row.leftAt])).toEqual([
      ['p03', '{}', left],
      ['p08', '{}', left],
      ['p03', '{"repairRate":50}', null],
    ]);
  });

  it('refuse policies and parameters that there are not, naming those there are', async () => {
    const [result] = await takeInEstates(world.ctx, [
      { ...CUIHU, policies: ['p99', { id: 'p03', parameters: { rate: 1, repairRate: 101, __proto__: 1 } }] },
    ]);
    const messages = (result?.errors ?? []).map(({ field, message }) => [field, message.slice(0, 30)]);
    expect(messages).toEqual([
      ['policies.0', '没有制度 "p99"；现有：p01、p02、p03、p04、'],
      ['policies.1.parameters.rate', '制度 p03 没有参数 "rate"；现有：attempts'],
      ['policies.1.parameters.repairRate', '应为 0 到 100 的整数，收到 101'],
    ]);
  });
});

describe('residents', () => {
  it('are created, unchanged, updated', async () => {
    expect(await only(takeInResidents(world.ctx, [LI_MIN]))).toBe('created');
    expect(await only(takeInResidents(world.ctx, [LI_MIN]))).toBe('unchanged');
    expect(await only(takeInResidents(world.ctx, [{ ...LI_MIN, title: '女士' }]))).toBe('updated');
    expect(await only(takeInResidents(world.ctx, [{ ...LI_MIN, phone: '+86 138-0000-0000' }]))).toBe('unchanged');
  });

  it('a missing consent means: not contacted, also where it was given before', async () => {
    const { consent: _, ...silent } = LI_MIN;
    await takeInResidents(world.ctx, [LI_MIN]);
    expect(mayBeContacted((await residentOf(world.ctx.db.read, 'cuihu', 'r-1'))!)).toBe(true);
    await takeInResidents(world.ctx, [silent]);
    expect(mayBeContacted((await residentOf(world.ctx.db.read, 'cuihu', 'r-1'))!)).toBe(false);
    const rows = await world.ctx.db.read.consent.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((row) => [row.given, row.source])).toEqual([
      [true, 'api'],
      [false, 'api'],
    ]);
  });

  it('退订 outlasts another system’s consent, 恢复 ends it', async () => {
    const { db } = world.ctx;
    const key = { estate: 'cuihu', resident: 'r-1' };
    const contacted = async () => mayBeContacted((await residentOf(db.read, 'cuihu', 'r-1'))!);
    await takeInResidents(world.ctx, [LI_MIN]);
    await db.write((tx) => optOut(tx, key, 'wecom-kf', NOW));
    await takeInResidents(world.ctx, [LI_MIN]);
    expect(await contacted()).toBe(false);
    await db.write((tx) => resume(tx, key, 'wecom-kf', NOW));
    expect(await contacted()).toBe(true);
    expect(await db.read.consent.count()).toBe(3);
  });

  it('phones are sealed in the database, found by their number, and each reading is audited', async () => {
    const { ctx } = world;
    await takeInResidents(ctx, [LI_MIN]);
    const row = await ctx.db.read.resident.findFirstOrThrow();
    expect(JSON.stringify({ ...row, createdAt: 0 })).not.toContain('13800000000');
    expect((await residentsByPhone(ctx.db.read, ctx.box, '138 0000 0000')).map((one) => one.id)).toEqual(['r-1']);
    const before = await ctx.db.read.audit.count();
    const phone = await ctx.db.write((tx) =>
      readPhone(tx, ctx, { estate: 'cuihu', resident: 'r-1' }, { actor: 'wangfang', why: '电话回访', at: NOW }),
    );
    expect(phone).toBe('13800000000');
    const [last] = await ctx.db.read.audit.findMany({ orderBy: { seq: 'desc' }, take: 1 });
    expect(await ctx.db.read.audit.count()).toBe(before + 1);
    expect(last).toMatchObject({ actor: 'wangfang', action: 'phone.read', subject: 'resident:cuihu/r-1' });
    expect((await verifyAudit(ctx.db.read)).faults).toEqual([]);
  });

  it('a WeChat user is one resident: another who claims it is refused until the first lets it go', async () => {
    const { ctx } = world;
    await takeInResidents(ctx, [LI_MIN]);
    const other = { ...LI_MIN, id: 'r-2', household: '5-301' };
    const [refused] = await takeInResidents(ctx, [other]);
    expect(refused).toMatchObject({ status: 'rejected', errors: [{ field: 'externalUserId' }] });
    await takeInResidents(ctx, [{ ...LI_MIN, externalUserId: null }, other]);
    expect((await residentByIdentity(ctx.db.read, 'wecom-kf', 'wmLiMin'))?.id).toBe('r-2');
  });

  it('the household is made on demand, read from its Chinese name, and key if any of its people says so', async () => {
    const { ctx } = world;
    const wife = { ...LI_MIN, id: 'r-2', household: '3栋2单元1204', externalUserId: null, keyHousehold: true };
    const results = await takeInResidents(ctx, [wife, { ...LI_MIN, household: '3栋2单元1204' }]);
    expect(results.map((one) => one.status)).toEqual(['created', 'created']);
    const households = await ctx.db.read.household.findMany();
    expect(households.map(({ code, keyHousehold }) => [code, keyHousehold])).toEqual([['3-2-1204', true]]);
    expect((await residentsOf(ctx.db.read, 'cuihu', '3-2-1204')).length).toBe(2);
  });

  it('faults are told by field, and a dry run leaves nothing behind', async () => {
    const { ctx } = world;
    const [bad, good] = await takeInResidents(
      ctx,
      [{ ...LI_MIN, estate: 'jinyuan', phone: '1380000', relation: '朋友' }, LI_MIN],
      { dryRun: true },
    );
    expect(bad).toEqual({
      id: 'r-1',
      status: 'rejected',
      errors: [{ field: 'relation', message: '应为owner、tenant、family、other 之一，收到 "朋友"' }],
    });
    expect(good?.status).toBe('created');
    expect(await ctx.db.read.resident.count()).toBe(0);
  });
});

it.each([
  ['13800000000', '13800000000'],
  ['+86 138 0000 0000', '13800000000'],
  ['0755-2688 0000', '075526880000'],
  ['+852 2688 0000', '+85226880000'],
  ['12', null],
  ['电话', null],
])('the phone %s is %s', (text, phone) => {
  expect(normalPhone(text)).toBe(phone);
});

describe('identities', () => {
  it('48 hours and five messages count from the last word heard, also when words come out of order', async () => {
    const { db } = world.ctx;
    await takeInResidents(world.ctx, [LI_MIN]);
    expect((await identityOf(db.read, 'wecom-kf', 'wmLiMin'))?.lastHeardAt).toBeNull();
    const later = at('2026-03-10T11:00:00+08:00');
    await db.write((tx) => heardFrom(tx, 'wecom-kf', 'wmLiMin', later));
    await db.write((tx) => countSent(tx, 'wecom-kf', 'wmLiMin'));
    await db.write((tx) => heardFrom(tx, 'wecom-kf', 'wmLiMin', NOW));
    expect(await identityOf(db.read, 'wecom-kf', 'wmLiMin')).toMatchObject({ lastHeardAt: later, sentSince: 1 });
    // The platform tells seconds: a second word within one begins anew.
    await db.write((tx) => heardFrom(tx, 'wecom-kf', 'wmLiMin', later));
    expect(await identityOf(db.read, 'wecom-kf', 'wmLiMin')).toMatchObject({ lastHeardAt: later, sentSince: 0 });
  });

  it('a stranger who writes is kept, and keeps what was heard when bound', async () => {
    const { db } = world.ctx;
    await takeInResidents(world.ctx, [{ ...LI_MIN, externalUserId: null }]);
    await db.write((tx) => heardFrom(tx, 'wecom-kf', 'wmNew', NOW));
    expect(await residentByIdentity(db.read, 'wecom-kf', 'wmNew')).toBeNull();
    const owner = { estate: 'cuihu', resident: 'r-1' };
    expect(await db.write((tx) => bindIdentity(tx, 'wecom-kf', 'wmNew', owner, NOW))).toBe(true);
    expect(await db.write((tx) => bindIdentity(tx, 'wecom-kf', 'wmNew', owner, NOW))).toBe(false);
    expect(await identityOf(db.read, 'wecom-kf', 'wmNew')).toMatchObject({ resident: 'r-1', lastHeardAt: NOW });
  });
});

describe('staff', () => {
  const member = (userid: string, role: string, households: readonly string[] = []) => ({
    userid,
    name: userid,
    roles: [{ estate: 'cuihu', role }],
    households,
  });

  it('who knows the household more closely comes first, within the order of the roles', async () => {
    const { ctx } = world;
    await takeInStaff(ctx, [
      member('anyone', 'steward'),
      member('building', 'steward', ['3-*']),
      member('unit', 'steward', ['3栋2单元']),
      member('elsewhere', 'steward', ['5-*']),
      member('boss', 'supervisor'),
    ]);
    const found = await staffForHousehold(ctx.db.read, 'cuihu', '3-2-1204', ['steward', 'supervisor']);
    expect(found.map((one) => one.userid)).toEqual(['unit', 'building', 'anyone', 'boss']);
    expect((await staffWithRole(ctx.db.read, 'cuihu', 'supervisor')).map((one) => one.userid)).toEqual(['boss']);
  });

  it('roles are replaced by those sent, and whoever left is found no more', async () => {
    const { ctx } = world;
    await takeInStaff(ctx, [member('zhangwei', 'steward', ['3-*'])]);
    expect(await only(takeInStaff(ctx, [member('zhangwei', 'steward', ['3-*'])]))).toBe('unchanged');
    expect(await only(takeInStaff(ctx, [member('zhangwei', 'supervisor')]))).toBe('updated');
    expect((await staffOf(ctx.db.read, 'zhangwei'))?.roles).toEqual([
      { estate: 'cuihu', role: 'supervisor', households: [] },
    ]);
    await takeInStaff(ctx, [{ ...member('zhangwei', 'supervisor'), active: false }]);
    expect(await staffWithRole(ctx.db.read, 'cuihu', 'supervisor')).toEqual([]);
    expect((await identityOf(ctx.db.read, 'wecom-app', 'zhangwei'))?.staff).toBe('zhangwei');
  });

  it('a role at an estate that there is not is told with its place', async () => {
    const [result] = await takeInStaff(world.ctx, [
      { userid: 'x', name: 'x', roles: [{ estate: 'nowhere', role: 'steward' }] },
    ]);
    expect(result?.errors).toEqual([{ field: 'roles.0.estate', message: '没有项目 "nowhere"；请先建立该项目' }]);
  });
});

it('two callers who send the same at once both succeed, and there is one', async () => {
  const { ctx } = world;
  const residents = Array.from({ length: 60 }, (_, index) => ({ ...LI_MIN, id: `r-${index}`, externalUserId: null }));
  const both = await Promise.all([takeInResidents(ctx, residents), takeInResidents(ctx, residents)]);
  expect(both.flat().every((result) => result.status !== 'rejected')).toBe(true);
  expect(await ctx.db.read.resident.count()).toBe(60);
});
