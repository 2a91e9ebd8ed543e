/** Visits for which something is due: each is claimed by one caller, and left to it for a while. */
import type { Instant } from '../core/calendar.js';
import { Prisma, skipLocked, type Db } from './db.js';

/** How long a claimed visit is left to its holder: until then its `nextAt` is the claim's end. */
export const VISIT_CLAIM_MS = 15_000;

/** Visits for which something is due now, each given to one caller only. */
export async function claimDueVisits(db: Db, now: Instant, limit: number): Promise<readonly number[]> {
  const rows = await db.returning<{ no: number }>(Prisma.sql`
    UPDATE "Visit" SET "nextAt" = ${now + VISIT_CLAIM_MS}
    WHERE "no" IN (SELECT "no" FROM "Visit" WHERE "nextAt" <= ${now} ORDER BY "nextAt", "no" LIMIT ${limit} ${skipLocked(db.kind)})
    RETURNING "no"`);
  return rows.map((row) => Number(row.no)).toSorted((a, b) => a - b);
}
