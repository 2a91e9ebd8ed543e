/**
 * Adopting, changing or leaving a policy while visits are under way. A visit that has opened stays as it was planned,
 * under its own version; one that has not opened follows the version in force (docs/decisions/0009-versions.md).
 */
import { localDate } from '../calendar.js';
import type { Instant } from '../calendar.js';
import type { Visit } from '../visit.js';
import { startOfPeriod } from './duties.js';
import type { Opening } from './plan.js';
import type { Clause } from './schema.js';
import type { Period } from './words.js';

/** Nobody was asked yet. */
export const UNTOUCHED: readonly Visit['status'][] = ['planned', 'not-drawn', 'drawn', 'assigned'];

/** Whether a visit has begun: its window is open, or somebody was asked before that. */
export const hasOpened = (visit: Pick<Visit, 'status' | 'earliest'>, now: Instant): boolean =>
  visit.earliest <= now || !UNTOUCHED.includes(visit.status);

/** Whether nobody has set the rate by which it is drawn: it waits for the version that does. */
const isUndecided = ({ status, rate, quota }: Pick<Visit, 'status' | 'rate' | 'quota'>): boolean =>
  status === 'planned' && rate === null && quota === null;

/** Whether a visit stays as its own version planned it; `inForce` is the estate's version now, null: it left the policy. */
export const staysAsPlanned = (
  visit: Pick<Visit, 'status' | 'earliest' | 'rate' | 'quota'> & { readonly policyVersion: string },
  inForce: string | null,
  now: Instant,
): boolean =>
  visit.status !== 'cancelled' &&
  visit.policyVersion !== inForce &&
  hasOpened(visit, now) &&
  !(isUndecided(visit) && inForce !== null);

/** A service is counted in its month where the clause names no period. */
const OWN_PERIOD: Period = 'month';

/**
 * Whether a policy adopted at an instant asks for this visit of an event that was known before: its window is still
 * open then, and a service that was done belongs to the period that was running.
 */
export function isTakenUp(
  { start, window }: Pick<Opening, 'start' | 'window'>,
  clause: Pick<Clause, 'sampling'>,
  adoptedAt: Instant,
  zone: string,
): boolean {
  if (window.due <= adoptedAt) return false;
  if (start.anchor.kind !== 'instant') return true;
  const running = startOfPeriod(clause.sampling?.period ?? OWN_PERIOD, localDate(adoptedAt, zone));
  return localDate(start.anchor.at, zone) >= running;
}
