import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerTheme } from '../../src/app/answer-theme.js';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { readTheme } from '../../src/core/understand/command-theme.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import { saidWords } from '../helpers/staff-says.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p02']);
  await takeInEstates(test.ctx, [{ id: 'jinyuan', name: '锦园', policies: ['p02'] }]);
  const everywhere = ['cuihu', 'jinyuan'];
  await takeInStaff(test.ctx, [
    { userid: 'hq', name: '何勤', roles: everywhere.map((estate) => ({ estate, role: 'customer-service-hq' })) },
  ]);
});
afterEach(() => test.close());

/** Writes a line as this member of staff; what is answered. */
async function says(userid: string, text: string): Promise<string> {
  const { ctx } = test;
  const staff = await staffOf(ctx.db.read, userid);
  if (staff === null) throw new TypeError(`nobody is ${userid}`);
  const all = await estates(ctx.db.read);
  const zone = 'Asia/Shanghai';
  const now = ctx.clock.now();
  const args = readTheme(text, { text, now, zone, estates: all.map(({ name }) => name) });
  const answer = await answerTheme(ctx, { staff, estates: all, zone }, args, now);
  const { writes } = answer;
  const written = writes === undefined ? [] : await ctx.db.write((tx) => writes(tx, now));
  return [...answer.texts, ...written.map(saidWords)].join('\n');
}

describe('主题', () => {
  it('shows how it is set by the quarter that is now, to those who may set it', async () => {
    expect(await says('hq', '主题')).toContain('主题 2026Q1 电梯运行您还满意吗？');
    test.moveTo(at('2026-11-26T10:00:00+08:00'));
    expect(await says('hq', '主题')).toContain('主题 2026Q4 电梯运行您还满意吗？');
    expect(await says('liuyan', '主题')).toContain('主题 翠湖花园 2026Q4 新门禁好用吗？');
    expect(await says('wangfang', '主题')).toBe('四季度回访主题：还没有设定');
  });

  it('is set by the service headquarters: for this quarter, and once that has one, for the next', async () => {
    expect(await says('hq', '主题 电梯运行您还满意吗？')).toContain('已设为一季度回访主题：「电梯运行您还满意吗？」');
    expect(await says('hq', '主题 绿化好看吗？')).toContain('已设为二季度回访主题：「绿化好看吗？」');
    expect(await says('hq', '主题 2026Q1 电梯还卡吗？')).toContain('已设为一季度');
    expect(await says('liuyan', '主题')).toContain('一季度回访主题：「电梯还卡吗？」');
    test.moveTo(at('2026-07-02T10:00:00+08:00'));
    expect(await says('liuyan', '主题')).toContain('三季度回访主题：「绿化好看吗？」（沿用 2026Q2）');
  });

  it('gets the estate’s own question from its supervisor, and of no other estate', async () => {
    await says('hq', '主题 电梯运行您还满意吗？');
    expect(await says('liuyan', '主题 3 号梯还卡吗？')).toContain('已设为一季度翠湖花园自己的问题');
    expect(await says('liuyan', '主题')).toContain('翠湖花园自己的问题：「3 号梯还卡吗？」');
    expect(await says('liuyan', '主题 锦园 停车够用吗？')).toMatch(/由客服主管、项目经理、客户服务部/);
    expect(await says('zhangwei', '主题 停车够用吗？')).toMatch(/由客服主管、项目经理、客户服务部/);
    expect(await test.ctx.db.read.theme.count()).toBe(2);
    // Whoever sets another one is told what it takes the place of.
    expect(await says('liuyan', '主题 停车够用吗？')).toContain('：「停车够用吗？」（原来是「3 号梯还卡吗？」）。');
  });

  it('is neither too long nor for a quarter that is over', async () => {
    expect(await says('hq', `主题 ${'长'.repeat(29)}`)).toContain('不超过 28 字，现在 29 字');
    expect(await says('hq', '主题 2025Q4 电梯？')).toContain('已经过去');
    expect(await says('hq', '主题')).toContain('还没有设定');
  });
});
