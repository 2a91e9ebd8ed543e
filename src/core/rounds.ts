/** Rounds 周期回访: visits that no event starts, spread evenly over the days of their window (T10). */
import { createHash } from 'node:crypto';
import { addDays, daysBetween, localDate, startOfDay } from './calendar.js';
import type { Instant } from './calendar.js';
import { parsePeriod } from './period.js';
import type { Window } from './window.js';

/** Days at a window's end on which none is begun: time for one reminder, and for a person where chat fails. */
const LEAD_DAYS = 7;
/** Of a short window, no more than this part is left free. */
const LEAD_PART = 4;

/**
 * When each household's visit is begun: the households in an order that follows from the label alone, so many on each
 * day, no day with more than one above another. The order is no draw: all of them are visited.
 */
export function spreadEvenly(
  households: readonly string[],
  label: string,
  window: Window,
  zone: string,
): ReadonlyMap<string, Instant> {
  const days = daysOf(window, zone);
  const order = households
    .map((household) => [ticketOf(household, label), household] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return new Map(
    order.map(([, household], rank) => [household, dayAt(window, zone, Math.floor((rank * days) / order.length))]),
  );
}

/** When the visit of a household that came in later is begun: on a day of those that are left, by the same label. */
export function placeLate(household: string, label: string, window: Window, zone: string): Instant {
  const share = Number.parseInt(ticketOf(household, label).slice(0, 12), 16) / 16 ** 12;
  return dayAt(window, zone, Math.floor(share * daysOf(window, zone)));
}

/** On how many days of the window a visit may be begun. */
function daysOf({ earliest, due }: Window, zone: string): number {
  const total = daysBetween(localDate(earliest, zone), localDate((due - 1) as Instant, zone)) + 1;
  return Math.max(1, total - Math.min(LEAD_DAYS, Math.floor(total / LEAD_PART)));
}

function dayAt({ earliest }: Window, zone: string, day: number): Instant {
  return Math.max(earliest, startOfDay(addDays(localDate(earliest, zone), day), zone)) as Instant;
}

const ticketOf = (household: string, label: string): string =>
  createHash('sha256').update(`${label}/${household}`).digest('hex');

/** How a resident hears of a round's period. */
export type RoundSpan = 'month' | 'quarter' | 'half-year' | 'year' | 'days';

/** The span of a period by its name: `2026-03`, `2026Q1`, `2026H1`, `2026`; a day or a week is some days. */
export function spanOfRound(period: string): RoundSpan {
  const { months = null } = parsePeriod(period) ?? {};
  return months === null ? 'days' : ({ 1: 'month', 3: 'quarter', 6: 'half-year', 12: 'year' } as const)[months];
}
