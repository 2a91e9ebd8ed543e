/** A visit that has not opened takes on another version of its policy. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import type { StoredVisit } from './visits.js';

/** Writes what a version says of a visit beside its window: who, how, on what form, by which rate, and why. */
export async function followVersion(tx: Tx, visit: StoredVisit, now: Instant): Promise<StoredVisit> {
  const { by, how, record, needsSignature, rate, quota, period, policyVersion, why } = visit;
  await tx.visit.update({
    where: { no: visit.no },
    data: {
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
