/** 发起回访、发放: what staff begin and hand out themselves (p07.13, p09.4, p10.5, p10.6), as they write it. */
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { verifyAudit } from '../../src/store/audit.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const TEAM = [
  ...STAFF,
  { userid: 'bao', name: '鲍修', roles: [{ estate: 'cuihu', role: 'warranty-lead' }] },
  { userid: 'jian', name: '简工', roles: [{ estate: 'cuihu', role: 'supervision-team' }] },
  { userid: 'xiang', name: '项工', roles: [{ estate: 'cuihu', role: 'project-management' }] },
  { userid: 'wei', name: '卫执', roles: [{ estate: 'cuihu', role: 'works-lead' }] },
];
const works = (id: string, description: string, acceptedOn: string, warrantyMonths: number) => ({
  id,
  estate: 'cuihu',
  kind: 'works-completion',
  description,
  acceptedOn,
  warrantyMonths,
  parties: [{ kind: 'owner', name: '翠湖置业' }],
});
const OLD = works('GC-1', '一期屋面', '2026-01-10', 1);
const NEW = works('GC-2', '二期屋面', '2026-01-10', 24);

async function openWorks(policies: readonly string[], events: readonly object[]): Promise<StaffedWorld> {
  const world = await openStaffedWorld({ policies, staff: TEAM, now: '2026-03-10T10:00:00+08:00' });
  await world.post('/api/v1/events', events);
  await world.settle();
  return world;
}
const begun = async ({ runtime }: StaffedWorld) => {
  const rows = await runtime.ctx.db.read.visit.findMany({
    where: { startedBy: { startsWith: 'begun:' } },
    orderBy: { no: 'asc' },
  });
  return rows.map(({ clause, visit, status, assignee, servedBy }) => ({ clause, visit, status, assignee, servedBy }));
};

describe('发起回访', () => {
  it('begins what the policy leaves to staff once the warranty is over, with a person and a term; one at a time', async () => {
    await using world = await openWorks(['p09'], [OLD, NEW]);
    expect(await world.tells('xiang', '发起回访 二期屋面')).toContain('保修期到 2028 年 1 月 10 日为止');
    expect(await begun(world)).toEqual([]);
    await world.tells('xiang', '发起回访 屋面一期');
    expect(await world.tells('xiang', '发起回访 屋面一期')).toContain('没有叫「屋面一期」的工程');
    expect(await world.tells('xiang', '发起回访 一期屋面')).toMatch(
      /^已发起：翠湖置业 一期屋面，保修期后不定期回访（p09\.4）。任务 \d+，由简工办，3 月 24 日 24:00 前。$/u,
    );
    expect(await begun(world)).toEqual([
      { clause: 'p09.4', visit: 1, status: 'with-staff', assignee: 'jian', servedBy: null },
    ]);
    expect(await world.tells('xiang', '发起回访 GC-1')).toContain('已经有一次没有完成的回访');
    const visit = await world.runtime.ctx.db.read.visit.findFirstOrThrow({ where: { clause: 'p09.4' } });
    await world.tells('jian', `完成 ${visit.no} 现场查看 满意 不渗`);
    await world.advance(DAY);
    expect(await world.tells('jian', '一期屋面过保了，再回访一下 4月1日前')).toContain('4 月 1 日 24:00 前完成');
    expect((await begun(world)).map((one) => `${one.visit} ${one.status} ${one.assignee}`)).toEqual([
      '1 recorded jian',
      '2 with-staff jian',
    ]);
    expect((await verifyAudit(world.runtime.ctx.db.read)).faults).toEqual([]);
  });

  it('stays where the works are sent again', async () => {
    await using world = await openWorks(['p09'], [OLD]);
    await world.tells('xiang', '发起回访 一期屋面');
    await world.post('/api/v1/events', { ...OLD, description: '一期屋面防水' });
    await world.settle();
    expect((await begun(world)).map(({ status }) => status)).toEqual(['with-staff']);
  });

  it('is one conversation where two policies leave it to staff, and of one where that is named', async () => {
    await using world = await openWorks(['p07', 'p09'], [OLD]);
    await world.tells('bao', '发起回访 一期屋面');
    expect(world.sandbox.staff('bao').hears().join('\n')).toContain('（p07.13）、保修期后不定期回访（p09.4）');
    const both = await begun(world);
    expect(both.map(({ clause, status }) => `${clause} ${status}`)).toEqual(['p07.13 with-staff', 'p09.4 with-staff']);
    expect(both[1]?.servedBy).not.toBeNull();
    await using one = await openWorks(['p07', 'p09'], [OLD]);
    await one.tells('bao', '发起回访 一期屋面 p07');
    expect((await begun(one)).map(({ clause }) => clause)).toEqual(['p07.13']);
  });

  it('asks which, refuses who has no business there, and a term that is over', async () => {
    const second = works('GC-3', '一期屋面', '2026-01-10', 1);
    await using world = await openWorks(['p09'], [OLD, second]);
    expect(await world.tells('xiang', '发起回访 一期屋面')).toContain('叫「一期屋面」的工程有 2 项');
    expect(await world.tells('xiang', '发起回访 GC-3 2026年3月1日前')).toContain('期限已经过去了');
    expect(await world.tells('wangfang', '发起回访 GC-3')).toContain('办理');
    await using other = await openWorks(['p03'], []);
    expect(await other.tells('sun', '发起回访 一期屋面')).toContain('没有由员工发起的回访');
    expect(await begun(world)).toEqual([]);
  });
});

