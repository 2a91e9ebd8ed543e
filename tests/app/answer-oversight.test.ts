import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);
const complaint = (id: string) => ({
  id,
  kind: 'complaint',
  severity: 'general',
  resolvedAt: '2026-03-10T09:00:00+08:00',
});
const actions = async () =>
  (await test.ctx.db.read.audit.findMany({ orderBy: { seq: 'asc' } })).map(({ action, actor }) => `${action} ${actor}`);

describe('执行率 and 逾期', () => {
  it('say the figures with their denominators, then what is worst', async () => {
    await test.events(complaint('C-1'), complaint('C-2'));
    expect(await says('liuyan', '执行率 本月')).toMatch(
      /^翠湖花园 3 月制度执行率 —（按时 0 \/ 应办 \d+，补办 0、未办 \d+（逾期 0））。/,
    );
    test.moveTo(at('2026-03-15T10:00:00+08:00'));
    const said = await says('sun', '执行率 本月');
    expect(said).toContain('· p03.1 投诉回访 0.0%（按时 0 / 应办 2，补办 0、未办 2（逾期 2））');
    // What is not due yet is no part of the percentage: what it is of stands beside it.
    const [, base] = /执行率 0\.0%（按时 0 \/ 应办 \d+，.*?逾期 (\d+)）.*按已到期或已办的 \1 件算。/u.exec(said) ?? [];
    expect(Number(base)).toBeGreaterThan(1);
    expect(await says('sun', '执行率 本月 p03')).toMatch(/^翠湖花园 3 月 p03 制度执行率 0\.0%/u);
    expect(await says('sun', '绩效 本月')).toContain('按时率 —（还没有到期或已办的：要办的事按时 0 / 应办 1');
    expect(await says('sun', '逾期')).toMatch(
      /^翠湖花园逾期未办 \d+ 件，最久的在前：\n1\. 3 栋 2 单元 1204 投诉回访（p03\.1，3 月 13 日 24:00 到期，逾期 2 天，张伟）/,
    );
    expect(await says('sun', '逾期 上月')).toBe('翠湖花园 2 月没有逾期未办的。');
  });

  it('are not for those who do not answer for them, and the refusal is kept', async () => {
    expect(await says('zhangwei', '执行率')).toContain('由客服主管、项目经理');
    expect(await actions()).toContain('refused.see compliance zhangwei');
  });
});

describe('未覆盖', () => {
  it('counts by kind and names the newest', async () => {
    await test.events({
      id: 'W-1',
      kind: 'works-completion',
      acceptedOn: '2026-01-15',
      warrantyMonths: 24,
      description: '三号楼外墙',
    });
    expect(await says('liuyan', '未覆盖')).toBe(
      '翠湖花园有 1 件事项不在任何已采用的制度之内：工程竣工 1 件。最近的：\n· W-1 3 栋 2 单元 1204 三号楼外墙',
    );
    expect(await says('zhangwei', '未覆盖')).toContain('由客服主管、项目经理');
  });
});

describe('key households, influential residents and agreed answers', () => {
  it('are marked and taken back by the supervisor, and seen by those who go there', async () => {
    expect(await says('liuyan', '重点户 3-2-1204 持续关怀')).toContain('已列为重点户（持续关怀）');
    expect(await says('zhangwei', '重点户')).toContain('· 3 栋 2 单元 1204（持续关怀，自 2026-03-10）');
    expect(await says('zhangwei', '取消重点户 3-2-1204')).toContain('由客服主管、项目经理');
    expect(await says('liuyan', '重点户 9-9-909 持续关怀')).toContain('没有登记过');
    expect(await says('sun', '取消重点户 3-2-1204')).toContain('不再是重点户');
    expect(await says('sun', '重点户')).toContain('重点户 0 户');
    expect((await actions()).filter((one) => one.startsWith('household.key'))).toEqual([
      'household.key liuyan',
      'household.key sun',
    ]);
  });

  it('an influential resident is noted by any visitor, sealed, and read by the manager (p02.11)', async () => {
    expect(await says('zhangwei', '有影响 3-2-1204 李敏，热心楼道事务')).toContain('已记下');
    const row = await test.ctx.db.read.resident.findFirstOrThrow({ where: { id: 'r-1' } });
    expect(row.influentialNote).not.toContain('热心');
    expect(await says('sun', '有影响的业主')).toContain('· 3 栋 2 单元 1204 李敏：李敏，热心楼道事务');
    expect(await says('zhangwei', '有影响的业主')).toContain('由项目经理查看');
    expect(await says('zhangwei', '取消有影响 9-9-909')).toContain('没有登记住户');
    expect(await says('zhangwei', '取消有影响 3-2-1204 李敏')).toContain('李敏 不再记为有影响的业主');
    expect(await says('zhangwei', '取消有影响 3-2-1204 李敏')).toContain('本来就没有');
    expect(await says('sun', '有影响的业主')).toContain('有影响的业主 0 位');
    expect((await actions()).filter((one) => one.startsWith('resident.influential'))).toHaveLength(2);
  });

  it('an agreed answer is added by the supervisor; a second one to the same question takes its place (p02.20)', async () => {
    await says('liuyan', '口径 电梯年检：每年四月做');
    await says('liuyan', '口径 电梯年检：每年三月做，证书贴在轿厢里');
    expect(await says('zhangwei', '口径')).toContain('统一口径 1 条：\n· 电梯年检：每年三月做，证书贴在轿厢里');
    expect(await says('zhangwei', '口径 停车：先到先得')).toContain('由客服主管、项目经理');
    expect(await verifyAudit(test.ctx.db.read)).toMatchObject({ faults: [] });
  });
});

describe('说明', () => {
  it('says the clause, the arithmetic, who has it, and what was agreed to answer; no resident is named', async () => {
    await test.events(complaint('C-1'));
    await says('liuyan', '口径 电梯年检：每年三月做');
    const [visit] = await test.visits('C-1');
    const said = await says('zhangwei', `为什么 ${visit?.no}`);
    expect(said).toContain('依据：《新世界物业回访管理规程》p03.1：');
    expect(said).toContain('投诉事件的回访,应在投诉处理完毕后的3天内进行');
    expect(said).toContain('算法：3 月 10 日 9:00 处理完毕，之后第 3 天（3 月 13 日）24:00 为止');
    expect(said).toContain('抽样：按 100%，每件都回访，不抽样');
    expect(said).toContain('现在：已派人，由张伟负责，自 3 月 10 日 10:00');
    expect(said).toContain('口径「电梯年检」：每年三月做');
    expect(said).not.toMatch(/r-1|李敏/);
    expect(await says('zhangwei', '说明 99999')).toBe('没有您可以查看的任务 99999。');
  });
});
