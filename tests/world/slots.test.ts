import { describe, expect, it } from 'vitest';
import { DAY, HOUR, parseInstant, type Instant } from '../../src/core/calendar.js';
import { contactsSince } from '../../src/store/visits.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const REPAIR = { id: 'W-1', kind: 'repair', description: '客厅渗水', resolvedAt: '2026-03-02T16:20:00+08:00' };
const at = (text: string): Instant => parseInstant(`2026-${text}:00+08:00`) as Instant;
/** Every repair is visited. */
const ALL = [{ id: 'p03', parameters: { repairRate: 100 } }];
const WEEKDAYS = { dutyDays: ['mon', 'tue', 'wed', 'thu', 'fri'] };

/** The repair's visit is asked about in chat, and the resident wants somebody to call. */
async function handedOver(world: StaffedWorld): Promise<number> {
  const no = await world.happens(REPAIR);
  await world.sandbox.resident('wmLi').says('人工');
  await world.settle();
  return no;
}
async function says(world: StaffedWorld, words: string, who = 'wmLi'): Promise<string> {
  await world.sandbox.resident(who).says(words);
  await world.settle();
  return world.sandbox.resident(who).hears().at(-1) ?? '';
}
const until = (world: StaffedWorld, to: Instant): Promise<void> => world.advance(to - world.now());
const menu = (world: StaffedWorld, who = 'wmLi'): readonly string[] =>
  (world.sandbox.resident(who).last()?.options ?? []).map(({ text }) => text);

