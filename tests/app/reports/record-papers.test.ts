/** 回访记录 of each policy on its own form, from records that were made: every field is filled by its name. */
import { afterEach, describe, expect, it } from 'vitest';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { MAKERS } from '../../../src/app/reports/makers.js';
import { moveVisit } from '../../../src/app/move-visit.js';
import { takeInResidents } from '../../../src/app/take-in-people.js';
import { TO_SIGN, type FilledPaper } from '../../../src/core/report/filled-paper.js';
import { parsePeriod } from '../../../src/core/period.js';
import { estateOf } from '../../../src/store/estates.js';
import { openFollowUp } from '../../../src/store/follow-ups.js';
import { appendRecord, confirmRecord, type NewRecord } from '../../../src/store/records.js';
import { keepVerdict } from '../../../src/store/reviews.js';
import { lockVisit } from '../../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';

let test: EstateTest;
afterEach(() => test.close());

async function papers(
  key: string,
  id: string | null = null,
  period = '2026-03',
): Promise<readonly FilledPaper[] | null> {
  const { ctx } = test;
  const [form, estate] = [ctx.forms.forms.get(key), await estateOf(ctx.db.read, 'cuihu')];
  if (form === undefined || estate === null) throw new Error(`no form ${key}`);
  return makePapers(ctx, { form, estate, period: parsePeriod(period), id, now: ctx.clock.now() });
}

/** A visit is made, with all that a record can say. */
async function record(no: number, said: Partial<NewRecord> = {}): Promise<void> {
  const { ctx } = test;
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error(`no visit ${no}`);
    const now = ctx.clock.now();
    const made = {
      grade: 'satisfied',
      remark: null,
      method: 'phone',
      by: 'zhangwei',
      at: now,
      why: [],
      ...said,
    } as const;
    await appendRecord(tx, visit, made);
    const command = { kind: 'record', method: 'phone', by: 'zhangwei' } as const;
    await moveVisit(tx, ctx, visit, { command, actor: 'zhangwei', now, change: { nextAt: null } });
  });
}

async function complaint(policies: readonly string[], event: Record<string, unknown> = {}): Promise<number> {
  test = await openEstate(policies);
  await takeInResidents(test.ctx, [
    {
      id: 'r-1',
      estate: 'cuihu',
      household: '3-2-1204',
      name: '李𠮷敏',
      phone: '13800001204',
      relation: 'owner',
      consent: true,
    },
  ]);
  const about = { id: 'C-1', kind: 'complaint', description: '楼道灯不亮', resolvedAt: '2026-03-09T09:00:00+08:00' };
  await test.events({ ...about, ...event });
  const [visit] = await test.visits('C-1');
  if (visit === undefined) throw new Error('no visit');
  return visit.no;
}

describe('回访记录表', () => {
  it('p03 has the household, the matter, what was said, who signed when, and the review', async () => {
    const no = await complaint(['p03']);
    const topics = { quality: 'satisfied', shortcomings: '来得慢', suggestions: '换声控灯' };
    await record(no, { remark: '楼道已亮', topics });
    await test.ctx.db.write(async (tx) => {
      await confirmRecord(tx, no, 'resident:cuihu/r-1', test.ctx.clock.now());
      const verdict = { approved: true, by: 'liuyan', at: at('2026-03-11T09:30:00+08:00'), opinion: '属实' };
      await keepVerdict(tx, `${no}-1`, verdict);
    });
    const [paper, ...more] = (await papers('record-p03')) ?? [];
    expect(more).toEqual([]);
    expect(paper?.fields).toMatchObject({
      编号: `P03-${String(no).padStart(6, '0')}`,
      项目: '翠湖花园',
      期间: '2026 年 3 月',
      房号: '3 栋 2 单元 1204',
      客户姓名: '李𠮷敏',
      联系电话: '13800001204',
      回访方式: '电话',
      服务事项: '投诉',
      事项内容: '楼道灯不亮',
      质量评价: '满意',
      满意程度: '满意',
      缺点与不足: '来得慢',
      建议: '换声控灯',
      其他记录: '楼道已亮',
      回访时间: '2026-03-10 10:00',
      住户签名: '李𠮷敏（微信确认）\n2026-03-10 10:00',
      回访人签名: '张伟\n2026-03-10 10:00 记录',
      主管审核意见: '属实\n刘艳 2026-03-11 09:30',
      经理处理情况: '',
    });
  });

  it('p05 keeps the printed columns, and leaves places to sign where nobody has', async () => {
    const no = await complaint(['p05']);
    await record(no, { topics: { effect: '有效' } });
    const [paper] = (await papers('record-p05')) ?? [];
    expect(Object.keys(paper?.fields ?? {})).toEqual(
      expect.arrayContaining(
        'no 单位 客户姓名 回访方式 预约时间 回访内容 客户签名/日期 回访人签名/日期 主管审核 处理情况 项目经理意见 总经理意见'.split(
          ' ',
        ),
      ),
    );
    expect(paper?.fields['回访内容']).toBe('事项：楼道灯不亮\n满意程度：满意\n服务效果的评价：有效');
    expect(paper?.fields['客户签名/日期']).toBe(TO_SIGN);
    expect(paper?.fields['总经理意见']).toBe('');
  });

  it('p11 says whether the charge was as quoted', async () => {
    const no = await complaint(['p11'], { id: 'C-1', kind: 'paid-service', charge: { quoted: 80, charged: 90 } });
    await record(no);
    const [paper] = (await papers('record-p11')) ?? [];
    expect(paper?.fields).toMatchObject({ 报价与实收: '报价 80 元，实收 90 元', 收费价格核实: '不一致' });
  });

  it('is there before the visit too, for whoever takes it along', async () => {
    const no = await complaint(['p03']);
    const [paper] = (await papers('record-p03', String(no))) ?? [];
    expect(paper?.fields).toMatchObject({
      事项内容: '楼道灯不亮',
      满意程度: '',
      住户签名: TO_SIGN,
      回访人签名: TO_SIGN,
    });
  });

  it('of a period without records says so, on the form', async () => {
    await complaint(['p03']);
    const [paper] = (await papers('record-p03', null, '2026-02')) ?? [];
    expect(paper?.fields).toMatchObject({ 说明: '本期没有回访记录表。', 房号: '', 期间: '2026 年 2 月' });
    expect(await papers('record-p03', '9999')).toBeNull();
  });
});

