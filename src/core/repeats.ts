/** 重复的事 (p03.13, p05.12): the same matter complained of, the same repair made, so often within a quarter. */
import { localDate, quarterOf, type Instant } from './calendar.js';
import type { Event } from './event.js';
import { householdZh } from './household.js';
import { EVENT_KINDS, REPAIR_CATEGORIES } from './terms.js';

/** From how often on, both including the number itself (以上含本数). */
export type RepeatRule = { readonly complaints: number; readonly repairs: number };

/** What is the same about events, and those that are: by household, kind and category, within a quarter. */
export type Repeat = {
  readonly kind: 'complaint' | 'repair';
  readonly household: string;
  readonly category: string;
  readonly quarter: string;
  readonly events: readonly Event[];
  /** How often a visit heard that the repair does not hold, without another repair since. */
  readonly again: number;
};

/** A visit heard of a repair that it does not hold. */
export type FailedAgain = { readonly event: string; readonly at: Instant };

/** The groups that have come so often, in the order of their first event; a repair that failed again counts once more. */
export function repeatsOf(
  events: readonly Event[],
  rule: RepeatRule,
  zone: string,
  failed: readonly FailedAgain[] = [],
): readonly Repeat[] {
  const groups = new Map<string, Repeat>();
  for (const event of events.toSorted((a, b) => (at(a) ?? 0) - (at(b) ?? 0))) {
    const same = sameAs(event, zone);
    if (same === null) continue;
    const name = keyOf(same);
    const before = groups.get(name);
    groups.set(name, { ...same, events: [...(before?.events ?? []), event], again: 0 });
  }
  const least = { complaint: rule.complaints, repair: rule.repairs };
  return [...groups.values()]
    .map((group) => ({ ...group, again: againOf(group, failed) }))
    .filter(({ kind, events: all, again }) => all.length + again >= least[kind]);
}

function againOf({ kind, events }: Repeat, failed: readonly FailedAgain[]): number {
  if (kind !== 'repair') return 0;
  const last = Math.max(...events.map((event) => at(event) ?? 0));
  return failed.filter((one) => one.at > last && events.some(({ id }) => id === one.event)).length;
}

/** By their first events. */
export const inOrderOf = (repeats: readonly Repeat[]): readonly Repeat[] =>
  repeats.toSorted((a, b) => firstOf(a) - firstOf(b));
const firstOf = ({ events: [first] }: Repeat): number => (first === undefined ? 0 : (at(first) ?? 0));

/** What another event must share to be the same matter; null for what is nobody's, or neither complaint nor repair. */
export function sameAs(event: Event, zone: string): Omit<Repeat, 'events' | 'again'> | null {
  const { kind, household, category } = event;
  const when = at(event);
  if (household === null || when === null || (kind !== 'complaint' && kind !== 'repair')) return null;
  return { kind, household, category: category ?? 'other', quarter: quarterOf(localDate(when, zone)) };
}

/** A name for what is the same. */
export const keyOf = ({ kind, household, category, quarter }: Omit<Repeat, 'events' | 'again'>): string =>
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

const at = ({ reportedAt, resolvedAt }: Event): Instant | null => reportedAt ?? resolvedAt;
