/** The visits that a member of staff has, or would have: asked of when they go away and come back. */
import type { Instant } from '../core/calendar.js';
import type { VisitStatus } from '../core/terms.js';
import type { Tx } from './db.js';
import { toVisit, type StoredVisit } from './visits.js';

/** Somebody has it, and it is not over. */
const HELD: readonly VisitStatus[] = ['assigned', 'asked', 'postponed', 'with-staff'];

/** The open visits of somebody for which something is to be done before `until`, by number. */
export function tasksWhile(tx: Tx, userid: string, until: Instant): Promise<readonly { readonly no: number }[]> {
  return tx.visit.findMany({
    where: {
      assignee: userid,
      servedBy: null,
      OR: [
        { status: { in: HELD.filter((status) => status !== 'assigned') } },
        { status: 'assigned', OR: [{ nextAt: null }, { nextAt: { lt: BigInt(until) } }] },
      ],
    },
    select: { no: true },
    orderBy: { no: 'asc' },
  });
}

/** Every open visit that somebody has, by number. */
export function tasksHeldBy(tx: Tx, userid: string): Promise<readonly { readonly no: number }[]> {
  return tx.visit.findMany({
    where: { assignee: userid, servedBy: null, status: { in: [...HELD] } },
    select: { no: true },
    orderBy: { no: 'asc' },
  });
}

/** The open visits that somebody else has for a person who was away, by number. */
export function tasksHeldFor(tx: Tx, userid: string): Promise<readonly { readonly no: number }[]> {
  return tx.visit.findMany({
    where: {
      status: { in: [...HELD] },
      servedBy: null,
      why: { contains: `"heldFor":${JSON.stringify(userid)}` },
    },
    select: { no: true },
    orderBy: { no: 'asc' },
  });
}

/** The open visits of an estate whose windows were found to leave no duty day after `since`, by due. */
export async function tasksWithoutDutyDay(
  tx: Tx,
  estate: string,
  since: Instant,
  now: Instant,
): Promise<readonly StoredVisit[]> {
  const rows = await tx.visit.findMany({
    where: {
      estateId: estate,
      status: { in: ['drawn', ...HELD] },
      servedBy: null,
      due: { gt: BigInt(now) },
      why: { contains: '"noDutyDay":' },
    },
    orderBy: [{ due: 'asc' }, { no: 'asc' }],
  });
  return rows.map(toVisit).filter(({ why }) => (why.noDutyDay ?? 0) > since);
}
