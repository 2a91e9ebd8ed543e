/** 个案: a dissatisfied grade is worked to its end under each policy, step by step, and the household is told and asked again. */
import { describe, expect, it } from 'vitest';
import { raiseNonconformity } from '../../src/app/raise-follow-ups.js';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { verifyAudit } from '../../src/store/audit.js';
import { estateOf } from '../../src/store/estates.js';
import { eventOf } from '../../src/store/events.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const MORE_STAFF = [
  ...STAFF,
  { userid: 'zhou', name: '周总', roles: [{ estate: 'cuihu', role: 'general-manager' }] },
  { userid: 'wu', name: '吴副总', roles: [{ estate: 'cuihu', role: 'vice-president' }] },
  { userid: 'heli', name: '何力', department: '工程部', roles: [{ estate: 'cuihu', role: 'department-head' }] },
  { userid: 'bu', name: '卜经理', roles: [{ estate: 'cuihu', role: 'department-manager' }] },
  { userid: 'tang', name: '唐职能', roles: [{ estate: 'cuihu', role: 'function-head' }] },
  { userid: 'bangong', name: '白公', roles: [{ estate: 'cuihu', role: 'office' }] },
];
const COMPLAINT = {
  id: 'C-1',
  kind: 'complaint',
  description: '楼上噪音',
  department: '工程部',
  resolvedAt: '2026-03-10T09:00:00+08:00',
};

/** 李敏 is asked about the complaint, and is dissatisfied; the visit's number. */
async function dissatisfied(world: StaffedWorld, event: Record<string, unknown> = COMPLAINT): Promise<number> {
  const no = await world.happens(event);
  await resident(world, '不满意，晚上还是吵');
  return no;
}

async function resident(world: StaffedWorld, words: string): Promise<string> {
  const li = world.sandbox.resident('wmLi');
  await li.says(words);
  await world.settle();
  return li.hears().at(-1) ?? '';
}

/** The visit was found wanting, however it was made. */
async function raised(world: StaffedWorld, no: number): Promise<void> {
  const { ctx } = world.runtime;
  const visit = await world.visit(no);
  const estate = await estateOf(ctx.db.read, 'cuihu');
  const event = visit.event === null ? null : await eventOf(ctx.db.read, 'cuihu', visit.event);
  if (estate === null) throw new Error('no estate');
  await ctx.db.write((tx) => raiseNonconformity(tx, ctx, { estate, visit, event }, '没有做好', world.now()));
  await world.advance(HOUR);
}

const steps = async (world: StaffedWorld): Promise<readonly string[]> => {
  const rows = await world.runtime.ctx.db.read.duty.findMany({
    where: { followUp: { not: null } },
    orderBy: { no: 'asc' },
  });
  return rows.map(({ clause, item, status, assignee }) => `${clause} ${item} ${status} ${assignee}`);
};
const hears = (world: StaffedWorld, userid: string): string => world.sandbox.staff(userid).hears().join('\n');
const overdueHeardBy = (world: StaffedWorld, userid: string): readonly string[] =>
  world.sandbox
    .staff(userid)
    .hears()
    .filter((text) => text.includes('【逾期】'));

const openWorld = (policies: readonly unknown[]) => openStaffedWorld({ policies, chat: true, staff: MORE_STAFF });

