/** 我的任务 by day, a colleague's list, a household in the place of a task's number, and what is asked instead of guessed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { staffHears, staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);

/** A complaint handled on this day of March, which 张伟 is to visit; the visit's number. */
async function task(id: string, day: string, more: Record<string, unknown> = {}): Promise<number> {
  const about = { kind: 'complaint', description: `${id} 噪音`, resolvedAt: `2026-03-${day}T09:00:00+08:00` };
  await test.events({ id, ...about, ...more });
  const [visit] = await test.visits(id);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  const data = { assignee: 'zhangwei', status: 'with-staff', nextAt: null };
  await test.ctx.db.write((tx) => tx.visit.update({ where: { no: visit.no }, data }));
  return visit.no;
}
const numbers = (said: string): readonly number[] => [...said.matchAll(/^(\d+)\. /gmu)].map(([, no]) => Number(no));

describe('我的任务 by day', () => {
  it('is of the day that was promised, else of the last of its window; what is overdue is of today', async () => {
    const overdue = await task('C-1', '05');
    const today = await task('C-2', '07');
    const tomorrow = await task('C-3', '08');
    const promised = await task('C-4', '10');
    expect(await says('zhangwei', `改期 ${promised} 明天下午三点`)).toContain('3 月 11 日 15:00');
    const all = await says('zhangwei', '我的任务');
    expect(numbers(all)).toEqual([overdue, today, tomorrow, promised]);
    expect(all.startsWith('您的回访，按截止时间：')).toBe(true);
    const [list = '', rest] = await staffHears(test, 'zhangwei', '我的任务 明天');
    expect(list.startsWith('您明天的回访，按截止时间：')).toBe(true);
    expect(numbers(list)).toEqual([tomorrow, promised]);
    expect(rest).toBe('其余 2 件不在内，全部的请发「我的任务」。');
    expect(numbers(await says('zhangwei', '今天的任务'))).toEqual([overdue, today]);
    expect(numbers(await says('zhangwei', '这周的任务'))).toEqual([overdue, today, tomorrow, promised]);
    expect(await says('zhangwei', '我的任务 3月20日')).toBe(
      '您3 月 20 日没有待办的回访，也没有要办的事。其余 4 件不在内，全部的请发「我的任务」。',
    );
  });
});

it('whoever works at several estates reads where each task is', async () => {
  await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p03'] }]);
  const roles = ['cuihu', 'jin'].map((estate) => ({ estate, role: 'steward' }));
  await takeInStaff(test.ctx, [{ userid: 'zhangwei', name: '张伟', roles }]);
  const here = await task('C-1', '05');
  expect(await says('zhangwei', '我的任务')).not.toContain('翠湖花园');
  const there = await task('C-2', '06');
  await test.ctx.db.write((tx) => tx.visit.update({ where: { no: there }, data: { estateId: 'jin' } }));
  const said = await says('zhangwei', '我的任务');
  expect(said).toMatch(new RegExp(`^${here}\\. .* 前 翠湖花园 3 栋 2 单元 1204 `, 'mu'));
  expect(said).toMatch(new RegExp(`^${there}\\. .* 前 锦园家园 3 栋 2 单元 1204 `, 'mu'));
});

describe('赵磊的任务', () => {
  it('is told to whoever answers for the estate, and to nobody else', async () => {
    const no = await task('C-1', '10');
    const said = await says('liuyan', '张伟的任务');
    expect(said).toMatch(/^张伟的回访，按截止时间：\n/u);
    expect(numbers(said)).toEqual([no]);
    expect(numbers(await says('sun', '张伟还有几户'))).toEqual([no]);
    expect(await says('liuyan', '王芳的任务')).toBe('王芳现在没有待办的回访，也没有要办的事。');
    expect(await says('liuyan', '赵磊的任务')).toBe('翠湖花园没有叫「赵磊」的同事。');
    expect(numbers(await says('zhangwei', '张伟的任务'))).toEqual([no]);
    const refused = await says('wangfang', '张伟的任务');
    expect(refused).toContain('由客服主管、项目经理');
    expect(refused).not.toContain('噪音');
    const entries = await test.ctx.db.read.audit.findMany({ where: { action: 'refused.see tasks of staff' } });
    expect(entries).toMatchObject([{ actor: 'wangfang', estateId: 'cuihu' }]);
  });
});

