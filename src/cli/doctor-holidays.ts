/** What `huifang doctor` says of the working calendar: years whose public holidays are not known yet. */
import { addDays, localDate, type Instant } from '../core/calendar.js';
import type { Holidays } from '../core/working-calendar.js';
import { readHolidays } from '../holidays-file.js';
import type { Estate } from '../store/estates.js';
import { bad, good, type Finding } from './finding.js';

/** Visits are planned so far ahead at most when it begins to matter. */
const AHEAD_DAYS = 30;

/** Only where an estate has duty days; others work every day. */
export function lookAtHolidays(
  all: readonly Pick<Estate, 'timezone' | 'dutyDays'>[],
  now: Instant,
  { years }: Holidays = readHolidays(),
): readonly Finding[] {
  const [first] = all.filter(({ dutyDays }) => dutyDays !== null);
  if (first === undefined) return [];
  const today = localDate(now, first.timezone);
  const needed = new Set([today, addDays(today, AHEAD_DAYS)].map((date) => Number(date.slice(0, 4))));
  const unknown = [...needed].filter((year) => !years.has(year));
  if (unknown.length === 0) return [good('工作日历：放假和调休安排齐全')];
  const newest = Math.max(...years);
  return unknown.map((year) =>
    bad(
      `工作日历里没有 ${year} 年的放假和调休安排（现有到 ${newest} 年）：国务院公布后更新数据（npm install chinese-days@latest）；在那之前只按每周的上班日算`,
    ),
  );
}
