import { describe, expect, it } from 'vitest';
import { appendRecord, confirmRecord, currentRecord } from '../../src/store/records.js';
import { claimDueVisits } from '../../src/store/due-visits.js';
import { insertVisit, saveVisit, tasksOf, visitByNo, visitsOfEvent } from '../../src/store/visits.js';
import { after, NEW_VISIT, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();

describe('a visit’s identity', () => {
  it('is there once: estate, policy, clause, what started it, counterparty and number', async () => {
    const visit = await putVisit(test.db);
    expect(await test.db.write((tx) => insertVisit(tx, { ...NEW_VISIT, due: after(9) }, NOW))).toBeNull();
    const changes = [
      { estate: 'jinyuan' },
      { policy: 'p03' },
      { clause: 'p08.2' },
      { startedBy: '2026Q1' },
      { counterparty: '3-2-1205' },
      { visit: 2 },
    ];
    for (const change of changes) await putVisit(test.db, change);
    expect(await test.db.read.visit.count()).toBe(7);
    expect(await visitByNo(test.db.read, visit.no)).toEqual(visit);
  });

  it('is there once when instances make it at once', async () => {
    const other = await test.second();
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        (nth % 2 ? other : test.db).write((tx) => insertVisit(tx, NEW_VISIT, NOW)),
      ),
    );
    expect(made.filter((visit) => visit !== null)).toHaveLength(1);
    expect(await test.db.read.visit.count()).toBe(1);
  });

  it('comes back as it was made', async () => {
    const { no } = await putVisit(test.db, { quota: 'tiers', rate: null, why: { source: '𠮷', exceptions: ['一'] } });
    expect(await visitByNo(test.db.read, no)).toMatchObject({
      ...NEW_VISIT,
      id: String(no),
      quota: 'tiers',
      rate: null,
      why: { source: '𠮷', exceptions: ['一'] },
      assignee: null,
      drawPosition: null,
    });
  });
});

describe('a visit that serves others', () => {
  it('hands its status on to those that were drawn for their own clause, and to nobody else', async () => {
    const leader = await putVisit(test.db);
    const drawn = await putVisit(test.db, { policy: 'p03', status: 'drawn' });
    const undrawn = await putVisit(test.db, { policy: 'p04', status: 'not-drawn' });
    const apart = await putVisit(test.db, { policy: 'p02' });
    for (const served of [drawn, undrawn])
      await test.db.write((tx) => saveVisit(tx, { ...served, servedBy: leader.no }, NOW));
    const asked = { ...leader, status: 'asked', askedAt: NOW, channel: 'wecom-kf', assignee: 'wangfang' } as const;
    await test.db.write((tx) => saveVisit(tx, asked, NOW));
    const [, two, three, four] = await visitsOfEvent(test.db.read, 'cuihu', 'C-1');
    expect(two).toMatchObject({ no: drawn.no, status: 'asked', askedAt: NOW, channel: 'wecom-kf' });
    expect(three).toMatchObject({ no: undrawn.no, status: 'not-drawn', askedAt: null });
    expect(four).toEqual(apart);
  });
});

describe('work that is due', () => {
  it('is given to one caller only, with several at it at once, and again when the claim ran out', async () => {
    for (let nth = 0; nth < 30; nth += 1) await putVisit(test.db, { startedBy: `C-${nth}`, nextAt: NOW });
    await putVisit(test.db, { startedBy: 'later', nextAt: after(1) });
    await putVisit(test.db, { startedBy: 'never' });
    const other = await test.second();
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => claimDueVisits(nth % 2 ? other : test.db, NOW, 6)),
    );
    const rest = await claimDueVisits(test.db, NOW, 100);
    const all = [...claims.flat(), ...rest];
    expect(claims.every((one) => one.length <= 6)).toBe(true);
    expect(new Set(all).size).toBe(30);
    expect(all).toHaveLength(30);
    expect(await claimDueVisits(test.db, after(60_000), 100)).toHaveLength(31);
  });

  it('is listed for its member of staff, the soonest due first', async () => {
    const give = async (startedBy: string, due: number, status: 'assigned' | 'closed', assignee: string) => {
      const visit = await putVisit(test.db, { startedBy, due: after(due) });
      await test.db.write((tx) => saveVisit(tx, { ...visit, status, assignee }, NOW));
      return visit.no;
    };
    const late = await give('a', 9_000, 'assigned', 'wangfang');
    const soon = await give('b', 5_000, 'assigned', 'wangfang');
    await give('c', 1_000, 'closed', 'wangfang');
    await give('d', 1_000, 'assigned', 'lisi');
    expect((await tasksOf(test.db.read, 'wangfang', ['cuihu'], 10)).map(({ no }) => no)).toEqual([soon, late]);
    expect(await tasksOf(test.db.read, 'wangfang', ['cuihu'], 1)).toHaveLength(1);
    expect(await tasksOf(test.db.read, 'wangfang', ['jinyuan'], 10)).toEqual([]);
  });
});

describe('records', () => {
  it('are appended: a correction names what it corrects, and what stood there stays', async () => {
    const visit = await putVisit(test.db);
    const say = (grade: 'satisfied' | 'dissatisfied', remark: string | null) =>
      test.db.write((tx) =>
        appendRecord(tx, visit, { grade, remark, method: 'chat', by: 'resident:cuihu/r-1', at: NOW, why: ['taps'] }),
      );
    const first = await say('satisfied', null);
    await test.db.write((tx) => confirmRecord(tx, visit.no, 'r-1', after(5)));
    const second = await say('dissatisfied', '还在漏');
    const rows = await test.db.read.record.findMany({ orderBy: { seq: 'asc' } });
    expect(rows).toMatchObject([
      { id: first, seq: 1, grade: 'satisfied', current: false, corrects: null, confirmedAt: BigInt(after(5)) },
      {
        id: second,
        seq: 2,
        grade: 'dissatisfied',
        remark: '还在漏',
        current: true,
        corrects: first,
        confirmedAt: null,
      },
    ]);
    expect(await currentRecord(test.db.read, visit.no)).toMatchObject({ id: second, seq: 2 });
    expect(await currentRecord(test.db.read, visit.no + 1)).toBeNull();
  });

  it('keep one current row when two are appended at once', async () => {
    const visit = await putVisit(test.db);
    const other = await test.second();
    const said = { grade: 'satisfied', remark: null, method: 'chat', by: 'x', at: NOW, why: [] } as const;
    await Promise.all([test.db, other, test.db, other].map((db) => db.write((tx) => appendRecord(tx, visit, said))));
    const rows = await test.db.read.record.findMany({ orderBy: { seq: 'asc' } });
    expect(rows.map(({ seq, current }) => [seq, current])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });
});