describe('发放', () => {
  const FIT_OUT = { ...works('ZX-1', '三楼装修', '2026-01-10', 24), fitOut: true, signedOn: '2026-01-10' };

  it('what is handed out stands with its visit, each paper once, and is no one else’s to write', async () => {
    await using world = await openWorks(['p10'], [FIT_OUT]);
    expect(world.sandbox.staff('wei').hears().join('\n')).toContain('送上服务卡、使用说明、维修注意事项');
    expect(await world.tells('wei', '发放 1')).toBe('发放了什么？请写：发放 1 服务卡 使用说明 维修注意事项。');
    expect(await world.tells('wei', '发放 1 服务卡和使用说明')).toContain('还没有发：维修注意事项');
    await world.tells('wei', '完成 1 上门 现场查看 座谈 满意 都好');
    expect(await world.tells('wei', '1 送了服务卡、维修注意事项两份')).toBe(
      '已记下任务 1 发放：服务卡、使用说明、维修注意事项两份，写进《回访工作记录》。',
    );
    expect((await world.visit(1)).why.handOuts).toEqual(['服务卡', '使用说明', '维修注意事项两份']);
    expect(await world.tells('wangfang', '发放 1 服务卡')).toContain('名下');
  });

  it('sheets on paper count as issued, once, and not beside those that went out in chat', async () => {
    await using world = await openWorks(['p10'], [FIT_OUT]);
    await world.post('/api/v1/residents', {
      id: 'r-2',
      estate: 'cuihu',
      household: '3-1-101',
      name: '王平',
      consent: false,
    });
    await world.advance(100 * DAY);
    const issued = async () =>
      (await world.runtime.ctx.db.read.ballot.findMany({ orderBy: { id: 'asc' } })).map(
        ({ household, issuedAt }) => `${household} ${issuedAt !== null}`,
      );
    expect(await issued()).toContain('3-1-101 false');
    expect(await world.tells('wei', '已发放纸质问卷 3栋')).toMatch(/发出纸质问卷 \d 份，计入发出票数/u);
    expect(await issued()).not.toContain('3-1-101 false');
    expect(await world.tells('wei', '已发放纸质问卷 3栋')).toContain('没有还未发出的问卷');
  });
});
