/** Duties that are no visits: when they begin and by when they are done; and what a record still lacks. */
import type { Instant, LocalDate } from '../calendar.js';
import {
  addDays,
  addMonths,
  localDate,
  monthOf,
  quarterOf,
  startOfDay,
  startOfHalfYear,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
} from '../calendar.js';
import { openWindow } from '../window.js';
import type { Anchor, Window } from '../window.js';
import type { Duty, Round } from './schema-duties.js';
import type { Clause, Policy } from './schema.js';
import type { Period } from './words.js';

/**
 * The window of a duty. `at` is the instant that set it going, or any instant of the period. Null for a duty without
 * a term. A duty with the trigger `not-done` arises at the window's end: `due` is when somebody else steps in.
 */
export function openDuty(duty: Duty, at: Instant, zone: string): Window | null {
  if (!duty.within) return null;
  const anchor: Anchor = duty.every
    ? { kind: 'date', date: startOfPeriod(duty.every, localDate(at, zone)) }
    : { kind: 'instant', at };
  return openWindow(duty.within, anchor, zone);
}

/** The first day of the period that holds a date. */
export function startOfPeriod(period: Period, date: LocalDate): LocalDate {
  switch (period) {
    case 'day':
      return date;
    case 'week':
      return startOfWeek(date);
    case 'month':
      return startOfMonth(date);
    case 'quarter':
      return startOfQuarter(date);
    case 'half-year':
      return startOfHalfYear(date);
    case 'year':
      return `${date.slice(0, 4)}-01-01` as LocalDate;
    default:
      return period satisfies never;
  }
}

/** The first day of the period after the one that holds a date. */
export function startOfNextPeriod(period: Period, date: LocalDate): LocalDate {
  const start = startOfPeriod(period, date);
  if (period === 'day' || period === 'week') return addDays(start, period === 'day' ? 1 : 7);
  return addMonths(start, { month: 1, quarter: 3, 'half-year': 6, year: 12 }[period]);
}

/** A period as text: `2026-03-10`, its Monday for a week, `2026-03`, `2026Q1`, `2026H1`, `2026`. */
export function periodOf(period: Period, date: LocalDate): string {
  switch (period) {
    case 'day':
      return date;
    case 'week':
      return startOfWeek(date);
    case 'month':
      return monthOf(date);
    case 'quarter':
      return quarterOf(date);
    case 'half-year':
      return `${date.slice(0, 4)}H${startOfHalfYear(date).endsWith('-01-01') ? 1 : 2}`;
    case 'year':
      return date.slice(0, 4);
    default:
      return period satisfies never;
  }
}

/** The window of a round in the period that holds an instant; one without a term has the whole period. */
export function openRound({ every, within }: Round, at: Instant, zone: string): Window | null {
  const today = localDate(at, zone);
  const start = startOfPeriod(every, today);
  if (within) return openWindow(within, { kind: 'date', date: start }, zone);
  return { earliest: startOfDay(start, zone), due: startOfDay(startOfNextPeriod(every, today), zone) };
}

/** The first instant of a local date, for examples that give only a date. */
export const instantOfDate = (date: LocalDate, zone: string): Instant => startOfDay(date, zone);

/** What a clause wants covered (topics, a survey's directions, papers) and a record, ballot or file left out. */
export function missingFrom(clause: Clause, covered: readonly string[]): readonly string[] {
  const wanted: readonly string[] = [
    ...(clause.content ?? []),
    ...(clause.survey?.directions ?? []),
    ...(clause.forms ?? []),
  ];
  return wanted.filter((topic) => !covered.includes(topic));
}

/** How many years these policies keep their records 保管, the longest of them; null where none says. */
export function keepYearsOf(policies: readonly Policy[]): number | null {
  const years = policies.flatMap(({ archive, clauses }) => [
    ...(archive?.keepYears == null ? [] : [archive.keepYears]),
    ...clauses.flatMap(({ duties = [] }) => duties.flatMap(({ keepYears }) => keepYears ?? [])),
  ]);
  return years.length === 0 ? null : Math.max(...years);
}
