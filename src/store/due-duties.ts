/** Duties of which somebody is to be told by now, and those of one part of a clause that are open. */
import type { Instant } from '../core/calendar.js';
import { Prisma, skipLocked, type Db, type Tx } from './db.js';
import { toDuty, type NewDuty, type StoredDuty } from './duties.js';
import { findRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';

/** Looked at together: read by when they are due, whatever number of estates there are. */
const MOST_DUE = 1_000;

/** Estates in which somebody is to be told of a duty by now, those that waited longest. */
export async function estatesWithDueDuties(tx: Tx, now: Instant): Promise<readonly string[]> {
  const rows = await rowsOf<{ estateId: string }>(
    tx,
    Prisma.sql`SELECT DISTINCT "estateId"
      FROM (SELECT "estateId" FROM "Duty" WHERE "nextAt" <= ${now} ORDER BY "nextAt" LIMIT ${MOST_DUE}) AS due`,
  );
  return rows.map(({ estateId }) => estateId);
}

/** The duties of an estate of which somebody is to be told by now; on PostgreSQL those that no other instance has. */
export async function claimDueDuties(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  estate: string,
  now: Instant,
  limit: number,
): Promise<readonly StoredDuty[]> {
  const rows = await rowsOf<RowOf<'duty'>>(
    tx,
    Prisma.sql`SELECT * FROM "Duty" WHERE "estateId" = ${estate} AND "no" IN
        (SELECT "no" FROM "Duty" WHERE "nextAt" <= ${now} ORDER BY "nextAt", "no" LIMIT ${MOST_DUE})
      ORDER BY "nextAt", "no" LIMIT ${limit} ${skipLocked(kind)}`,
  );
  return rows.map(toDuty);
}

/** The open duties of one part of a clause, oldest first. */
export async function openDutiesAt(
  tx: Tx,
  { estate, policy, clause, item }: Pick<NewDuty, 'estate' | 'policy' | 'clause' | 'item'>,
): Promise<readonly StoredDuty[]> {
  const where = { estateId: estate, policyId: policy, clause, item, status: 'open' };
  return (await findRows(tx, 'duty', where, 'ORDER BY "no"')).map(toDuty);
}
