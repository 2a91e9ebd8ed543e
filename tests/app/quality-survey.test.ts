/** p10.5 质量问卷: it goes out to the users of works under warranty, each half-year, and its end asks for the report. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { takeInRecords } from '../../src/app/take-in-records.js';
import { runDueLines } from '../../src/app/timetable.js';
import { MINUTE, type Instant } from '../../src/core/calendar.js';
import { ratesOf } from '../../src/store/figures.js';
import { at } from '../helpers/estate.js';
import { openSimulated, type SimulatedWorld } from '../helpers/simulated.js';

let world: SimulatedWorld;
beforeEach(async () => {
  world = await openSimulated(at('2026-03-02T10:00:00+08:00'));
  await takeInEstates(world.ctx, [{ id: 'cuihu', name: '翠湖大厦', policies: ['p10'] }]);
  await takeInStaff(world.ctx, [
    { userid: 'he', name: '何执行', roles: [{ estate: 'cuihu', role: 'works-lead' }] },
    { userid: 'xiang', name: '项管', roles: [{ estate: 'cuihu', role: 'project-management' }] },
  ]);
  const resident = (room: string) => ({
    id: `r-${room}`,
    estate: 'cuihu',
    household: `1-1-${room}`,
    name: '李敏',
    externalUserId: `wm${room}`,
    consent: true,
  });
  await takeInResidents(world.ctx, ['101', '102', '103'].map(resident));
});
afterEach(() => world.close());

const WORKS = {
  id: 'W-1',
  estate: 'cuihu',
  kind: 'works-completion',
  description: '办公楼装修',
  acceptedOn: '2026-02-10',
  signedOn: '2026-02-10',
  fitOut: true,
  warrantyMonths: 24,
};
const questionnaires = async (period: string) =>
  (
    await world.ctx.db.read.visit.findMany({
      where: { clause: 'p10.5', startedBy: period },
      orderBy: { counterparty: 'asc' },
    })
  ).map(({ counterparty, assignee, status }) => `${counterparty} ${assignee} ${status}`);
const settle = () => world.advanceTo((world.now() + MINUTE) as Instant);
const asked = async (): Promise<string> => {
  const nextAt = BigInt(world.now());
  await world.ctx.db.write((tx) =>
    tx.visit.updateMany({ where: { clause: 'p10.5', household: '1-1-101' }, data: { nextAt } }),
  );
  await settle();
  const menu = world.seen.findLast(({ to, content }) => to === 'wm101' && content.kind === 'menu');
  return menu?.content.kind === 'menu' ? menu.content.head : '';
};

describe('the quality questionnaire', () => {
  it('goes to nobody where no works are under warranty', async () => {
    await openPeriods(world.ctx, world.now());
    expect(await questionnaires('2026H1')).toEqual([]);
  });

  it('goes to the households that use the works, as they are named; by the works-lead', async () => {
    await world.takeIn([{ ...WORKS, recipients: ['1-1-101', '1-1-103'] }]);
    await openPeriods(world.ctx, world.now());
    expect(await questionnaires('2026H1')).toEqual(['1-1-101 he assigned', '1-1-103 he assigned']);
  });

  it('goes to all households of the building where nobody is named, and again in each half-year of the warranty', async () => {
    await world.takeIn([WORKS]);
    await openPeriods(world.ctx, world.now());
    expect(await questionnaires('2026H1')).toHaveLength(3);
    await openPeriods(world.ctx, at('2026-07-02T10:00:00+08:00'));
    expect(await questionnaires('2026H2')).toHaveLength(3);
    await openPeriods(world.ctx, at('2028-07-02T10:00:00+08:00'));
    expect(await questionnaires('2028H2')).toEqual([]);
  });

  it(
    'asks about the works in words of its own, and at its end the works-lead has the report to write',
    { timeout: 120_000 },
    async () => {
      await world.says('wm101', '你好');
      await settle();
      await world.takeIn([{ ...WORKS, recipients: ['1-1-101'] }]);
      await openPeriods(world.ctx, world.now());
      expect(await asked()).toContain('我是翠湖大厦客服中心。装修工程的质量和保修，7个方面您都满意吗？');
      await world.says('wm101', '3不满意 其余满意');
      await settle();
      const ballot = await world.ctx.db.read.ballot.findFirstOrThrow({ where: { household: '1-1-101' } });
      expect(JSON.parse(world.ctx.box.open(ballot.answers ?? ''))).toMatchObject({ 1: 'satisfied', 3: 'dissatisfied' });
      expect(await world.ctx.db.read.duty.count({ where: { clause: 'p10.5' } })).toBe(0);
      await world.advanceTo(at('2026-07-01T00:00:00+08:00'));
      await runDueLines(world.ctx);
      const duties = await world.ctx.db.read.duty.findMany({ where: { clause: 'p10.5' } });
      expect(duties).toMatchObject([
        { trigger: 'surveyed', startedBy: '2026H1', form: '问卷验证和总结报告', assignee: 'he', status: 'open' },
      ]);
    },
  );

  it('is entered by the works-lead with one grade for all of it, and its rate is of those grades', async () => {
    const { ctx } = world;
    await world.takeIn([WORKS]);
    await openPeriods(ctx, world.now());
    const visits = await ctx.db.read.visit.findMany({ where: { clause: 'p10.5' }, orderBy: { counterparty: 'asc' } });
    const sheets = visits.map(({ no }, at) => ({
      by: 'he',
      visit: no,
      method: 'phone',
      grade: at === 2 ? 'dissatisfied' : 'satisfied',
      remark: '已核对',
    }));
    expect((await takeInRecords(ctx, sheets, 'token')).map(({ status }) => status)).toEqual(Array(3).fill('created'));
    const ballots = await ctx.db.read.ballot.findMany({ orderBy: { id: 'asc' } });
    const answers = ballots.map((one) => JSON.parse(ctx.box.open(one.answers ?? '')) as object);
    expect(answers[2]).toEqual(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((item) => [item, 'dissatisfied'])));
    const range = [at('2026-01-01T00:00:00+08:00'), at('2026-07-01T00:00:00+08:00')] as const;
    const { surveys, items } = await ratesOf(ctx.db.read, ctx.box, { estate: 'cuihu', range });
    expect(surveys).toMatchObject([{ issued: 3, returned: 3, rate: '66.7' }]);
    // Its questions are none of the fourteen directions.
    expect(items.every(({ issued }) => issued === 0)).toBe(true);
  });
});