describe('p03.12 客服组主任 → 物业部经理 → 住户再答一次', () => {
  it('goes from the supervisor’s opinion to the manager, who closes it; the household is told, and satisfied', async () => {
    await using world = await openWorld(['p03']);
    const no = await dissatisfied(world);
    expect(hears(world, 'liuyan')).toContain('跟进编号：案1');
    expect(await steps(world)).toEqual(['p03.12 duty:1 open liuyan']);
    expect(await world.tells('liuyan', '待办')).toContain('（案1）');
    expect(await world.tells('liuyan', '意见 案1 已核实，隔音没有做好')).toContain('已记下意见（案1');
    expect(await world.tells('liuyan', '上报 案1 请经理定')).toContain(
      '由项目经理（孙国栋）按《住户投诉处理操作规定》办理',
    );
    expect(await steps(world)).toEqual(['p03.12 duty:1 done liuyan', 'p03.12 duty:2 open sun']);
    expect(await world.tells('liuyan', '办结 案1 已装隔音门')).toContain('现在由项目经理（孙国栋）办理');
    expect(await world.tells('sun', '办结 案1')).toContain('请写做了什么');
    expect(await world.tells('sun', '办结 案1 已装隔音门')).toContain('并再问一次');
    const asked = world.sandbox.resident('wmLi').hears().at(-1) ?? '';
    expect(asked).toContain('重新处理了：已装隔音门。现在您满意吗');
    expect(asked).toContain('您说：晚上还是吵');
    expect(await resident(world, '满意')).toContain('谢谢您告诉我们');
    expect(await world.tells('liuyan', '说明 案1')).toContain('住户现在满意');
    expect(await world.tells('liuyan', `说明 ${no}`)).toContain('案1 已办结');
    const trail = await world.runtime.ctx.db.read.audit.findMany({
      where: { subject: 'case:1' },
      orderBy: { seq: 'asc' },
    });
    expect(trail.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'case.opinion liuyan',
      'refused.work case liuyan',
      'case.close sun',
      'case.answer resident:cuihu/r-1',
    ]);
    expect(await verifyAudit(world.runtime.ctx.db.read)).toMatchObject({ faults: [] });
  });

  it('a supervisor who does not hand it up in time is passed over: the manager has it', async () => {
    await using world = await openWorld(['p03']);
    await dissatisfied(world);
    await world.advance(2 * DAY);
    expect(await steps(world)).toEqual(['p03.12 duty:1 open liuyan', 'p03.12 late:1 open sun']);
    expect(hears(world, 'sun')).toContain('（刘艳）到 3 月 11 日 24:00 没有办结');
    expect(await world.tells('sun', '办结 案1 已装隔音门')).toContain('事');
    expect((await steps(world)).slice(0, 2)).toEqual(['p03.12 duty:1 done liuyan', 'p03.12 late:1 done sun']);
  });

  it('still dissatisfied: it is open again one level higher, and once more above that', async () => {
    await using world = await openWorld(['p03']);
    await dissatisfied(world);
    await world.tells('liuyan', '上报 案1');
    await world.advance(HOUR);
    await world.tells('sun', '办结 案1 已装隔音门');
    expect(await resident(world, '不满意，还是吵')).toContain('这次由项目经理重新办理');
    expect((await steps(world)).at(-1)).toBe('p03.12 again:2 open sun');
    expect(hears(world, 'liuyan')).toContain('案1 升级重新办理');
    expect(await world.tells('liuyan', '不满意 本月')).toContain('案1 第 2 次，');
    await world.advance(HOUR);
    await world.tells('sun', '办结 案1 已换双层窗');
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain('重新处理了：已换双层窗');
    await resident(world, '不满意');
    expect((await steps(world)).at(-1)).toBe('p03.12 again:3 open zhou');
    expect(await world.tells('sun', '办结 案1 不归我')).toContain('现在由总经理（周总）办理');
    const cases = await world.runtime.ctx.db.read.followUp.findMany({ where: { kind: 'nonconformity' } });
    expect(cases).toMatchObject([{ id: 1, round: 3, status: 'open' }]);
  });
});

describe('p11 站长 → 《工作联系单》 → 五天 → 物业经理', () => {
  it('a sheet to the department, not solved in five days, is the manager’s from midnight on', async () => {
    await using world = await openWorld(['p11']);
    await dissatisfied(world);
    expect(await steps(world)).toEqual(['p11.7 duty:0 open wangfang', 'p11.8 duty:0 open liuyan']);
    const sent = await world.tells('liuyan', '转给 工程部 案1 3月13日前 隔音层没有做好，请返工');
    expect(sent).toContain('已发《工作联系单》给工程部，由何力办理');
    const again = await world.tells('liuyan', '转给 工程部 案1 3月13日前 隔音层没有做好，请返工');
    expect(again).toMatch(/^《工作联系单》第 2026-001 号已于 3 月 \d+ 日 [\d:]+ 发给工程部，没有再发，现在由.*何力/u);
    await world.tells('heli', '说明 案1');
    expect(hears(world, 'heli')).toContain(
      '《工作联系单》翠湖花园 第 2026-001 号\n致：工程部\n事项：3 栋 2 单元 1204 楼上噪音。住户的话：晚上还是吵\n调查：隔音层没有做好，请返工\n要求完成：2026-03-13 24:00 前\n签发：刘艳 2026-03-10',
    );
    expect((await steps(world)).at(-1)).toBe('p11.9 duty:0 open heli');
    await world.tells('wangfang', '办结 案1 已登记');
    await world.advance(5 * DAY);
    expect((await steps(world)).some((step) => step.startsWith('p11.9 late'))).toBe(false);
    await world.advance(DAY);
    expect((await steps(world)).at(-1)).toBe('p11.9 late:0 open sun');
    expect(hears(world, 'sun')).toContain('超期未解决的事');
    expect(await world.tells('sun', '办结 案1 已加铺隔音毡')).toContain('案1 已办结');
    expect((await steps(world)).every((step) => step.includes(' done '))).toBe(true);
    // The household has not written for two days: a colleague is to tell them, and to ask.
    await world.advance(HOUR);
    expect(JSON.stringify(world.sandbox.staff('liuyan').seen())).toContain('重新处理了：已加铺隔音毡');
    const papers = await world.runtime.ctx.db.read.notice.findMany();
    expect(papers).toMatchObject([
      { form: '工作联系单', number: '2026-001', answer: '已加铺隔音毡', answeredBy: 'sun' },
    ]);
  });

  it('is solved by the department in time, which is kept on the sheet', async () => {
    await using world = await openWorld(['p11']);
    await dissatisfied(world);
    await world.tells('wangfang', '办结 案1 已登记');
    await world.tells('liuyan', '转给 工程部 案1 2天内');
    expect(await world.tells('heli', '办结 案1 隔音层已返工')).toContain('案1 已办结');
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain('重新处理了：隔音层已返工');
  });
});

