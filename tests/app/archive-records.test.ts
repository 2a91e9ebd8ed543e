/** 存档到期: a record is put away by its policy's date, kept for its years, and then deleted or handed over; hashes stay. */
import { afterEach, describe, expect, it } from 'vitest';
import { archiveRecords } from '../../src/app/archive-records.js';
import { expireArchive } from '../../src/app/expire-archive.js';
import { openPeriods } from '../../src/app/open-periods.js';
import { raiseNonconformity } from '../../src/app/raise-follow-ups.js';
import { DAY, formatInstant, localDate, type Instant, type LocalDate } from '../../src/core/calendar.js';
import { archiveOfVisit } from '../../src/store/archives.js';
import { verifyAudit } from '../../src/store/audit.js';
import { estateOf } from '../../src/store/estates.js';
import { appendRecord } from '../../src/store/records.js';
import { lockVisit, visitByNo } from '../../src/store/visits.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';
import { reviewVisit } from '../helpers/reviewed-visit.js';
import { staffSays } from '../helpers/staff-says.js';

const ZONE = 'Asia/Shanghai';
let test: EstateTest;
afterEach(() => test.close());

const says = (userid: string, text: string): Promise<string> => staffSays(test, userid, text);
const status = async (no: number): Promise<string | undefined> => (await visitByNo(test.ctx.db.read, no))?.status;

/** A complaint that was visited on the day, with a word of the household's. */
async function visited(id: string, words = '师傅很准时'): Promise<number> {
  const now = test.ctx.clock.now();
  await test.events({ id, kind: 'complaint', department: '工程部', resolvedAt: formatInstant(now, ZONE) });
  const [visit] = await test.visits(id);
  const no = visit?.no ?? 0;
  await makeVisit(test, no, 'satisfied');
  await test.ctx.db.write(async (tx) => {
    const held = await lockVisit(tx, test.ctx.db, no);
    const said = { grade: 'satisfied', remark: words, method: 'phone', by: 'resident:cuihu/r-1', at: now } as const;
    if (held !== null) await appendRecord(tx, held, { ...said, topics: { suggestions: '多巡查' }, why: [] });
  });
  return no;
}

/** Lets the two lines of the timetable run every day from now until the morning of a day. */
async function liveUntil(day: string): Promise<void> {
  for (let now = test.ctx.clock.now(); localDate(now, ZONE) < (day as LocalDate);) {
    now = (now + DAY) as Instant;
    test.moveTo(now);
    await archiveRecords(test.ctx, now);
    await expireArchive(test.ctx, now);
  }
}
const actions = async (no: number): Promise<readonly string[]> => {
  const rows = await test.ctx.db.read.audit.findMany({ where: { subject: `visit:${no}` }, orderBy: { seq: 'asc' } });
  return rows.map(({ action }) => action).filter((action) => /close|archive|hand-over|delete/u.test(action));
};
const content = async (no: number) =>
  test.ctx.db.read.record.findMany({
    where: { visitNo: no },
    orderBy: { seq: 'asc' },
    select: { grade: true, remark: true, topics: true, by: true, household: true },
  });

