/** 档案 on both databases: which records are settled, what is put away once, what was kept long enough. */
import { describe, expect, it } from 'vitest';
import { DAY, type Instant } from '../../src/core/calendar.js';
import {
  archiveOfVisit,
  keepArchived,
  markDeleted,
  markHandedOver,
  settledRecords,
  toDelete,
  toHandOver,
  type Archived,
} from '../../src/store/archives.js';
import { deleteSentFiles, keepSentFile } from '../../src/store/files.js';
import { changeCase, openFollowUp } from '../../src/store/follow-ups.js';
import { forgetRecord, hashOfRecord } from '../../src/store/record-content.js';
import { appendRecord } from '../../src/store/records.js';
import { keepVerdict } from '../../src/store/reviews.js';
import { BOX } from '../helpers/box.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();

/** A visit with a record of a moment. */
async function recorded(id: string, at: Instant, status: 'recorded' | 'reviewed' = 'recorded'): Promise<number> {
  const visit = await putVisit(test.db, { startedBy: id, event: id, status });
  const said = { grade: 'satisfied', remark: '很准时', method: 'phone', by: 'resident:cuihu/r-1', at } as const;
  await test.db.write((tx) => appendRecord(tx, visit, { ...said, topics: { suggestions: '多巡查' }, why: [] }));
  return visit.no;
}
const settled = async () =>
  (await settledRecords(test.db.read, 'cuihu', 0, 10)).map(({ no, madeAt, settledAt }) => [no, madeAt, settledAt]);

const archived = (visitNo: number, given: Partial<Archived> = {}): Archived => ({
  kind: 'record',
  subject: String(visitNo),
  visitNo,
  estate: 'cuihu',
  policy: 'p08',
  form: '回访记录表',
  madeAt: NOW,
  archivedAt: NOW,
  archivedBy: 'system',
  hash: 'abc',
  keepUntil: after(DAY),
  handOver: false,
  by: ['steward'],
  handedOverAt: null,
  deletedAt: null,
  ...given,
});

describe('settled records', () => {
  it('are those that were made, from the last moment at which something was done to them', async () => {
    await putVisit(test.db, { startedBy: 'C-0', event: 'C-0' });
    const plain = await recorded('C-1', NOW);
    const reviewed = await recorded('C-2', NOW, 'reviewed');
    await test.db.write((tx) =>
      keepVerdict(tx, `${reviewed}-1`, { approved: true, by: 'liuyan', at: after(DAY), opinion: '好' }),
    );
    expect(await settled()).toEqual([
      [plain, NOW, NOW],
      [reviewed, NOW, after(DAY)],
    ]);
    expect(await settledRecords(test.db.read, 'cuihu', plain, 10)).toHaveLength(1);
    expect(await settledRecords(test.db.read, 'cuihu', 0, 1)).toHaveLength(1);
    expect(await settledRecords(test.db.read, 'jinyuan', 0, 10)).toEqual([]);
    expect(await settledRecords(test.db.read, 'cuihu', 0, 10, 'p03')).toEqual([]);
  });

  it('are no more while a case of theirs is open, or its household is asked again', async () => {
    const no = await recorded('C-1', NOW);
    const about = { estate: 'cuihu', visitNo: no, household: '3-2-1204', route: 'supervisor', assignee: null } as const;
    const id = await test.db.write((tx) => openFollowUp(tx, { ...about, kind: 'nonconformity', text: '吵' }, NOW));
    expect(await settled()).toEqual([]);
    const asked = await putVisit(test.db, { startedBy: `follow-up:${id}`, status: 'asked' });
    const closed = { status: 'closed', closedAt: after(2 * DAY), recheckNo: asked.no } as const;
    await test.db.write((tx) => changeCase(tx, id, closed));
    expect(await settled()).toEqual([]);
    await test.db.write((tx) => tx.visit.update({ where: { no: asked.no }, data: { status: 'unreachable' } }));
    expect(await settled()).toEqual([[no, NOW, after(2 * DAY)]]);
  });
});

