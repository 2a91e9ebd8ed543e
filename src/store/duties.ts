/** Duties 职责 in the database: what a clause asks of staff beside visits. A duty's identity is the unique key below. */
import type { Instant } from '../core/calendar.js';
import type { DutyTrigger } from '../core/policy/words.js';
import type { Role } from '../core/terms.js';
import type { Db, Tx } from './db.js';
import { findRow, findRows, insertRows, updateRows, type RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

export type DutyStatus = 'open' | 'done' | 'excused' | 'cancelled';

/** A duty as stored. Its identity is (estate, policy, clause, item, startedBy); `no` is what people write, as 事12. */
export type StoredDuty = {
  readonly no: number;
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  /** Which part of the clause: `duty:0`, `handle:solved`, `check:0`, `watch:0`. */
  readonly item: string;
  readonly trigger: DutyTrigger;
  /** The period, event, visit, follow-up or duty that started it. */
  readonly startedBy: string;
  /** In plain Chinese, what is to be done. */
  readonly says: string;
  readonly form: string | null;
  readonly by: readonly Role[];
  /** Who hears of it when it is done. */
  readonly to: readonly Role[];
  readonly assignee: string | null;
  readonly earliest: Instant;
  readonly soonAt: Instant | null;
  /** Null for a duty without a term. */
  readonly due: Instant | null;
  readonly status: DutyStatus;
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
  readonly note: string | null;
  readonly period: string | null;
  readonly event: string | null;
  readonly visitNo: number | null;
  readonly household: string | null;
  /** The case 个案 of which it is a step. */
  readonly followUp: number | null;
  readonly policyVersion: string;
  readonly source: string;
  /** The next instant at which somebody is to be told; null when nothing is. */
  readonly nextAt: Instant | null;
};

export type NewDuty = Omit<StoredDuty, 'no'>;

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));
const big = (value: Instant | null): bigint | null => (value === null ? null : BigInt(value));

type Row = RowOf<'duty'>;

/** A row as the core knows it. */
export function toDuty(row: RowOf<'duty'>): StoredDuty {
  return {
    no: row.no,
    estate: row.estateId,
    policy: row.policyId,
    clause: row.clause,
    item: row.item,
    trigger: row.trigger as DutyTrigger,
    startedBy: row.startedBy,
    says: row.says,
    form: row.form,
    by: JSON.parse(row.by) as Role[],
    to: JSON.parse(row.to) as Role[],
    assignee: row.assignee,
    earliest: Number(row.earliest) as Instant,
    soonAt: instant(row.soonAt),
    due: instant(row.due),
    status: row.status as DutyStatus,
    doneAt: instant(row.doneAt),
    doneBy: row.doneBy,
    note: row.note,
    period: row.period,
    event: row.eventId,
    visitNo: row.visitNo,
    household: row.household,
    followUp: row.followUp,
    policyVersion: row.policyVersion,
    source: row.source,
    nextAt: instant(row.nextAt),
  };
}

function toRow(duty: NewDuty, now: Instant) {
  return {
    estateId: duty.estate,
    policyId: duty.policy,
    clause: duty.clause,
    item: duty.item,
    trigger: duty.trigger,
    startedBy: duty.startedBy,
    says: duty.says,
    form: duty.form,
    by: JSON.stringify(duty.by),
    to: JSON.stringify(duty.to),
    assignee: duty.assignee,
    earliest: BigInt(duty.earliest),
    soonAt: big(duty.soonAt),
    due: big(duty.due),
    status: duty.status,
    doneAt: big(duty.doneAt),
    doneBy: duty.doneBy,
    note: duty.note,
    period: duty.period,
    eventId: duty.event,
    visitNo: duty.visitNo,
    household: duty.household,
    followUp: duty.followUp,
    policyVersion: duty.policyVersion,
    source: duty.source,
    nextAt: big(duty.nextAt),
    createdAt: BigInt(now),
    updatedAt: BigInt(now),
  };
}

const identityOf = (duty: Pick<NewDuty, 'policy' | 'clause' | 'item' | 'startedBy'>): string =>
  JSON.stringify([duty.policy, duty.clause, duty.item, duty.startedBy]);

/** Of duties of one estate those that are not there yet. */
export async function newDuties<D extends Pick<NewDuty, 'policy' | 'clause' | 'item' | 'startedBy'>>(
  tx: Tx,
  estate: string,
  duties: readonly D[],
): Promise<readonly D[]> {
  if (duties.length === 0) return [];
  const each = (of: (duty: D) => string): readonly string[] => [...new Set(duties.map(of))];
  const lists = {
    policyId: each(({ policy }) => policy),
    clause: each(({ clause }) => clause),
    item: each(({ item }) => item),
    startedBy: each(({ startedBy }) => startedBy),
  };
  const among = Object.entries(lists).map(([name, values]) => `"${name}" IN (${values.map(() => '?').join(', ')})`);
  const rows = await rowsOfText<Pick<Row, 'policyId' | 'clause' | 'item' | 'startedBy'>>(
    tx,
    `SELECT "policyId", "clause", "item", "startedBy" FROM "Duty" WHERE "estateId" = ? AND ${among.join(' AND ')}`,
    [estate, ...Object.values(lists).flat()],
  );
  const known = new Set(rows.map(({ policyId, ...rest }) => identityOf({ policy: policyId, ...rest })));
  return duties.filter((duty) => !known.has(identityOf(duty)));
}