describe('other records', () => {
  it('tells words once that two cases stand for', async () => {
    const no = await complaint(['p02']);
    await record(no, { grade: 'dissatisfied', remark: '还没有修' });
    const { ctx } = test;
    const about = {
      estate: 'cuihu',
      visitNo: no,
      household: '3-2-1204',
      text: '还没有修',
      route: 'supervisor',
    } as const;
    await ctx.db.write(async (tx) => {
      for (const kind of ['nonconformity', 'promise'] as const)
        await openFollowUp(tx, { ...about, kind, assignee: null }, ctx.clock.now());
    });
    const [paper] = (await papers('record-p02')) ?? [];
    expect(paper?.fields).toMatchObject({ 业主提出的问题: '还没有修', 解决情况: '办理中' });
  });

  it('业主回访记录表 (p02) tells the problem that was raised and the time that was promised', async () => {
    const no = await complaint(['p02']);
    await record(no, { grade: 'fairly', topics: { needs: '想装充电桩' } });
    const [paper] = (await papers('record-p02')) ?? [];
    expect(paper?.fields).toMatchObject({
      业主姓名: '李𠮷敏',
      满意程度: '一般满意',
      需求: '想装充电桩',
      承诺解决时间: '',
    });
  });

  it('投诉处置表 and 维修工作单 (p11) tell handling and outcome, attitude, quality, speed', async () => {
    const no = await complaint(['p11'], { reportedAt: '2026-03-09T07:30:00+08:00', department: '工程部' });
    await record(no);
    const [paper] = (await papers('complaint-handling')) ?? [];
    expect(paper?.fields).toMatchObject({ 投诉编号: 'C-1', 责任部门: '工程部', 处理结果: '2026-03-09 09:00 处理完毕' });
    await test.events({
      id: 'R-1',
      kind: 'repair',
      worker: 'zhangwei',
      dispatchedAt: '2026-03-08T08:00:00+08:00',
      resolvedAt: '2026-03-08T10:30:00+08:00',
      description: '换水龙头',
    });
    const [repair] = await test.visits('R-1');
    await record(repair?.no ?? 0, { topics: { attitude: 'fairly' }, unfinished: true, remark: '还在滴水' });
    const [order] = (await papers('repair-order')) ?? [];
    expect(order?.fields).toMatchObject({
      工单号: 'R-1',
      维修人: '张伟',
      维修用时: '2 小时 30 分钟',
      服务态度: '一般满意',
      是否未完或不满意: '未完成',
      未完成或不满意的情况: '还在滴水；没有做完',
    });
  });

  it('户内维修回访记录 (p06) has a line for each order with the number called', async () => {
    const no = await complaint(['p06'], {
      kind: 'repair',
      dispatchedAt: '2026-03-03T08:00:00+08:00',
      resolvedAt: '2026-03-04T08:00:00+08:00',
    });
    const calledCipher = test.ctx.box.seal('13800001204');
    await record(no, { calledCipher, topics: { quality: 'satisfied', attitude: 'satisfied' } });
    const [paper] = (await papers('indoor-repair-record')) ?? [];
    expect(paper?.lists['回访情况']).toEqual([
      expect.objectContaining({
        序号: 1,
        维修工单: 'C-1',
        派工日期: '2026-03-03',
        回访电话: '13800001204',
        维修质量: '满意',
      }),
    ]);
  });

  it('every form that is made fills all that it prints', async () => {
    await complaint(['p03']);
    for (const key of Object.keys(MAKERS)) expect(test.ctx.forms.forms.has(key), key).toBe(true);
  });
});
