/**
 * The workload 工作量 that a policy would make, month by month and role by role, from a sample of events. The policy
 * begins with the first month. The sample's months are repeated in their order for as long as asked; what has dates of
 * its own (an agreement, works) comes once, on them. A visit counts in the month in which its window opens, for each of
 * the roles that make it; policies are not merged, and nobody is asked twice because somebody was out.
 */
import type { LocalDate } from '../calendar.js';
import type { Event } from '../event.js';
import type { Role } from '../terms.js';
import { monthAt, monthNumber, monthText } from './month-numbers.js';
import { clauseNumber, planEvent } from './plan.js';
import type { Policy } from './schema.js';
import { newBuckets, ownVisits } from './simulate-buckets.js';
import type { Bucket } from './simulate-buckets.js';
import { newPopulations } from './simulate-populations.js';
import { dutiesIn, roundsIn } from './simulate-rounds.js';
import type { Work } from './simulate-rounds.js';

export type SimulationOptions = {
  readonly zone: string;
  readonly months: number;
  /** The first month; null: the sample's. */
  readonly from: LocalDate | null;
  /** Households of the estate; null: as many as the events name. */
  readonly households: number | null;
  readonly keyHouseholds: number;
  /** The percentage where the policy leaves it open. */
  readonly openRate: number;
};

/** So many expected visits, or duties of the calendar, of one month, clause and role. */
export type Workload = {
  readonly month: string;
  readonly policy: string;
  readonly clause: string;
  readonly role: Role;
  readonly count: number;
};

/** What the workload rests on. */
export type SampleFacts = {
  readonly events: number;
  /** First and last month of what is repeated; null where nothing is. */
  readonly months: readonly [string, string] | null;
  readonly households: number;
  /** The clauses whose rate the policy leaves open. */
  readonly open: readonly string[];
};

export type Simulation = {
  readonly add: (event: Event) => void;
  readonly result: () => {
    readonly visits: readonly Workload[];
    readonly duties: readonly Workload[];
    readonly sample: SampleFacts;
  };
};

/** Takes events one by one; it keeps counts and the names of households, not the events. */
export function newSimulation(policy: Policy, options: SimulationOptions): Simulation {
  const buckets = newBuckets(policy, options);
  const households = new Set<string>();
  const months = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  let events = 0;
  const add = (event: Event): void => {
    events += 1;
    if (event.household !== null) households.add(`${event.estate}/${event.household}`);
    const at = hasOwnDates(event) ? null : (event.resolvedAt ?? event.reportedAt);
    if (at !== null) {
      const month = monthAt(at, options.zone);
      months.first = Math.min(months.first, month);
      months.last = Math.max(months.last, month);
    }
    for (const visit of planEvent(policy, event, options.zone)) buckets.add(visit, event, at !== null);
  };
  const result = () => {
    const count = options.households ?? households.size;
    const repeated = months.last >= months.first;
    const span = repeated ? ([monthText(months.first), monthText(months.last)] as const) : null;
    const sample = { events, months: span, households: count, open: openClauses(policy) };
    const known = { ...options, households: count };
    const start = options.from ? monthNumber(options.from) : repeated ? months.first : firstOf(buckets.all());
    if (start === null) return { visits: [], duties: [], sample };
    const visits = visitsFrom(start, policy, buckets.all(), repeated ? months : null, known);
    return { visits, duties: dutiesFrom(start, policy, options), sample };
  };
  return { add, result };
}

/** An agreement or works: it comes once, on its own dates. */
const hasOwnDates = ({ agreement, acceptedOn, signedOn, specialProcesses }: Event): boolean =>
  agreement !== null || acceptedOn !== null || signedOn !== null || specialProcesses.length > 0;

const openClauses = ({ clauses }: Policy): readonly string[] =>
  clauses
    .filter(({ visits, rounds }) => {
      const openVisit = visits?.some(({ rate, quota }) => (rate ?? null) === null && !quota) ?? false;
      return openVisit || (rounds?.some(({ rate }) => rate === null) ?? false);
    })
    .map(({ id }) => id);

type Months = { readonly first: number; readonly last: number };
type Known = SimulationOptions & { readonly households: number };

function visitsFrom(
  start: number,
  policy: Policy,
  buckets: readonly Bucket[],
  sample: Months | null,
  options: Known,
): readonly Workload[] {
  const end = start + options.months;
  const sheet = newSheet(policy.id, start, end);
  const populations = newPopulations();
  for (let month = start; month < end; month += 1) {
    const replayed = sample && sample.first + modulo(month - sample.first, sample.last - sample.first + 1);
    for (const bucket of buckets) {
      if (bucket.month !== (bucket.repeats ? replayed : month)) continue;
      const count = ownVisits(bucket, options.households);
      if (count === null) populations.add(bucket, month);
      else sheet.add(month + bucket.offset, { clause: bucket.clause.id, by: bucket.by, count });
    }
    for (const work of roundsIn(policy, month, options)) sheet.add(month, work);
  }
  for (const { month, work } of populations.shares()) sheet.add(month, work);
  return sheet.lines();
}

function dutiesFrom(start: number, policy: Policy, { months, zone }: SimulationOptions): readonly Workload[] {
  const sheet = newSheet(policy.id, start, start + months);
  for (let month = start; month < start + months; month += 1) {
    for (const work of dutiesIn(policy, month, start, zone)) sheet.add(month, work);
  }
  return sheet.lines();
}

/** Where nothing repeats, the first month of what has dates of its own; null for an empty sample. */
const firstOf = (buckets: readonly Bucket[]): number | null =>
  buckets.reduce<number | null>((first, { month }) => (first === null || month < first ? month : first), null);

const modulo = (value: number, length: number): number => ((value % length) + length) % length;

/** Adds up by month, clause and role; what falls outside of the months asked for is left out. */
function newSheet(policy: string, from: number, to: number) {
  const sums = new Map<
    string,
    { readonly month: number; readonly clause: string; readonly role: Role; count: number }
  >();
  const add = (month: number, { clause, by, count }: Work): void => {
    if (month < from || month >= to || count === 0) return;
    for (const role of by) {
      const key = `${month} ${clause} ${role}`;
      const sum = sums.get(key);
      if (sum) sum.count += count;
      else sums.set(key, { month, clause, role, count });
    }
  };
  const lines = (): readonly Workload[] =>
    [...sums.values()]
      .sort((a, b) => a.month - b.month || clauseNumber(a.clause) - clauseNumber(b.clause))
      .map(({ month, clause, role, count }) => ({ month: monthText(month), policy, clause, role, count }));
  return { add, lines };
}
