/** The lists behind the figures are as long as the figures say, whatever the rows. */
import { describe, expect, it } from 'vitest';
import { DAY, type Instant } from '../../src/core/calendar.js';
import { complianceOf, sumOf } from '../../src/core/compliance.js';
import { GRADES, keysOf, VISIT_STATUSES, type Grade, type ReachOutcome } from '../../src/core/terms.js';
import { caseCounts, caseNumbers, CASES_OF } from '../../src/store/board/cases.js';
import { DUES_OF, duesOf } from '../../src/store/board/dues.js';
import { trailOf } from '../../src/store/board/trail.js';
import { gradedNumbers, visitLines, visitNumbers, type GradedOf } from '../../src/store/board/visits.js';
import { appendAudit } from '../../src/store/audit.js';
import { complianceRows } from '../../src/store/compliance.js';
import { satisfactionOf, visitRateOf } from '../../src/store/figures.js';
import { openFollowUp, changeCase } from '../../src/store/follow-ups.js';
import { appendRecord } from '../../src/store/records.js';
import { saveVisit, type StoredVisit } from '../../src/store/visits.js';
import { after, NOW, putVisit, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const RANGE = [after(-10 * DAY), NOW] as const;
const QUESTION = { estate: 'cuihu', range: RANGE, now: NOW };
const OUTCOMES: readonly (ReachOutcome | null)[] = [null, 'refused', 'moved', 'wrong-person', 'unreachable', 'silent'];

let made = 0;
async function put(given: Partial<StoredVisit>): Promise<StoredVisit> {
  made += 1;
  const startedBy = given.startedBy ?? `E-${made}`;
  const visit = await putVisit(test.db, {
    startedBy,
    counterparty: `1-1-${made}`,
    earliest: after(-20 * DAY),
    due: after(-DAY),
  });
  const saved = { ...visit, ...given, startedBy };
  await test.db.write(async (tx) => {
    await saveVisit(tx, saved, NOW);
    const { estate, clause, issuedAt } = saved;
    await tx.visit.update({
      where: { no: visit.no },
      data: { estateId: estate, clause, issuedAt: issuedAt === null ? null : BigInt(issuedAt) },
    });
  });
  return saved;
}
const record = (visit: StoredVisit, grade: Grade | null, at: Instant = after(-2 * DAY)): Promise<string> =>
  test.db.write((tx) => appendRecord(tx, visit, { grade, remark: null, method: 'phone', by: 'wangfang', at, why: [] }));

async function putDuty(no: number, status: string, due: Instant, doneAt: Instant | null): Promise<void> {
  const shared = { estateId: 'cuihu', policyId: 'p08', clause: no % 2 === 0 ? 'p08.4' : 'p08.1', item: `duty:${no}` };
  const texts = {
    trigger: 'period',
    startedBy: '2026-02',
    says: '写报告',
    by: '["manager"]',
    to: '[]',
    source: '原文',
  };
  const times = { earliest: 0n, due: BigInt(due), doneAt: doneAt === null ? null : BigInt(doneAt) };
  const rest = { status, policyVersion: 'v1', createdAt: 0n, updatedAt: 0n };
  await test.db.write((tx) => tx.duty.create({ data: { ...shared, ...texts, ...times, ...rest } }));
}

/** Every status with every outcome, in time, late and open, over and not; what is led, asked again, ordered, elsewhere. */
async function everything(): Promise<void> {
  for (const status of keysOf(VISIT_STATUSES))
    for (const [n, outcome] of OUTCOMES.entries()) {
      const due = after(n % 3 === 0 ? 0 : -n * DAY);
      const answeredAt = n % 2 === 0 ? null : after(-n * DAY + (n % 3 === 0 ? -1 : 1));
      await put({ status, outcome, due, answeredAt, clause: n % 2 === 0 ? 'p08.1' : 'p08.2' });
    }
  const own = { earliest: after(-20 * DAY), due: after(-2 * DAY), by: [], how: [], needsSignature: false };
  await put({ status: 'asked', due: after(-15 * DAY), why: { source: '原文', own } });
  await put({ status: 'asked', due: after(-DAY), why: { source: '原文', own: { ...own, due: after(-15 * DAY) } } });
  await put({ status: 'asked', startedBy: 'follow-up:3' });
  await put({ status: 'recorded', startedBy: '2026-03/survey-1', answeredAt: after(-2 * DAY) });
  await put({ status: 'asked', due: RANGE[0] });
  await put({ status: 'asked', estate: 'jin' });
  let no = 0;
  for (const status of ['open', 'done', 'excused', 'cancelled'])
    for (const doneAt of [null, after(-3 * DAY), after(-DAY)])
      await putDuty((no += 1), status, after(-2 * DAY), doneAt);
}

describe('the list behind a figure of 制度执行率', () => {
  it('is as long as the figure, for every figure, of the whole and of each clause', async () => {
    await everything();
    const lines = complianceOf([], await complianceRows(test.db.read, QUESTION));
    expect(lines.map(({ clause }) => clause)).toEqual(['p08.1', 'p08.2', 'p08.4']);
    for (const of of DUES_OF) {
      const all = await duesOf(test.db.read, { ...QUESTION, of });
      expect([of, all.length]).toEqual([of, sumOf(lines)[of]]);
      expect(all.length).toBeGreaterThan(0);
      for (const line of lines) {
        const own = await duesOf(test.db.read, { ...QUESTION, of, clause: line.clause });
        expect([of, line.clause, own.length]).toEqual([of, line.clause, line[of]]);
      }
    }
  });

  it('begins with what was due first, and says the end that counts for the clause', async () => {
    await everything();
    const dues = await duesOf(test.db.read, { ...QUESTION, of: 'due' });
    expect(dues.map(({ due }) => due)).toEqual(dues.map(({ due }) => due).toSorted((a, b) => a - b));
    expect(dues.every(({ due }) => due > RANGE[0] && due <= RANGE[1])).toBe(true);
  });
});

describe('the lists behind 满意率 and 回访率', () => {
  it('are as long as their figures', async () => {
    const inside = after(-3 * DAY);
    for (const grade of [...keysOf(GRADES), null]) {
      for (const issuedAt of [inside, after(-30 * DAY), null]) {
        const visit = await put({ status: 'recorded', issuedAt, earliest: after(-5 * DAY) });
        if (grade !== null || issuedAt === null) await record(visit, grade);
      }
    }
    const corrected = await put({ status: 'recorded', issuedAt: inside });
    await record(corrected, 'satisfied');
    await record(corrected, 'dissatisfied');
    await record(await put({ status: 'recorded', issuedAt: inside, startedBy: 'follow-up:9' }), 'satisfied');
    await record(await put({ status: 'recorded', issuedAt: inside, servedBy: corrected.no }), 'satisfied');
    await everything();
    const tally = await satisfactionOf(test.db.read, QUESTION);
    const count = async (of: GradedOf) => (await gradedNumbers(test.db.read, QUESTION, of)).length;
    expect(tally.issued).toBeGreaterThan(tally.returned);
    for (const of of ['issued', 'returned', 'satisfied', 'fairly', 'dissatisfied'] as const)
      expect([of, await count(of)]).toEqual([of, tally[of]]);
    expect(await count('waiting')).toBe(tally.issued - tally.returned);
    const visits = await visitRateOf(test.db.read, QUESTION);
    for (const of of ['population', 'completed'] as const)
      expect([of, (await visitNumbers(test.db.read, QUESTION, of)).length]).toEqual([of, visits[of]]);
    expect(visits.completed).toBeGreaterThan(0);
  });

  it('keep to a kind, a status and a clause where they are asked for', async () => {
    await everything();
    const all = await visitNumbers(test.db.read, QUESTION, 'due');
    const some = await visitNumbers(test.db.read, { ...QUESTION, status: 'asked', clause: 'p08.2' }, 'due');
    const lines = await visitLines(test.db.read, some);
    expect(lines.map(({ no }) => no)).toEqual(some);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every(({ status, clause }) => status === 'asked' && clause === 'p08.2')).toBe(true);
    expect(some.length).toBeLessThan(all.length);
    expect(await visitNumbers(test.db.read, { ...QUESTION, kind: 'repair' }, 'due')).toEqual([]);
  });
});