describe('改天: the resident chooses one of three times of the steward', () => {
  it('by a tap; both are told, both are reminded, and it stands in 我的任务, 说明 and on the form', async () => {
    await using world = await openStaffedWorld({ chat: true, policies: ALL, estate: WEEKDAYS });
    const no = await handedOver(world);
    expect(await says(world, '没空，改天吧')).toContain('王芳这几个时间可以联系您');
    expect(menu(world)).toEqual(['今天（周二）14:00', '明天（周三）9:00', '明天（周三）14:00', '都不方便']);
    await world.sandbox.resident('wmLi').taps('明天（周三）14:00');
    await world.settle();
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain(
      '约好了：明天（周三）14:00，王芳联系您，事先再提醒您一次',
    );
    expect(await world.visit(no)).toMatchObject({ status: 'postponed', why: { appointment: at('03-11T14:00') } });
    expect(world.sandbox.staff('wangfang').hears().at(-1)).toContain(`任务 ${no}：3 月 11 日 14:00`);
    expect(await world.tells('wangfang', '我的任务')).toContain('已约 3 月 11 日 14:00');
    expect(await world.tells('wangfang', `说明 ${no}`)).toContain('约在 3 月 11 日 14:00');

    const before = world.sandbox.resident('wmLi').hears().length;
    await until(world, at('03-11T11:59'));
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(before);
    await until(world, at('03-11T12:00'));
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain(
      '提醒您：今天（周三）14:00，王芳为您家客厅渗水的维修联系您',
    );
    await until(world, at('03-11T13:00'));
    expect(JSON.stringify(world.sandbox.staff('wangfang').last())).toContain('与住户约在 3 月 11 日 14:00');
    const since = (world.now() - 7 * DAY) as Instant;
    expect(await contactsSince(world.runtime.ctx.db.read, 'cuihu', '3-2-1204', since)).toHaveLength(1);

    await world.tells('wangfang', `完成 ${no} 电话 13800000000 满意`);
    expect(world.sandbox.staff('wangfang').hears().join('\n')).toContain(`已记录`);
  });

  it('in words, and in other words once more; the form of the record has the time', async () => {
    await using world = await openStaffedWorld({ chat: true, policies: ALL, estate: WEEKDAYS });
    const no = await handedOver(world);
    await says(world, '改天吧');
    expect(await says(world, '明天上午吧')).toContain('约好了：明天（周三）9:00');
    expect(await says(world, '不行，明天上午有事，明天下午三点吧')).toContain('约好了：明天（周三）15:00');
    expect((await world.visit(no)).why.appointment).toBe(at('03-11T15:00'));
    const told = world.sandbox.resident('wmLi').hears().length;
    await until(world, at('03-11T12:00'));
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(told);
    await until(world, at('03-11T15:00'));
    const reminders = world.sandbox
      .resident('wmLi')
      .hears()
      .filter((one) => one.includes('提醒您：'));
    expect(reminders).toEqual([expect.stringContaining('今天（周三）15:00')]);
    await world.tells('wangfang', `完成 ${no}`);
    await world.tells('wangfang', '电话 13800000000 满意 师傅准时');
    const seen = JSON.stringify(world.sandbox.staff('wangfang').seen());
    expect(seen).toContain('预约时间：3 月 11 日 15:00');
  });

  it('the steward is asked to phone where the chat is closed by the time of the reminder', async () => {
    await using world = await openStaffedWorld({ chat: true, policies: ALL, estate: WEEKDAYS });
    await handedOver(world);
    await says(world, '改天');
    expect(await says(world, '周五下午')).toContain('方便');
    await world.sandbox.resident('wmLi').taps('3 月 13 日（周五）14:00');
    await world.settle();
    expect(world.sandbox.resident('wmLi').hears().at(-1)).not.toContain('提醒');
    expect(world.sandbox.staff('wangfang').hears().at(-1)).toContain('微信提醒不到住户，请事先打个电话');
  });

  it('not over what the steward has agreed already, and on a leave with the deputy', async () => {
    const staff = [...STAFF, { userid: 'lisi', name: '李四', roles: [{ estate: 'cuihu', role: 'steward' }] }];
    await using world = await openStaffedWorld({ chat: true, policies: ALL, estate: WEEKDAYS, staff });
    await world.post('/api/v1/events', { ...REPAIR, id: 'W-9', estate: 'cuihu', household: '3-2-1205' });
    await world.settle();
    const [other] = await world.runtime.ctx.db.read.visit.findMany({ where: { eventId: 'W-9' } });
    await world.tells(other?.assignee ?? '', `改期 ${other?.no ?? 0} 明天 9:00`);
    const no = await handedOver(world);
    const mine = (await world.visit(no)).assignee ?? '';
    const deputy = mine === 'wangfang' ? ['lisi', '李四'] : ['wangfang', '王芳'];
    if (other?.assignee !== mine)
      await world.tells(other?.assignee ?? '', `转给 ${mine === 'lisi' ? '李四' : '王芳'} ${other?.no ?? 0}`);
    await world.tells(mine, `请假 后天 1天 代班 ${deputy[1] ?? ''}`);
    await says(world, '改天吧');
    expect(menu(world)[1]).toBe('明天（周三）10:00');
    expect(await says(world, '后天上午九点')).toContain(`约好了：后天（周四）9:00，${deputy[1] ?? ''}联系您`);
    expect(await world.visit(no)).toMatchObject({ assignee: deputy[0], why: { heldFor: mine } });
    expect(
      world.sandbox
        .staff(deputy[0] ?? '')
        .hears()
        .at(-1),
    ).toContain(`任务 ${no}：3 月 12 日 09:00`);
    expect(world.sandbox.staff(mine).hears().at(-1)).toContain('那天您请假');
  });

  it('a time that another household has taken meanwhile is not theirs, and the next ones are offered', async () => {
    await using world = await openStaffedWorld({ chat: true, policies: ALL, estate: WEEKDAYS });
    const second = {
      id: 'r-2',
      estate: 'cuihu',
      household: '3-2-1205',
      name: '赵军',
      externalUserId: 'wmZhao',
      consent: true,
    };
    await world.post('/api/v1/residents', second);
    await world.sandbox.resident('wmZhao').says('你好');
    await world.settle();
    await world.post('/api/v1/events', { ...REPAIR, id: 'W-2', estate: 'cuihu', household: '3-2-1205' });
    await handedOver(world);
    await says(world, '人工', 'wmZhao');
    await says(world, '改天吧');
    await says(world, '改天吧', 'wmZhao');
    expect(menu(world, 'wmZhao')).toEqual(menu(world));
    await world.sandbox.resident('wmLi').taps('明天（周三）9:00');
    await world.settle();
    await world.sandbox.resident('wmZhao').taps('明天（周三）9:00');
    await world.settle();
    expect(world.sandbox.resident('wmZhao').hears().at(-1)).toContain('明天（周三）9:00刚被约走了');
    expect(menu(world, 'wmZhao')).toEqual(['今天（周二）14:00', '明天（周三）10:00', '明天（周三）14:00', '都不方便']);
    const [free] = await world.runtime.ctx.db.read.visit.findMany({ where: { eventId: 'W-2' } });
    expect(free?.status).toBe('with-staff');
  });

  it('where none is left inside the window that is said, and the supervisor is to arrange it', async () => {
    await using world = await openStaffedWorld({ chat: true, estate: { dutyDays: ['sat'] } });
    await world.happens({ id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' });
    await says(world, '人工');
    expect(await says(world, '改天吧')).toContain('3 月 13 日以前同事没有空的时间了，我请主管和您另约');
    expect(world.sandbox.staff('liuyan').hears().join('\n')).toContain('时限内负责的同事没有空的时段');
  });

  it('of a visit in person about which nobody asked in chat as well', async () => {
    await using world = await openStaffedWorld({
      chat: true,
      estate: WEEKDAYS,
      policies: [{ id: 'p05', parameters: { repairRate: 100 } }],
    });
    const no = await world.happens({ ...REPAIR, resolvedAt: '2026-02-06T09:30:00+08:00' });
    expect((await world.visit(no)).status).toBe('with-staff');
    expect(await says(world, '今天没空，改天再来')).toContain('这几个时间可以联系您');
    await world.advance(HOUR);
    await says(world, '第一个');
    expect((await world.visit(no)).why.appointment).toBe(at('03-11T09:00'));
  });

  it('the hours are the estate’s, and faults in them are told', async () => {
    await using world = await openStaffedWorld({
      chat: true,
      policies: ALL,
      estate: { visitHours: [['19:00', '21:00']] },
    });
    await handedOver(world);
    await says(world, '改天吧');
    expect(menu(world)[0]).toBe('今天（周二）19:00');
    const { json } = await world.post('/api/v1/estates', {
      id: 'cuihu',
      name: '翠湖花园',
      visitHours: [['12:00', '09:00']],
    });
    expect(json).toMatchObject({ results: [{ status: 'rejected', errors: [{ field: 'visitHours' }] }] });
  });
});
