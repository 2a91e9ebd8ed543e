/** Visit tasks 回访任务 in the database. Prisma's types stop here: core types go out. */
import type { Instant } from '../core/calendar.js';
import type { EventKind, Method, ReachOutcome, Role, VisitStatus } from '../core/terms.js';
import type { DrawMark } from '../core/draw-mark.js';
import type { Content } from '../core/policy/content.js';
import type { Visit } from '../core/visit.js';
import { Prisma, type Db, type Tx } from './db.js';
import type { Recheck } from './follow-ups.js';
import { findRow, findRows, insertRow, OR_LEAVE, updateRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import { newRow } from './visit-row.js';

/** A visit as stored: with its draw, the visit that serves it, and why it stands there. */
export type StoredVisit = Visit & {
  readonly servedBy: number | null;
  /** The visit of the same household in whose conversation this one is asked too. */
  readonly joinedTo: number | null;
  readonly issuedAt: Instant | null;
  readonly period: string | null;
  readonly drawId: string | null;
  readonly drawPosition: number | null;
  /** The unreachable visit whose place this one takes. */
  readonly replaces: number | null;
  readonly policyVersion: string;
  readonly why: Why;
  readonly nextAt: Instant | null;
  /** How it ended for the household, and when; null while it has not. */
  readonly outcome: ReachOutcome | null;
  readonly outcomeAt: Instant | null;
};

/** Why a visit stands as it does, in values that 说明 puts into words. */
export type Why = {
  readonly source: string;
  readonly window?: string;
  readonly draw?: DrawMark;
  /** What the clause asks by itself, where the visit also serves others and is carried out as satisfies all. */
  readonly own?: Pick<Visit, 'earliest' | 'due' | 'by' | 'how' | 'needsSignature'>;
  /** What it is to ask about, and on which further forms it is written. */
  readonly content?: Content;
  /** The visit of its clause that was to be done before it (T8). */
  readonly waitsFor?: { readonly visit: number; readonly gapDays: number } | null;
  /** The visit of its clause that found a danger not gone: this one looks again (p01.1). */
  readonly follows?: number;
  readonly recheck?: Recheck;
  /** Who began it, where the policy leaves that to staff (p07.13, p09.4), and what was handed out on it (p10.6). */
  readonly begun?: string;
  readonly handOuts?: readonly string[];
  readonly channels?: readonly string[];
  readonly exceptions?: readonly string[];
  /** When it was found that its window leaves staff no duty day. */
  readonly noDutyDay?: Instant;
  /** Who would have it, and is away: it goes back to them if it is still open then. */
  readonly heldFor?: string;
  /** When the household is to be visited, as agreed with them. */
  readonly appointment?: Instant;
};

export type NewVisit = Omit<
  StoredVisit,
  | 'no'
  | 'id'
  | 'assignee'
  | 'assignedAt'
  | 'askedAt'
  | 'answeredAt'
  | 'issuedAt'
  | 'channel'
  | 'servedBy'
  | 'joinedTo'
  | 'drawId'
  | 'drawPosition'
  | 'outcome'
  | 'outcomeAt'
  | 'replaces'
>;

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** A row as the core knows it. */
export function toVisit(row: RowOf<'visit'>): StoredVisit {
  return {
    no: row.no,
    id: String(row.no),
    estate: row.estateId,
    policy: row.policyId,
    clause: row.clause,
    startedBy: row.startedBy,
    counterparty: row.counterparty,
    visit: row.visit,
    event: row.eventId,
    household: row.household,
    kind: row.kind as EventKind,
    status: row.status as VisitStatus,
    earliest: Number(row.earliest) as Instant,
    due: Number(row.due) as Instant,
    rate: row.rate,
    quota: row.quota as Visit['quota'],
    by: JSON.parse(row.by) as Role[],
    how: JSON.parse(row.how) as Method[],
    record: row.record,
    needsSignature: Boolean(row.needsSignature),
    assignee: row.assignee,
    assignedAt: instant(row.assignedAt),
    askedAt: instant(row.askedAt),
    answeredAt: instant(row.answeredAt),
    issuedAt: instant(row.issuedAt),
    channel: row.channel,
    servedBy: row.servedBy,
    joinedTo: row.joinedTo,
    period: row.period,
    drawId: row.drawId,
    drawPosition: row.drawPosition,
    replaces: row.replaces,
    policyVersion: row.policyVersion,
    why: JSON.parse(row.why) as Why,
    nextAt: instant(row.nextAt),
    outcome: row.outcome as ReachOutcome | null,
    outcomeAt: instant(row.outcomeAt),
  };
}

/** Makes a visit, unless one with its identity is there already: then null. */
export async function insertVisit(tx: Tx, visit: NewVisit, now: Instant): Promise<StoredVisit | null> {
  const row = await insertRow(tx, 'visit', newRow(visit, now), OR_LEAVE);
  return row === null ? null : toVisit(row);
}

/** Of those that a visit serves, these do not stand as it does: not drawn for their own clause, or asked for no more. */
export const APART: readonly VisitStatus[] = ['planned', 'not-drawn', 'cancelled'];
const APART_QUOTED = APART.map((status) => `'${status}'`).join(', ');

/** Writes a visit as it stands now, and its status to the drawn visits that it serves. */
export async function saveVisit(tx: Tx, visit: StoredVisit, now: Instant): Promise<void> {
  const shared = {
    status: visit.status,
    assignee: visit.assignee,
    askedAt: visit.askedAt,
    answeredAt: visit.answeredAt,
    channel: visit.channel,
    outcome: visit.outcome,
    outcomeAt: visit.outcomeAt,
    updatedAt: now,
  };
  const own = {
    ...shared,
    earliest: visit.earliest,
    due: visit.due,
    by: JSON.stringify(visit.by),
    how: JSON.stringify(visit.how),
    needsSignature: visit.needsSignature,
    rate: visit.rate,
    period: visit.period,
    assignedAt: visit.assignedAt,
    issuedAt: visit.issuedAt,
    servedBy: visit.servedBy,
    joinedTo: visit.joinedTo,
    drawId: visit.drawId,
    drawPosition: visit.drawPosition,
    replaces: visit.replaces,
    why: JSON.stringify(visit.why),
    nextAt: visit.nextAt,
  };
  await updateRows(tx, 'visit', { no: visit.no }, own);
  if (APART.includes(visit.status)) return;
  await updateRows(tx, 'visit', { servedBy: visit.no }, shared, `AND "status" NOT IN (${APART_QUOTED})`);
}

export async function visitByNo(tx: Tx, no: number): Promise<StoredVisit | null> {
  const row = await findRow(tx, 'visit', { no });
  return row === null ? null : toVisit(row);
}

/**
 * The same, and nobody else changes it before this transaction ends. Every verb that moves a visit takes it so, first of
 * all: what it decides rests on what it read. SQLite has one writer and needs no lock.
 */
export async function lockVisit(tx: Tx, { kind }: Pick<Db, 'kind'>, no: number): Promise<StoredVisit | null> {
  const [row] = await findRows(tx, 'visit', { no }, kind === 'postgres' ? 'FOR UPDATE' : '');
  return row === undefined ? null : toVisit(row);
}

/** Conversations with one household are opened one after the other, so that each sees the ones before it. */
export async function lockHousehold(tx: Tx, { kind }: Pick<Db, 'kind'>, estate: string, code: string): Promise<void> {
  if (kind === 'sqlite') return;
  await tx.$queryRaw`SELECT 1 FROM "Household" WHERE "estateId" = ${estate} AND "code" = ${code} FOR UPDATE`;
}

/** All visits that an event started, oldest first. */
export async function visitsOfEvent(tx: Tx, estate: string, event: string): Promise<readonly StoredVisit[]> {
  const rows = await findRows(tx, 'visit', { estateId: estate, eventId: event }, 'ORDER BY "no"');
  return rows.map(toVisit);
}

/** The same, and nobody else changes them before this transaction ends. */
export async function lockVisitsOfEvent(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  estate: string,
  event: string,
): Promise<readonly StoredVisit[]> {
  const order = kind === 'postgres' ? 'ORDER BY "no" FOR UPDATE' : 'ORDER BY "no"';
  return (await findRows(tx, 'visit', { estateId: estate, eventId: event }, order)).map(toVisit);
}

/** When conversations were opened with a household after `since`; what a case asks again belongs to an earlier one. */
export async function contactsSince(
  tx: Tx,
  estate: string,
  household: string,
  since: Instant,
): Promise<readonly Instant[]> {
  const rows = await rowsOf<{ askedAt: bigint | number }>(
    tx,
    Prisma.sql`SELECT "askedAt" FROM "Visit"
      WHERE "estateId" = ${estate} AND "household" = ${household} AND "servedBy" IS NULL
        AND "joinedTo" IS NULL AND "askedAt" > ${since} AND "startedBy" NOT LIKE 'follow-up:%'`,
  );
  return rows.map((row) => Number(row.askedAt) as Instant);
}

/** What a member of staff has to do at these estates. */
const tasksWhere = (userid: string, estates: readonly string[]) => ({
  assignee: userid,
  estateId: { in: [...estates] },
  servedBy: null,
  status: { in: ['assigned', 'with-staff', 'postponed'] },
});

/** Visits that a member of staff has to do at these estates, the soonest due first. */
export async function tasksOf(
  tx: Tx,
  userid: string,
  estates: readonly string[],
  limit: number,
): Promise<readonly StoredVisit[]> {
  const rows = await tx.visit.findMany({
    where: tasksWhere(userid, estates),
    orderBy: [{ due: 'asc' }, { no: 'asc' }],
    take: limit,
  });
  return rows.map(toVisit);
}

/** The visit of a household that staff have to make, the one due first; null where there is none. */
export async function withStaffVisit(tx: Tx, estate: string, household: string): Promise<number | null> {
  const where = { estateId: estate, household, servedBy: null, status: 'with-staff' };
  const row = await tx.visit.findFirst({ where, orderBy: { due: 'asc' }, select: { no: true } });
  return row?.no ?? null;
}
