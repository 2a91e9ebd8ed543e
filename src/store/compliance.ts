/** What fell due in a period and what became of it, counted in the database. The meaning is core/compliance.ts's. */
import type { Instant } from '../core/calendar.js';
import type { ComplianceRow } from '../core/compliance.js';
import type { ReachOutcome, VisitStatus } from '../core/terms.js';
import { Prisma, type Tx } from './db.js';
import type { DutyStatus } from './duties.js';
import { BY_ORDER } from './rounds.js';
import { rowsOf } from './statements.js';
import type { Why } from './visits.js';
import { narrowDuties, narrowVisits, type Narrowing } from './whose.js';

export type ComplianceQuestion = Narrowing & {
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

async function visitRows(tx: Tx, question: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const { estate, range, now } = question;
  const [from, to] = range;
  const rows = await rowsOf<Counted>(
    tx,
    Prisma.sql`SELECT v."policyId" AS "policy", v."clause", v."status", v."outcome",
        CASE WHEN v."answeredAt" < v."due" THEN 1 ELSE 0 END AS "inTime",
        CASE WHEN v."due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
      FROM "Visit" v
      WHERE v."estateId" = ${estate} AND v."due" > ${from} AND v."due" <= ${to} AND v."why" NOT LIKE ${LED}
        AND v."startedBy" NOT LIKE 'follow-up:%' AND v."startedBy" NOT LIKE ${BY_ORDER}
        AND v."status" NOT IN ('planned', 'not-drawn', 'cancelled') ${narrowVisits(question)}
      GROUP BY 1, 2, 3, 4, 5, 6`,
  );
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

async function leaderRows(tx: Tx, question: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const { estate, range, now } = question;
  const [from, to] = range;
  const rows = await rowsOf<Leader>(
    tx,
    Prisma.sql`SELECT v."policyId", v."clause", v."status", v."outcome", v."answeredAt", v."why" FROM "Visit" v
      WHERE v."estateId" = ${estate} AND v."due" <= ${to} AND v."why" LIKE ${LED} ${narrowVisits(question)}`,
  );
  return rows.flatMap(({ policyId, clause, status, outcome, answeredAt, why }) => {
    const due = (JSON.parse(why) as Why).own?.due;
    if (due === undefined || due <= from || due > to) return [];
    const inTime = answeredAt !== null && Number(answeredAt) < due;
    const shared = { unit: 'visit' as const, policy: policyId, clause, inTime, over: due <= now, count: 1 };
    return [{ ...shared, status: status as VisitStatus, outcome: outcome as ReachOutcome | null }];
  });
}

type Leader = {
  readonly policyId: string;
  readonly clause: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly answeredAt: bigint | number | null;
  readonly why: string;
};

async function dutyRows(tx: Tx, question: ComplianceQuestion): Promise<readonly ComplianceRow[]> {
  const { estate, range, now } = question;
  const [from, to] = range;
  const rows = await rowsOf<Omit<Counted, 'outcome'>>(
    tx,
    Prisma.sql`SELECT d."policyId" AS "policy", d."clause", d."status",
        CASE WHEN d."doneAt" < d."due" THEN 1 ELSE 0 END AS "inTime",
        CASE WHEN d."due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
      FROM "Duty" d
      WHERE d."estateId" = ${estate} AND d."due" > ${from} AND d."due" <= ${to} AND d."status" <> 'cancelled'
        ${narrowDuties(question)}
      GROUP BY 1, 2, 3, 4, 5`,
  );
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
