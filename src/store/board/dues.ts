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
  readonly status: string;
  readonly outcome: string | null;
  readonly due: bigint | number;
  readonly doneAt: bigint | number | null;
};

/** Those that a figure counts, the first due first. */
export async function duesOf(tx: Tx, question: DuesQuestion): Promise<readonly Due[]> {
  const { of, now } = question;
  const rows = [...(await visits(tx, question)), ...(await duties(tx, question))];
  return rows
    .flatMap((row) => dueOf(row, now))
    .filter((one) => of === 'due' || one.place === of || (of === 'overdue' && one.place === 'open' && one.due <= now))
    .toSorted((a, b) => a.due - b.due || UNITS[a.unit] - UNITS[b.unit] || a.no - b.no);
}

/** Of those that are due at one instant duties come first. */
const UNITS = { duty: 0, visit: 1 } as const;

function dueOf(row: Row, now: Instant): readonly Due[] {
  const { unit, no } = row;
  const due = Number(row.due) as Instant;
  const doneAt = row.doneAt === null ? null : (Number(row.doneAt) as Instant);
  const counted = { policy: '', clause: '', inTime: doneAt !== null && doneAt < due, over: due <= now, count: 1 };
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

const DONE = `('recorded', 'reviewed', 'closed', 'done')`;

/** Reads no more than may be counted; which of it is, core/compliance.ts says. */
function narrowed({ of, clause }: DuesQuestion): { readonly sql: string; readonly values: readonly string[] } {
  const ended = of === 'due' ? '' : ` AND "status" ${of === 'inTime' || of === 'late' ? 'IN' : 'NOT IN'} ${DONE}`;
  return clause === undefined ? { sql: ended, values: [] } : { sql: `${ended} AND "clause" = ?`, values: [clause] };
}

/** The window of a leader's own clause stands in its `why`, and is what counts for that clause. */
async function visits(tx: Tx, question: DuesQuestion): Promise<readonly Row[]> {
  const {
    estate,
    range: [from, to],
  } = question;
  const { sql, values } = narrowed(question);
  const select = `SELECT 'visit' AS "unit", "no", "status", "outcome", "due", "answeredAt" AS "doneAt"`;
  const plain = await rowsOfText<Row>(
    tx,
    `${select} FROM "Visit" WHERE "estateId" = ? AND "due" > ? AND "due" <= ? AND "why" NOT LIKE '%"own":{%'
      AND "startedBy" NOT LIKE 'follow-up:%' AND "startedBy" NOT LIKE ?
      AND "status" NOT IN ('planned', 'not-drawn', 'cancelled')${sql}`,
    [estate, from, to, BY_ORDER, ...values],
  );
  const leaders = await rowsOfText<Row & { readonly why: string }>(
    tx,
    `${select}, "why" FROM "Visit" WHERE "estateId" = ? AND "due" <= ? AND "why" LIKE '%"own":{%'${sql}`,
    [estate, to, ...values],
  );
  const own = leaders.flatMap(({ why, ...row }) => {
    const due = (JSON.parse(why) as { readonly own?: { readonly due: number } }).own?.due;
    return due === undefined || due <= from || due > to ? [] : [{ ...row, due }];
  });
  return [...plain, ...own];
}

function duties(tx: Tx, question: DuesQuestion): Promise<readonly Row[]> {
  const { sql, values } = narrowed(question);
  return rowsOfText<Row>(
    tx,
    `SELECT 'duty' AS "unit", "no", "status", NULL AS "outcome", "due", "doneAt"
      FROM "Duty" WHERE "estateId" = ? AND "due" > ? AND "due" <= ? AND "status" <> 'cancelled'${sql}`,
    [question.estate, ...question.range, ...values],
  );
}
