/**
 * 期间数字: what a period's reports count, summed in the database: what was handled and visited, what the records say. What
 * is asked again of a case 个案 is no visit of its own, and what a survey asked is counted by its ballots alone.
 */
import type { Instant } from '../core/calendar.js';
import type { Handled, HouseholdGrade, Recorded } from '../core/report/period-values.js';
import { countedTally, type Tally } from '../core/survey.js';
import type { EventKind, Grade } from '../core/terms.js';
import type { Tx } from './db.js';
import { rowsOfText } from './statements.js';

/** `policy`: only what is visited under it; null: under any. */
export type PeriodQuestion = {
  readonly estate: string;
  readonly range: readonly [Instant, Instant];
  readonly policy: string | null;
  /** Only what is visited under this clause of it. */
  readonly clause?: string;
};

type Count = bigint | number;

/** No survey's visit and none that asks again of a case; of a visit `v`. */
export const COUNTED = `v."startedBy" NOT LIKE 'follow-up:%' AND NOT EXISTS (SELECT 1 FROM "Survey" s
  WHERE v."eventId" IS NULL AND s."id" = v."estateId" || ':' || v."clause" || ':' || v."startedBy")`;

const DONE = `('recorded', 'reviewed', 'closed')`;

/** Of a record `r`: made under the policy or clause, also where another one's visit led the conversation. */
export function underPolicy({ estate, policy, clause }: PeriodQuestion): {
  readonly sql: string;
  readonly values: readonly string[];
} {
  const [column, value] = clause === undefined ? ['policyId', policy] : ['clause', clause];
  if (value == null) return { sql: '1 = 1', values: [] };
  const led = `SELECT o."servedBy" FROM "Visit" o WHERE o."estateId" = ? AND o."${column}" = ? AND o."servedBy" IS NOT NULL
    AND o."status" IN ${DONE}`;
  return { sql: `(r."${column}" = ? OR r."visitNo" IN (${led}))`, values: [value, estate, value] };
}

/**
 * Events count in the period in which they were resolved. An agreement 特约服务 is never done as a repair is: it counts in
 * the period in which its visit may begin.
 */
export async function handledIn(tx: Tx, { estate, range, policy }: PeriodQuestion): Promise<readonly Handled[]> {
  const [from, to] = range;
  // As an expression, so that the visits of an event are found by the event, never by walking those of the policy.
  const under = policy === null ? '' : `AND v."policyId" || '' = ?`;
  const own = policy === null ? [] : [policy];
  const done = `v."status" IN ${DONE}`;
  const rows = await rowsOfText<{ kind: string; handled: Count; visited: Count }>(
    tx,
    `SELECT e."kind", count(*) AS "handled", sum(CASE WHEN EXISTS (SELECT 1 FROM "Visit" v
        WHERE v."estateId" = e."estateId" AND v."eventId" = e."id" AND ${done} AND v."startedBy" NOT LIKE 'follow-up:%' ${under})
        THEN 1 ELSE 0 END) AS "visited"
      FROM "Event" e
      WHERE e."estateId" = ? AND e."kind" <> 'contracted-service' AND e."resolvedAt" >= ? AND e."resolvedAt" < ?
      GROUP BY e."kind"
    UNION ALL
      SELECT v."kind", count(DISTINCT v."eventId"), count(DISTINCT CASE WHEN ${done} THEN v."eventId" END)
      FROM "Visit" v
      WHERE v."estateId" = ? AND v."kind" = 'contracted-service' AND v."earliest" >= ? AND v."earliest" < ?
        AND v."status" <> 'cancelled' AND v."startedBy" NOT LIKE 'follow-up:%' ${under}
      GROUP BY v."kind"`,
    [...own, estate, from, to, estate, from, to, ...own],
  );
  return rows.map(({ kind, handled, visited }) => ({
    kind: kind as EventKind,
    handled: Number(handled),
    visited: Number(visited ?? 0),
  }));
}

