/** A visit that stands beside what is planned in its place now. */
import type { StoredVisit } from '../store/visits.js';
import type { PlannedVisit } from './plan-visits.js';

/** The event says now that it must be visited, and no draw chose it. */
export const mustNowBe = ({ status, rate, period }: StoredVisit, wanted: PlannedVisit): boolean =>
  period !== null && wanted.rate === 100 && rate !== 100 && (status === 'planned' || status === 'not-drawn');

/** The event was corrected so that another one goes, in another way, on another form, or is drawn by another rate. */
export function asksOtherwise(stored: StoredVisit, wanted: PlannedVisit): boolean {
  const asked = ({ by, how, record, needsSignature, rate, quota }: StoredVisit | PlannedVisit): string =>
    JSON.stringify([by, how, record, needsSignature, rate, quota]);
  return asked(stored) !== asked(withRateOf(stored, wanted));
}

/** A rate by which it was drawn, or that somebody has set where the policy leaves it open, stays. */
export const withRateOf = ({ drawId, rate, quota, period }: StoredVisit, wanted: PlannedVisit): PlannedVisit =>
  drawId === null && wanted.rate !== null ? wanted : { ...wanted, rate, quota, period };

/** Its version gives it another rate now, by which it is drawn: one that was drawn once keeps its place. */
export const isUndrawn = ({ status, drawId, rate }: StoredVisit): boolean =>
  (status === 'planned' && drawId === null) || (status === 'not-drawn' && rate === 100);
