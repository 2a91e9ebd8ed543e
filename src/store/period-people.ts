/** 期间的人: what fell to each member of staff, how each worker's work was judged, and the visits to key households 重点户. */
import type { Instant } from '../core/calendar.js';
import type { ComplianceRow } from '../core/compliance.js';
import type { TopicAnswers } from '../core/policy/content.js';
import { countedTally, type Tally } from '../core/survey.js';
import type { EventKind, Grade, Method, ReachOutcome, VisitStatus } from '../core/terms.js';
import type { Tx } from './db.js';
import { COUNTED, underPolicy, type PeriodQuestion } from './period-figures.js';
import { rowsOfText } from './statements.js';

type Count = bigint | number;

/** Visits that fell due in the period, counted by whoever had them; as the rows of 制度执行率. */
export async function dueByPerson(
  tx: Tx,
  { estate, range }: PeriodQuestion,
  now: Instant,
): Promise<readonly { readonly person: string; readonly row: ComplianceRow }[]> {
  type Row = {
    person: string;
    policy: string;
    clause: string;
    status: string;
    outcome: string | null;
    inTime: Count;
    over: Count;
    count: Count;
  };
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT v."assignee" AS "person", v."policyId" AS "policy", v."clause", v."status", v."outcome",
        CASE WHEN v."answeredAt" < v."due" THEN 1 ELSE 0 END AS "inTime", CASE WHEN v."due" <= ? THEN 1 ELSE 0 END AS "over",
        count(*) AS "count"
      FROM "Visit" v
      WHERE v."estateId" = ? AND v."due" > ? AND v."due" <= ? AND v."assignee" IS NOT NULL AND v."servedBy" IS NULL AND ${COUNTED}
        AND v."status" NOT IN ('planned', 'not-drawn', 'cancelled')
      GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7`,
    [now, estate, ...range],
  );
  return rows.map(({ person, status, outcome, inTime, over, count, ...row }) => ({
    person,
    row: {
      ...row,
      unit: 'visit',
      status: status as VisitStatus,
      outcome: outcome as ReachOutcome | null,
      inTime: Number(inTime) === 1,
      over: Number(over) === 1,
      count: Number(count),
    },
  }));
}

/** What each worker finished in the period, and what visits heard of it since. */
export async function judgedWorkers(
  tx: Tx,
  { estate, range }: PeriodQuestion,
): Promise<
  readonly { readonly worker: string; readonly jobs: number; readonly tally: Tally; readonly unfinished: number }[]
> {
  const jobs = await rowsOfText<{ worker: string; jobs: Count }>(
    tx,
    `SELECT "worker", count(*) AS "jobs" FROM "Event" WHERE "estateId" = ? AND "worker" IS NOT NULL
      AND "resolvedAt" >= ? AND "resolvedAt" < ? GROUP BY "worker" ORDER BY "worker"`,
    [estate, ...range],
  );
  type Row = { worker: string; grade: Grade | null; unfinished: boolean | Count; count: Count };
  const heard = await rowsOfText<Row>(
    tx,
    `SELECT e."worker", r."grade", r."unfinished", count(*) AS "count"
      FROM "Event" e JOIN "Record" r ON r."estateId" = e."estateId" AND r."eventId" = e."id" AND r."current"
        JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE e."estateId" = ? AND e."worker" IS NOT NULL AND e."resolvedAt" >= ? AND e."resolvedAt" < ? AND ${COUNTED}
      GROUP BY 1, 2, 3`,
    [estate, ...range],
  );
  return jobs.map(({ worker, jobs: count }) => {
    const own = heard.filter((row) => row.worker === worker);
    const sum = (of: (row: Row) => boolean): number =>
      own.reduce((all, row) => all + (of(row) ? Number(row.count) : 0), 0);
    const grade = (wanted: Grade): number => sum((row) => row.grade === wanted);
    const counts = { satisfied: grade('satisfied'), fairly: grade('fairly'), dissatisfied: grade('dissatisfied') };
    return {
      worker,
      jobs: Number(count),
      tally: countedTally(
        sum(() => true),
        counts,
      ),
      unfinished: sum((row) => Boolean(row.unfinished)),
    };
  });
}

/** A record with the visit that it is of. */
export type HeardRecord = {
  readonly no: number;
  readonly at: Instant;
  readonly by: string;
  readonly assignee: string | null;
  readonly method: Method | 'paper';
  readonly household: string | null;
  readonly counterparty: string;
  readonly kind: EventKind;
  readonly event: string | null;
  readonly startedBy: string;
  readonly record: string;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly topics: TopicAnswers;
  readonly data: string | null;
};

const HEARD = `SELECT v."no", r."at", r."by", v."assignee", r."method", v."household", v."counterparty", v."kind",
    v."eventId" AS "event", v."startedBy", v."record", r."grade", r."remark", r."topics", e."data"
  FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
    LEFT JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"`;
type HeardRow = Omit<HeardRecord, 'no' | 'at' | 'topics'> & {
  readonly no: Count;
  readonly at: Count;
  readonly topics: string | null;
};

/** Records made in the period: of key households, or of what a policy or clause asked for; the earliest first. */
export async function heardIn(
  tx: Tx,
  question: PeriodQuestion,
  of: 'all' | 'key-households' = 'all',
): Promise<readonly HeardRecord[]> {
  const under = underPolicy(question);
  const key = `AND v."household" IN (SELECT h."code" FROM "Household" h WHERE h."estateId" = v."estateId" AND h."keyHousehold")`;
  const rows = await rowsOfText<HeardRow>(
    tx,
    `${HEARD} WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND ${COUNTED} AND ${under.sql}
      ${of === 'all' ? '' : key} ORDER BY r."at", v."no"`,
    [question.estate, ...question.range, ...under.values],
  );
  return rows.map(toHeard);
}

/** The records of all visits on an event. */
export async function heardOfEvent(tx: Tx, estate: string, event: string): Promise<readonly HeardRecord[]> {
  const text = `${HEARD} WHERE r."estateId" = ? AND r."eventId" = ? AND r."current" AND ${COUNTED} ORDER BY r."at", v."no"`;
  return (await rowsOfText<HeardRow>(tx, text, [estate, event])).map(toHeard);
}

const toHeard = ({ no, at, topics, ...row }: HeardRow): HeardRecord => ({
  ...row,
  no: Number(no),
  at: Number(at) as Instant,
  topics: topics === null ? {} : (JSON.parse(topics) as TopicAnswers),
});

/** The next visit of each key household that is still to be made. */
export async function nextOfKeyHouseholds(
  tx: Tx,
  estate: string,
  now: Instant,
): Promise<ReadonlyMap<string, { readonly from: Instant; readonly due: Instant }>> {
  const rows = await rowsOfText<{ household: string; earliest: Count; due: Count }>(
    tx,
    `SELECT v."household", v."earliest", v."due" FROM "Visit" v JOIN "Household" h ON h."estateId" = v."estateId"
        AND h."code" = v."household" AND h."keyHousehold"
      WHERE v."estateId" = ? AND v."due" > ? AND v."status" IN ('drawn', 'assigned', 'asked', 'postponed', 'with-staff')
        AND v."servedBy" IS NULL ORDER BY v."due" DESC, v."no" DESC`,
    [estate, now],
  );
  return new Map(
    rows.map(({ household, earliest, due }) => [
      household,
      { from: Number(earliest) as Instant, due: Number(due) as Instant },
    ]),
  );
}

/** Visits of a clause whose window begins in the span, by household: in the population, drawn, made. */
export async function householdsOfClause(
  tx: Tx,
  { estate, range, clause }: PeriodQuestion & { readonly clause: string },
): Promise<{ readonly population: number; readonly drawn: number; readonly made: number }> {
  const [row] = await rowsOfText<{ population: Count; drawn: Count; made: Count }>(
    tx,
    `SELECT count(DISTINCT v."household") AS "population",
        count(DISTINCT CASE WHEN v."status" NOT IN ('planned', 'not-drawn') THEN v."household" END) AS "drawn",
        count(DISTINCT CASE WHEN v."status" IN ('recorded', 'reviewed', 'closed') THEN v."household" END) AS "made"
      FROM "Visit" v WHERE v."estateId" = ? AND v."clause" = ? AND v."earliest" >= ? AND v."earliest" < ?
        AND v."status" <> 'cancelled' AND v."startedBy" NOT LIKE 'follow-up:%'`,
    [estate, clause, ...range],
  );
  return { population: Number(row?.population ?? 0), drawn: Number(row?.drawn ?? 0), made: Number(row?.made ?? 0) };
}

/** How many units the draws of a clause in these periods held; null where nothing was drawn. */
export async function drawnFrom(
  tx: Tx,
  estate: string,
  clause: string,
  periods: readonly string[],
): Promise<number | null> {
  const places = periods.map(() => '?').join(', ');
  const [row] = await rowsOfText<{ size: Count | null }>(
    tx,
    `SELECT sum("size") AS "size" FROM "Draw" WHERE "estateId" = ? AND "clause" = ? AND "period" IN (${places})`,
    [estate, clause, ...periods],
  );
  return row?.size == null ? null : Number(row.size);
}
