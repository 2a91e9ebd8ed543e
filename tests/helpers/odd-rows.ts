/** Rows of kinds that a made year has none of: led windows, replaced visits, several cases of one visit, duties, works. */
import type { Context } from '../../src/context.js';
import { DAY } from '../../src/core/calendar.js';
import { parseEvent } from '../../src/core/event.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import type { RowOf } from '../../src/store/rows.js';
import { YEAR_BEGAN } from './made-year.js';

type Tx = Parameters<Parameters<Context['db']['write']>[0]>[0];
const OUTCOMES = ['refused', 'moved', 'wrong-person', 'silent', null] as const;
const GRADES = ['satisfied', 'fairly', 'dissatisfied', 'satisfied', null] as const;
const DUTY_STATES = ['open', 'done', 'done', 'excused', 'cancelled'] as const;
const DUTY_CLAUSES = ['p02.16', 'p03.13', 'p05.12', 'p08.4', 'p04.9'] as const;
const big = (at: number): bigint => BigInt(Math.round(at));

/** Changes and adds rows of a made year, each by its own number; the same every time. */
export async function makeOddRows(ctx: Context, estate: string): Promise<void> {
  // Two of one name; one whom another system calls by name.
  await takeInStaff(ctx, [
    { userid: 'wangfang2', name: '王芳', roles: [{ estate, role: 'steward' }] },
    { userid: 'gong1', name: '工1', roles: [{ estate, role: 'engineer' }] },
  ]);
  await inParts(ctx, await ctx.db.read.visit.findMany({ where: { estateId: estate } }), changeVisit);
  await inParts(ctx, await ctx.db.read.record.findMany({ where: { estateId: estate } }), changeRecord);
  await ctx.db.write(async (tx) => {
    await addDuties(tx, estate);
    await addWorks(tx, estate);
    await addSurveyVisit(tx, estate);
    const key = { keyCipher: '', keyHash: '', createdAt: 0n };
    const drawn = { estateId: estate, policyId: 'p08', clause: 'p08.2', period: '2026-08', size: 31, chosen: 3 };
    await tx.draw.create({ data: { ...key, ...drawn, id: 'a draw' } });
  });
}

/** So many rows a transaction. */
const AT_ONCE = 40;

