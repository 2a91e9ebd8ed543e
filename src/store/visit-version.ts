/** Visits as a change of their estate's policies meets them. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { toVisit, type StoredVisit } from './visits.js';

/** Writes what a version says of a visit: who, how, on what form, by which rate, and why; and its own window. */
export async function followVersion(tx: Tx, visit: StoredVisit, now: Instant): Promise<StoredVisit> {
  const { earliest, due, by, how, record, needsSignature, rate, quota, period, policyVersion, why } = visit;
  await tx.visit.update({
    where: { no: visit.no },
    data: {
      earliest: BigInt(earliest),
      due: BigInt(due),
      by: JSON.stringify(by),
      how: JSON.stringify(how),
      record,
      needsSignature,
      rate,
      quota,
      period,
      policyVersion,
      why: JSON.stringify(why),
      updatedAt: BigInt(now),
    },
  });
  return visit;
}

/** All visits that some events started. */
export async function visitsOfEvents(
  tx: Tx,
  estate: string,
  events: readonly string[],
): Promise<readonly StoredVisit[]> {
  const rows = await tx.visit.findMany({ where: { estateId: estate, eventId: { in: [...events] } } });
  return rows.map(toVisit);
}
