/** Rounds 周期回访 in the database: their households and visits, page by page. */
import type { Instant } from '../core/calendar.js';
import { Prisma, type Tx } from './db.js';
import { insertRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import { newRow } from './visit-row.js';
import type { NewVisit } from './visits.js';

/** What stands in the period of a survey that was sent out by order, `2026-11/survey-3`: no clause asks for its visits. */
export const ORDERED = '/survey-';
export const BY_ORDER = `%${ORDERED}%`;

/** A household of an estate, and since when a round counts it. */
export type RoundHousehold = { readonly code: string; readonly since: Instant };

/** What names the visits of one round of one period. */
export type RoundIdentity = {
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: string;
  readonly visit: number;
};

/** The households of an estate, or its key households 重点户, without their visit of the round; by code. */
export async function householdsWithout(
  tx: Tx,
  round: RoundIdentity,
  of: 'households' | 'key-households' | 'users',
): Promise<readonly RoundHousehold[]> {
  const { estate, policy, clause, period, visit } = round;
  const rows = await rowsOf<Pick<RowOf<'household'>, 'code' | 'createdAt' | 'keySince'>>(
    tx,
    Prisma.sql`SELECT h."code", h."createdAt", h."keySince" FROM "Household" h
      WHERE h."estateId" = ${estate} AND (h."keyHousehold" OR ${of !== 'key-households'})
        AND NOT EXISTS (SELECT 1 FROM "Visit" v
          WHERE v."estateId" = h."estateId" AND v."policyId" = ${policy} AND v."clause" = ${clause}
            AND v."startedBy" = ${period} AND v."counterparty" = h."code" AND v."visit" = ${visit})
      ORDER BY h."code"`,
  );
  return rows.map(({ code, createdAt, keySince }) => ({
    code,
    since: Number(of === 'key-households' ? (keySince ?? createdAt) : createdAt) as Instant,
  }));
}

/** The events whose visits under a policy are to be made at this instant. */
export async function eventsVisitedAt(
  tx: Tx,
  estate: string,
  policy: string,
  now: Instant,
): Promise<readonly string[]> {
  const rows = await tx.visit.findMany({
    where: {
      estateId: estate,
      policyId: policy,
      eventId: { not: null },
      earliest: { lte: BigInt(now) },
      due: { gt: BigInt(now) },
      status: { not: 'cancelled' },
    },
    select: { eventId: true },
    distinct: ['eventId'],
    orderBy: { eventId: 'asc' },
  });
  return rows.flatMap(({ eventId }) => eventId ?? []);
}

/** How many visits a round has. */
export async function countRound(tx: Tx, { estate, policy, clause, period, visit }: RoundIdentity): Promise<number> {
  const [row] = await rowsOf<{ count: bigint | number }>(
    tx,
    Prisma.sql`SELECT count(*) AS "count" FROM "Visit"
      WHERE "estateId" = ${estate} AND "policyId" = ${policy} AND "clause" = ${clause}
        AND "startedBy" = ${period} AND "visit" = ${visit}`,
  );
  return Number(row?.count ?? 0);
}

/** A visit of a round: assigned as it is made, where there is somebody. */
export type RoundVisit = NewVisit & {
  readonly assignee: string | null;
  readonly drawId: string | null;
  readonly drawPosition: number | null;
};

export async function createRoundVisits(tx: Tx, visits: readonly RoundVisit[], now: Instant): Promise<void> {
  const rows = visits.map((visit) => ({
    ...newRow(visit, now),
    assignee: visit.assignee,
    assignedAt: visit.assignee === null ? null : BigInt(now),
    drawId: visit.drawId,
    drawPosition: visit.drawPosition,
  }));
  await insertRows(tx, 'visit', rows);
}
