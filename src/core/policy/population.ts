/** The population 总体 of a clause: which events belong to it, what its unit is, and how many of it are asked for. */
import { localDate, startOfWeek } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import type { Event } from '../event.js';
import { drawSample, tierPercent } from '../sampling.js';
import type { Quota, Sample, Unit } from '../sampling.js';
import type { Facts } from './facts.js';
import { matches, matchesAny } from './match.js';
import { askedOf } from './plan.js';
import type { Clause, Policy, VisitRule } from './schema.js';
import type { Period, SamplingUnit } from './words.js';

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

/** How a clause's visits are drawn: by what unit, over what period, how many; quota null while a role sets no rate. */
export type DrawRule = {
  readonly unit: SamplingUnit;
  /** Null: each event is a population of its own. */
  readonly period: Period | null;
  readonly quota: Quota | null;
};

/** The clause's rule; null where all of its visits take place, so that nothing is drawn. */
export function drawRuleOf(clause: Clause): DrawRule | null {
  if (!clause.visits?.some(isDrawnBy)) return null;
  const quota = quotaOf(clause);
  const unit = clause.sampling?.unit ?? 'event';
  if (unit === 'recipient') return { unit, period: null, quota };
  return { unit, period: clause.sampling?.period ?? (quota?.kind === 'per-day' ? 'week' : 'month'), quota };
}

/** A rule without a rate leaves it to a role; a case without one overrides nothing. */
const isDrawnBy = ({ rate = null, quota, cases = [] }: VisitRule): boolean =>
  quota !== undefined || rate !== 100 || cases.some((one) => one.quota !== undefined || (one.rate ?? 100) !== 100);

/** The id of the unit that a visit belongs to: its household with the estate's id, or what started it. */
export function unitIdOf(
  unit: SamplingUnit,
  visit: { readonly estate: string; readonly household: string | null; readonly startedBy: string },
): string {
  const byHousehold = (unit === 'household' || unit === 'recipient') && visit.household !== null;
  return byHousehold ? `${visit.estate}/${visit.household}` : visit.startedBy;
}

/** The percent at which units are drawn while the period runs: of tiers the least, since nobody knows the size yet. */
export function runningPercent(quota: Quota): number | null {
  if (quota.kind === 'percent') return quota.percent;
  return quota.kind === 'tiers' ? Math.min(...quota.tiers.map(({ percent }) => percent)) : null;
}

/** The percent that holds once the population is known; null for so many of each day. */
export function finalPercent(quota: Quota, population: number): number | null {
  if (quota.kind === 'percent') return quota.percent;
  return quota.kind === 'tiers' ? tierPercent(quota.tiers, population) : null;
}

/** Whether the clause counts households: then all events of a chosen household are chosen (p04). */
export const countsHouseholds = (clause: Clause): boolean => clause.sampling?.unit === 'household';

/** Whether the policy asks, of an event that it visits, how its worker's previous service went: the records alone know. */
export const asksOfWorkers = (policy: Policy, event: Event, zone: string): boolean =>
  policy.clauses.some(({ on, visits }) => visits !== undefined && matchesAny(on, event, zone)) &&
  policy.clauses.some(({ certain = [], visits = [] }) =>
    [...certain, ...visits.flatMap(({ cases = [] }) => cases.map(({ when }) => when))].some(
      ({ workerComplained }) => workerComplained !== undefined,
    ),
  );

/** Whether the policy wants this event's visits made whatever the key says (p04.6). */
export const isCertain = (policy: Policy, event: Event, zone: string, facts: Facts): boolean =>
  policy.clauses.some(({ certain }) => matchesAny(certain, event, zone, facts));

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
 * an earlier week, by the day on which it was done. The week is the last in which an order of the population was
 * dispatched. Null where an order has neither day.
 */
export function ordersByDay(events: readonly Event[], zone: string): readonly (LocalDate | null)[] {
  const known = events.map(dayOfDispatch(zone)).filter((day) => day !== null);
  const from = known.map(startOfWeek).reduce((last, one) => (one > last ? one : last), '' as LocalDate);
  return events.map((event) => orderDay(event, from, zone));
}

/** The same for one order of the period that begins on `from`. */
export function orderDay(event: Event, from: LocalDate, zone: string): LocalDate | null {
  const day = dayOfDispatch(zone)(event);
  if (day === null || event.resolvedAt === null || day >= from) return day;
  const doneOn = localDate(event.resolvedAt, zone);
  return startOfWeek(doneOn) === startOfWeek(from) ? doneOn : day;
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