export async function recordedIn(tx: Tx, question: PeriodQuestion): Promise<readonly Recorded[]> {
  const under = underPolicy(question);
  const rows = await rowsOfText<{ kind: string; round: Count; grade: Grade | null; count: Count }>(
    tx,
    `SELECT r."kind", CASE WHEN r."eventId" IS NULL THEN 1 ELSE 0 END AS "round", r."grade", count(*) AS "count"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND ${COUNTED} AND ${under.sql}
      GROUP BY 1, 2, 3`,
    [question.estate, ...question.range, ...under.values],
  );
  const groups = new Map<
    string,
    { kind: EventKind; isRound: boolean; records: number; grades: Partial<Record<Grade, number>> }
  >();
  for (const { kind, round, grade, count } of rows) {
    const key = `${kind}/${round}`;
    const group = groups.get(key) ?? { kind: kind as EventKind, isRound: Number(round) === 1, records: 0, grades: {} };
    group.records += Number(count);
    if (grade !== null) group.grades[grade] = (group.grades[grade] ?? 0) + Number(count);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ kind, isRound, records, grades }) => {
    return { kind, isRound, ...countedTally(records, grades) };
  });
}

/** 满意率 as `satisfactionOf` counts it, of spans that follow one another: `bounds` are their beginnings and the last end. */
export async function tallyBySpans(tx: Tx, estate: string, bounds: readonly Instant[]): Promise<readonly Tally[]> {
  const [first, last] = [bounds[0], bounds.at(-1)];
  if (first === undefined || last === undefined) return [];
  // Numbers of our own, never from outside.
  const inner = bounds.slice(1);
  const span = (at: string): string =>
    `CASE ${inner.map((end, index) => `WHEN ${at} < ${end} THEN ${index}`).join(' ')} END`;
  const asked = await rowsOfText<{ span: Count; count: Count }>(
    tx,
    `SELECT ${span('v."issuedAt"')} AS "span", count(*) AS "count" FROM "Visit" v
      WHERE v."estateId" = ? AND v."servedBy" IS NULL AND v."issuedAt" >= ? AND v."issuedAt" < ? AND ${COUNTED} GROUP BY 1`,
    [estate, first, last],
  );
  const at = 'COALESCE(v."issuedAt", r."at")';
  const graded = await rowsOfText<{ span: Count; grade: Grade; unasked: Count; count: Count }>(
    tx,
    `SELECT ${span(at)} AS "span", r."grade", CASE WHEN v."issuedAt" IS NULL THEN 1 ELSE 0 END AS "unasked", count(*) AS "count"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."current" AND r."grade" IS NOT NULL AND v."estateId" = ? AND v."servedBy" IS NULL
        AND ${at} >= ? AND ${at} < ? AND ${COUNTED} GROUP BY 1, 2, 3`,
    [estate, first, last],
  );
  return inner.map((_, index) => {
    const own = graded.filter((row) => Number(row.span) === index);
    const byStaff = own.reduce((sum, { unasked, count }) => sum + Number(unasked) * Number(count), 0);
    const issued = Number(asked.find((row) => Number(row.span) === index)?.count ?? 0) + byStaff;
    const of = (grade: Grade): number =>
      own.reduce((sum, row) => sum + (row.grade === grade ? Number(row.count) : 0), 0);
    return countedTally(issued, { satisfied: of('satisfied'), fairly: of('fairly'), dissatisfied: of('dissatisfied') });
  });
}

/** How many answers of each household held which grade: for a picture by building. */
export async function gradesByHousehold(tx: Tx, question: PeriodQuestion): Promise<readonly HouseholdGrade[]> {
  const under = underPolicy(question);
  const rows = await rowsOfText<{ household: string; kind: EventKind; grade: Grade; count: Count }>(
    tx,
    `SELECT r."household", r."kind", r."grade", count(*) AS "count" FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND r."household" IS NOT NULL
        AND r."grade" IS NOT NULL AND ${COUNTED} AND ${under.sql} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [question.estate, ...question.range, ...under.values],
  );
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}
