import { describe, expect, it } from 'vitest';
import { examine } from '../../src/cli/doctor.js';
import { readConfig } from '../../src/config.js';
import { APP_MENU } from '../../src/core/app-menu.js';
import { openStaffedWorld, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
const clicks = async (world: StaffedWorld, userid: string, entry: string): Promise<string> => {
  await world.sandbox.staff(userid).clicks(entry);
  await world.settle();
  return world.sandbox.staff(userid).hears().at(-1) ?? '';
};
const doctorSays = async (world: StaffedWorld): Promise<string> =>
  (await examine(readConfig(world.env))).map(({ text }) => text).join('\n');

describe('the app’s own menu', () => {
  it('is made once, and again where somebody has changed it', async () => {
    await using world = await openStaffedWorld();
    expect(await doctorSays(world)).toContain('应用里还没有菜单');
    await world.runtime.bringMenu();
    await world.runtime.bringMenu();
    expect(world.sandbox.calls('menu/create')).toHaveLength(1);
    expect(world.sandbox.menu().map(({ name }) => name)).toEqual(APP_MENU.map(({ name }) => name));
    expect(await doctorSays(world)).toContain('应用菜单已做好');
    const [call] = world.sandbox.calls('menu/create');
    const token = call?.query['access_token'] ?? '';
    const address = `${world.sandbox.url}/cgi-bin/menu/create?access_token=${token}&agentid=${world.sandbox.settings.agentId}`;
    const other = { button: [{ type: 'click', name: '签到', key: 'sign' }] };
    await fetch(address, { method: 'POST', body: JSON.stringify(other) });
    expect(await doctorSays(world)).toContain('应用菜单与程序的不同');
    await world.runtime.bringMenu();
    expect(await doctorSays(world)).toContain('应用菜单已做好');
  });

  it('is clicked as the command is typed, by whoever may', async () => {
    await using world = await openStaffedWorld();
    await world.runtime.bringMenu();
    const no = await world.happens(COMPLAINT);
    expect(await clicks(world, 'wangfang', '我的任务')).toContain(`${no}. 3 月 13 日 24:00 前`);
    expect(await clicks(world, 'wangfang', '帮助')).toContain('您可以这样写');
    const clicked = await clicks(world, 'sun', '满意率 本月');
    expect(await world.tells('sun', '满意率 本月')).toContain(clicked);
    const refusal = await clicks(world, 'wangfang', '执行率 本月');
    expect(refusal).toContain('这项内容由');
    expect(await world.tells('wangfang', '执行率 本月')).toContain(refusal);
    expect(await clicks(world, 'stranger', '满意率 本月')).toContain('还没有登记为员工');
  });

  it('has the likeliest as buttons where nothing was understood, which are tapped as they are typed', async () => {
    await using world = await openStaffedWorld();
    const sun = world.sandbox.staff('sun');
    const tap = async (button: string): Promise<string> => {
      await sun.taps(button);
      await world.settle();
      return sun.hears().slice(-2).join('\n');
    };
    await world.tells('sun', '那个率的事呢');
    expect(sun.hears().at(-1)).toContain('没看懂这句话');
    expect(await tap('满意率 本月')).toContain('翠湖花园 3 月满意率');
    // What changes something is shown how to write, and is not done by a tap.
    await world.tells('sun', '发起调查');
    expect(sun.hears().at(-1)).toContain('发起调查 3栋 电梯使用情况');
    expect(await tap('帮助 发起调查')).toContain('先看预览');
    expect(await world.runtime.ctx.db.read.survey.count()).toBe(0);
  });

  it('every entry has an answer for each role, and none is not understood', async () => {
    await using world = await openStaffedWorld();
    await world.runtime.bringMenu();
    for (const { command } of APP_MENU.flatMap(({ entries }) => entries)) {
      await world.advance(60_000);
      for (const userid of ['wangfang', 'liuyan', 'sun']) {
        const before = world.sandbox.staff(userid).hears().length;
        await clicks(world, userid, command);
        const heard = world.sandbox.staff(userid).hears().slice(before).join('\n');
        expect(heard, `${userid} ${command}`).not.toBe('');
        expect(heard, `${userid} ${command}`).not.toContain('没看懂');
      }
    }
  });

  it('that the platform refuses stops nothing, and doctor says why', async () => {
    await using world = await openStaffedWorld();
    world.sandbox.fail('menu/get', { times: 9, errcode: 48002 });
    await world.runtime.bringMenu();
    expect(world.sandbox.menu()).toEqual([]);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
    expect(await world.tells('wangfang', '我的任务')).not.toBe('');
    expect(await doctorSays(world)).toMatch(/应用菜单看不到：.*48002/u);
  });
});
