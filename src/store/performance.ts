/** 绩效: what each member of staff had to do in a period, and what work each did, counted in the database (p02.19, p03.14, p11.7). */
import { parseInstant, type Instant } from '../core/calendar.js';
import { complianceOf, sumOf, type ComplianceRow } from '../core/compliance.js';
import { NO_WORK, type Done, type Performance, type Work } from '../core/performance.js';
import { satisfaction } from '../core/survey.js';
import type { ReachOutcome, VisitStatus } from '../core/terms.js';
import { Prisma, type Tx } from './db.js';
import { satisfactionByStaff } from './figures.js';
import { BY_ORDER } from './rounds.js';
import { rowsOf } from './statements.js';

export type PerformanceQuestion = {
  readonly estate: string;
  readonly range: readonly [Instant, Instant];
  readonly now: Instant;
};

/** Of everybody who had something to do or did some work in the period, by who they are. */
export async function performanceOf(tx: Tx, question: PerformanceQuestion): Promise<ReadonlyMap<string, Performance>> {
  const tasks = await doneBy(tx, taskRows(question));
  const duties = await doneBy(tx, dutyRows(question));
  const records = await recordsBy(tx, question);
  const visits = await satisfactionByStaff(tx, question, 'visits');
  const work = await workBy(tx, question);
  const about = await satisfactionByStaff(tx, question, 'work');
  const all = new Set([tasks, duties, records, visits, work, about].flatMap((map) => [...map.keys()]));
  all.delete('');
  const none = satisfaction(0, 0, []);
  return new Map(
    [...all].map((who) => [
      who,
      {
        tasks: tasks.get(who) ?? NOTHING,
        duties: duties.get(who) ?? NOTHING,
        ...(records.get(who) ?? { made: 0, returned: 0 }),
        satisfaction: visits.get(who) ?? none,
        work: { ...(work.get(who) ?? NO_WORK), satisfaction: about.get(who) ?? none },
      },
    ]),
  );
}

const NOTHING: Done = sumOf([]);

type Counted = {
  readonly who: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly inTime: bigint | number;
  readonly over: bigint | number;
  readonly count: bigint | number;
};

/** Each task once, by its own end: what another visit serves is no task of its own. */
const taskRows = ({ estate, range, now }: PerformanceQuestion): Prisma.Sql => Prisma.sql`
  SELECT v."assignee" AS "who", v."status", v."outcome",
    CASE WHEN v."answeredAt" < v."due" THEN 1 ELSE 0 END AS "inTime",
    CASE WHEN v."due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
  FROM "Visit" v
  WHERE v."estateId" = ${estate} AND v."due" > ${range[0]} AND v."due" <= ${range[1]} AND v."assignee" IS NOT NULL
    AND v."servedBy" IS NULL AND v."startedBy" NOT LIKE 'follow-up:%' AND v."startedBy" NOT LIKE ${BY_ORDER}
  GROUP BY 1, 2, 3, 4, 5`;

const dutyRows = ({ estate, range, now }: PerformanceQuestion): Prisma.Sql => Prisma.sql`
  SELECT d."assignee" AS "who", d."status", NULL AS "outcome",
    CASE WHEN d."doneAt" < d."due" THEN 1 ELSE 0 END AS "inTime",
    CASE WHEN d."due" <= ${now} THEN 1 ELSE 0 END AS "over", count(*) AS "count"
  FROM "Duty" d
  WHERE d."estateId" = ${estate} AND d."due" > ${range[0]} AND d."due" <= ${range[1]} AND d."assignee" IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5`;

async function doneBy(tx: Tx, sql: Prisma.Sql): Promise<ReadonlyMap<string, Done>> {
  const unit = sql.sql.includes('FROM "Visit"') ? 'visit' : 'duty';
  const rows = new Map<string, ComplianceRow[]>();
  for (const { who, status, outcome, inTime, over, count } of await rowsOf<Counted>(tx, sql)) {
    const shared = { policy: '', clause: '', inTime: Number(inTime) === 1, over: Number(over) === 1 };
    const row = { unit, status: status as VisitStatus, outcome: outcome as ReachOutcome | null };
    rows.set(who, [...(rows.get(who) ?? []), { ...shared, ...row, count: Number(count) } as ComplianceRow]);
  }
  return new Map([...rows].map(([who, own]) => [who, sumOf(complianceOf([], own))]));
}

/** Records that somebody made by hand, and those of them that a review gave back. */
async function recordsBy(
  tx: Tx,
  { estate, range }: PerformanceQuestion,
): Promise<ReadonlyMap<string, Pick<Performance, 'made' | 'returned'>>> {
  const rows = await rowsOf<{ who: string; made: bigint | number; returned: bigint | number }>(
    tx,
    Prisma.sql`SELECT r."by" AS "who", count(DISTINCT r."visitNo") AS "made",
        SUM(CASE WHEN r."reviewedBy" IS NOT NULL AND NOT r."reviewed" THEN 1 ELSE 0 END) AS "returned"
      FROM "Record" r JOIN "Staff" s ON s."userid" = r."by"
      WHERE r."estateId" = ${estate} AND r."at" >= ${range[0]} AND r."at" < ${range[1]}
      GROUP BY 1`,
  );
  return new Map(rows.map(({ who, made, returned }) => [who, { made: Number(made), returned: Number(returned) }]));
}

/** Services that were done in the period, by who did them, and how long each took from its report (p11.7). */
async function workBy(
  tx: Tx,
  { estate, range }: PerformanceQuestion,
): Promise<ReadonlyMap<string, Omit<Work, 'satisfaction'>>> {
  const rows = await rowsOf<{ who: string; resolvedAt: bigint | number; data: string; unfinished: bigint | number }>(
    tx,
    Prisma.sql`SELECT e."worker" AS "who", e."resolvedAt", e."data",
        (SELECT count(*) FROM "Visit" v JOIN "Record" r ON r."visitNo" = v."no" AND r."current" AND r."unfinished"
          WHERE v."estateId" = e."estateId" AND v."eventId" = e."id") AS "unfinished"
      FROM "Event" e
      WHERE e."estateId" = ${estate} AND e."worker" IS NOT NULL
        AND e."resolvedAt" >= ${range[0]} AND e."resolvedAt" < ${range[1]}`,
  );
  const work = new Map<string, Omit<Work, 'satisfaction'>>();
  for (const { who, resolvedAt, data, unfinished } of rows) {
    const sum = work.get(who) ?? NO_WORK;
    const reportedAt = reported(data);
    work.set(who, {
      done: sum.done + 1,
      unfinished: sum.unfinished + (Number(unfinished) > 0 ? 1 : 0),
      timed: sum.timed + (reportedAt === null ? 0 : 1),
      tookMs: sum.tookMs + (reportedAt === null ? 0 : Number(resolvedAt) - reportedAt),
    });
  }
  return work;
}

function reported(data: string): number | null {
  const { reportedAt } = JSON.parse(data) as { readonly reportedAt?: unknown };
  if (typeof reportedAt === 'string') return parseInstant(reportedAt);
  return typeof reportedAt === 'number' ? reportedAt : null;
}
