/**
 * Several policies on one event 合并: visits of different policies whose windows meet become one conversation. Each
 * keeps its clause, form, rate and draw; what is carried out is what satisfies all of them: the intersection of the
 * windows, the higher role, the stricter methods, the signature of whichever asks for it.
 */
import type { Instant } from '../calendar.js';
import type { Method, Role } from '../terms.js';
import type { DueVisit } from './plan.js';

/** The visit whose conversation serves all, as it is to be carried out, and the visits that it serves. */
export type MergedVisit<V extends DueVisit = DueVisit> = { readonly leader: V; readonly served: readonly V[] };

/** How a visit is to be carried out: what merging settles. */
export type Terms = Pick<DueVisit, 'earliest' | 'due' | 'by' | 'how' | 'needsSignature'>;

/** Merges the visits that several policies ask for on one event. Two visits of one policy are never merged. */
export function mergeVisits<V extends DueVisit>(visits: readonly V[]): readonly MergedVisit<V>[] {
  return groupVisits(visits).map(([first, ...served]) => ({
    leader: { ...first, ...mergedTerms([first, ...served]) },
    served,
  }));
}

/**
 * The visits that can share a conversation, the one with the stricter rate first: a share that is set, then one that
 * the period or the supervisor decides. A visit joins the first group that it fits.
 */
export function groupVisits<V extends DueVisit>(visits: readonly V[]): readonly (readonly [V, ...V[]])[] {
  const groups: [V, ...V[]][] = [];
  for (const visit of visits) {
    const home = groups.find((group) => group.every((other) => canShare(other, visit)) && meet([...group, visit]));
    if (home === undefined) groups.push([visit]);
    else home.push(visit);
  }
  return groups.map((group) => group.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1)) as [V, ...V[]]);
}

const canShare = (a: DueVisit, b: DueVisit): boolean => a.policy !== b.policy && a.counterparty === b.counterparty;

const earliestOf = (visits: readonly Terms[]): Instant => Math.max(...visits.map((one) => one.earliest)) as Instant;
const dueOf = (visits: readonly Terms[]): Instant => Math.min(...visits.map((one) => one.due)) as Instant;
const meet = (visits: readonly Terms[]): boolean => earliestOf(visits) < dueOf(visits);

/** What satisfies all of them; null where their windows do not meet. */
export function mergedTerms(visits: readonly [Terms, ...Terms[]]): Terms | null {
  if (!meet(visits)) return null;
  return {
    earliest: earliestOf(visits),
    due: dueOf(visits),
    by: visits.map(({ by }) => by).reduce((best, by) => (rankOf(by) > rankOf(best) ? by : best)),
    how: strictest(visits.map(({ how }) => how)),
    needsSignature: visits.some((one) => one.needsSignature),
  };
}

/** Whether a visit that was opened at `at`, in one of these ways, gives a clause what it asks for. */
export function doesServe(
  { earliest, due, how }: Terms,
  made: { readonly at: Instant; readonly how: readonly Method[] },
): boolean {
  const inTime = made.at >= earliest && made.at < due;
  return (
    inTime &&
    (made.how.every((method) => how.includes(method)) || demandOf(made.how) >= Math.max(PRESENCE, demandOf(how)))
  );
}

/** How high a role stands 职级: of two who are to visit, the higher goes. */
const RANKS: Readonly<Record<Role, number>> = {
  steward: 1,
  'visit-officer': 1,
  dispatcher: 1,
  'service-clerk': 1,
  'works-team': 1,
  'cleaning-lead': 2,
  'repair-lead': 2,
  office: 2,
  supervisor: 3,
  'function-head': 3,
  'department-head': 3,
  'warranty-lead': 3,
  'works-lead': 3,
  'supervision-team': 3,
  manager: 4,
  'department-manager': 4,
  'project-management': 4,
  'customer-service-hq': 4,
  quality: 4,
  'vice-president': 5,
  'general-manager': 6,
  'company-leader': 6,
};
const rankOf = (roles: readonly Role[]): number => Math.max(0, ...roles.map((role) => RANKS[role]));

/** How much a method asks of the visitor. */
const DEMANDS: Readonly<Record<Method, number>> = {
  chat: 0,
  written: 0,
  phone: 1,
  intercom: 1,
  'walk-round': 2,
  'in-person': 3,
  'on-site': 4,
  meeting: 5,
};
const PRESENCE = DEMANDS['in-person'];
const demandOf = (how: readonly Method[]): number => Math.min(...how.map((method) => DEMANDS[method]));

/**
 * The methods that no policy minds. Presence, once demanded, is kept whole: who stands at the door has asked more than a
 * policy wants that would have been content with the phone. Otherwise what is common to all, else the most demanding.
 */
function strictest(sets: readonly (readonly Method[])[]): readonly Method[] {
  const most = Math.max(...sets.map(demandOf));
  const [first = [], ...others] = sets.toSorted((a, b) => demandOf(b) - demandOf(a));
  if (most >= PRESENCE) return [...new Set(sets.filter((how) => demandOf(how) === most).flat())];
  const common = first.filter((method) => others.every((other) => other.includes(method)));
  return common.length > 0 ? common : first;
}
