/** Deadlines of handling 处理时限, from reportedAt; warranties that are too short; which rules a way of visiting breaks. */
import type { Instant } from '../calendar.js';
import type { WarrantyPart } from '../event-input.js';
import type { Event, Warranty } from '../event.js';
import type { Method, Role } from '../terms.js';
import { openWindow } from '../window.js';
import type { WindowRule } from '../window.js';
import { matches, matchesAny } from './match.js';
import type { Clause } from './schema.js';
import type { Handling, LeastWarranty } from './schema-duties.js';
import type { Need } from './words.js';

/** One thing to be done by `due`; from `soon` on, where the source says so, it is due soon. */
export type Deadline = {
  readonly what: Handling['what'];
  readonly soon: Instant | null;
  readonly due: Instant;
  /** Who sees to it; empty where the clause names nobody. */
  readonly by: readonly Role[];
  readonly says: string | null;
  readonly form: string | null;
};

/** The deadlines of a clause on an event; none before it is known when the event was reported. */
export function deadlinesOf(clause: Clause, event: Event, zone: string): readonly Deadline[] {
  const { reportedAt } = event;
  if (reportedAt === null || !matchesAny(clause.on, event, zone)) return [];
  const end = (rule: WindowRule): Instant | null =>
    openWindow(rule, { kind: 'instant', at: reportedAt }, zone)?.due ?? null;
  const first = new Map<string, Deadline>();
  for (const { what, when, within, soon, by, says = null, form = null } of clause.handle ?? []) {
    const due = end(within);
    if (first.has(what) || due === null || (when && !matches(when, event, zone))) continue;
    const whose = by ?? clause.visits?.[0]?.by ?? [];
    first.set(what, { what, soon: soon ? end(soon) : null, due, by: whose, says, form });
  }
  return [...first.values()];
}

/** The parts whose warranty is shorter than the least that the clause allows (p07.1). */
export function tooShort(least: readonly LeastWarranty[], event: Event): readonly WarrantyPart[] {
  return event.warranties
    .filter((given) => least.some((rule) => rule.parts.includes(given.part) && !reaches(given, rule)))
    .map(({ part }) => part);
}

/** There is one season of heating or cooling in twelve months, where one is set in seasons and the other in months. */
function reaches(given: Warranty, { months = 0, seasons = 0, designLife = false }: LeastWarranty): boolean {
  if ('designLifeYears' in given) return true;
  if (designLife) return false;
  if ('seasons' in given) return given.seasons >= (seasons > 0 ? seasons : months / MONTHS_A_SEASON);
  return given.months >= (seasons > 0 ? seasons * MONTHS_A_SEASON : months);
}

const MONTHS_A_SEASON = 12;

/** What rules of method say to a visit of an event made in these ways: what is refused, and what must be noted. */
export function methodsAsked(
  clause: Clause,
  event: Event | null,
  how: readonly Method[],
  zone: string,
): { readonly refused: boolean; readonly needs: readonly Need[] } {
  const rules = (clause.methodRules ?? []).filter(
    ({ when, of }) =>
      (!when || (event !== null && matches(when, event, zone))) && (!of || of.some((method) => how.includes(method))),
  );
  // Who comes in one of the ways may come in others too: another policy may want both (p05.8).
  const refused = rules.some(
    ({ only, together }) =>
      (only && !how.some((method) => only.includes(method))) ||
      (together && !together.every((one) => how.includes(one))),
  );
  return { refused, needs: [...new Set(rules.flatMap(({ needs }) => needs ?? []))] };
}