describe('a household in the place of a number', () => {
  it('is the one open task that the person has there', async () => {
    const no = await task('C-1', '10');
    expect(await says('zhangwei', '3-2-1204 没人')).toContain(`任务 ${no}`);
    expect(await says('zhangwei', '3栋2单元1204 没人在家，电话打了')).toContain(`任务 ${no}`);
    const attempts = await test.ctx.db.read.attempt.findMany({ where: { visitNo: no } });
    expect(attempts.length).toBeGreaterThan(0);
    expect(await says('wangfang', '3-2-1204 没人')).not.toContain(`任务 ${no}`);
    expect(await says('zhangwei', '3-2-1205 没人')).not.toContain(`任务 ${no}`);
    expect(await says('zhangwei', '完成 3-2-1204 电话 满意')).toContain(`已记录任务 ${no}`);
  });

  it('is asked about where there are several', async () => {
    const [first, second] = [await task('C-1', '09'), await task('C-2', '10')];
    const said = await says('zhangwei', '3-2-1204 没人');
    expect(said).toBe(
      `3 栋 2 单元 1204有您 2 件任务，说的是哪一件？请写任务号，如「${first} 没人」：\n· ${first} C-1 噪音\n· ${second} C-2 噪音`,
    );
    expect(await test.ctx.db.read.attempt.count()).toBe(0);
  });
});

describe('a room in the place of a number', () => {
  it('is the one open task there', async () => {
    const no = await task('C-1', '10');
    expect(await says('zhangwei', '打了，1204没人接')).toContain(`任务 ${no} 电话无人应答`);
    expect(await says('zhangwei', '1205没人接')).toBe('没有您可以办理的任务 1205。');
    expect(await says('wangfang', '1204没人接')).toBe('没有您可以办理的任务 1204。');
  });

  it('is asked about where there are several', async () => {
    const [first, second] = [await task('C-1', '09'), await task('C-2', '10')];
    expect(await says('zhangwei', '1204没人接')).toBe(
      `1204 室有您 2 件任务，说的是哪一件？请写任务号，如「${first} 没人接」：\n· ${first} C-1 噪音（3 栋 2 单元 1204）\n· ${second} C-2 噪音（3 栋 2 单元 1204）`,
    );
    expect(await test.ctx.db.read.attempt.count()).toBe(0);
  });
});

describe('several tasks at once', () => {
  it('are written one by one, and nothing is recorded before', async () => {
    const [first, second] = [await task('C-1', '09'), await task('C-2', '10')];
    expect(await says('zhangwei', `${first} ${second}都打电话了，都满意`)).toBe(
      `每户要单独记，请一户一户写，可以写：「完成 ${first} 电话 满意」、「完成 ${second} 电话 满意」。`,
    );
    expect(await test.ctx.db.read.record.count()).toBe(0);
  });
});

describe('转给 somebody who is not known', () => {
  it('names those who can make the visit', async () => {
    const no = await task('C-1', '10');
    expect(await says('zhangwei', `把${no}转给小赵`)).toBe(
      '翠湖花园没有叫「小赵」的同事；可以转给王芳、刘艳、孙国栋。',
    );
    expect(await says('zhangwei', `把${no}转给小王`)).toBe(`任务 ${no} 已转给王芳。`);
  });
});

describe('what a supervisor sets', () => {
  it('回访比例 30% is the one clause that the policy leaves open; of several it is asked which', async () => {
    expect(await says('liuyan', '回访比例 30%')).toContain('p03.6（其他服务');
    expect(await says('liuyan', '回访比例 30%')).toContain('已经是 30%');
    expect(await says('zhangwei', '回访比例 30%')).toContain('由客服组主任确定');
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p03', 'p05'] }]);
    const which = await says('liuyan', '回访比例 40%');
    expect(which).toMatch(/^制度留给您定回访率的有几条，请写明是哪一条：\n/u);
    expect(which).toContain('：回访比例 p05.4 40%');
    await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p02'] }]);
    expect(await says('liuyan', '回访比例 40%')).toBe('翠湖花园采用的制度没有留下要您定的回访率。');
  });

  it('3-2-1204 设为重点户 asks of which kind, and does it once that is said', async () => {
    expect(await says('liuyan', '3-2-1204 设为重点户')).toBe(
      '把 3-2-1204 列为重点户，要写明是哪一种，可以写：「重点户 3-2-1204 持续关怀」、「重点户 3-2-1204 公司级投诉」。',
    );
    expect(await says('liuyan', '把3-2-1204设为重点户 持续关怀')).toContain('已列为重点户（持续关怀）');
  });

  it('把 12 给王芳 hands the task on', async () => {
    const no = await task('C-1', '10');
    test.moveTo(at('2026-03-10T11:00:00+08:00'));
    expect(await says('liuyan', `把${no}给王芳`)).toBe(`任务 ${no} 已转给王芳。`);
  });
});
