/** 期间的受访方: what was heard of key households 重点户, of works and of a clause's households in a period. */
import type { Instant } from '../core/calendar.js';
import type { TopicAnswers } from '../core/policy/content.js';
import type { EventKind, Grade, Method } from '../core/terms.js';
import type { Tx } from './db.js';
import { COUNTED, underPolicy, type PeriodQuestion } from './period-figures.js';
import { rowsOfText } from './statements.js';

type Count = bigint | number;

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
