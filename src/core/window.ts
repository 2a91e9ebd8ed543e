/**
 * A window is half-open, `[earliest, due)`. Nearly every rule of policies.md §1 is one rule: from a bound, through or
 * before a bound; what differs is the bound's unit and the day it is counted from. T13 chooses the anchor, T11 repeats.
 */
import {
  addDays,
  addMonths,
  daysBetween,
  HOUR,
  localDate,
  MINUTE,
  startOfDay,
  startOfHalfYear,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
} from './calendar.js';
import type { Instant, LocalDate } from './calendar.js';

export type Window = { readonly earliest: Instant; readonly due: Instant };

/**
 * The share of a time after which somebody is reminded of its end (policies.md §1, ◆): the quarter that is left is enough to
 * do it in, and what is done in the usual time is not called out.
 */
const REMINDED_AFTER = { parts: 3, of: 4 } as const;

/** When of a time most is over, and little is left 四分之三处. */
export const mostlyOver = ({ earliest, due }: Window): Instant =>
  (earliest + Math.floor(((due - earliest) * REMINDED_AFTER.parts) / REMINDED_AFTER.of)) as Instant;

/** The day that a bound counts from; left out: the anchor's own day (a term's first). */
export const BASES = [
  'anchor',
  'after-term',
  'week-end',
  'month-end',
  'quarter-start',
  'quarter-end',
  'next-quarter',
  'half-year-end',
] as const;
export type Base = (typeof BASES)[number];

/** An edge: hours and minutes move the instant; days and months the local date; `day` is a day of the month; `part` of a term. */
export type Bound =
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly days: number; readonly of?: Base | undefined }
  | { readonly months: number; readonly of?: Base | undefined }
  | { readonly day: number; readonly of?: Base | undefined }
  | { readonly part: readonly [number, number] };

/** `through` takes in its whole day, `before` does not. No `from`: from the anchor itself. */
export type WindowRule = {
  readonly from?: Bound | undefined;
  readonly through?: Bound | undefined;
  readonly before?: Bound | undefined;
};

/** First and last day, both taking part. */
export type Term = { readonly start: LocalDate; readonly end: LocalDate };

export type Anchor =
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'date'; readonly date: LocalDate }
  | ({ readonly kind: 'term' } & Term);

/** Opens a rule at an anchor in a zone; null where nothing is left between its edges. Throws on a rule without an end. */
export function openWindow(rule: WindowRule, anchor: Anchor, zone: string): Window | null {
  const end = rule.through ?? rule.before;
  if (!end) throw new TypeError('a window needs an end: through or before');
  const edge = (bound: Bound, wholeDay: 0 | 1): Instant => {
    if ('minutes' in bound) return (anchorInstant(anchor, zone) + bound.minutes * MINUTE) as Instant;
    if ('hours' in bound) return (anchorInstant(anchor, zone) + bound.hours * HOUR) as Instant;
    return startOfDay(addDays(dayOf(bound, anchor, zone), wholeDay), zone);
  };
  const earliest = rule.from ? edge(rule.from, 0) : anchorInstant(anchor, zone);
  const due = edge(end, rule.through ? 1 : 0);
  return earliest < due ? { earliest, due } : null;
}

/**
 * T11: the term cut into stretches of `months`, each counted from the term's first day, the last one cut at its end.
 * `from` leaves out the stretches before that number (p09.3 begins with the second).
 */
export function openSeries(
  series: { readonly months: number; readonly from?: number | undefined },
  term: Term,
  zone: string,
): readonly (Window & { readonly number: number })[] {
  if (series.months < 1) throw new RangeError('a series needs stretches of at least one month');
  const over = addDays(term.end, 1);
  const windows: (Window & { readonly number: number })[] = [];
  for (let number = 1; addMonths(term.start, series.months * (number - 1)) < over; number += 1) {
    if (number < (series.from ?? 1)) continue;
    const first = addMonths(term.start, series.months * (number - 1));
    const next = addMonths(term.start, series.months * number);
    windows.push({ number, earliest: startOfDay(first, zone), due: startOfDay(next < over ? next : over, zone) });
  }
  return windows;
}

/** T13: a warranty counted from the day after acceptance; never shorter than the months counted from acceptance. */
export function warrantyTerm(acceptedOn: LocalDate, months: number): Term {
  const start = addDays(acceptedOn, 1);
  const [counted, floor] = [addMonths(start, months), addDays(addMonths(acceptedOn, months), 1)];
  return { start, end: addDays(counted > floor ? counted : floor, -1) };
}

