/** A period's report from its making over those who review it into the archive, as the policies say, in simulated time. */
import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { verifyAudit } from '../../src/store/audit.js';
import { sheetWords } from '../helpers/sheet-words.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const role = (userid: string, name: string, of: string) => ({ userid, name, roles: [{ estate: 'cuihu', role: of }] });
const GUO = role('guo', '郭建', 'vice-president');
const REPAIR = { id: 'R-1', kind: 'repair', category: 'seepage', description: '客厅渗水' };

const open = (now: string, policies: readonly unknown[], staff = [...STAFF, GUO]): Promise<StaffedWorld> =>
  openStaffedWorld({ now: `${now}:00+08:00`, policies, staff });
const moveTo = (world: StaffedWorld, to: string): Promise<void> =>
  world.advance((parseInstant(`${to}:00+08:00`) as Instant) - world.now());
const seen = (world: StaffedWorld, userid: string) => world.sandbox.staff(userid).seen();
const heard = (world: StaffedWorld, userid: string, words: string): string =>
  world.sandbox
    .staff(userid)
    .hears()
    .findLast((text) => text.includes(words)) ?? '';
/** The files of a form that somebody got. */
const fileNames = (world: StaffedWorld, userid: string, form = '月回访汇总表'): readonly string[] =>
  seen(world, userid).flatMap(({ file }) => (file?.name.includes(form) ? [file.name] : []));
const lastSheet = (world: StaffedWorld, userid: string, form = '月回访汇总表'): string => {
  const file = seen(world, userid).findLast((one) => one.file?.name.includes(form))?.file;
  if (file === undefined) throw new Error(`${userid} has no file`);
  return sheetWords(file.bytes);
};
const dutyNo = async (world: StaffedWorld, clause: string, item: string): Promise<number> =>
  (await world.runtime.ctx.db.read.duty.findFirstOrThrow({ where: { clause, item }, orderBy: { no: 'desc' } })).no;
const reports = (world: StaffedWorld, form = '月回访汇总表') =>
  world.runtime.ctx.db.read.report.findMany({ where: { form }, orderBy: { id: 'asc' } });
const audited = async (world: StaffedWorld, id: number): Promise<readonly string[]> => {
  const where = { subject: `report:${id}` };
  const rows = await world.runtime.ctx.db.read.audit.findMany({ where, orderBy: { seq: 'asc' } });
  return rows.map(({ actor, action }) => `${actor} ${action}`);
};

/** Weeks of hourly work each. */
const LONG_MS = 180_000;

describe('《月回访汇总表》 (p02.16–p02.18)', { timeout: LONG_MS }, () => {
  it('is made on the 24th, reviewed, returned, approved on the 25th, archived at the month’s end and kept two years', async () => {
    await using world = await open('2026-03-20T10:00', ['p02']);
    await world.happens({ ...REPAIR, resolvedAt: '2026-03-20T09:00:00+08:00' });
    await moveTo(world, '2026-03-24T08:59');
    expect(fileNames(world, 'liuyan')).toEqual([]);
    await moveTo(world, '2026-03-24T09:30');
    expect(fileNames(world, 'liuyan')).toEqual(['翠湖花园-P02-月回访汇总表-2026-03-1.xlsx']);
    const make = await dutyNo(world, 'p02.16', 'duty:0');
    expect(heard(world, 'liuyan', '【请核对】')).toContain(`办结 事${make}`);
    expect(lastSheet(world, 'liuyan')).toContain('翠湖花园-P02-月回访汇总表-2026-03-1');
    const review = await dutyNo(world, 'p02.16', 'duty:1');
    // Nobody approves what has not been handed in.
    await moveTo(world, '2026-03-25T09:30');
    expect(await world.tells('sun', `办结 事${review} 同意`)).toContain('刘艳（客服主管）处核对');
    // Somebody below may not sign for the supervisor.
    expect(await world.tells('wangfang', `办结 事${make}`)).toContain('由客服主管办理');

    expect(await world.tells('liuyan', `办结 事${make} 已核对`)).toContain('已办结');
    expect(fileNames(world, 'sun')).toEqual(['翠湖花园-P02-月回访汇总表-2026-03-1.xlsx']);
    expect(heard(world, 'sun', '【请审核】')).toContain('刘艳（客服主管）报送：已核对');
    expect(await world.tells('qian', `说明 事${review}`)).toContain('起在孙国栋（项目经理）处审核');

    expect(await world.tells('sun', `退回 事${review}`)).toContain('退回要写意见');
    await world.happens({ ...REPAIR, id: 'R-2', resolvedAt: '2026-03-25T09:10:00+08:00' });
    expect(await world.tells('sun', `退回 事${review} 漏了 R-2`)).toContain('已退回');
    expect(fileNames(world, 'liuyan')).toContain('翠湖花园-P02-月回访汇总表-2026-03-2.xlsx');
    expect(heard(world, 'liuyan', '【退回】')).toContain('漏了 R-2');
    expect(await world.tells('liuyan', `办结 事${make}`)).toContain('已办结');
    expect(await world.tells('sun', `通过 事${review} 渗水回修要盯到底`)).toContain('分管副总');
    const approve = await dutyNo(world, 'p02.16', 'duty:2');
    expect(heard(world, 'guo', '【请审批】')).toContain(`通过 事${approve}`);
    expect(await world.tells('sun', `通过 事${approve}`)).toContain('由分管副总办理');
    expect(await world.tells('guo', `通过 事${approve}`)).toContain('已批准');

    const signed = lastSheet(world, 'liuyan');
    for (const words of ['刘艳 2026-03-25', '孙国栋 2026-03-25', '郭建 2026-03-25', '渗水回修要盯到底', '同意'])
      expect(signed).toContain(words);
    expect(heard(world, 'qian', '【已批准】')).toContain('3 月 31 日存档');
    const archived = await dutyNo(world, 'p02.18', 'duty:1');
    await moveTo(world, '2026-03-31T10:00');
    expect(await reports(world)).toMatchObject([{ status: 'archived', version: 2, period: '2026-03' }]);
    expect(await world.runtime.ctx.db.read.duty.findUnique({ where: { no: archived } })).toMatchObject({
      status: 'done',
      doneBy: 'system',
    });
    expect(await world.tells('sun', '档案')).toContain('月回访汇总表 2026-03（2026-03-31存档，保管到 2028-04-01');
    const [{ id } = { id: 0 }] = await reports(world);
    expect(await world.tells('qian', `档案 ${id}`)).toContain('（定稿）.xlsx');
    expect(await world.tells('wangfang', `档案 ${id}`)).toContain('没有您可以查看');
    expect(await audited(world, id)).toEqual([
      'system report.make',
      'liuyan report.pass',
      'sun report.return',
      'system report.make',
      'liuyan report.pass',
      'sun report.pass',
      'guo report.approve',
      'system report.sign',
      'system report.archive',
      'qian report.read',
      'wangfang refused.see archive',
    ]);
    expect(await verifyAudit(world.runtime.ctx.db.read)).toMatchObject({ faults: [] });
  });
});
