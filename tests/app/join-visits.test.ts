import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimTask } from '../../src/app/claim-task.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { DAY, type Instant } from '../../src/core/calendar.js';
import { staffOf } from '../../src/store/staff.js';
import { HOME, openHome, type OneHome } from '../helpers/one-home.js';

let home: OneHome;
beforeEach(async () => {
  home = await openHome(['p11']);
});
afterEach(() => home.close());

const event = (id: string, kind: string, description: string, resolvedAt: string) => ({
  id,
  estate: 'cuihu',
  kind,
  household: HOME,
  description,
  resolvedAt,
});
/** Windows from 09:00 today until tomorrow, and from this morning for three days: both open at ten. */
const REPAIR = event('R-1', 'repair', '客厅渗水', '2026-03-09T09:00:00+08:00');
const PAID = event('P-1', 'paid-service', '空调清洗', '2026-03-10T08:00:00+08:00');
const LATER = event('P-2', 'paid-service', '抽油烟机清洗', '2026-03-10T08:30:00+08:00');
const COMPLAINT = event('C-1', 'complaint', '楼道噪音', '2026-03-10T09:00:00+08:00');

async function done(...events: readonly object[]): Promise<void> {
  await home.world.takeIn(events);
  await home.settle();
}
const visits = async () => {
  const rows = await home.world.ctx.db.read.visit.findMany({ orderBy: { no: 'asc' } });
  return Object.fromEntries(rows.map((row) => [row.eventId ?? row.startedBy, row]));
};
const questions = () => home.hears().filter((text) => text.includes('满意吗'));

describe('two visits of one household (p02.10)', () => {
  it('are asked in one conversation, one after the other, as one contact; each has its record', async () => {
    await done(REPAIR, PAID);
    expect(questions()).toEqual([
      '您好，我是翠湖花园客服中心，有两件事问您。第一件：3 月 9 日您家客厅渗水的维修，结果您满意吗？\n不想再收到，回复「退订」即可。',
    ]);
    const before = await visits();
    expect(before['P-1']).toMatchObject({ status: 'assigned', joinedTo: before['R-1']?.no, askedAt: null });
    await home.taps('满意');
    expect(questions().at(-1)).toContain('已记下：您家客厅渗水的维修，满意。');
    expect(questions().at(-1)).toContain('还有一件：3 月 10 日您家空调清洗的有偿服务，结果您满意吗？');
    await home.taps('一般满意');
    const after = await visits();
    expect([after['R-1']?.status, after['P-1']?.status]).toEqual(['recorded', 'recorded']);
    expect(after['P-1']?.issuedAt).not.toBeNull();
    const records = await home.world.ctx.db.read.record.findMany({
      where: { current: true },
      orderBy: { visitNo: 'asc' },
    });
    expect(records.map(({ visitNo, grade }) => [visitNo, grade])).toEqual([
      [after['R-1']?.no, 'satisfied'],
      [after['P-1']?.no, 'fairly'],
    ]);
    expect(home.hears().filter((text) => text.includes('满意吗'))).toHaveLength(2);
  });

  it('are both answered by a word that names both', async () => {
    await done(REPAIR, PAID);
    await home.says('都满意');
    expect(home.hears().at(-1)).toContain('客厅渗水的维修，满意；您家空调清洗的有偿服务，满意。');
    expect(Object.values(await visits()).map(({ status }) => status)).toEqual(['recorded', 'recorded']);
  });

  it('go to one person on one card when nobody answers, after one reminder', async () => {
    await done(PAID, LATER);
    const heard = home.hears().length;
    await home.world.advanceTo((home.world.now() + 3 * DAY) as Instant);
    expect(home.hears()).toHaveLength(heard + 1);
    const after = await visits();
    expect([after['P-1'], after['P-2']].map((one) => [one?.status, one?.assignee])).toEqual([
      ['with-staff', 'wangfang'],
      ['with-staff', 'wangfang'],
    ]);
    const cards = home.staffHears('wangfang').filter((text) => text.includes('回访'));
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain(`任务 ${after['P-1']?.no}、${after['P-2']?.no}`);
    expect(cards[0]).toContain('空调清洗；抽油烟机清洗');
    const { ctx } = home.world;
    const claimed = await ctx.db.write(async (tx) => {
      const staff = await staffOf(tx, 'liuyan');
      return staff && claimTask(tx, ctx, staff, after['P-1']?.no ?? 0, home.world.now());
    });
    expect(claimed?.text).toContain(`任务 ${after['P-1']?.no}、${after['P-2']?.no} 已转到您名下`);
    expect(Object.values(await visits()).map(({ assignee }) => assignee)).toEqual(['liuyan', 'liuyan']);
  });

  it.each(['退订', '转人工'])('go to a person together on %s, also the one that was not asked', async (words) => {
    await done(REPAIR, PAID);
    await home.says(words);
    expect(Object.values(await visits()).map(({ status }) => status)).toEqual(['with-staff', 'with-staff']);
  });

  it('a tap on the older menu finds the visit that it names', async () => {
    await done(REPAIR, PAID);
    const { 'R-1': repair } = await visits();
    await home.taps('满意');
    await home.taps('不满意', repair?.no);
    expect(home.hears().at(-1)).toContain('这次的评价已经记下：满意');
    expect((await visits())['P-1']?.status).toBe('asked');
  });
});

describe('the household is left in peace', () => {
  it('a complaint comes first and takes along what the limit held back', async () => {
    const estate = { id: 'cuihu', name: '翠湖花园', contactPeriodDays: 1 };
    await takeInEstates(home.world.ctx, [estate]);
    await done(REPAIR);
    await home.taps('满意');
    // A second matter within the day waits for the limit; a complaint does not, and brings it with it.
    await done(PAID);
    expect((await visits())['P-1']?.askedAt).toBeNull();
    await done(COMPLAINT);
    expect(questions().at(-1)).toContain('有两件事问您。第一件：3 月 10 日您投诉的楼道噪音问题的处理');
    await home.taps('满意');
    expect(questions().at(-1)).toContain('还有一件：3 月 10 日您家空调清洗的有偿服务');
  });

  it('no more than three visits are asked in one conversation', async () => {
    const more = [1, 2, 3].map((nth) => event(`P-${nth}`, 'paid-service', `清洗 ${nth}`, '2026-03-10T08:00:00+08:00'));
    await done(REPAIR, ...more);
    expect(questions()[0]).toContain('有三件事问您');
    const joined = Object.values(await visits()).filter(({ joinedTo }) => joinedTo !== null);
    expect(joined).toHaveLength(2);
  });
});
