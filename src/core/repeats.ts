/** 重复的事 (p03.13, p05.12): the same matter complained of, the same repair made, so often within a quarter. */
import { localDate, quarterOf, type Instant } from './calendar.js';
import type { Event } from './event.js';
import { householdZh } from './household.js';
import { EVENT_KINDS, REPAIR_CATEGORIES } from './terms.js';

/** From how often on, both including the number itself (以上含本数). */
export type RepeatRule = { readonly complaints: number; readonly repairs: number };

/** What of an event says whether it comes again. */
export type RepeatEvent = Pick<Event, 'id' | 'kind' | 'household' | 'category' | 'reportedAt' | 'resolvedAt'>;

/** What is the same about events, and those that are: by household, kind and category, within a quarter. */
export type Repeat = {
  readonly kind: 'complaint' | 'repair';
  readonly household: string;
  readonly category: string;
  readonly quarter: string;
  readonly events: readonly RepeatEvent[];
  /** How often a visit heard that the repair does not hold, without another repair since. */
  readonly again: number;
};

type Same = Omit<Repeat, 'events' | 'again'>;

/** A visit heard of a repair that it does not hold. */
export type FailedAgain = { readonly event: string; readonly at: Instant };

/** The groups that have come so often, in the order of their first event; a repair that failed again counts once more. */
export function repeatsOf(
  events: readonly RepeatEvent[],
  rule: RepeatRule,
  zone: string,
  failed: readonly FailedAgain[] = [],
): readonly Repeat[] {
  const groups = new Map<string, { readonly same: Same; readonly events: RepeatEvent[] }>();
  for (const event of events.toSorted((a, b) => (at(a) ?? 0) - (at(b) ?? 0) || (a.id < b.id ? -1 : 1))) {
    const same = sameAs(event, zone);
    if (same === null) continue;
    const group = groups.get(keyOf(same));
    if (group === undefined) groups.set(keyOf(same), { same, events: [event] });
    else group.events.push(event);
  }
  const least = { complaint: rule.complaints, repair: rule.repairs };
  const failures = timesByEvent(failed);
  return [...groups.values()]
    .map(({ same, events: own }) => ({ ...same, events: own, again: againOf(same.kind, own, failures) }))
    .filter(({ kind, events: all, again }) => all.length + again >= least[kind]);
}

/** When which repair was said not to hold. */
function timesByEvent(failed: readonly FailedAgain[]): ReadonlyMap<string, readonly Instant[]> {
  const times = new Map<string, Instant[]>();
  for (const { event, at: when } of failed) {
    const own = times.get(event);
    if (own === undefined) times.set(event, [when]);
    else own.push(when);
  }
  return times;
}

function againOf(
  kind: Repeat['kind'],
  events: readonly RepeatEvent[],
  failures: ReadonlyMap<string, readonly Instant[]>,
): number {
  if (kind !== 'repair') return 0;
  const last = events.reduce((latest, event) => Math.max(latest, at(event) ?? 0), 0);
  return events.flatMap(({ id }) => failures.get(id) ?? []).filter((when) => when > last).length;
}

/** By their first events. */
export const inOrderOf = (repeats: readonly Repeat[]): readonly Repeat[] =>
  repeats.toSorted((a, b) => firstOf(a) - firstOf(b) || (keyOf(a) < keyOf(b) ? -1 : 1));
const firstOf = ({ events: [first] }: Repeat): number => (first === undefined ? 0 : (at(first) ?? 0));

/** What another event must share to be the same matter; null for what is nobody's, or neither complaint nor repair. */
export function sameAs(event: RepeatEvent, zone: string): Same | null {
  const { kind, household, category } = event;
  const when = at(event);
  if (household === null || when === null || (kind !== 'complaint' && kind !== 'repair')) return null;
  return { kind, household, category: category ?? 'other', quarter: quarterOf(localDate(when, zone)) };
}

/** A name for what is the same. */
export const keyOf = ({ kind, household, category, quarter }: Same): string =>
  [kind, household, category, quarter].join('/');

/** 3 栋 2 单元 1204 渗水维修本季第 3 次. */
export const repeatZh = (repeat: Repeat, counted: '第' | '共'): string =>
  `${householdZh(repeat.household)} ${matterOf(repeat)}本季${counted} ${repeat.events.length} 次${
    repeat.again === 0 ? '' : `，另有 ${repeat.again} 次回访称没有修好`
  }`;

/** 渗水维修; 投诉. */
export const matterOf = ({ kind, category }: Pick<Repeat, 'kind' | 'category'>): string =>
  `${kind === 'repair' && isCategory(category) ? REPAIR_CATEGORIES[category].zh : ''}${EVENT_KINDS[kind].zh}`;
const isCategory = (word: string): word is keyof typeof REPAIR_CATEGORIES =>
  word !== 'other' && Object.hasOwn(REPAIR_CATEGORIES, word);

const at = ({ reportedAt, resolvedAt }: RepeatEvent): Instant | null => reportedAt ?? resolvedAt;
