/** 重复的事 (p03.13, p05.12): the same matter complained of, the same repair made, so often within a quarter. */
import { localDate, quarterOf, type Instant } from './calendar.js';
import type { Event } from './event.js';

/** From how often on, both including the number itself (以上含本数). */
export type RepeatRule = { readonly complaints: number; readonly repairs: number };

/** What is the same about events, and those that are: by household, kind and category, within a quarter. */
export type Repeat = {
  readonly kind: 'complaint' | 'repair';
  readonly household: string;
  readonly category: string;
  readonly quarter: string;
  readonly events: readonly Event[];
};

/** The groups that have come so often, in the order of their first event. */
export function repeatsOf(events: readonly Event[], rule: RepeatRule, zone: string): readonly Repeat[] {
  const groups = new Map<string, Repeat>();
  for (const event of events.toSorted((a, b) => (at(a) ?? 0) - (at(b) ?? 0))) {
    const same = sameAs(event, zone);
    if (same === null) continue;
    const name = keyOf(same);
    const before = groups.get(name);
    groups.set(name, { ...same, events: [...(before?.events ?? []), event] });
  }
  const least = { complaint: rule.complaints, repair: rule.repairs };
  return [...groups.values()].filter(({ kind, events: all }) => all.length >= least[kind]);
}

/** What another event must share to be the same matter; null for what is nobody's, or neither complaint nor repair. */
export function sameAs(event: Event, zone: string): Omit<Repeat, 'events'> | null {
  const { kind, household, category } = event;
  const when = at(event);
  if (household === null || when === null || (kind !== 'complaint' && kind !== 'repair')) return null;
  return { kind, household, category: category ?? 'other', quarter: quarterOf(localDate(when, zone)) };
}

/** A name for what is the same. */
export const keyOf = ({ kind, household, category, quarter }: Omit<Repeat, 'events'>): string =>
  [kind, household, category, quarter].join('/');

const at = ({ reportedAt, resolvedAt }: Event): Instant | null => reportedAt ?? resolvedAt;
