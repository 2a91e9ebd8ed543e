import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { openStaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };

describe('无人应答', () => {
  it('three times at different times of day makes the household unreachable', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    const first = await world.tells('wangfang', `无人应答 ${no} 电话`);
    expect(first).toContain('电话无人应答（上午）');
    expect(first).toContain('已计 1 次，共要 3 次；请再在下午、晚上联系');
    expect(await world.tells('wangfang', `没人接 ${no}`)).toContain('不另计次');
    await world.advance(5 * HOUR);
    expect(await world.tells('wangfang', `无人应答 ${no} 上门`)).toContain('上门无人应答（下午）');
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff' });
    await world.advance(4 * HOUR);
    expect(await world.tells('wangfang', `无人应答 ${no}`)).toContain('记为联系不上');
    expect(await world.visit(no)).toMatchObject({ status: 'unreachable', outcome: 'unreachable' });
    expect((await world.attempts(no)).map(({ number, channel, outcome }) => [number, channel, outcome])).toEqual([
      [1, 'phone', 'no-answer'],
      [2, 'phone', 'no-answer'],
      [3, 'in-person', 'no-answer'],
      [4, 'phone', 'no-answer'],
    ]);
    expect(await world.tells('wangfang', `无人应答 ${no}`)).toContain('已经结束');
  });

  it('asks for as many attempts as the estate has set', async () => {
    await using world = await openStaffedWorld({ policies: [{ id: 'p03', parameters: { attempts: 1 } }] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `无人应答 ${no} 电话`)).toContain('记为联系不上');
  });

  it('leaves a question in chat its time', async () => {
    await using world = await openStaffedWorld({ chat: true, policies: [{ id: 'p03', parameters: { attempts: 1 } }] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `无人应答 ${no} 电话`)).toContain('还在等住户回复');
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    expect(await world.visit(no)).toMatchObject({ status: 'recorded', outcome: 'answered-chat' });
  });

  it('counts from the day on which the visit may be made', async () => {
    await using world = await openStaffedWorld({ policies: ['p11'] });
    const repair = { id: 'R-1', kind: 'repair', description: '换锁', resolvedAt: '2026-03-10T09:00:00+08:00' };
    const no = await world.happens(repair);
    expect(await world.tells('wangfang', `无人应答 ${no}`)).toContain('从 3 月 11 日 09:00 起才可以回访，这次不计');
    expect(await world.attempts(no)).toEqual([]);
  });

  it('is for whoever has the task', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('zhaoqiang', `无人应答 ${no}`)).toContain('在王芳名下');
    expect(await world.tells('wangfang', '无人应答 999')).toContain('没有您可以办理的任务 999');
    expect(await world.attempts(no)).toEqual([]);
  });
});

describe('a household that is not to be visited', () => {
  it.each([
    ['拒访', 'refused'],
    ['已搬走', 'moved'],
    ['找错人', 'wrong-person'],
  ])('%s ends the visit, excused', async (word, outcome) => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `${word} ${no}`)).toContain('不再催办');
    expect(await world.visit(no)).toMatchObject({ status: 'unreachable', outcome });
    expect((await world.attempts(no)).map((one) => one.outcome)).toEqual(['silent', outcome]);
    const heard = world.sandbox.resident('wmLi').hears().length;
    await world.advance(3 * DAY);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
    expect(await world.tells('wangfang', `${word} ${no}`)).toContain('已经结束');
  });

  it('may still answer in chat, and that counts', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.tells('wangfang', `拒访 ${no}`);
    await world.sandbox.resident('wmLi').taps('满意');
    await world.settle();
    expect(await world.visit(no)).toMatchObject({ status: 'recorded', outcome: 'answered-chat' });
  });
});

describe('改期', () => {
  it('puts the visit off inside its window, and reminds the visitor', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `改期 ${no} 明天下午`)).toContain('已约在 3 月 11 日 14:00，到时会提醒您');
    expect(await world.visit(no)).toMatchObject({ status: 'postponed' });
    const cards = world.sandbox.staff('wangfang').seen().length;
    await world.advance(26 * HOUR);
    expect(world.sandbox.staff('wangfang').seen().length).toBe(cards);
    await world.advance(HOUR);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff' });
    expect(JSON.stringify(world.sandbox.staff('wangfang').seen().at(-1))).toContain('与住户约在 3 月 11 日 14:00');
  });

  it('is refused beyond the window, in the past, and where no time is understood', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `改期 ${no} 下周三`)).toContain('不在其内');
    expect(await world.tells('wangfang', `改期 ${no} 今天 09:00`)).toContain('已经过去了');
    expect(await world.tells('wangfang', `改期 ${no} 下周末吧`)).toContain(`改期 ${no} 周六上午`);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff' });
  });
});

describe('转给', () => {
  it('hands the task to a colleague, who gets the card', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `转给 赵强 ${no}`)).toContain('已转给赵强');
    expect(await world.visit(no)).toMatchObject({ assignee: 'zhaoqiang' });
    expect(JSON.stringify(world.sandbox.staff('zhaoqiang').seen().at(-1))).toContain('同事转给您');
    expect(await world.tells('wangfang', `转给 刘艳 ${no}`)).toContain('在赵强名下');
  });

  it('is refused for somebody unknown, or whose role makes no visits', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', `转给 李四 ${no}`)).toContain('没有叫「李四」的同事');
    expect(await world.tells('wangfang', `转给 钱进 ${no}`)).toContain('不做回访');
    expect(await world.visit(no)).toMatchObject({ assignee: 'wangfang' });
  });
});

describe('the answer of a resident', () => {
  it('is not to be had by staff: no code of it reaches them, and none that they send counts', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    const menu = world.sandbox
      .resident('wmLi')
      .seen()
      .flatMap((one) => one.options.map(({ id }) => id));
    expect(menu.length).toBeGreaterThanOrEqual(3);
    const [satisfied = ''] = menu;
    for (const userid of ['wangfang', 'sun']) {
      for (const text of [satisfied, '满意', '住户说满意', `满意 ${no}`]) await world.tells(userid, text);
      await world.sandbox.staff(userid).clicks(satisfied);
      await world.sandbox.staff(userid).causes('template_card_event', { EventKey: satisfied, TaskId: `visit-${no}` });
      await world.settle();
      const told = JSON.stringify(world.sandbox.staff(userid).seen());
      for (const id of menu) expect(told).not.toContain(id);
      expect(told).not.toMatch(/https?:/);
    }
    expect(await world.visit(no)).toMatchObject({ status: 'asked', outcome: null });
    expect(await world.runtime.ctx.db.read.record.count()).toBe(0);
  });
});