describe('the cases of a period', () => {
  it('are open, overdue, opened and closed by their own days', async () => {
    const open = (at: Instant, promisedAt?: Instant) =>
      test.db.write((tx) =>
        openFollowUp(
          tx,
          {
            estate: 'cuihu',
            visitNo: null,
            household: '1-1-1',
            kind: 'promise',
            text: '尽快',
            route: 'supervisor',
            assignee: null,
            ...(promisedAt === undefined ? {} : { promisedAt }),
          },
          at,
        ),
      );
    const old = await open(after(-30 * DAY), NOW);
    const fresh = await open(after(-DAY), after(DAY));
    const done = await open(after(-40 * DAY));
    await test.db.write((tx) => changeCase(tx, done, { status: 'closed', closedAt: after(-2 * DAY), closedBy: 'sun' }));
    const lists = Object.fromEntries(
      await Promise.all(CASES_OF.map(async (of) => [of, await caseNumbers(test.db.read, QUESTION, of)])),
    );
    expect(lists).toEqual({ open: [fresh, old], overdue: [old], opened: [fresh], closed: [done] });
    expect(await caseCounts(test.db.read, QUESTION)).toEqual({ open: 2, overdue: 1, opened: 1, closed: 1 });
    expect(await caseCounts(test.db.read, { ...QUESTION, estate: 'jin' })).toEqual({
      open: 0,
      overdue: 0,
      opened: 0,
      closed: 0,
    });
  });
});

describe('the audit of a thing', () => {
  it('is its own, of its own estate, the newest so many, the oldest of them first', async () => {
    const entry = (action: string, subject = 'visit:1', estate = 'cuihu') => ({
      at: NOW,
      actor: 'sun',
      action,
      estate,
      subject,
    });
    await test.db.write((tx) =>
      appendAudit(tx, test.db, [
        entry('a'),
        entry('b', 'visit:11'),
        entry('c'),
        entry('d', 'visit:1', 'jin'),
        entry('e', 'visit:2'),
        entry('f'),
      ]),
    );
    const trail = await trailOf(test.db.read, 'cuihu', ['visit:1', 'visit:2'], 3);
    expect(trail.entries.map(({ action }) => action)).toEqual(['c', 'e', 'f']);
    expect(trail.count).toBe(4);
  });
});
