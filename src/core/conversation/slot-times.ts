/** 哪个时间: the times of a visit that a resident's words mean, and how such a time is said. */
import { addDays, localDate, localTime, startOfWeek, type Instant } from '../calendar.js';
import { dayZh } from '../day-words.js';
import { findAppointment, type Appointment } from '../understand/appointment.js';
import { simplified } from './says.js';

/** `isExact`: an hour is named; `near`: what is closest to it may be offered in its place. */
export type When = {
  readonly isMeant: (at: Instant) => boolean;
  readonly isExact: boolean;
  readonly near: Instant | null;
};

/** The times that words mean: a day, a part of one, an hour, 周末, 下周. */
export function whenIn(text: string, now: Instant, zone: string): When | null {
  const words = simplified(text);
  const named = findAppointment(words, now, zone);
  const today = localDate(now, zone);
  if (named !== null) {
    const day = named.shiftDays === undefined ? named.date : addDays(today, named.shiftDays);
    const near = day === undefined ? null : now + (Date.parse(day) - Date.parse(today));
    return {
      isMeant: (at) => isAt(at, day, named, zone),
      isExact: named.time !== undefined,
      near: near as Instant | null,
    };
  }
  const days = /这([两几])天/u.exec(words)?.[1];
  if (days !== undefined) return of((at) => localDate(at, zone) <= addDays(today, days === '两' ? 1 : 2));
  if (words.includes('周末')) return of((at) => localTime(at, zone).weekday >= 6);
  if (!/下个?(?:周|星期|礼拜)/u.test(words)) return null;
  const monday = addDays(startOfWeek(today), 7);
  return of((at) => localDate(at, zone) >= monday && localDate(at, zone) < addDays(monday, 7));
}

const of = (isMeant: When['isMeant']): When => ({ isMeant, isExact: false, near: null });

function isAt(at: Instant, day: string | undefined, { time, part }: Appointment, zone: string): boolean {
  const { date, hour, minutes } = localTime(at, zone);
  if (day !== undefined && day !== date) return false;
  if (time !== undefined) return minutes === Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  if (part === undefined) return true;
  return part === (hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening');
}

const WEEKDAYS_ZH = '一二三四五六日';

/** 明天（周五）14:00, 3 月 14 日（周六）9:00. */
export function slotZh(at: Instant, now: Instant, zone: string): string {
  const { date, hour, minute, weekday } = localTime(at, zone);
  const ahead = ['今天', '明天', '后天'].find((_, days) => addDays(localDate(now, zone), days) === date);
  const time = `${hour}:${String(minute).padStart(2, '0')}`;
  return `${ahead ?? dayZh(date)}（周${WEEKDAYS_ZH[weekday - 1] ?? ''}）${time}`;
}
