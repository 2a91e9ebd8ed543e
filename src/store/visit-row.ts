/** The row of a visit as it is made. */
import type { Instant } from '../core/calendar.js';
import type { NewVisit } from './visits.js';

/** What is given of a visit that is not there yet; the rest of the row is empty. */
export const newRow = (visit: NewVisit, now: Instant) => ({
  estateId: visit.estate,
  policyId: visit.policy,
  clause: visit.clause,
  startedBy: visit.startedBy,
  counterparty: visit.counterparty,
  visit: visit.visit,
  eventId: visit.event,
  household: visit.household,
  kind: visit.kind,
  status: visit.status,
  earliest: BigInt(visit.earliest),
  due: BigInt(visit.due),
  rate: visit.rate,
  quota: visit.quota,
  by: JSON.stringify(visit.by),
  how: JSON.stringify(visit.how),
  record: visit.record,
  needsSignature: visit.needsSignature,
  period: visit.period,
  policyVersion: visit.policyVersion,
  why: JSON.stringify(visit.why),
  nextAt: visit.nextAt === null ? null : BigInt(visit.nextAt),
  createdAt: BigInt(now),
  updatedAt: BigInt(now),
});