describe('what was put away', () => {
  it('is there once, and is deleted after its term, the oldest first', async () => {
    const [first, second] = [await recorded('C-1', NOW), await recorded('C-2', NOW)];
    await test.db.write(async (tx) => {
      await keepArchived(tx, archived(first));
      await keepArchived(tx, archived(first, { hash: 'other' }));
      await keepArchived(tx, archived(second, { keepUntil: null }));
    });
    expect(await archiveOfVisit(test.db.read, first)).toEqual(archived(first));
    expect(await archiveOfVisit(test.db.read, second)).toMatchObject({ keepUntil: null });
    expect(await toDelete(test.db.read, NOW, 10)).toEqual([]);
    expect(await toDelete(test.db.read, after(DAY), 10)).toEqual([archived(first)]);
    await test.db.write((tx) => markDeleted(tx, archived(first), after(DAY)));
    expect(await toDelete(test.db.read, after(9 * DAY), 10)).toEqual([]);
  });

  it('waits on the list where it is to be handed over', async () => {
    const no = await recorded('C-1', NOW);
    const one = archived(no, { handOver: true });
    await test.db.write((tx) => keepArchived(tx, one));
    const lists = () =>
      Promise.all([
        toHandOver(test.db.read, after(DAY)),
        toHandOver(test.db.read, after(DAY), { estate: 'cuihu', policy: 'p08' }),
        toHandOver(test.db.read, after(DAY), { estate: 'cuihu', policy: 'p03' }),
        toDelete(test.db.read, after(DAY), 10),
      ]);
    expect(await lists()).toEqual([[one], [one], [], []]);
    expect(await toHandOver(test.db.read, NOW)).toEqual([]);
    await test.db.write((tx) => markHandedOver(tx, one, { at: after(DAY), by: 'sun', to: '档案室' }));
    expect(await lists()).toEqual([[], [], [], [{ ...one, handedOverAt: after(DAY) }]]);
  });
});

describe('the content of a record', () => {
  it('is told by its hash, and goes with the texts of cases, talks and photographs; the grade stays', async () => {
    const no = await recorded('C-1', NOW);
    const other = await recorded('C-2', NOW);
    const hash = await hashOfRecord(test.db.read, BOX, no);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOfRecord(test.db.read, BOX, other)).not.toBe(hash);
    const about = { estate: 'cuihu', visitNo: no, household: '3-2-1204', route: 'supervisor', assignee: null } as const;
    await test.db.write((tx) => openFollowUp(tx, { ...about, kind: 'nonconformity', text: '吵' }, NOW));
    await test.db.write((tx) => forgetRecord(tx, no));
    const [row] = await test.db.read.record.findMany({ where: { visitNo: no } });
    expect(row).toMatchObject({ grade: 'satisfied', remark: null, topics: null, by: 'resident', household: null });
    expect(await test.db.read.followUp.findFirst()).toMatchObject({ text: null, household: null });
    expect(await test.db.read.record.findFirst({ where: { visitNo: other } })).toMatchObject({ remark: '很准时' });
    await test.db.write((tx) => forgetRecord(tx, no));
  });

  it('keeps its photographs as long as itself', async () => {
    const [kept, loose] = [await recorded('C-1', NOW), await recorded('C-2', NOW)];
    const file = { media: 'image', name: 'a.jpg', mime: 'image/jpeg', sha256: 'x', bytes: Buffer.from('x') } as const;
    await test.db.write(async (tx) => {
      for (const visitNo of [kept, loose]) {
        const of = { id: `f-${visitNo}`, estate: 'cuihu', household: '3-2-1204', visitNo };
        await keepSentFile(tx, BOX, { ...file, ...of }, NOW);
      }
      await keepArchived(tx, archived(kept));
      await deleteSentFiles(tx, 'cuihu', after(DAY));
    });
    expect((await test.db.read.file.findMany()).map(({ visitNo }) => visitNo)).toEqual([kept]);
    await test.db.write((tx) => forgetRecord(tx, kept));
    expect(await test.db.read.file.count()).toBe(0);
  });
});
