/** 日期怎么说: days and moments as staff read them, local. */
import { DAY, formatInstant, HOUR, localDate, MINUTE, type Instant, type LocalDate } from './calendar.js';

/** `3 月 10 日`. */
export const dayZh = (date: LocalDate): string => `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8))} 日`;

/**
 * `11 月 28 日 18:00`; an end at midnight is the evening before's 24:00. A year other than that of `now` is said, where
 * what is to come may be told from what was.
 */
export function shortTime(at: Instant, zone: string, now: Instant = at): string {
  const time = formatInstant(at, zone).slice(11, 16);
  const date = localDate(time === '00:00' ? ((at - 1) as Instant) : at, zone);
  return `${now === at ? '' : yearZh(date, now, zone)}${dayZh(date)} ${time === '00:00' ? '24:00' : time}`;
}

/** The same of a beginning: a day that begins at midnight is the day. */
export function startTime(at: Instant, zone: string, now: Instant = at): string {
  const time = formatInstant(at, zone).slice(11, 16);
  const date = localDate(at, zone);
  const day = `${yearZh(date, now, zone)}${dayZh(date)}`;
  return time === '00:00' ? day : `${day} ${time}`;
}

/** The year of a day, where it is another than that of `now`. */
const yearZh = (date: LocalDate, now: Instant, zone: string): string =>
  date.slice(0, 4) === localDate(now, zone).slice(0, 4) ? '' : `${date.slice(0, 4)} 年 `;

/** `2 天`, `5 小时`, `10 分钟`: how long ago a term ended, in its largest unit, begun ones counted whole. */
export function lateBy(due: Instant, now: Instant): string {
  const [unit, zh] = now - due > DAY ? [DAY, '天'] : now - due > HOUR ? [HOUR, '小时'] : [MINUTE, '分钟'];
  return `${Math.max(1, Math.ceil((now - due) / unit))} ${zh}`;
}

/** `，已逾期 2 天`, behind what was due; empty before its end. */
export const lateZh = (due: Instant | null, now: Instant): string =>
  due !== null && now >= due ? `，已逾期 ${lateBy(due, now)}` : '';
