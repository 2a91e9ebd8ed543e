/** Months as numbers, so that they can be counted: twelve times the year, and the month from 0. */
import { localDate } from '../calendar.js';
import type { Instant, LocalDate } from '../calendar.js';

/** The number of a date's month. */
export const monthNumber = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** The number of an instant's month in a zone. */
export const monthAt = (at: Instant, zone: string): number => monthNumber(localDate(at, zone));

/** `2026-10`. */
export const monthText = (month: number): string => firstDayOf(month).slice(0, 7);

/** The first day of a month by its number. */
export const firstDayOf = (month: number): LocalDate =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01` as LocalDate;
