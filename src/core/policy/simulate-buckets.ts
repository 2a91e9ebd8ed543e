/** The sample of a simulation, as counts: visits that are alike in clause, roles and months lie in one bucket. */
import { localDate, startOfWeek } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import type { Event } from '../event.js';
import { required } from '../sampling.js';
import type { Quota } from '../sampling.js';
import type { Role } from '../terms.js';
import { periodOf } from './duties.js';
import { monthAt } from './month-numbers.js';
import type { DueVisit } from './plan.js';
import { quotaOf } from './population.js';
import type { Clause, Policy } from './schema.js';

/**
 * How a bucket's visits are counted. `own`: each event is a population of its own, `visits` are required already, and
 * `forAll` events went to every household. `groups`: each day or week by itself. `period`: with the other months of its
 * period. `households`: likewise, by household.
 */
type Count =
  | { readonly kind: 'own'; visits: number; forAll: number }
  | { readonly kind: 'groups'; readonly sizes: Map<string, number> }
  | { readonly kind: 'period'; events: number }
  | { readonly kind: 'households'; readonly all: Set<string>; readonly certain: Set<string> };

export type Bucket = {
  readonly clause: Clause;
  readonly visit: number;
  readonly by: readonly Role[];
  readonly quota: Quota;
  /** The month that its events count in, and how many months later their windows open. */
  readonly month: number;
  readonly offset: number;
  /** Whether it comes again with the sample's month. */
  readonly repeats: boolean;
  readonly count: Count;
};

export type Buckets = {
  readonly add: (visit: DueVisit, event: Event, repeats: boolean) => void;
  /** In an order that does not depend on that of the events. */
  readonly all: () => readonly Bucket[];
};

export function newBuckets(
  policy: Policy,
  { zone, openRate }: { readonly zone: string; readonly openRate: number },
): Buckets {
  const clauses = new Map(policy.clauses.map((clause) => [clause.id, clause]));
  const buckets = new Map<string, Bucket>();
  const add = (visit: DueVisit, event: Event, repeats: boolean): void => {
    const clause = clauses.get(visit.clause);
    if (!clause) return;
    const quota = quotaFor(clause, visit, openRate);
    const month = monthAt(event.resolvedAt ?? visit.earliest, zone);
    const offset = monthAt(visit.earliest, zone) - month;
    const percent = quota.kind === 'percent' ? quota.percent : '';
    const key = `${clause.id} ${visit.visit} ${visit.by.join()} ${percent} ${month} ${offset} ${repeats}`;
    let bucket = buckets.get(key);
    if (!bucket) {
      const { by } = visit;
      bucket = { clause, visit: visit.visit, by, quota, month, offset, repeats, count: emptyCount(clause, quota) };
      buckets.set(key, bucket);
    }
    put(bucket, visit, event, zone);
  };
  const all = (): readonly Bucket[] => [...buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bucket]) => bucket);
  return { add, all };
}

/** A clause's tiers or day's cap hold for all of its visits; else the visit's own rate, else the one assumed. */
function quotaFor(clause: Clause, visit: DueVisit, openRate: number): Quota {
  const quota = quotaOf(clause);
  if (quota && quota.kind !== 'percent') return quota;
  return { kind: 'percent', percent: visit.rate ?? openRate };
}

function emptyCount({ sampling }: Clause, quota: Quota): Count {
  if (quota.kind === 'per-day') return { kind: 'groups', sizes: new Map() };
  if (sampling?.unit === 'household') return { kind: 'households', all: new Set(), certain: new Set() };
  if (!sampling?.period || sampling.unit === 'recipient') return { kind: 'own', visits: 0, forAll: 0 };
  if (sampling.period === 'day' || sampling.period === 'week') return { kind: 'groups', sizes: new Map() };
  return { kind: 'period', events: 0 };
}

function put({ clause, quota, count }: Bucket, visit: DueVisit, event: Event, zone: string): void {
  switch (count.kind) {
    case 'own': {
      if (quota.kind !== 'percent') return;
      const { recipients } = event;
      if (clause.sampling?.unit !== 'recipient') count.visits += required(1, quota.percent);
      else if (recipients === 'all' || recipients === null) count.forAll += 1;
      else count.visits += required(new Set(recipients).size, quota.percent);
      return;
    }
    case 'groups': {
      const group = groupOf(clause, quota, visit, event, zone);
      count.sizes.set(group, (count.sizes.get(group) ?? 0) + 1);
      return;
    }
    case 'period':
      count.events += 1;
      return;
    case 'households': {
      const household = `${event.estate}/${event.household ?? event.id}`;
      count.all.add(household);
      if (quota.kind === 'tiers' && visit.rate === 100) count.certain.add(household);
      return;
    }
    default:
      count satisfies never;
  }
}

function groupOf(clause: Clause, quota: Quota, visit: DueVisit, event: Event, zone: string): string {
  const counted = localDate(event.resolvedAt ?? visit.earliest, zone);
  if (quota.kind === 'per-day') return dayOfOrder(event, counted, zone);
  return periodOf(clause.sampling?.period ?? 'day', counted);
}

/** p06.3: the day of dispatch, else of report; an order that was done in a later week counts with that day's. */
function dayOfOrder({ dispatchedAt, reportedAt }: Event, done: LocalDate, zone: string): LocalDate {
  const at = dispatchedAt ?? reportedAt;
  const day = at === null ? done : localDate(at, zone);
  return startOfWeek(day) === startOfWeek(done) ? day : done;
}

/** The visits of a bucket that are known without the rest of its period; null where they are not. */
export function ownVisits({ count, quota }: Bucket, households: number): number | null {
  if (count.kind === 'own') {
    const each = quota.kind === 'percent' ? required(households, quota.percent) : 0;
    return count.visits + count.forAll * each;
  }
  if (count.kind !== 'groups' || quota.kind === 'tiers') return null;
  const sizes = [...count.sizes.values()];
  const wanted = (size: number): number =>
    quota.kind === 'per-day' ? Math.min(size, quota.cap) : required(size, quota.percent);
  return sizes.reduce((sum, size) => sum + wanted(size), 0);
}
