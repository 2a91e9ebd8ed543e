/** The population 总体 of a clause: which events belong to it, what its unit is, and how many of it are asked for. */
import { localDate, startOfWeek } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import type { Event } from '../event.js';
import { drawSample } from '../sampling.js';
import type { Quota, Sample, Unit } from '../sampling.js';
import { matches, matchesAny } from './match.js';
import { askedOf } from './plan.js';
import type { Clause, Policy, VisitRule } from './schema.js';

/** The clauses that ask for a visit on an event, whether or not its dates are known yet. */
export function clausesFor(policy: Policy, event: Event, zone: string): readonly Clause[] {
  return policy.clauses.filter((clause) => ruleFor(clause, event, zone) !== null);
}

/** The quota of a clause; null where its rate is left to a role and `rate` gives none. */
export function quotaOf(clause: Clause, rate: number | null = null): Quota | null {
  const rule = clause.visits?.[0];
  const quota = rule?.quota ?? clause.quota;
  if (quota) {
    return 'tiers' in quota ? { kind: 'tiers', tiers: quota.tiers } : { kind: 'per-day', cap: quota.perDay };
  }
  if (!rule) return null;
  const percent = rate ?? rule.rate ?? null;
  return percent === null ? null : { kind: 'percent', percent };
}

/** Whether the clause counts households: then all events of a chosen household are chosen (p04). */
export const countsHouseholds = (clause: Clause): boolean => clause.sampling?.unit === 'household';

/** What an event is counted as under a clause; null where it lacks the household or day that the clause counts by. */
export function unitOf(clause: Clause, event: Event, quota: Quota, zone: string): Unit | null {
  const id = countsHouseholds(clause) ? event.household && `${event.estate}/${event.household}` : event.id;
  const day = dayOfDispatch(zone)(event);
  if (id === null || (quota.kind === 'per-day' && day === null)) return null;
  const rule = ruleFor(clause, event, zone);
  const certain = quota.kind !== 'percent' && rule !== null && askedOf(rule, event, zone).rate === 100;
  return { id, certain, ...(day !== null && { group: day }) };
}

/**
 * The day with whose orders each order of a week counts (p06.3): its day of dispatch, else of report; one left open in
 * an earlier week, by the day on which it was done. `week` is the last in which an order of the population was
 * dispatched. Null where an order has neither day.
 */
export function ordersByDay(events: readonly Event[], zone: string): readonly (LocalDate | null)[] {
  const days = events.map(dayOfDispatch(zone));
  const known = days.filter((day) => day !== null);
  const week = known.map(startOfWeek).reduce((last, one) => (one > last ? one : last), '' as LocalDate);
  return days.map((day, index) => {
    const done = events[index]?.resolvedAt ?? null;
    if (day === null || done === null || day >= week) return day;
    const doneOn = localDate(done, zone);
    return startOfWeek(doneOn) === week ? doneOn : day;
  });
}

const dayOfDispatch =
  (zone: string) =>
  ({ dispatchedAt, reportedAt }: Event): LocalDate | null => {
    const at = dispatchedAt ?? reportedAt;
    return at === null ? null : localDate(at, zone);
  };

/** Draws a clause's units; those that are one household are one unit. */
export function drawUnits(units: readonly Unit[], quota: Quota, key: string): Sample & { readonly population: number } {
  const distinct = new Map<string, Unit>();
  for (const unit of units) {
    const known = distinct.get(unit.id);
    distinct.set(unit.id, known ? { ...known, certain: known.certain || unit.certain } : unit);
  }
  return { ...drawSample([...distinct.values()], quota, key), population: distinct.size };
}

function ruleFor(clause: Clause, event: Event, zone: string): VisitRule | null {
  if (!matchesAny(clause.on, event, zone)) return null;
  return clause.visits?.find(({ when }) => !when || matches(when, event, zone)) ?? null;
}
