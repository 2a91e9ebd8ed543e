/** Records 回访记录 in the database: append only, a correction names the row it corrects. */
import type { Instant } from '../core/calendar.js';
import type { TopicAnswers } from '../core/policy/content.js';
import type { Topic } from '../core/policy/words.js';
import type { Direction, Grade, Method } from '../core/terms.js';
import type { Tx } from './db.js';
import { findRow, insertRows, updateRows } from './rows.js';
import type { StoredVisit } from './visits.js';

/** One row of a visit's record; the newest (`current`) counts. */
export type StoredRecord = {
  readonly id: string;
  readonly visitNo: number;
  readonly grade: Grade | null;
  readonly grades: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers;
  readonly calledCipher: string | null;
  readonly unfinished: boolean;
  readonly chargeAsQuoted: boolean | null;
  readonly method: Method | 'paper';
  readonly by: string;
  readonly at: Instant;
  readonly seq: number;
  readonly confirmedAt: Instant | null;
  readonly confirmedBy: string | null;
};

export async function currentRecord(tx: Tx, visitNo: number): Promise<StoredRecord | null> {
  const row = await findRow(tx, 'record', { visitNo, current: true });
  if (row === null) return null;
  return {
    id: row.id,
    visitNo,
    grade: row.grade as Grade | null,
    grades: row.grades === null ? null : (JSON.parse(row.grades) as StoredRecord['grades']),
    remark: row.remark,
    topics: row.topics === null ? {} : (JSON.parse(row.topics) as TopicAnswers),
    calledCipher: row.calledCipher,
    unfinished: Boolean(row.unfinished),
    chargeAsQuoted: row.chargeAsQuoted === null ? null : Boolean(row.chargeAsQuoted),
    method: row.method as Method | 'paper',
    by: row.by,
    at: Number(row.at) as Instant,
    seq: row.seq,
    confirmedAt: row.confirmedAt === null ? null : (Number(row.confirmedAt) as Instant),
    confirmedBy: row.confirmedBy,
  };
}

/** What a record says; `calledCipher` is the number called, sealed. */
export type NewRecord = {
  readonly grade: Grade | null;
  readonly grades?: Readonly<Partial<Record<Direction, Grade>>> | null;
  readonly remark: string | null;
  readonly topics?: TopicAnswers;
  readonly calledCipher?: string | null;
  readonly unfinished?: boolean;
  readonly chargeAsQuoted?: boolean | null;
  readonly method: Method | 'paper';
  readonly by: string;
  readonly at: Instant;
  readonly why: readonly string[];
};

/**
 * Appends a record; what stood before stays, and is named by `corrects`. What was said to a topic before counts until
 * something else is said to it.
 */
export async function appendRecord(tx: Tx, visit: StoredVisit, said: NewRecord): Promise<string> {
  const before = await currentRecord(tx, visit.no);
  if (before !== null) await updateRows(tx, 'record', { id: before.id }, { current: false });
  const seq = (before?.seq ?? 0) + 1;
  const topics = { ...before?.topics, ...said.topics };
  const id = `${visit.no}-${seq}`;
  await insertRows(tx, 'record', [
    {
      id,
      visitNo: visit.no,
      estateId: visit.estate,
      eventId: visit.event,
      household: visit.household,
      policyId: visit.policy,
      clause: visit.clause,
      kind: visit.kind,
      grade: said.grade,
      grades: said.grades == null ? null : JSON.stringify(said.grades),
      remark: said.remark,
      topics: Object.keys(topics).length === 0 ? null : JSON.stringify(topics),
      calledCipher: said.calledCipher ?? null,
      unfinished: said.unfinished ?? false,
      chargeAsQuoted: said.chargeAsQuoted ?? before?.chargeAsQuoted ?? null,
      method: said.method,
      by: said.by,
      at: said.at,
      why: JSON.stringify(said.why),
      corrects: before?.id ?? null,
      seq,
    },
  ]);
  return id;
}

/** The resident's explicit confirmation is the signature 签名确认 on the record. */
export async function confirmRecord(tx: Tx, visitNo: number, by: string, at: Instant): Promise<void> {
  const unsigned = { visitNo, current: true, confirmedAt: null };
  await updateRows(tx, 'record', unsigned, { confirmedAt: at, confirmedBy: by });
}

/** The visit whose record somebody made last, since then. */
export async function lastRecorded(tx: Tx, by: string, since: Instant): Promise<number | null> {
  const row = await tx.record.findFirst({
    where: { by, current: true, at: { gte: BigInt(since) } },
    orderBy: [{ at: 'desc' }, { visitNo: 'desc' }],
    select: { visitNo: true },
  });
  return row?.visitNo ?? null;
}

/** Whether somebody of the household has said something to a topic since then. */
export async function hasAnswered(
  tx: Tx,
  estate: string,
  household: string,
  topic: Topic,
  since: Instant,
): Promise<boolean> {
  const visits = await tx.visit.findMany({
    where: { estateId: estate, household, answeredAt: { gte: BigInt(since) } },
    select: { no: true },
  });
  const records = await tx.record.findMany({
    where: { visitNo: { in: visits.map(({ no }) => no) }, current: true, topics: { not: null } },
    select: { topics: true },
  });
  return records.some(({ topics }) => (JSON.parse(topics ?? '{}') as TopicAnswers)[topic] !== undefined);
}

/** The records that count of a policy's visits, also of those that another policy's visit serves, made in a span. */
export async function recordsOfPolicy(
  tx: Tx,
  estate: string,
  policy: string,
  [from, to]: readonly [Instant, Instant],
): Promise<readonly { readonly id: string; readonly visitNo: number }[]> {
  const span = { gte: BigInt(from), lt: BigInt(to) };
  const served = await tx.visit.findMany({
    where: { estateId: estate, policyId: policy, servedBy: { not: null }, answeredAt: span },
    select: { servedBy: true },
  });
  const leaders = new Set(served.map(({ servedBy }) => servedBy));
  const rows = await tx.record.findMany({
    where: { estateId: estate, current: true, at: span },
    select: { id: true, visitNo: true, policyId: true },
    orderBy: { id: 'asc' },
  });
  return rows
    .filter(({ policyId, visitNo }) => policyId === policy || leaders.has(visitNo))
    .map(({ id, visitNo }) => ({ id, visitNo }));
}
