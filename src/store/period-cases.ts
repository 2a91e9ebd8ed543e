/** 期间个案: the cases of a period, or of one event, with what they are about, and their steps. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { PeriodCase } from '../core/report/period-values.js';
import type { Tx } from './db.js';
import { toDuty, type StoredDuty } from './duties.js';
import type { PeriodQuestion } from './period-figures.js';
import type { RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

type Count = bigint | number;
const instant = (value: Count | null): Instant | null => (value === null ? null : (Number(value) as Instant));

type Row = Omit<PeriodCase, 'id' | 'isOpen' | 'matter' | 'promisedAt' | 'openedAt' | 'closedAt' | 'visitNo'> & {
  readonly id: Count;
  readonly status: string;
  readonly data: string | null;
  readonly promisedAt: Count | null;
  readonly openedAt: Count;
  readonly closedAt: Count | null;
  readonly visitNo: Count | null;
};

const CASES = `SELECT f."id", f."status", f."outcome", f."kind", f."household", f."text", e."data", COALESCE(v."kind", e."kind") AS "eventKind",
    f."promisedAt", f."openedAt", f."closedAt", f."assignee", f."visitNo", f."answer"
  FROM "FollowUp" f LEFT JOIN "Visit" v ON v."no" = f."visitNo"
    LEFT JOIN "Event" e ON e."estateId" = f."estateId" AND e."id" = COALESCE(v."eventId", (SELECT MIN(d."eventId")
      FROM "Duty" d WHERE f."visitNo" IS NULL AND d."followUp" = f."id"))`;
/**
 * Of a case `f`: a visit of this policy raised it, or one that such a visit was recorded with; or no visit did, and it is
 * worked under the policy.
 */
const OF_POLICY = `(EXISTS (SELECT 1 FROM "Visit" o WHERE o."policyId" = ? AND (o."no" = f."visitNo" OR o."servedBy" = f."visitNo"))
  OR f."visitNo" IS NULL AND EXISTS (SELECT 1 FROM "Duty" d WHERE d."followUp" = f."id" AND d."policyId" = ?))`;

/**
 * Cases that were opened in the period, and those from before that were still open as it began, by their numbers. With
 * `form`: only those that have a step written on it.
 */
export async function casesIn(
  tx: Tx,
  { estate, range, policy }: PeriodQuestion,
  kinds: readonly PeriodCase['kind'][],
  form: string | null = null,
): Promise<readonly PeriodCase[]> {
  const [from, to] = range;
  const rows = await rowsOfText<Row>(
    tx,
    `${CASES}
      WHERE f."estateId" = ? AND f."openedAt" < ? AND (f."openedAt" >= ? OR f."closedAt" IS NULL OR f."closedAt" >= ?)
        AND f."kind" IN (${kinds.map(() => '?').join(', ')}) ${policy === null ? '' : `AND ${OF_POLICY}`}
        ${form === null ? '' : `AND EXISTS (SELECT 1 FROM "Duty" d WHERE d."followUp" = f."id" AND d."form" = ?)`}
      ORDER BY f."id"`,
    [estate, to, from, from, ...kinds, ...(policy === null ? [] : [policy, policy]), ...(form === null ? [] : [form])],
  );
  return rows.map(toCase);
}

/** The cases that visits of a policy on one event raised. */
export async function casesOfEvent(
  tx: Tx,
  estate: string,
  event: string,
  policy: string,
): Promise<readonly PeriodCase[]> {
  const text = `${CASES} WHERE f."estateId" = ? AND e."id" = ? AND ${OF_POLICY} ORDER BY f."id"`;
  return (await rowsOfText<Row>(tx, text, [estate, event, policy, policy])).map(toCase);
}

function toCase({ id, status, data, promisedAt, openedAt, closedAt, visitNo, ...row }: Row): PeriodCase {
  return {
    ...row,
    id: Number(id),
    isOpen: status === 'open',
    matter: data === null ? null : (JSON.parse(data) as Event).description,
    promisedAt: instant(promisedAt),
    openedAt: Number(openedAt) as Instant,
    closedAt: instant(closedAt),
    visitNo: visitNo === null ? null : Number(visitNo),
  };
}

/** The steps of cases, in their order. */
export async function stepsOfCases(
  tx: Tx,
  cases: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredDuty[]>> {
  const steps = new Map<number, StoredDuty[]>();
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const page = cases.slice(from, from + AT_ONCE);
    const places = page.map(() => '?').join(', ');
    const text = `SELECT * FROM "Duty" WHERE "followUp" IN (${places}) AND "status" <> 'cancelled' ORDER BY "no"`;
    for (const row of await rowsOfText<RowOf<'duty'>>(tx, text, page)) {
      const duty = toDuty(row);
      if (duty.followUp !== null) steps.set(duty.followUp, [...(steps.get(duty.followUp) ?? []), duty]);
    }
  }
  return steps;
}
/** So many ids a statement. */
const AT_ONCE = 500;