describe('p02.15 疑难问题：提出 → 上会 → 批准 → 转部门 → 办结', () => {
  it('is handed up from supervisor to manager, to the meeting, approved, and done by the department', async () => {
    await using world = await openWorld(['p02']);
    await dissatisfied(world);
    expect(await world.tells('liuyan', '上报 案1 服务质量问题')).toContain('由项目经理（孙国栋）');
    expect(await world.tells('sun', '上报 案1 楼板隔音是通病，建议加铺')).toContain('由分管副总（吴副总）疑难问题上会');
    expect(await world.tells('sun', '批准 案1')).toContain('由分管副总（吴副总）办理');
    expect(await world.tells('wu', '批准 案1 同意，由职能部门加铺')).toContain(
      '案1 接着由职能主管（唐职能）办：按批准的方案解决',
    );
    expect(await world.tells('tang', '办结 案1 已加铺隔音毡')).toContain('案1 已办结');
    expect((await steps(world)).map((step) => step.split(' ').slice(1).join(' '))).toEqual([
      'duty:1 done liuyan',
      'duty:3 done sun',
      'duty:4 done wu',
      'duty:5 done tang',
    ]);
  });

  it('what the supervisor solves alone ends there', async () => {
    await using world = await openWorld(['p02']);
    await dissatisfied(world);
    expect(await world.tells('liuyan', '办结 案1 已请楼上铺地毯')).toContain('案1 已办结');
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain('已请楼上铺地毯');
  });
});

describe('p06.5 《投诉来访记录》：24 小时内安排，按日期返修', () => {
  it('fills in the paper at once, wants the day, and the repair-lead has it by then', async () => {
    await using world = await openWorld(['p06']);
    const repair = { id: 'WO-1', kind: 'repair', description: '客厅渗水', resolvedAt: '2026-03-06T10:00:00+08:00' };
    const no = await world.happens(repair);
    await world.advance(HOUR);
    expect((await world.visit(no)).status).toBe('asked');
    await resident(world, '不满意，还在渗水');
    expect(await steps(world)).toEqual(['p06.5 duty:1 open bangong']);
    await world.tells('bangong', '说明 案1');
    expect(hears(world, 'bangong')).toContain('《投访来访记录》翠湖花园 第 2026-001 号');
    expect(await world.tells('bangong', '办结 案1 会去看')).toContain('安排在哪一天');
    expect(await world.tells('bangong', '办结 案1 3月13日上午返修')).toContain(
      '由工程主管（赵强）办：按安排的日期返修并特殊回访，3 月 13 日 24:00 前',
    );
    await world.advance(4 * DAY);
    expect((await steps(world)).at(-1)).toContain('p06.5 late:2 open bangong');
    expect(await world.tells('zhaoqiang', '办结 案1 已重做防水')).toContain('案1 已办结');
  });

  it('nobody arranged it within 24 hours: it goes up', async () => {
    await using world = await openWorld(['p06']);
    const repair = { id: 'WO-1', kind: 'repair', description: '客厅渗水', resolvedAt: '2026-03-06T10:00:00+08:00' };
    await world.happens(repair);
    await world.advance(HOUR);
    await resident(world, '不满意，还在渗水');
    await world.advance(26 * HOUR);
    expect((await steps(world)).at(-1)).toBe('p06.5 late:1 open sun');
  });
});

