/**
 * 工作日历: on which days the staff of an estate work. Public holidays and the days that make up for them 调休 are a value
 * from outside. It moves messages to staff and what they plan, never a policy's window and never a resident's question.
 */
import { addDays, HOUR, instantAt, localDate, weekdayOf, type Instant, type LocalDate } from './calendar.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Days off and days worked instead, and the years of which that is known. */
export type Holidays = {
  readonly rest: ReadonlySet<LocalDate>;
  readonly work: ReadonlySet<LocalDate>;
  readonly years: ReadonlySet<number>;
};

/** An estate's own days in its zone; null: its staff work every day, holidays among them. */
export type DutyDays = {
  readonly zone: string;
  readonly dutyDays: readonly Weekday[] | null;
  readonly holidays: Holidays;
};

/** ◆ When staff begin their day: what waits for a duty day comes then. */
const DAY_BEGINS_MS = 9 * HOUR;
/** No stretch without a duty day is longer: an estate has at least one weekday. */
const MOST_DAYS = 62;

export function isDutyDay(date: LocalDate, { dutyDays, holidays }: DutyDays): boolean {
  if (dutyDays === null) return true;
  if (holidays.rest.has(date)) return false;
  const weekday = WEEKDAYS[weekdayOf(date) - 1] as Weekday;
  return dutyDays.includes(weekday) || holidays.work.has(date);
}

/** The first duty day from this date on, this one among them; null where none comes. */
export function nextDutyDay(date: LocalDate, days: DutyDays): LocalDate | null {
  for (let ahead = 0; ahead <= MOST_DAYS; ahead += 1) {
    const day = addDays(date, ahead);
    if (isDutyDay(day, days)) return day;
  }
  return null;
}

/** The duty days of which something is left in `[from, due)`. */
export function dutyDaysLeft(from: Instant, due: Instant, days: DutyDays): readonly LocalDate[] {
  const left: LocalDate[] = [];
  if (from >= due) return left;
  const last = localDate((due - 1) as Instant, days.zone);
  for (let day = localDate(from, days.zone); day <= last; day = addDays(day, 1)) {
    if (isDutyDay(day, days)) left.push(day);
  }
  return left;
}

/** When a message to staff goes: at once on a duty day, else as the next one begins, unless that is past the due. */
export function staffMessageAt(now: Instant, due: Instant, days: DutyDays): Instant {
  const today = localDate(now, days.zone);
  if (isDutyDay(today, days)) return now;
  const next = nextDutyDay(addDays(today, 1), days);
  const at = next === null ? now : instantAt(next, DAY_BEGINS_MS, days.zone);
  return at < due ? at : now;
}

/**
 * When a person must have a visit at the latest, so that a duty day is left to them: as the last duty day of the window
 * begins. Null where that is not to come: there is none, or it has begun.
 */
export function staffNeedItBy(now: Instant, due: Instant, days: DutyDays): Instant | null {
  if (days.dutyDays === null) return null;
  const mornings = dutyDaysLeft(now, due, days).map((day) => instantAt(day, DAY_BEGINS_MS, days.zone));
  const last = mornings.findLast((at) => at < due);
  return last !== undefined && last > now ? last : null;
}
