/** What fell due in a period and what became of it, counted in the database. The meaning is core/compliance.ts's. */
import type { Instant } from '../core/calendar.js';
import type { ComplianceRow } from '../core/compliance.js';
import type { ReachOutcome, VisitStatus } from '../core/terms.js';
import type { Tx } from './db.js';
import type { DutyStatus } from './duties.js';
import { BY_ORDER } from './rounds.js';
import type { Why } from './visits.js';

export type ComplianceQuestion = {
  readonly estate: string;
  /** A window that ends with the period's last midnight belongs to it: `(from, to]`. */
  readonly range: readonly [Instant, Instant];
  readonly now: Instant;
};

export async function complianceRows(tx: Tx, question: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  return [...(await visitRows(tx, question)), ...(await leaderRows(tx, question)), ...(await dutyRows(tx, question))];
}

type Counted = {
  policy: string;
  clause: string;
  status: string;
  outcome: string | null;
  inTime: bigint | number;
  over: bigint | number;
  count: bigint | number;
};

/** A leader's own clause asks for another window than the one that satisfies all whom it serves: `why` says which. */
const LED = '%"own":{%';

async function visitRows(tx: Tx, { estate, range, now }: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const [from, to] = range;
  const rows = await tx.$queryRaw<Counted[]>`
    SELECT "policyId" AS "policy", "clause", "status", "outcome",
      CASE WHEN "answeredAt" < "due" THEN 1 ELSE 0 END AS "inTime",
      CASE WHEN "due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
    FROM "Visit"
    WHERE "estateId" = ${estate} AND "due" > ${from} AND "due" <= ${to} AND "why" NOT LIKE ${LED}
      AND "startedBy" NOT LIKE 'follow-up:%' AND "startedBy" NOT LIKE ${BY_ORDER}
      AND "status" NOT IN ('planned', 'not-drawn', 'cancelled')
    GROUP BY 1, 2, 3, 4, 5, 6`;
  return rows.map(({ policy, clause, status, outcome, inTime, over, count }) => ({
    unit: 'visit',
    policy,
    clause,
    status: status as VisitStatus,
    outcome: outcome as ReachOutcome | null,
    inTime: Number(inTime) === 1,
    over: Number(over) === 1,
    count: Number(count),
  }));
}

async function leaderRows(tx: Tx, { estate, range, now }: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const [from, to] = range;
  const where = { estateId: estate, due: { lte: BigInt(to) }, why: { contains: '"own":{' } };
  const rows = await tx.visit.findMany({
    where,
    select: { policyId: true, clause: true, status: true, outcome: true, answeredAt: true, why: true },
  });
  return rows.flatMap(({ policyId, clause, status, outcome, answeredAt, why }) => {
    const due = (JSON.parse(why) as Why).own?.due;
    if (due === undefined || due <= from || due > to) return [];
    const inTime = answeredAt !== null && Number(answeredAt) < due;
    const shared = { unit: 'visit' as const, policy: policyId, clause, inTime, over: due <= now, count: 1 };
    return [{ ...shared, status: status as VisitStatus, outcome: outcome as ReachOutcome | null }];
  });
}

async function dutyRows(tx: Tx, { estate, range, now }: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const [from, to] = range;
  const rows = await tx.$queryRaw<Omit<Counted, 'outcome'>[]>`
    SELECT "policyId" AS "policy", "clause", "status",
      CASE WHEN "doneAt" < "due" THEN 1 ELSE 0 END AS "inTime",
      CASE WHEN "due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
    FROM "Duty"
    WHERE "estateId" = ${estate} AND "due" > ${from} AND "due" <= ${to} AND "status" <> 'cancelled'
    GROUP BY 1, 2, 3, 4, 5`;
  return rows.map(({ policy, clause, status, inTime, over, count }) => ({
    unit: 'duty',
    policy,
    clause,
    status: status as DutyStatus,
    inTime: Number(inTime) === 1,
    over: Number(over) === 1,
    count: Number(count),
  }));
}
