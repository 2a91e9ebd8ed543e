/**
 * The visits and duties behind a figure of 制度执行率, one by one: asked for by the conditions of ../compliance.ts, and each
 * put in its place by core/compliance.ts, so that a list is as long as its figure says.
 */
import type { Instant } from '../../core/calendar.js';
import { placeOf, type CompliancePlace, type ComplianceReason } from '../../core/compliance.js';
import type { ReachOutcome, VisitStatus } from '../../core/terms.js';
import type { ComplianceQuestion } from '../compliance.js';
import type { Tx } from '../db.js';
import type { DutyStatus } from '../duties.js';
import { BY_ORDER } from '../rounds.js';
import { rowsOfText } from '../statements.js';

/** `overdue` is the part of `open` whose end has passed. */
export const DUES_OF = ['due', 'inTime', 'late', 'open', 'overdue', 'excused'] as const;
export type DuesOf = (typeof DUES_OF)[number];

export type Due = {
  readonly unit: 'visit' | 'duty';
  readonly no: number;
  readonly due: Instant;
  /** Done, by the rule's own count: answered, or done. */
  readonly doneAt: Instant | null;
  readonly place: CompliancePlace;
  readonly reason: ComplianceReason | null;
};

export type DuesQuestion = ComplianceQuestion & { readonly of: DuesOf; readonly clause?: string | undefined };

type Row = {
  readonly unit: 'visit' | 'duty';
  readonly no: number;
  readonly policy: string;
  readonly clause: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly due: bigint | number;
  readonly doneAt: bigint | number | null;
};

/** Those that a figure counts, the first due first. */
export async function duesOf(tx: Tx, question: DuesQuestion): Promise<readonly Due[]> {
  const { of, clause, now } = question;
  const rows = [...(await visits(tx, question)), ...(await duties(tx, question))];
  return rows
    .filter((row) => clause === undefined || row.clause === clause)
    .flatMap((row) => dueOf(row, now))
    .filter((one) => of === 'due' || one.place === of || (of === 'overdue' && one.place === 'open' && one.due <= now))
    .toSorted((a, b) => a.due - b.due || a.unit.localeCompare(b.unit) || a.no - b.no);
}

function dueOf(row: Row, now: Instant): readonly Due[] {
  const { unit, no, policy, clause } = row;
  const due = Number(row.due) as Instant;
  const doneAt = row.doneAt === null ? null : (Number(row.doneAt) as Instant);
  const counted = { policy, clause, inTime: doneAt !== null && doneAt < due, over: due <= now, count: 1 };
  const found =
    unit === 'duty'
      ? placeOf({ unit, status: row.status as DutyStatus, ...counted })
      : placeOf({
          unit,
          status: row.status as VisitStatus,
          outcome: row.outcome as ReachOutcome | null,
          ...counted,
        });
  return found === null ? [] : [{ unit, no, due, doneAt, place: found.of, reason: found.reason }];
}

/** The window of a leader's own clause stands in its `why`, and is what counts for that clause. */
async function visits(tx: Tx, { estate, range: [from, to] }: DuesQuestion): Promise<readonly Row[]> {
  const select = `SELECT 'visit' AS "unit", "no", "policyId" AS "policy", "clause", "status", "outcome", "due",
    "answeredAt" AS "doneAt"`;
  const plain = await rowsOfText<Row>(
    tx,
    `${select} FROM "Visit" WHERE "estateId" = ? AND "due" > ? AND "due" <= ? AND "why" NOT LIKE '%"own":{%'
      AND "startedBy" NOT LIKE 'follow-up:%' AND "startedBy" NOT LIKE ?
      AND "status" NOT IN ('planned', 'not-drawn', 'cancelled')`,
    [estate, from, to, BY_ORDER],
  );
  const leaders = await rowsOfText<Row & { readonly why: string }>(
    tx,
    `${select}, "why" FROM "Visit" WHERE "estateId" = ? AND "due" <= ? AND "why" LIKE '%"own":{%'`,
    [estate, to],
  );
  const own = leaders.flatMap(({ why, ...row }) => {
    const due = (JSON.parse(why) as { readonly own?: { readonly due: number } }).own?.due;
    return due === undefined || due <= from || due > to ? [] : [{ ...row, due }];
  });
  return [...plain, ...own];
}

function duties(tx: Tx, { estate, range: [from, to] }: DuesQuestion): Promise<readonly Row[]> {
  return rowsOfText<Row>(
    tx,
    `SELECT 'duty' AS "unit", "no", "policyId" AS "policy", "clause", "status", NULL AS "outcome", "due", "doneAt"
      FROM "Duty" WHERE "estateId" = ? AND "due" > ? AND "due" <= ? AND "status" <> 'cancelled'`,
    [estate, from, to],
  );
}
