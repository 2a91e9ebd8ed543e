/** 不满意: the records of a period that say so, and what came of each. */
import type { Instant } from '../core/calendar.js';
import type { Direction } from '../core/terms.js';
import { Prisma, type Tx } from './db.js';
import { findRows } from './rows.js';
import { rowsOf } from './statements.js';
import { narrowVisits, type Narrowing } from './whose.js';

/** One record; `followUp`: the nonconformity 不合格 that was opened for it, null where none was. */
export type Dissatisfied = {
  readonly no: number;
  readonly at: Instant;
  readonly followUp: { readonly id: number; readonly isOpen: boolean; readonly closedAt: Instant | null } | null;
};

type Row = {
  readonly no: number;
  readonly at: bigint | number;
  readonly followUp: number | null;
  readonly status: string | null;
  readonly closedAt: bigint | number | null;
};

/**
 * Those of an estate in a half-open span, the oldest first: of what was asked in it, as 满意率 counts, or was made in it
 * where nothing was asked. A questionnaire counts with one dissatisfied answer; with `item`, where that is the one.
 */
export async function dissatisfiedOf(
  tx: Tx,
  {
    estate,
    range,
    item = null,
    ...narrowing
  }: Narrowing & {
    readonly estate: string;
    readonly range: readonly [Instant, Instant];
    readonly item?: Direction | null;
  },
): Promise<readonly Dissatisfied[]> {
  const isSo =
    item === null
      ? Prisma.sql`(r."grade" = 'dissatisfied' OR r."grades" LIKE '%"dissatisfied"%')`
      : Prisma.sql`r."grades" LIKE ${`%"${item}":"dissatisfied"%`}`;
  const rows = await rowsOf<Row>(
    tx,
    Prisma.sql`SELECT v."no", r."at", f."id" AS "followUp", f."status", f."closedAt"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
        LEFT JOIN "FollowUp" f ON f."id" = (SELECT MAX(g."id") FROM "FollowUp" g
          WHERE g."visitNo" = v."no" AND g."kind" = 'nonconformity')
      WHERE r."current" AND v."startedBy" NOT LIKE 'follow-up:%' AND r."estateId" = ${estate}
        AND ${isSo}
        AND COALESCE(v."issuedAt", r."at") >= ${range[0]} AND COALESCE(v."issuedAt", r."at") < ${range[1]}
        ${narrowVisits(narrowing)}
      ORDER BY r."at", v."no"`,
  );
  return rows.map(({ no, at, followUp, status, closedAt }) => ({
    no,
    at: Number(at) as Instant,
    followUp:
      followUp === null
        ? null
        : {
            id: followUp,
            isOpen: status === 'open',
            closedAt: closedAt === null ? null : (Number(closedAt) as Instant),
          },
  }));
}

/** What was noted as the duties of a visit were done, the newest last. */
export async function notesOfVisit(tx: Tx, visitNo: number): Promise<readonly string[]> {
  const rows = await findRows(
    tx,
    'duty',
    { visitNo, status: 'done' },
    'AND "note" IS NOT NULL ORDER BY "doneAt", "no"',
  );
  return rows.flatMap(({ note }) => note ?? []);
}
