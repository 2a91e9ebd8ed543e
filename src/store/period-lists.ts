/** 期间明细: what a period's reports list one by one: nonconforming visits 不合格, cases 个案, duties on a form, visits to make. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { Nonconforming, PlannedVisit } from '../core/report/period-values.js';
import type { Method } from '../core/terms.js';
import type { Tx } from './db.js';
import { toDuty, type StoredDuty } from './duties.js';
import { COUNTED, underPolicy, type PeriodQuestion } from './period-figures.js';
import type { RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

type Number64 = bigint | number;
const instant = (value: Number64 | null): Instant | null => (value === null ? null : (Number(value) as Instant));
const descriptionOf = (data: string | null): string | null =>
  data === null ? null : (JSON.parse(data) as Pick<Event, 'description'>).description;

/**
 * Nonconforming visits whose record was made in the period, the earliest first: dissatisfied, work unfinished, raised as a
 * nonconformity, or a promise that was over by `now` without an answer.
 */
export async function nonconformingIn(
  tx: Tx,
  question: PeriodQuestion,
  now: Instant,
): Promise<readonly Nonconforming[]> {
  const under = underPolicy(question);
  type Row = Omit<Nonconforming, 'at' | 'unfinished' | 'promiseMissed' | 'description' | 'case' | 'no'> & {
    readonly no: Number64;
    readonly at: Number64;
    readonly unfinished: boolean | Number64;
    readonly missed: Number64;
    readonly data: string | null;
    readonly id: Number64 | null;
    readonly status: string | null;
    readonly outcome: string | null;
  };
  const missed = `EXISTS (SELECT 1 FROM "FollowUp" p WHERE p."visitNo" = v."no" AND p."kind" = 'promise'
    AND p."promisedAt" < COALESCE(p."closedAt", ?))`;
  const raised = `EXISTS (SELECT 1 FROM "FollowUp" n WHERE n."visitNo" = v."no" AND n."kind" = 'nonconformity')`;
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT v."no", r."at", v."household", v."counterparty", v."kind", r."grade", r."remark", r."unfinished", e."data",
        CASE WHEN ${missed} THEN 1 ELSE 0 END AS "missed", f."id", f."status", f."outcome"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
        LEFT JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
        LEFT JOIN "FollowUp" f ON f."id" = (SELECT MAX(g."id") FROM "FollowUp" g
          WHERE g."visitNo" = v."no" AND g."kind" IN ('nonconformity', 'promise'))
      WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND ${COUNTED} AND ${under.sql}
        AND (r."grade" = 'dissatisfied' OR r."grades" LIKE '%"dissatisfied"%' OR r."unfinished" OR ${raised} OR ${missed})
      ORDER BY r."at", v."no"`,
    [now, question.estate, ...question.range, ...under.values, now],
  );
  return rows.map(({ no, at, unfinished, missed: late, data, id, status, outcome, ...row }) => ({
    ...row,
    no: Number(no),
    at: Number(at) as Instant,
    unfinished: Boolean(unfinished),
    promiseMissed: Number(late) === 1,
    description: descriptionOf(data),
    case: id === null ? null : { id: Number(id), isOpen: status === 'open', outcome },
  }));
}

/** Duties that are written on a form and began in the period, with their event; by their beginning. */
export async function dutiesOnForm(
  tx: Tx,
  { estate, range, policy }: PeriodQuestion,
  form: string,
): Promise<readonly { readonly duty: StoredDuty; readonly event: Event | null }[]> {
  type Row = RowOf<'duty'> & { readonly data: string | null };
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT d.*, e."data" FROM "Duty" d LEFT JOIN "Event" e ON e."estateId" = d."estateId" AND e."id" = d."eventId"
      WHERE d."estateId" = ? AND d."form" = ? AND d."earliest" >= ? AND d."earliest" < ? AND d."status" <> 'cancelled'
        ${policy === null ? '' : 'AND d."policyId" = ?'} ORDER BY d."earliest", d."no"`,
    [estate, form, ...range, ...(policy === null ? [] : [policy])],
  );
  return rows.map((row) => ({ duty: toDuty(row), event: row.data === null ? null : (JSON.parse(row.data) as Event) }));
}

/** Visits of a policy that were chosen: those whose window meets the period, or those given to somebody in it. */
export async function visitsOf(
  tx: Tx,
  { estate, range, policy }: PeriodQuestion,
  by: 'window' | 'assigned',
): Promise<readonly PlannedVisit[]> {
  type Row = Omit<PlannedVisit, 'no' | 'how' | 'by' | 'earliest' | 'due' | 'assignedAt' | 'description'> & {
    readonly no: Number64;
    readonly how: string;
    readonly by: string;
    readonly earliest: Number64;
    readonly due: Number64;
    readonly assignedAt: Number64 | null;
    readonly data: string | null;
  };
  const [from, to] = range;
  const meets = by === 'window' ? `v."earliest" < ? AND v."due" > ?` : `v."assignedAt" < ? AND v."assignedAt" >= ?`;
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT v."no", v."household", v."counterparty", v."kind", v."eventId" AS "event", v."startedBy", v."record", v."clause",
        v."status", v."how", v."by", v."earliest", v."due", v."assignee", v."assignedAt", e."data"
      FROM "Visit" v LEFT JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
      WHERE v."estateId" = ? AND ${meets} AND v."status" NOT IN ('not-drawn', 'cancelled', 'replaced')
        AND (v."status" <> 'planned' OR v."rate" = 100) AND ${COUNTED} ${policy === null ? '' : 'AND v."policyId" = ?'}
      ORDER BY ${by === 'window' ? 'v."due"' : 'v."assignedAt"'}, v."no"`,
    [estate, to, from, ...(policy === null ? [] : [policy])],
  );
  return rows.map(({ no, how, by: roles, earliest, due, assignedAt, data, ...row }) => ({
    ...row,
    no: Number(no),
    how: JSON.parse(how) as Method[],
    by: JSON.parse(roles) as string[],
    earliest: Number(earliest) as Instant,
    due: Number(due) as Instant,
    assignedAt: instant(assignedAt),
    description: descriptionOf(data),
  }));
}
