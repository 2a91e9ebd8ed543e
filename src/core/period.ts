/** Periods 期间 in the words of contracts.md: `2026-10`, `2026Q3`, `2026H1`, `2026`, `2026-11-02..2026-11-08`. */
import { addDays, addMonths, daysBetween, isLocalDate, startOfDay } from './calendar.js';
import type { Instant, LocalDate } from './calendar.js';

/** Local dates, half-open: `to` is the first day after the period. `months` is null for a run of days. */
export type Period = {
  readonly name: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly months: 1 | 3 | 6 | 12 | null;
};

const NAMED = /^(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?$/;

/** Null if the text names no period. */
export function parsePeriod(text: string): Period | null {
  const [first = '', last, ...more] = text.trim().split('..');
  if (last !== undefined) return more.length === 0 ? runOfDays(first.trim(), last.trim()) : null;
  const [match, year = '', month, quarter, half] = NAMED.exec(first.toUpperCase()) ?? [];
  if (match === undefined) return null;
  const months = month ? 1 : quarter ? 3 : half ? 6 : 12;
  const index = month ? Number(month) - 1 : quarter ? (Number(quarter) - 1) * 3 : half ? (Number(half) - 1) * 6 : 0;
  if (index < 0 || index > 11) return null;
  const from = `${year}-${String(index + 1).padStart(2, '0')}-01`;
  return isLocalDate(from) ? { name: match, from, to: addMonths(from, months), months } : null;
}

function runOfDays(first: string, last: string): Period | null {
  if (!isLocalDate(first) || !isLocalDate(last) || last < first) return null;
  return { name: `${first}..${last}`, from: first, to: addDays(last, 1), months: null };
}

/** The period of the same length just before. */
export function previousPeriod(period: Period): Period {
  const { from, to, months } = period;
  if (months === null) {
    const start = addDays(from, -daysBetween(from, to));
    return { name: `${start}..${addDays(from, -1)}`, from: start, to: from, months };
  }
  return { name: nameOf(addMonths(from, -months), months), from: addMonths(from, -months), to: from, months };
}

/** The calendar month that holds a date. */
export function monthPeriod(date: LocalDate): Period {
  const from = `${date.slice(0, 8)}01` as LocalDate;
  return { name: nameOf(from, 1), from, to: addMonths(from, 1), months: 1 };
}

/** The last `count` periods up to and with this one, oldest first. */
export function periodsUpTo(period: Period, count: number): readonly Period[] {
  const periods = [period];
  while (periods.length < count) periods.unshift(previousPeriod(periods[0] as Period));
  return periods;
}

/** The period's instants in a zone, `[start, end)`. */
export function periodRange(period: Period, zone: string): readonly [Instant, Instant] {
  return [startOfDay(period.from, zone), startOfDay(period.to, zone)];
}

function nameOf(from: LocalDate, months: 1 | 3 | 6 | 12): string {
  const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))];
  if (months === 12) return year;
  if (months === 6) return `${year}H${month > 6 ? 2 : 1}`;
  return months === 3 ? `${year}Q${Math.ceil(month / 3)}` : from.slice(0, 7);
}