/** A warranty counted from its own first day, the signing of the warranty (p10.8). */
export function termFrom(start: LocalDate, months: number): Term {
  return { start, end: addDays(addMonths(start, months), -1) };
}

/** The seasons `MM-DD … MM-DD` that begin within a term; a season may run over the turn of the year (p07.7). */
export function seasonsIn(season: { readonly start: string; readonly end: string }, term: Term): readonly Term[] {
  const seasons: Term[] = [];
  const turns = season.end < season.start ? 1 : 0;
  for (let year = Number(term.start.slice(0, 4)); year <= Number(term.end.slice(0, 4)); year += 1) {
    const start = monthDay(year, season.start);
    if (start >= term.start && start <= term.end) seasons.push({ start, end: monthDay(year + turns, season.end) });
  }
  return seasons;
}

/**
 * The last day of a warranty of so many seasons (p07.1): where several seasons are counted (heating and cooling), the
 * one that ends last. A season counts if it begins after acceptance. Null where no season is known.
 */
export function seasonsEnd(
  seasons: readonly { readonly start: string; readonly end: string }[],
  count: number,
  acceptedOn: LocalDate,
): LocalDate | null {
  const years: Term = { start: addDays(acceptedOn, 1), end: addMonths(acceptedOn, 12 * (count + 1)) };
  const ends = seasons.flatMap((season) => seasonsIn(season, years)[count - 1]?.end ?? []);
  return ends.reduce<LocalDate | null>((last, end) => (last === null || end > last ? end : last), null);
}

/** A month's day in a year; 29 February is the 28th where there is none. */
const monthDay = (year: number, text: string): LocalDate =>
  addDays(`${year}-${text.slice(0, 2)}-01` as LocalDate, dayWithin(year, text) - 1);

function dayWithin(year: number, text: string): number {
  const first = `${year}-${text.slice(0, 2)}-01` as LocalDate;
  return Math.min(Number(text.slice(3)), daysBetween(first, addMonths(first, 1)));
}

function anchorDay(anchor: Anchor, zone: string): LocalDate {
  if (anchor.kind === 'instant') return localDate(anchor.at, zone);
  return anchor.kind === 'date' ? anchor.date : anchor.start;
}

function anchorInstant(anchor: Anchor, zone: string): Instant {
  return anchor.kind === 'instant' ? anchor.at : startOfDay(anchorDay(anchor, zone), zone);
}

function dayOf(
  bound: Exclude<Bound, { readonly hours: number } | { readonly minutes: number }>,
  anchor: Anchor,
  zone: string,
): LocalDate {
  if ('part' in bound) return partOf(bound.part, anchor);
  const base = baseDay(bound.of ?? 'anchor', anchor, zone);
  if ('days' in bound) return addDays(base, bound.days);
  if ('months' in bound) return addMonths(base, bound.months);
  const first = startOfMonth(base);
  return addDays(first, Math.min(bound.day, daysBetween(first, addMonths(first, 1))) - 1);
}

/** T9: ⌊L·p/q⌋ days into a term of L days. */
function partOf(part: readonly [number, number], anchor: Anchor): LocalDate {
  if (anchor.kind !== 'term') throw new TypeError('a part needs a term to be part of');
  const length = daysBetween(anchor.start, anchor.end) + 1;
  return addDays(anchor.start, Math.floor((length * part[0]) / part[1]));
}

function baseDay(base: Base, anchor: Anchor, zone: string): LocalDate {
  const day = anchorDay(anchor, zone);
  switch (base) {
    case 'anchor':
      return day;
    case 'after-term':
      if (anchor.kind !== 'term') throw new TypeError('only a term has a day after it');
      return addDays(anchor.end, 1);
    case 'week-end':
      return addDays(startOfWeek(day), 6);
    case 'month-end':
      return addDays(addMonths(startOfMonth(day), 1), -1);
    case 'quarter-start':
      return startOfQuarter(day);
    case 'quarter-end':
      return addDays(addMonths(startOfQuarter(day), 3), -1);
    case 'next-quarter':
      return addMonths(startOfQuarter(day), 3);
    case 'half-year-end':
      return addDays(addMonths(startOfHalfYear(day), 6), -1);
    default:
      return base satisfies never;
  }
}