async function inParts<T>(ctx: Context, rows: readonly T[], change: (tx: Tx, row: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await ctx.db.write(async (tx) => {
      for (const row of rows.slice(from, from + AT_ONCE)) await change(tx, row);
    });
}

async function changeVisit(tx: Tx, { no, status, due, earliest }: RowOf<'visit'>): Promise<void> {
  const isDone = ['recorded', 'reviewed', 'closed'].includes(status);
  // A leader's window ends no later than its own clause's would.
  const own = { due: Number(due) + (no % 3) * 20 * DAY, earliest: Number(earliest), by: [], how: [] };
  const data = {
    ...(no % 11 === 0 ? { why: JSON.stringify({ source: '', own }) } : {}),
    ...(no % 7 === 0 && !isDone ? { status: 'replaced' } : {}),
    ...(no % 5 === 0 && !isDone ? { outcome: OUTCOMES[no % 7] ?? null } : {}),
    ...(no % 4 === 0 ? { assignee: 'wangfang2' } : {}),
  };
  if (Object.keys(data).length > 0) await tx.visit.update({ where: { no }, data });
}

async function changeRecord(tx: Tx, { id, estateId, visitNo, seq, at, household }: RowOf<'record'>): Promise<void> {
  const data = {
    ...(visitNo % 6 === 0 ? { grades: '{"1":"satisfied","8":"dissatisfied"}' } : {}),
    ...(visitNo % 5 === 0 ? { reviewed: seq > 1, reviewedBy: 'liuyan' } : {}),
    ...(visitNo % 8 === 0 ? { by: 'wangfang2' } : visitNo % 9 === 0 ? { by: 'resident:cuihu/r-1' } : {}),
  };
  if (Object.keys(data).length > 0) await tx.record.update({ where: { id }, data });
  if (visitNo % 10 !== 0 || seq > 1) return;
  const shared = { estateId, visitNo, household, route: 'supervisor', status: 'open', openedAt: at };
  await tx.followUp.create({ data: { ...shared, kind: 'nonconformity', text: '门还是关不上' } });
  await tx.followUp.create({
    data: { ...shared, kind: 'promise', text: '周五再来', promisedAt: big(Number(at) + 400 * DAY) },
  });
}

async function addDuties(tx: Tx, estateId: string): Promise<void> {
  await tx.duty.createMany({
    data: Array.from({ length: 120 }, (_, n) => {
      const clause = DUTY_CLAUSES[n % DUTY_CLAUSES.length] ?? 'p02.16';
      const due = YEAR_BEGAN + n * 3.3 * DAY;
      const status = DUTY_STATES[n % 7] ?? 'open';
      return {
        estateId,
        policyId: clause.slice(0, 3),
        clause,
        item: `duty:${n}`,
        trigger: 'period',
        startedBy: 'odd',
        says: '写报告',
        by: '[]',
        to: '[]',
        assignee: ['wangfang', 'wangfang2', 'sun', null][n % 4] ?? null,
        earliest: big(due - 5 * DAY),
        due: n % 13 === 0 ? null : big(due),
        status,
        doneAt: status === 'done' ? big(due + ((n % 3) - 1) * DAY) : null,
        policyVersion: '',
        source: '',
        createdAt: 0n,
        updatedAt: 0n,
      };
    }),
  });
}

/** Works whose last visit was made: their visits, some recorded, a case, and the duty to report on them. */
async function addWorks(tx: Tx, estateId: string): Promise<void> {
  const read = parseEvent({
    id: 'WORKS',
    estate: estateId,
    kind: 'works-completion',
    works: '三号楼',
    acceptedOn: '2026-01-15',
    signedOn: '2026-01-15',
    warrantyMonths: 24,
  });
  if ('errors' in read) throw new TypeError(JSON.stringify(read.errors));
  const { event } = read;
  const made = { estateId, createdAt: 0n, updatedAt: 0n };
  await tx.event.create({
    data: { ...made, id: event.id, kind: event.kind, data: JSON.stringify(event), hash: '' },
  });
  for (let n = 0; n < 6; n += 1) {
    const at = YEAR_BEGAN + (30 + n * 40) * DAY;
    const visit = await tx.visit.create({
      data: {
        ...made,
        policyId: 'p10',
        clause: 'p10.1',
        startedBy: event.id,
        counterparty: `user:第${n + 1}家`,
        visit: n + 1,
        eventId: event.id,
        kind: event.kind,
        status: n < 4 ? 'recorded' : 'assigned',
        earliest: big(at),
        due: big(at + 10 * DAY),
        answeredAt: n < 4 ? big(at + DAY) : null,
        by: '["works-lead"]',
        how: '["in-person"]',
        record: '回访工作记录',
        policyVersion: '',
        why: '{}',
      },
    });
    if (n >= 4) continue;
    const of = { estateId, visitNo: visit.no, eventId: event.id, policyId: 'p10', clause: 'p10.1', kind: event.kind };
    const record = {
      ...of,
      grade: GRADES[n + 1] ?? null,
      method: 'phone',
      by: 'sun',
      at: big(at + DAY),
      why: '[]',
      seq: 1,
    };
    await tx.record.create({ data: { ...record, id: `works-${n}` } });
    const raised = { estateId, visitNo: visit.no, kind: 'nonconformity', route: 'supervisor', text: '渗水' };
    if (n === 1) await tx.followUp.create({ data: { ...raised, status: 'open', openedAt: big(at + DAY) } });
  }
  const duty = { ...made, policyId: 'p10', clause: 'p10.4', item: 'duty:0', trigger: 'visited', startedBy: event.id };
  const asks = { says: '写回访服务报告', form: '回访服务报告', by: '[]', to: '[]', policyVersion: '', source: '' };
  const when = { earliest: big(YEAR_BEGAN + 200 * DAY), due: big(YEAR_BEGAN + 210 * DAY), status: 'open' };
  await tx.duty.create({ data: { ...duty, ...asks, ...when, eventId: event.id } });
}

/** A survey's visit, asked and recorded: it counts by its ballot alone. */
async function addSurveyVisit(tx: Tx, estateId: string): Promise<void> {
  const at = big(YEAR_BEGAN + 170 * DAY);
  const of = { estateId, policyId: 'p08', clause: 'p08.4', kind: 'other' };
  const visit = await tx.visit.create({
    data: {
      ...of,
      startedBy: '2026H1',
      counterparty: '1-1-101',
      household: '1-1-101',
      visit: 1,
      status: 'recorded',
      earliest: at,
      due: at,
      issuedAt: at,
      answeredAt: at,
      by: '["steward"]',
      how: '["chat"]',
      record: '调查表',
      policyVersion: '',
      why: '{}',
      createdAt: at,
      updatedAt: at,
    },
  });
  const said = {
    grade: 'dissatisfied',
    remark: '又漏了',
    method: 'chat',
    by: 'resident:cuihu/r-1',
    at,
    why: '[]',
    seq: 1,
  };
  await tx.record.create({ data: { ...of, ...said, id: 'of a survey', visitNo: visit.no, household: '1-1-101' } });
}
