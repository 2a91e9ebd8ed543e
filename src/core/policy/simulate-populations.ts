/** Populations of a simulation that run over the months of a period: their quota, and each month's share of it. */
import { required, tierPercent } from '../sampling.js';
import { periodOf } from './duties.js';
import { firstDayOf } from './month-numbers.js';
import type { Bucket } from './simulate-buckets.js';
import type { Work } from './simulate-rounds.js';

type Share = { readonly month: number; readonly bucket: Bucket; readonly units: number };
type Population = { readonly shares: Share[]; readonly all: Set<string>; readonly certain: Set<string> };

/** What falls to a bucket that was replayed in a month; `month` is the one in which its windows open. */
export type Allotted = { readonly month: number; readonly work: Work };

export function newPopulations(): {
  readonly add: (bucket: Bucket, month: number) => void;
  readonly shares: () => readonly Allotted[];
} {
  const populations = new Map<string, Population>();
  const add = (bucket: Bucket, month: number): void => {
    const period = periodOf(bucket.clause.sampling?.period ?? 'month', firstDayOf(month));
    const key = `${bucket.clause.id} ${bucket.visit} ${period}`;
    const population = populations.get(key) ?? { shares: [], all: new Set(), certain: new Set() };
    populations.set(key, population);
    population.shares.push({ month: month + bucket.offset, bucket, units: newUnits(bucket, population) });
  };
  return { add, shares: () => [...populations.values()].flatMap(allot) };
}

/** How many units the bucket adds: a household that is there already is not counted again. */
function newUnits({ count }: Bucket, { all, certain }: Population): number {
  if (count.kind === 'period') return count.events;
  if (count.kind !== 'households') return 0;
  const before = all.size;
  for (const household of count.all) all.add(household);
  for (const household of count.certain) certain.add(household);
  return all.size - before;
}

/** The quota of the whole, shared out so that it holds at every moment and the shares add up to it. */
function allot({ shares, certain }: Population): readonly Allotted[] {
  const size = shares.reduce((sum, { units }) => sum + units, 0);
  const quota = shares[0]?.bucket.quota;
  if (!quota || size === 0 || quota.kind === 'per-day') return [];
  const percent = quota.kind === 'tiers' ? tierPercent(quota.tiers, size) : quota.percent;
  const total = Math.max(required(size, percent), certain.size);
  let seen = 0;
  return shares.map(({ month, bucket, units }) => {
    const before = Math.ceil((total * seen) / size);
    seen += units;
    const count = Math.ceil((total * seen) / size) - before;
    return { month, work: { clause: bucket.clause.id, by: bucket.by, count } };
  });
}