/** Makes duties that are not there yet; how many. */
export async function createDuties(tx: Tx, duties: readonly NewDuty[], now: Instant): Promise<number> {
  if (duties.length === 0) return 0;
  return insertRows(
    tx,
    'duty',
    duties.map((duty) => toRow(duty, now)),
  );
}

/** Every open duty of somebody, by number. */
export async function openDutiesHeldBy(tx: Tx, userid: string): Promise<readonly StoredDuty[]> {
  return (await findRows(tx, 'duty', { assignee: userid, status: 'open' }, 'ORDER BY "no"')).map(toDuty);
}

/** Writes what may change of a duty. */
export async function saveDuty(tx: Tx, duty: StoredDuty, now: Instant): Promise<void> {
  const { earliest, soonAt, due, status, doneAt, doneBy, note, assignee, nextAt, updatedAt } = toRow(duty, now);
  const change = { earliest, soonAt, due, status, doneAt, doneBy, note, assignee, nextAt, updatedAt };
  await updateRows(tx, 'duty', { no: duty.no }, change);
}

/** The duty, and on PostgreSQL nobody else changes it before this transaction ends. */
export async function lockDuty(tx: Tx, { kind }: Pick<Db, 'kind'>, no: number): Promise<StoredDuty | null> {
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "Duty" WHERE "no" = ${no} FOR UPDATE`;
  return dutyByNo(tx, no);
}

export async function dutyByNo(tx: Tx, no: number): Promise<StoredDuty | null> {
  const row = await findRow(tx, 'duty', { no });
  return row === null ? null : toDuty(row);
}

export async function dutiesByNumber(tx: Tx, numbers: readonly number[]): Promise<readonly StoredDuty[]> {
  return (await tx.duty.findMany({ where: { no: { in: [...numbers] } } })).map(toDuty);
}

/** The duty with this identity; null where there is none. */
export async function dutyOf(
  tx: Tx,
  { estate, policy, clause, item, startedBy }: Pick<NewDuty, 'estate' | 'policy' | 'clause' | 'item' | 'startedBy'>,
): Promise<StoredDuty | null> {
  const row = await findRow(tx, 'duty', { estateId: estate, policyId: policy, clause, item, startedBy });
  return row === null ? null : toDuty(row);
}

/** All duties that an event started, oldest first. */
export async function dutiesOfEvent(tx: Tx, estate: string, event: string): Promise<readonly StoredDuty[]> {
  const rows = await findRows(tx, 'duty', { estateId: estate, eventId: event }, 'ORDER BY "no"');
  return rows.map(toDuty);
}

/** The open duties that hang on a visit. */
export async function openDutiesOfVisit(tx: Tx, visitNo: number): Promise<readonly StoredDuty[]> {
  const rows = await findRows(tx, 'duty', { visitNo, status: 'open' }, 'ORDER BY "no"');
  return rows.map(toDuty);
}

/** All duties that hang on a visit, the oldest first. */
export async function dutiesOfVisit(tx: Tx, visitNo: number): Promise<readonly StoredDuty[]> {
  return (await findRows(tx, 'duty', { visitNo }, 'ORDER BY "no"')).map(toDuty);
}

/** The steps of a case 个案, the oldest first. */
export async function stepsOf(tx: Tx, followUp: number): Promise<readonly StoredDuty[]> {
  return (await findRows(tx, 'duty', { followUp }, 'ORDER BY "no"')).map(toDuty);
}

/** Makes a duty that an event started a step of a case. */
export async function tieToCase(tx: Tx, no: number, followUp: number): Promise<void> {
  await updateRows(tx, 'duty', { no }, { followUp });
}

/** The open watches of an estate: what is looked at again and again until somebody closes it. */
export async function openWatches(tx: Tx, estate: string): Promise<readonly StoredDuty[]> {
  const rest = `AND "item" LIKE '${WATCH}%' ORDER BY "no"`;
  return (await findRows(tx, 'duty', { estateId: estate, status: 'open' }, rest)).map(toDuty);
}

/** How the item of a watch begins. */
export const WATCH = 'watch:';

/** What a member of staff has to do now: begun, and not done; the soonest due first, what has no term last. */
export async function dutiesOf(
  tx: Tx,
  userid: string,
  estates: readonly string[],
  now: Instant,
  limit: number,
): Promise<readonly StoredDuty[]> {
  const where = { assignee: userid, estateId: { in: [...estates] }, status: 'open', earliest: { lte: BigInt(now) } };
  const rows = await tx.duty.findMany({
    where: { ...where, due: { not: null } },
    orderBy: { due: 'asc' },
    take: limit,
  });
  const others = await tx.duty.findMany({ where: { ...where, due: null }, orderBy: { no: 'asc' }, take: limit });
  return [...rows, ...others].slice(0, limit).map(toDuty);
}
