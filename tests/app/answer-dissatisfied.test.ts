import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);

/** A complaint that 张伟 visits by telephone; the visit's number. */
async function visited(id: string, words: string): Promise<number> {
  await test.events({ id, kind: 'complaint', description: `${id} 噪音`, resolvedAt: '2026-03-10T09:00:00+08:00' });
  const [visit] = await test.visits(id);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  expect(await says('zhangwei', `完成 ${visit.no} 电话 ${words}`)).toContain('已记录任务');
  return visit.no;
}

describe('不满意', () => {
  it('says so kindly where there is none', async () => {
    await visited('C-1', '满意');
    expect(await says('liuyan', '不满意')).toBe('翠湖花园 3 月没有不满意的回访。');
  });

  it('lists place, day, remark and what came of it, with how many are still open', async () => {
    const first = await visited('C-1', '不满意 晚上还是吵');
    const second = await visited('C-2', '不满意');
    const duty = await test.ctx.db.read.duty.findFirstOrThrow({ where: { visitNo: first, trigger: 'nonconformity' } });
    test.moveTo(at('2026-03-12T10:00:00+08:00'));
    await says('liuyan', `办结 ${duty.no} 已核实`);
    await says('sun', '办结 案1 已装隔音门');
    const other = await test.ctx.db.read.duty.findFirstOrThrow({ where: { visitNo: second, status: 'open' } });
    expect((await says('liuyan', '不满意 本月')).split('\n')).toEqual([
      '翠湖花园 3 月不满意 2 件，1 件还没有结论（2 月 0 件）：',
      `${first}. 3 月 10 日 3 栋 2 单元 1204 C-1 噪音：「晚上还是吵」（案1 已办结 3 月 12 日：已装隔音门）`,
      `${second}. 3 月 10 日 3 栋 2 单元 1204 C-2 噪音：没有说明原因（案2，事${other.no} 刘艳办理中，3 月 11 日 24:00 前，已逾期 1 天）`,
    ]);
    expect(await says('sun', '不满意 上月')).toBe('翠湖花园 2 月没有不满意的回访。');
    expect(await says('sun', '翠湖本季度有哪些不满意的')).toContain('一季度不满意 2 件');
  });

  it('of one direction is only what questionnaires say of that one', async () => {
    await visited('C-1', '不满意 楼道脏');
    expect(await says('liuyan', '不满意 第6项')).toBe('翠湖花园 3 月清洁卫生（第 6 项）没有不满意的回访。');
  });

  it('no longer lists one that was made better', async () => {
    const no = await visited('C-1', '不满意');
    await says('zhangwei', `完成 ${no} 满意 已处理`);
    expect(await says('liuyan', '不满意')).toContain('没有不满意的回访');
  });

  it('is for those who answer for it; the refusal is polite and kept', async () => {
    await visited('C-1', '不满意 晚上还是吵');
    const refused = await says('wangfang', '不满意');
    expect(refused).toContain('由客服主管、项目经理');
    expect(refused).not.toContain('晚上还是吵');
    const entries = await test.ctx.db.read.audit.findMany({ where: { action: 'refused.see dissatisfied' } });
    expect(entries).toMatchObject([{ actor: 'wangfang', estateId: 'cuihu' }]);
  });

  it('stays within a message, and counts what it leaves out', async () => {
    const words = '晚上十一点以后还是一直很吵，楼上搬东西，说了很多次都没有用，希望尽快解决这个问题';
    for (let n = 10; n < 35; n += 1) await visited(`C-${n}`, `不满意 ${words}`);
    const said = await says('liuyan', '不满意');
    expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
    const shown = said.split('\n').filter((line) => /^\d+\. /u.test(line)).length;
    expect(said).toContain(`不满意 25 件，25 件还没有结论`);
    expect(said).toContain(`……另有 ${25 - shown} 件。`);
  });
});
