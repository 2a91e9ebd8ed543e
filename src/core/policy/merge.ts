/**
 * Several policies on one event 合并: visits of different policies whose windows meet become one conversation. Each
 * keeps its clause; the leader carries the intersection of the windows, the stricter rate and the stricter methods.
 */
import type { Instant } from '../calendar.js';
import type { DueVisit } from './plan.js';

/** The visit whose conversation serves all, as it is to be carried out, and the visits that it serves. */
export type MergedVisit<V extends DueVisit = DueVisit> = { readonly leader: V; readonly served: readonly V[] };

/** Merges the visits that several policies ask for on one event. Two visits of one policy are never merged. */
export function mergeVisits<V extends DueVisit>(visits: readonly V[]): readonly MergedVisit<V>[] {
  const groups: V[][] = [];
  for (const visit of visits) {
    const home = groups.find((group) => group.every((other) => canShare(other, visit)) && meet([...group, visit]));
    if (home === undefined) groups.push([visit]);
    else home.push(visit);
  }
  return groups.map(toMerged);
}

const canShare = (a: DueVisit, b: DueVisit): boolean =>
  a.policy !== b.policy && a.counterparty === b.counterparty && a.quota === null && b.quota === null;

const earliestOf = (visits: readonly DueVisit[]): Instant => Math.max(...visits.map((one) => one.earliest)) as Instant;
const dueOf = (visits: readonly DueVisit[]): Instant => Math.min(...visits.map((one) => one.due)) as Instant;
const meet = (visits: readonly DueVisit[]): boolean => earliestOf(visits) < dueOf(visits);

function toMerged<V extends DueVisit>(group: readonly V[]): MergedVisit<V> {
  const [first, ...others] = group.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  if (first === undefined) throw new TypeError('a group of visits is never empty');
  if (others.length === 0) return { leader: first, served: [] };
  const common = first.how.filter((method) => others.every((other) => other.how.includes(method)));
  return {
    leader: {
      ...first,
      earliest: earliestOf(group),
      due: dueOf(group),
      how: common.length > 0 ? common : first.how,
      needsSignature: group.some((one) => one.needsSignature),
    },
    served: others,
  };
}