describe('p06.5 维修后仍有缺陷的再次投诉', () => {
  it('fills in the 投访来访记录 as the complaint comes in, and the office has 24 hours', async () => {
    await using world = await openWorld(['p06']);
    await world.post(
      '/api/v1/events',
      [
        { id: 'WO-1', estate: 'cuihu', household: '3-2-1204', kind: 'repair', description: '客厅渗水' },
        { ...COMPLAINT, estate: 'cuihu', household: '3-2-1204', description: '客厅还在渗水', repeatOf: 'WO-1' },
      ].map((one) => ({ ...one, resolvedAt: undefined, reportedAt: '2026-03-10T09:30:00+08:00' })),
    );
    await world.settle();
    const duties = await world.runtime.ctx.db.read.duty.findMany({ where: { eventId: 'C-1' }, orderBy: { no: 'asc' } });
    expect(duties.map(({ item, due }) => `${item} ${due === null ? '' : new Date(Number(due)).toISOString()}`)).toEqual(
      ['handle:arranged 2026-03-11T01:30:00.000Z', 'duty:0 '],
    );
    const told = await world.tells('liuyan', `说明 事${duties[1]?.no}`);
    expect(told).toContain(
      '《投访来访记录》翠湖花园 第 2026-001 号\n报告：管理处办公室\n来访人与事由：3 栋 2 单元 1204 客厅还在渗水\n现存缺陷：原维修 WO-1（客厅渗水），缺陷仍在',
    );
  });

  const repair = { id: 'WO-1', estate: 'cuihu', household: '3-2-1204', kind: 'repair', description: '客厅渗水' };
  const repeated = (resolvedAt?: string) => ({
    ...repair,
    id: 'C-1',
    kind: 'complaint',
    description: '修过又渗水',
    repeatOf: 'WO-1',
    reportedAt: '2026-03-10T10:00:00+08:00',
    resolvedAt,
  });

  it('the rework has a day and somebody who does it; the household is told and asked, and may send it up again', async () => {
    await using world = await openWorld(['p06']);
    await world.post('/api/v1/events', [repair, repeated()]);
    await world.settle();
    expect(await steps(world)).toEqual(['p06.5 handle:arranged open bangong']);
    expect(hears(world, 'bangong')).toContain('3 月 11 日 10:00 前，安排特殊回访与返修');
    expect(await world.tells('bangong', '办结 案1 会去看')).toContain('安排在哪一天');
    expect(await world.tells('bangong', '办结 案1 3月11日上午返修')).toContain('由工程主管（赵强）办');
    await world.advance(2 * DAY);
    expect((await steps(world)).at(-1)).toBe('p06.5 late:2 open bangong');
    await world.tells('zhaoqiang', '办结 案1 已换卷材');
    expect(await resident(world, '不满意，还是漏')).toContain('已记下不满意');
    expect((await steps(world)).at(-1)).toBe('p06.5 again:2 open bangong');
    await world.tells('bangong', '办结 案1 整面重做');
    await world.advance(HOUR);
    await resident(world, '满意了');
    await world.tells('bangong', '说明 案1');
    expect(hears(world, 'bangong')).toContain('整面重做；住户现在满意');
    expect((await verifyAudit(world.runtime.ctx.db.read)).faults).toEqual([]);
  });

  it('what the other system tells as settled is settled here, and asked of; what came in as settled asks nothing', async () => {
    await using world = await openWorld(['p06']);
    await world.post('/api/v1/events', [repair, repeated()]);
    await world.settle();
    await world.advance(HOUR);
    await world.post('/api/v1/events', [repeated('2026-03-10T10:30:00+08:00')]);
    await world.settle();
    expect(await steps(world)).toEqual(['p06.5 handle:arranged done bangong', 'p06.5 duty:2 done zhaoqiang']);
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain('已处理完毕。现在您满意吗');
    await world.post('/api/v1/events', [{ ...repeated('2026-03-10T10:30:00+08:00'), id: 'C-2' }]);
    await world.settle();
    expect(await steps(world)).toHaveLength(2);
  });

  it('not arranged in time: whoever holds the case hears of it too, though somebody else was to arrange it', async () => {
    await using world = await openWorld(['p06']);
    await world.post('/api/v1/events', [repair, repeated()]);
    await world.settle();
    expect(await world.tells('bangong', '转给 赵强 案1')).toContain('已转给赵强');
    await world.advance(DAY);
    for (const userid of ['zhaoqiang', 'bangong', 'liuyan'])
      expect(overdueHeardBy(world, userid), userid).toEqual([expect.stringContaining('安排特殊回访与返修')]);
    await world.advance(2 * DAY);
    expect(overdueHeardBy(world, 'bangong')).toHaveLength(1);
  });
});

