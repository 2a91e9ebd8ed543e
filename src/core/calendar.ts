/** Local dates, instants and zones: nothing else in the program does date arithmetic (policies.md §1). */
import { kept } from './kept.js';

/** Epoch milliseconds. */
export type Instant = number & { readonly __instant: true };
/** `YYYY-MM-DD`, a day of somebody's local calendar. */
export type LocalDate = string & { readonly __localDate: true };

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Years that the program takes: outside them a date is a slip of the pen, and later sums would leave the calendar. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})$/;
const LOOSE_LOCAL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[Tt\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?$/;

/** An ISO 8601 instant; the offset must be given. Null if the text is none (`2026-02-30…`, no offset, year 0001). */
export function parseInstant(text: string): Instant | null {
  const match = ISO_INSTANT.exec(text);
  if (!match) return null;
  const [, date = '', hour, minute, second = '0', fraction = '', offset = ''] = match;
  const time = timeOfDay(Number(hour), Number(minute), Number(second));
  const offsetMs = parseOffset(offset);
  if (!isLocalDate(date) || time === null || offsetMs === null) return null;
  return (utcMidnight(date) + time + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs) as Instant;
}

/**
 * As `parseInstant`, but a time without an offset is the zone's own: `2026-03-01 09:00`, `2026/3/1 9:00:30`,
 * `2026-03-01` (its first instant). For import files. Null if the text is no time.
 */
export function parseInstantIn(text: string, zone: string): Instant | null {
  const trimmed = text.trim();
  const exact = parseInstant(trimmed);
  if (exact !== null) return exact;
  const match = LOOSE_LOCAL.exec(trimmed);
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0'] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = timeOfDay(Number(hour), Number(minute), Number(second));
  return isLocalDate(date) && time !== null ? instantAt(date, time, zone) : null;
}

/** ISO 8601 with the zone's offset: `2026-02-07T00:00:00+08:00`; a fraction of a second only where there is one. */
export function formatInstant(at: Instant, zone: string): string {
  let offset = offsetAt(at, zone);
  if (offset % MINUTE !== 0) offset = 0;
  const local = new Date(at + offset).toISOString();
  const text = at % SECOND === 0 ? local.slice(0, 19) : local.slice(0, 23);
  const minutes = Math.abs(offset) / MINUTE;
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`, from 1900 to 2999. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && dateOf(at) === text;
}

/** Whether the name is a time zone that the machine knows (`Asia/Shanghai`). */
export function isZone(name: string): boolean {
  try {
    return name !== '' && formatOf(name) !== null;
  } catch {
    return false;
  }
}

/** The local date of an instant. */
export function localDate(at: Instant, zone: string): LocalDate {
  return dateOf(at + offsetAt(at, zone));
}

/** The local clock of an instant: `weekday` 1 (Monday) … 7 (Sunday), `minutes` since local midnight. */
export function localTime(
  at: Instant,
  zone: string,
): {
  readonly date: LocalDate;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly minutes: number;
  readonly weekday: number;
} {
  const local = new Date(at + offsetAt(at, zone));
  const [hour, minute] = [local.getUTCHours(), local.getUTCMinutes()];
  const date = dateOf(local.getTime());
  return { date, hour, minute, second: local.getUTCSeconds(), minutes: hour * 60 + minute, weekday: weekdayOf(date) };
}

/** The first instant of a local date; where summer time skips midnight, the first instant after the gap. */
export function startOfDay(date: LocalDate, zone: string): Instant {
  return instantAt(date, 0, zone);
}

/**
 * The instant at which the zone's clock shows `date` and `timeMs` since midnight: the first of two where the clock is
 * put back, the first instant after the gap where it is put forward.
 */
export function instantAt(date: LocalDate, timeMs: number, zone: string): Instant {
  const wall = utcMidnight(date) + timeMs;
  let before = wall - 16 * HOUR;
  let after = wall + 16 * HOUR;
  const [early, late] = [offsetAt(before, zone), offsetAt(after, zone)];
  if (early === late) return (wall - early) as Instant;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === early) before = middle;
    else after = middle;
  }
  if (wall - early < after) return (wall - early) as Instant;
  return Math.max(wall - late, after) as Instant;
}

/** The date `days` later (earlier if negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(utcMidnight(date) + days * DAY);
}

/** The same day `months` later, clamped to that month's last day: 31 January + 1 month = 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const total = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(total / 12), total - Math.floor(total / 12) * 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(Math.min(Number(date.slice(8)), last))}` as LocalDate;
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (utcMidnight(to) - utcMidnight(from)) / DAY;
}

/** 1 (Monday) … 7 (Sunday). */
export function weekdayOf(date: LocalDate): number {
  return new Date(utcMidnight(date)).getUTCDay() || 7;
}

/** The Monday of the date's week. */
export function startOfWeek(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekdayOf(date));
}

/** The first day of the date's month. */
export function startOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 8)}01` as LocalDate;
}

/** The first day of the date's calendar quarter. */
export function startOfQuarter(date: LocalDate): LocalDate {
  return addMonths(startOfMonth(date), -((Number(date.slice(5, 7)) - 1) % 3));
}

/** The first day of the date's half-year. */
export function startOfHalfYear(date: LocalDate): LocalDate {
  return addMonths(startOfMonth(date), -((Number(date.slice(5, 7)) - 1) % 6));
}

/** The date's month as a period: `2026-10`. */
export function monthOf(date: LocalDate): string {
  return date.slice(0, 7);
}

/** The date's quarter as a period: `2026Q3`. */
export function quarterOf(date: LocalDate): string {
  return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/** The zone's offset from UTC at an instant, in milliseconds. */
export function offsetAt(at: number, zone: string): number {
  const known = knownOffsets(zone);
  const day = Math.floor(at / DAY);
  let offset = known.get(day);
  if (offset === undefined) {
    const [first, last] = [readOffset(day * DAY, zone), readOffset(day * DAY + DAY - 1, zone)];
    offset = first === last ? first : null;
    if (known.size > 50_000) known.clear();
    known.set(day, offset);
  }
  return offset ?? readOffset(at, zone);
}

/** Offsets by UTC day; null for a day on which the clock is changed. */
const offsetsByZone = new Map<string, Map<number, number | null>>();
const formats = new Map<string, Intl.DateTimeFormat>();

function knownOffsets(zone: string): Map<number, number | null> {
  let known = offsetsByZone.get(zone);
  if (!known) offsetsByZone.set(zone, (known = new Map()));
  return known;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

function readOffset(at: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const part of formatOf(zone).formatToParts(at)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(at / SECOND) * SECOND;
}

const utcMidnight = kept((date: LocalDate): number => Date.parse(`${date}T00:00:00Z`));
const dateOfDay = kept((day: number): LocalDate => new Date(day * DAY).toISOString().slice(0, 10) as LocalDate);
const dateOf = (utc: number): LocalDate => dateOfDay(Math.floor(utc / DAY));
const two = (value: number): string => String(value).padStart(2, '0');

function timeOfDay(hour: number, minute: number, second: number): number | null {
  return hour > 23 || minute > 59 || second > 59 ? null : hour * HOUR + minute * MINUTE + second * SECOND;
}

function parseOffset(text: string): number | null {
  if (text === 'Z' || text === 'z') return 0;
  const [hour, minute] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  if (hour > 23 || minute > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hour * HOUR + minute * MINUTE);
}
