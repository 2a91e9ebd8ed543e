/** A planned visit as it is first stored, with what stays with it of why it stands there. */
import { contentOf } from '../core/policy/content.js';
import type { Estate } from '../store/estates.js';
import type { NewVisit, Why } from '../store/visits.js';
import { drawnAt, wordsOfWindow, type PlannedVisit } from './plan-visits.js';
import { afterOf } from './wait-for-visit.js';

/** What stays with the visit of why it stands there, whatever becomes of its policy. */
export const whyOf = (visit: PlannedVisit, { timezone }: Estate): Why => ({
  source: visit.source,
  window: wordsOfWindow(visit, timezone),
  content: contentOf(visit.policyFile, visit.clause),
  ...(afterOf(visit) === null ? {} : { waitsFor: afterOf(visit) }),
});

/** The row of a planned visit that is not there yet; `waits`: another visit of its clause is to be done first. */
export function newVisit(estate: Estate, visit: PlannedVisit, waits: boolean): NewVisit {
  return {
    estate: estate.id,
    policy: visit.policy,
    clause: visit.clause,
    startedBy: visit.event,
    counterparty: visit.counterparty,
    visit: visit.visit,
    event: visit.event,
    household: visit.household,
    kind: visit.kind,
    status: 'planned',
    earliest: visit.earliest,
    due: visit.due,
    rate: visit.rate,
    quota: visit.quota,
    by: visit.by,
    how: visit.how,
    record: visit.record,
    needsSignature: visit.needsSignature,
    period: visit.period,
    policyVersion: visit.version,
    why: whyOf(visit, estate),
    nextAt: waits ? visit.due : drawnAt(visit, estate.timezone),
  };
}