describe('p09.6 《整改通知》', () => {
  it('tells the contractor in writing, by a day; who sent it follows it, and it goes up when the day is over', async () => {
    const team = [
      ...MORE_STAFF,
      { userid: 'jian', name: '简工', roles: [{ estate: 'cuihu', role: 'supervision-team' }] },
      { userid: 'xiang', name: '项工', roles: [{ estate: 'cuihu', role: 'project-management' }] },
    ];
    await using world = await openStaffedWorld({ policies: ['p09'], staff: team, now: '2026-03-20T10:00:00+08:00' });
    const no = await world.happens({
      id: 'GC-1',
      kind: 'works-completion',
      household: undefined,
      description: '一期屋面',
      acceptedOn: '2026-01-15',
      warrantyMonths: 24,
      parties: [
        { kind: 'owner', name: '翠湖业委会' },
        { kind: 'contractor', name: '宏达建筑' },
      ],
    });
    await raised(world, no);
    expect(await steps(world)).toEqual(['p09.6 duty:0 open jian']);
    expect(await world.tells('jian', '办结 案1 已通知')).toContain('要先书面通知承建商');
    expect(await world.tells('jian', '整改 案1 3月1日前 屋面重做防水')).toContain(
      '2027 年 3 月 1 日 24:00 不像整改的期限',
    );
    expect(await world.tells('jian', '整改 案1 3月25日前')).toContain('要承建商做什么');
    expect(await world.tells('jian', '屋面重做防水')).toContain(
      '已开《整改通知》第 2026-001 号给宏达建筑，3 月 25 日 24:00 前',
    );
    await world.tells('jian', '说明 案1');
    expect(hears(world, 'jian')).toContain('致承建商：宏达建筑');
    expect(await world.tells('jian', '意见 案1 承建商书面答复：三天内进场')).toContain(
      '已记下答复，写在《整改通知》第 2026-001 号上',
    );
    await world.advance(6 * DAY);
    expect((await steps(world)).at(-1)).toBe('p09.6 late:0 open xiang');
    await world.tells('jian', '办结 案1 复查合格，雨后不渗');
    expect(hears(world, 'jian')).toContain('案1 已办结');
    expect(hears(world, 'jian')).toContain('告知：重新处理了：复查合格，雨后不渗。再问现在是否满意');
    expect((await steps(world)).every((step) => step.includes(' done '))).toBe(true);
    const [paper] = await world.runtime.ctx.db.read.notice.findMany();
    expect(paper).toMatchObject({ answer: '承建商书面答复：三天内进场；复查合格，雨后不渗', answeredBy: 'jian' });
  });
});

describe('任何制度', () => {
  it.each([
    ['p01', 'p01.9 case:0 open liuyan', 'blockage'],
    ['p04', 'p04.11 duty:1 open bu', 'home-service'],
    ['p05', 'p05.11 duty:2 open liuyan', 'complaint'],
    ['p08', 'p08.3 duty:1 open sun', 'complaint'],
  ])('%s：不满意有人管，有期限：%s', async (policy, step, kind) => {
    await using world = await openWorld([policy]);
    const ofKind = kind === 'blockage' ? { kind: 'repair', category: 'blockage' } : { kind };
    const service = kind === 'home-service' ? { service: 'cleaning', newStaff: true } : {};
    const no = await world.happens({ ...COMPLAINT, ...ofKind, ...service });
    const { ctx } = world.runtime;
    await raised(world, no);
    expect(await steps(world)).toEqual([step]);
    const duties = await ctx.db.read.duty.findMany({ where: { followUp: 1 } });
    expect(duties.every(({ due }) => due !== null)).toBe(true);
  });

  it('refuses kindly whoever is not of the estate, or only visits', async () => {
    await using world = await openWorld(['p03']);
    await dissatisfied(world);
    expect(await world.tells('wangfang', '办结 案1 好了')).toContain(
      '现在由客服主管（刘艳）办理。需要的话，请向他们了解。',
    );
    expect(await world.tells('wangfang', '办结 案9 好了')).toBe('没有您可以办理的 案9。');
  });
});
