/** Papers that were issued, and the papers of works: certificates, minutes, the file's cover. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { takeInEstates } from '../../../src/app/take-in-people.js';
import { TO_SIGN, type FilledPaper } from '../../../src/core/report/filled-paper.js';
import { parsePeriod } from '../../../src/core/period.js';
import { estateOf } from '../../../src/store/estates.js';
import { openFollowUp } from '../../../src/store/follow-ups.js';
import { answerNotice, issueNotice, type NewNotice } from '../../../src/store/notices.js';
import { appendRecord } from '../../../src/store/records.js';
import { lockVisit } from '../../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';

let test: EstateTest;
afterEach(() => test.close());
beforeEach(async () => {
  test = await openEstate(['p06', 'p07', 'p09', 'p10', 'p11']);
});

async function papers(key: string, id: string | null = null): Promise<readonly FilledPaper[] | null> {
  const { ctx } = test;
  const [form, estate] = [ctx.forms.forms.get(key), await estateOf(ctx.db.read, 'cuihu')];
  if (form === undefined || estate === null) throw new Error(`no form ${key}`);
  return makePapers(ctx, { form, estate, period: parsePeriod('2026-03'), id, now: ctx.clock.now() });
}

const WORKS = {
  id: 'GC-1',
  kind: 'works-completion',
  household: undefined,
  description: '翠湖花园一期总包工程',
  acceptedOn: '2026-01-15',
  warranties: [
    { part: 'roof-waterproofing', months: 60 },
    { part: 'heating-cooling', seasons: 2 },
    { part: 'main-structure', designLifeYears: 50 },
  ],
  parties: [
    { kind: 'owner', name: '翠湖置业', contact: '周经理', phone: '13900001111' },
    { kind: 'contractor', name: '宏建公司', contact: '吴工', phone: '13900002222' },
  ],
};

async function notice(given: Partial<NewNotice>): Promise<number> {
  const { ctx } = test;
  return ctx.db.write(async (tx) => {
    const now = at('2026-03-02T10:00:00+08:00');
    const about = {
      estate: 'cuihu',
      visitNo: null,
      household: '3-2-1204',
      kind: 'nonconformity',
      text: '还漏',
      route: 'supervisor',
      assignee: null,
    } as const;
    const followUp = await openFollowUp(tx, about, now);
    const issued = await issueNotice(
      tx,
      ctx.db,
      {
        estate: 'cuihu',
        form: '工作联系单',
        followUp,
        dutyNo: null,
        event: null,
        household: '3-2-1204',
        to: '工程部',
        matter: '3 栋 2 单元 1204 天花渗水',
        finding: '楼上地漏堵塞',
        wantedAt: at('2026-03-06T00:00:00+08:00'),
        issuedAt: now,
        issuedBy: 'liuyan',
        ...given,
      },
      '2026',
    );
    await answerNotice(tx, issued, { text: '已疏通', by: 'zhangwei', at: at('2026-03-07T23:00:00+08:00') });
    return followUp;
  });
}

describe('papers that were issued', () => {
  it('工作联系单 (p11) has the last day to solve it, and what the department answered', async () => {
    const followUp = await notice({});
    const [paper] = (await papers('contact-sheet')) ?? [];
    expect(paper?.fields).toMatchObject({
      编号: '2026-001',
      致: '工程部',
      签发日期: '2026-03-02',
      事项: '3 栋 2 单元 1204 天花渗水',
      调查情况: '楼上地漏堵塞',
      要求完成时间: '2026-03-05',
      解决期限: '2026-03-07',
      是否超期: '否',
      答复: '已疏通\n张伟 2026-03-07 23:00',
      签发人: '刘艳\n2026-03-02 10:00 签发',
      接收部门签收: TO_SIGN,
    });
    expect(await papers('contact-sheet', `案${followUp}`)).toHaveLength(1);
    expect(await papers('contact-sheet', '2026-001')).toHaveLength(1);
    expect(await papers('contact-sheet', '2026-009')).toBeNull();
  });

  it('工作联系单 follows the days that the company adopted, and has none where no policy sets any', async () => {
    await notice({});
    const adopt = (policies: unknown) => takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
    await adopt([{ id: 'p11', parameters: { solveDays: 3 } }]);
    expect((await papers('contact-sheet'))?.[0]?.fields).toMatchObject({
      解决期限: '2026-03-05',
      是否超期: '是，超过 2 天，须上报',
    });
    await adopt(['p06']);
    expect((await papers('contact-sheet'))?.[0]?.fields).toMatchObject({ 解决期限: '', 是否超期: '' });
  });

  it('整改通知 (p09) says problem, demand, deadline, reply, and whether it was late', async () => {
    await test.events(WORKS);
    await notice({ form: '整改通知', to: '宏建公司', event: 'GC-1', matter: '屋面渗漏', finding: '重做防水' });
    const [paper] = (await papers('rectification-notice', 'GC-1')) ?? [];
    expect(paper?.fields).toMatchObject({
      致承建商: '宏建公司',
      工程名称: '翠湖花园一期总包工程',
      存在的问题: '屋面渗漏',
      整改要求: '重做防水',
      整改期限: '2026-03-05',
      是否逾期: '是',
    });
  });

  it('投访来访记录 (p06) tells the earlier repair and both clocks', async () => {
    await test.events({ id: 'R-1', kind: 'repair', description: '换阀门', resolvedAt: '2026-02-20T10:00:00+08:00' });
    await test.events({
      id: 'C-9',
      kind: 'complaint',
      description: '阀门又漏',
      repeatOf: 'R-1',
      reportedAt: '2026-03-09T09:00:00+08:00',
    });
    const [paper] = (await papers('repeat-complaint', 'C-9')) ?? [];
    expect(paper?.fields).toMatchObject({
      来访人: '李敏',
      来访时间: '2026-03-09 09:00',
      原维修: 'R-1 换阀门（2026-02-20 完成）',
      现存缺陷: expect.stringContaining('缺陷仍在') as string,
    });
  });

  it('投访来访记录 of what a visit heard names the visited repair, and when it was heard', async () => {
    await test.events({ id: 'R-2', kind: 'repair', description: '补瓷砖', resolvedAt: '2026-02-20T10:00:00+08:00' });
    await notice({ form: '投访来访记录', to: '管理处办公室', event: 'R-2', matter: '补瓷砖', finding: null });
    const [paper] = (await papers('repeat-complaint', 'R-2')) ?? [];
    expect(paper?.fields).toMatchObject({
      来访时间: '2026-03-02 10:00',
      原维修: 'R-2 补瓷砖（2026-02-20 完成）',
      现存缺陷: '还漏',
    });
  });
});

describe('the papers of works', () => {
  it('保修证书 (p07) tells each part’s term by T13, and every repair under it', async () => {
    await test.events(WORKS);
    await test.events({
      id: 'R-5',
      kind: 'repair',
      works: 'GC-1',
      part: 'roof-waterproofing',
      description: '屋面补漏',
      worker: 'zhangwei',
      resolvedAt: '2026-03-05T10:00:00+08:00',
    });
    const [paper] = (await papers('warranty-certificate')) ?? [];
    expect(paper?.fields).toMatchObject({
      工程简况: expect.stringContaining('建设单位：翠湖置业') as string,
      房屋使用管理要求: '',
    });
    expect(paper?.lists['保修时间']).toEqual([
      { 部位: '屋面防水', 保修期限: '60 个月', 起始日期: '2026-01-16', 截止日期: '2031-01-15' },
      { 部位: '供热与供冷系统', 保修期限: '2 个采暖期、供冷期', 起始日期: '2026-01-16', 截止日期: '' },
      { 部位: '主体结构', 保修期限: '设计合理使用年限 50 年', 起始日期: '2026-01-16', 截止日期: '' },
    ]);
    expect(paper?.lists['保修情况记录']).toEqual([
      {
        日期: '2026-03-05',
        保修内容: '屋面防水：屋面补漏',
        维修结果: '2026-03-05 修理完毕',
        维修人: '张伟',
        建设单位验收签认: '',
      },
    ]);
  });

  it('装饰工程保修证书 (p10) is for fit-out alone, counted from its signing, without use and care', async () => {
    await test.events(WORKS);
    await test.events({
      ...WORKS,
      id: 'GC-2',
      fitOut: true,
      signedOn: '2026-01-15',
      warranties: [{ part: 'fit-out', months: 24 }],
    });
    const all = (await papers('fit-out-certificate')) ?? [];
    expect(all.map(({ fields }) => fields['编号'])).toEqual(['GC-2']);
    expect(all[0]?.lists['保修时间']).toEqual([
      { 部位: '装修工程', 保修期限: '24 个月', 起始日期: '2026-01-15', 截止日期: '2028-01-14' },
    ]);
    // Left empty, to be written in by hand.
    expect(all[0]?.lists['保修情况记录']).toEqual([]);
    expect(Object.keys(all[0]?.fields ?? {})).not.toContain('房屋使用管理要求');
  });

  it('服务卡, 使用说明 and 维修注意事项 (p10) are there for each works', async () => {
    const more = { novelties: ['自流平地面'], commonDefects: [{ defect: '墙面空鼓', measure: '分层抹灰' }] };
    await test.events({ ...WORKS, ...more });
    expect((await papers('service-card'))?.[0]?.fields).toMatchObject({
      工程名称: '翠湖花园一期总包工程',
      保修期至: '2031-01-15',
    });
    expect((await papers('use-instructions'))?.[0]?.fields['采用的新材料、新工艺']).toBe('自流平地面');
    expect((await papers('care-notes', 'GC-1'))?.[0]?.lists['常见质量问题']).toEqual([
      { 序号: 1, 问题: '墙面空鼓', 防治措施: '分层抹灰' },
    ]);
  });

  it('工程回访档案 (p09) lists parties, and the papers that there are', async () => {
    await test.events(WORKS);
    await notice({ form: '整改通知', event: 'GC-1', issuedAt: at('2026-03-02T10:00:00+08:00') });
    await notice({ form: '工作联系单', event: 'GC-1', issuedAt: at('2026-02-27T10:00:00+08:00') });
    // The steps that put papers into the file are none of its papers; it begins with the first of them.
    const filed = (day: string) => ({
      estateId: 'cuihu',
      policyId: 'p09',
      clause: 'p09.9',
      item: 'duty:0',
      trigger: 'recorded',
      startedBy: `record:${day}`,
      eventId: 'GC-1',
      says: '归入工程回访档案',
      form: '工程回访档案',
      by: '[]',
      to: '[]',
      earliest: BigInt(at(`${day}T09:00:00+08:00`)),
      doneAt: BigInt(at(`${day}T09:00:00+08:00`)),
      doneBy: 'zhangwei',
      status: 'done',
      policyVersion: '',
      source: '',
      createdAt: 0n,
      updatedAt: 0n,
    });
    await test.ctx.db.write((tx) => tx.duty.createMany({ data: [filed('2026-03-20'), filed('2026-03-03')] }));
    const [paper] = (await papers('works-archive', 'GC-1')) ?? [];
    expect(paper?.fields).toMatchObject({
      工程名称: '翠湖花园一期总包工程',
      保修期至: '2031-01-15',
      建档日期: '2026-03-03',
    });
    expect(paper?.lists['参建单位']?.[1]).toEqual({
      单位类别: '承建商',
      名称: '宏建公司',
      联系人: '吴工',
      电话: '13900002222',
    });
    // What is still to be visited has no paper in the file yet; what there is stands by its day.
    const names = paper?.lists['卷内目录']?.map((row) => [row['序号'], row['文件名称']]);
    expect(names).toEqual([
      [1, '《工作联系单》'],
      [2, '《整改通知》'],
    ]);
  });

  it('监理反馈信息表 (p09) and 回访纪要 (p07, p10) tell use, problems and what the users said', async () => {
    await test.events(WORKS);
    const visit = (await test.visits('GC-1')).find(({ policy }) => policy === 'p09');
    const works = (await test.visits('GC-1')).find(({ policy }) => policy === 'p07');
    if (visit === undefined || works === undefined) throw new Error('no visits');
    const { ctx } = test;
    await ctx.db.write(async (tx) => {
      for (const no of [visit.no, works.no]) {
        const held = await lockVisit(tx, ctx.db, no);
        if (held === null) throw new Error('no visit');
        const topics = {
          use: '正常使用',
          problems: '外墙有裂缝',
          advice: '定期清理落水口',
          suggestions: '加强巡查',
          weather: '风雨后无渗漏',
        };
        await appendRecord(tx, held, {
          grade: 'fairly',
          remark: null,
          topics,
          method: 'on-site',
          by: 'zhangwei',
          at: ctx.clock.now(),
          why: [],
        });
      }
    });
    const [paper] = (await papers('supervision-record', 'GC-1')) ?? [];
    expect(paper?.fields).toMatchObject({
      业主单位: '建设单位 翠湖置业',
      联系人: '周经理',
      使用情况: '正常使用',
      存在的质量问题: '外墙有裂缝',
      业主签字: TO_SIGN,
    });
    const minutes = (await papers('visit-minutes')) ?? [];
    expect(minutes[0]?.fields).toMatchObject({
      工程名称: '翠湖花园一期总包工程',
      存在哪些问题: '外墙有裂缝',
      使用人意见: '加强巡查',
      正反两方面的评价意见: expect.stringContaining('风雨后无渗漏') as string,
    });
  });
});
