/**
 * The period of a draw, as text: the names of contracts.md, a week or a day as a run of days. A part of a period's
 * population has its label behind a slash, such as `2026Q1/50%` or `2026-03/PUB-7`.
 */
import { addDays, daysBetween, localDate, startOfDay, startOfWeek, type Instant, type LocalDate } from './calendar.js';
import { parsePeriod } from './period.js';
import { periodOf } from './policy/duties.js';
import type { Period } from './policy/words.js';

/** The period of this kind that holds a date. */
export function drawPeriodOf(every: Period, date: LocalDate): string {
  if (every === 'day') return `${date}..${date}`;
  return every === 'week' ? `${startOfWeek(date)}..${addDays(startOfWeek(date), 6)}` : periodOf(every, date);
}

/** The period without the label of a part. */
export const wholeOf = (period: string): string => period.split('/', 1)[0] as string;

/** The label of a part; null for a period's own population. */
export const labelOf = (period: string): string | null =>
  period.includes('/') ? period.slice(period.indexOf('/') + 1) : null;

/** The local dates of a draw's period, half-open. @throws RangeError for a text that names none. */
export function spanOf(period: string): { readonly from: LocalDate; readonly to: LocalDate } {
  const span = parsePeriod(wholeOf(period));
  if (span === null) throw new RangeError(`no period: ${period}`);
  return span;
}

/** The first instant after a draw's period. */
export const endOf = (period: string, zone: string): Instant => startOfDay(spanOf(period).to, zone);

/** Whether a draw's period has ended. */
export const isOver = (period: string, now: Instant, zone: string): boolean =>
  daysBetween(spanOf(period).to, localDate(now, zone)) >= 0;
