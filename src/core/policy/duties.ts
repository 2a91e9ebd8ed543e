/** Duties that are no visits: when they begin and by when they are done; and what a record still lacks. */
import type { Instant, LocalDate } from '../calendar.js';
import { localDate, startOfDay, startOfHalfYear, startOfMonth, startOfQuarter, startOfWeek } from '../calendar.js';
import { openWindow } from '../window.js';
import type { Anchor, Window } from '../window.js';
import type { Duty } from './schema-duties.js';
import type { Clause } from './schema.js';
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