describe('a record under p03', () => {
  it('waits for its review, is put away by the tenth after the quarter, kept two years, then deleted; the chain holds', async () => {
    test = await openEstate(['p03']);
    const no = await visited('C-1');
    const unreviewed = await visited('C-2');
    await reviewVisit(test.ctx, no, test.ctx.clock.now());
    await liveUntil('2026-04-10');
    expect([await status(no), await archiveOfVisit(test.ctx.db.read, no)]).toEqual(['reviewed', null]);
    await liveUntil('2026-04-11');
    expect([await status(no), await status(unreviewed)]).toEqual(['closed', 'recorded']);
    expect(await says('zhangwei', `说明 ${no}`)).toContain('存档：2026 年 4 月 11 日存档，保管到 2028 年 4 月 11 日');
    expect(await says('zhangwei', `修改 ${no} 不满意`)).not.toContain('已记录');
    // Late ones go with the next quarter.
    await reviewVisit(test.ctx, unreviewed, test.ctx.clock.now());
    await liveUntil('2026-07-11');
    expect(await status(unreviewed)).toBe('closed');
    await liveUntil('2028-04-11');
    expect(await content(no)).toMatchObject([{}, { remark: '师傅很准时', household: '3-2-1204' }]);
    await liveUntil('2028-04-12');
    expect(await content(no)).toEqual([
      { grade: 'satisfied', remark: null, topics: null, by: 'zhangwei', household: null },
      { grade: 'satisfied', remark: null, topics: null, by: 'resident', household: null },
    ]);
    expect(await content(unreviewed)).toMatchObject([{}, { remark: '师傅很准时' }]);
    expect(await actions(no)).toEqual(['visit.close', 'record.archive', 'record.delete']);
    expect(await says('zhangwei', `说明 ${no}`)).toContain('；期满，内容已于 2028 年 4 月 12 日删除');
    expect((await verifyAudit(test.ctx.db.read)).faults).toEqual([]);
    const details = await test.ctx.db.read.audit.findMany({ where: { subject: `visit:${no}` } });
    expect(details.map(({ detail }) => detail).join()).not.toContain('师傅');
    const hashes = details.filter(({ action }) => action.startsWith('record.')).map(({ detail }) => detail);
    const hash = (await archiveOfVisit(test.ctx.db.read, no))?.hash ?? '';
    expect(hashes.filter((detail) => detail.includes(hash))).toHaveLength(2);
  });

  it('is put away sooner by whoever ends the duty that asks for it', async () => {
    test = await openEstate(['p03']);
    const no = await visited('C-1');
    await reviewVisit(test.ctx, no, test.ctx.clock.now());
    const unreviewed = await visited('C-2');
    test.moveTo(at('2026-04-02T10:00:00+08:00'));
    await openPeriods(test.ctx, test.ctx.clock.now());
    const duty = await test.ctx.db.read.duty.findFirstOrThrow({ where: { clause: 'p03.14', period: '2026Q1' } });
    expect(await says('sun', `办结 事${duty.no} 已交物业部`)).toContain('已存档 1 份记录');
    expect([await status(no), await status(unreviewed)]).toEqual(['closed', 'recorded']);
    expect((await archiveOfVisit(test.ctx.db.read, no))?.archivedBy).toBe('sun');
  });

  it('waits while its case is open, and while the household is asked again', async () => {
    test = await openEstate(['p03']);
    const no = await visited('C-1');
    await reviewVisit(test.ctx, no, test.ctx.clock.now());
    await test.ctx.db.write(async (tx) => {
      const [estate, visit] = [await estateOf(tx, 'cuihu'), await lockVisit(tx, test.ctx.db, no)];
      if (estate === null || visit === null) throw new Error('nothing there');
      await raiseNonconformity(tx, test.ctx, { estate, visit, event: null }, '还吵', test.ctx.clock.now());
    });
    await liveUntil('2026-04-15');
    expect(await status(no)).toBe('reviewed');
    const steps = async () => test.ctx.db.read.duty.findMany({ where: { followUp: 1, status: 'open' } });
    while ((await steps()).length > 0) await says('sun', '办结 案1 已装隔音门');
    const asked = await test.ctx.db.read.visit.findFirstOrThrow({ where: { startedBy: 'follow-up:1' } });
    await liveUntil('2026-07-15');
    expect(await status(no)).toBe('reviewed');
    await makeVisit(test, asked.no, 'satisfied');
    await reviewVisit(test.ctx, asked.no, test.ctx.clock.now());
    await liveUntil('2026-10-11');
    expect([await status(no), await status(asked.no)]).toEqual(['closed', 'closed']);
    await liveUntil('2028-10-12');
    const [found] = await test.ctx.db.read.followUp.findMany();
    expect([found?.text, found?.outcome]).toEqual([null, null]);
    const { why } = await test.ctx.db.read.visit.findUniqueOrThrow({ where: { no: asked.no } });
    expect(why).not.toContain('还吵');
    expect(why).not.toContain('隔音门');
  }, 60_000);

  it('goes on a list first where the estate wants it handed over, and is deleted once it is said to whom it went', async () => {
    test = await openEstate([{ id: 'p03', parameters: { handOver: true, keepYears: 1 } }]);
    const no = await visited('C-1');
    await reviewVisit(test.ctx, no, test.ctx.clock.now());
    await liveUntil('2027-04-13');
    expect(await content(no)).toMatchObject([{}, { remark: '师傅很准时' }]);
    const { no: duty, assignee } = await test.ctx.db.read.duty.findFirstOrThrow({ where: { item: 'hand-over:0' } });
    expect(await test.ctx.db.read.duty.count({ where: { item: 'hand-over:0' } })).toBe(1);
    expect(assignee).not.toBeNull();
    expect(await says('sun', `说明 事${duty}`)).toContain(
      `交接清单 1 份：\n任务 ${no}《回访记录表》，2026 年 3 月 10 日记录，2026 年 4 月 11 日存档`,
    );
    expect(await says('sun', `办结 事${duty}`)).toBe(`移交给谁？请写：办结 事${duty} 公司档案室张工。`);
    expect(await says('sun', `办结 事${duty} 公司档案室张工`)).toContain('已移交 1 份记录，内容已删除。');
    expect(await content(no)).toMatchObject([{}, { remark: null, topics: null }]);
    expect(await actions(no)).toEqual(['visit.close', 'record.archive', 'record.hand-over', 'record.delete']);
    const row = await test.ctx.db.read.archive.findFirstOrThrow();
    expect([row.handedOverBy, row.handedOverTo]).toEqual(['sun', '公司档案室张工']);
    await liveUntil('2027-05-02');
    expect(await test.ctx.db.read.duty.count({ where: { item: 'hand-over:0' } })).toBe(1);
    expect((await verifyAudit(test.ctx.db.read)).faults).toEqual([]);
  });
});

describe('a record under a policy that gives no date', () => {
  it('p01: is put away thirty days after it was settled, without a review, and kept', async () => {
    test = await openEstate(['p01']);
    const repair = { id: 'R-1', kind: 'repair', category: 'lighting', resolvedAt: '2026-03-10T09:00:00+08:00' };
    await test.events(repair);
    const [visit] = await test.visits('R-1');
    const no = visit?.no ?? 0;
    await makeVisit(test, no, 'satisfied');
    await liveUntil('2026-04-09');
    expect(await status(no)).toBe('recorded');
    await liveUntil('2026-04-10');
    expect(await status(no)).toBe('closed');
    await liveUntil('2027-04-10');
    expect(await archiveOfVisit(test.ctx.db.read, no)).toMatchObject({ keepUntil: null, deletedAt: null });
  });

  it('p03 and p08 at once: one record, put away once by the date of the one that leads, and kept for the longest', async () => {
    test = await openEstate(['p03', { id: 'p08', parameters: { keepYears: 5 } }]);
    const no = await visited('C-1');
    await reviewVisit(test.ctx, no, test.ctx.clock.now());
    await liveUntil('2026-04-12');
    const all = await test.visits('C-1');
    expect(all.map((one) => one.status)).toEqual(['closed', 'closed']);
    const kept = await archiveOfVisit(test.ctx.db.read, all.find(({ servedBy }) => servedBy === null)?.no ?? 0);
    expect(kept?.keepUntil).toBe(at('2031-04-12T00:00:00+08:00'));
  });
});
