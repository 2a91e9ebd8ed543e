/** 晚点再问: a resident who has no time now is asked again when they say, once, if that is soon enough; else a person goes. */
import { addDays, HOUR, instantAt, localDate, MINUTE, startOfDay, startOfWeek, type Instant } from '../calendar.js';
import { appointmentInstant, findAppointment, numberOf } from '../understand/appointment.js';
import type { Sayings } from './sayings.js';
import { handedToArrange } from './slots.js';
import { TALK_LASTS_MS, waitsUntil, type Session, type Turn } from './turn.js';
import { say } from './wording.js';

/** The question has to arrive while 微信客服 still takes messages to whoever wrote last. */
const LATEST_MS = TALK_LASTS_MS - HOUR;
/** 晚点, 在忙: some hours on. */
const SOME_HOURS_MS = 3 * HOUR;
/** Nobody is asked before nine or after nine. */
const DAY_BEGINS = 9;
const DAY_ENDS = 21;

/**
 * Asked again when they said, where that can be kept; the second time, or where it cannot, a person makes a time with them.
 * Until it comes the promise stands: 在忙 after it changes nothing, and another time moves it.
 */
export function postponed(session: Session, words: string | null, now: Instant, sayings: Sayings): Turn {
  const at = timeMeant(session, words ?? '', now);
  if (at === null || at >= waitsUntil(session) || at - now > LATEST_MS)
    return handedToArrange(session, words, now, sayings);
  const later: Session = { ...session, state: 'asked', later: 'promised', laterAt: at };
  const when = whenZh(at, now, session.about.zone);
  return {
    session: later,
    effects: [say(later, sayings, 'postponed-until', 'reply', undefined, { when }), { kind: 'wake', at }],
  };
}

function timeMeant({ later, laterAt: promised, about }: Session, words: string, now: Instant): Instant | null {
  if (later === undefined) return laterAt(words, now, about.zone);
  if (later === 'asked' || promised === undefined || promised <= now) return null;
  return namesTime(words, now, about.zone) ? laterAt(words, now, about.zone) : promised;
}

const namesTime = (text: string, now: Instant, zone: string): boolean =>
  findAppointment(text, now, zone) !== null || [HOURS_ON, ON_DAYS, DAYS_ON, AFTER_WORK].some((one) => one.test(text));

const ON_DAYS = /周末|下个?(?:周|星期|礼拜)/u;
const HOURS_ON = /(半|\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?:多)?(小时|钟头|分钟)(?:之?后|以后|再|左右|吧|$)/u;
const DAYS_ON = /改[天日]|过(?:两|几)[天日]|[两几]天(?:后|再)|有空|有时间|得闲|空了/u;
const AFTER_WORK = /下班|到家|回家|回去|放学/u;

/** The instant that is meant, by day; null where it has gone by. */
function laterAt(text: string, now: Instant, zone: string): Instant | null {
  const today = localDate(now, zone);
  const hoursOn = HOURS_ON.exec(text);
  if (hoursOn !== null) return byDay((now + spanMs(hoursOn[1] ?? '', hoursOn[2] ?? '')) as Instant, zone);
  const named = findAppointment(text, now, zone);
  if (named !== null) {
    const at = byDay(appointmentInstant(named, now, zone), zone);
    return at > now ? at : null;
  }
  if (text.includes('周末')) return instantAt(comingSaturday(today), DAY_BEGINS * HOUR, zone);
  if (/下个?(?:周|星期|礼拜)/u.test(text)) return instantAt(addDays(startOfWeek(today), 7), DAY_BEGINS * HOUR, zone);
  if (DAYS_ON.test(text)) return byDay((now + 24 * HOUR) as Instant, zone);
  const evening = instantAt(today, 19 * HOUR, zone);
  if (AFTER_WORK.test(text) && evening > now) return evening;
  return byDay((now + SOME_HOURS_MS) as Instant, zone);
}

function spanMs(count: string, unit: string): number {
  const unitMs = unit === '分钟' ? MINUTE : HOUR;
  return (count === '半' ? 0.5 : numberOf(count)) * unitMs;
}

const comingSaturday = (today: ReturnType<typeof localDate>): ReturnType<typeof localDate> => {
  const saturday = addDays(startOfWeek(today), 5);
  return saturday > today ? saturday : addDays(saturday, 7);
};

/** What falls into the night waits for the morning. */
function byDay(at: Instant, zone: string): Instant {
  const day = localDate(at, zone);
  const intoDay = at - startOfDay(day, zone);
  if (intoDay < DAY_BEGINS * HOUR) return instantAt(day, DAY_BEGINS * HOUR, zone);
  return intoDay < DAY_ENDS * HOUR ? at : instantAt(addDays(day, 1), DAY_BEGINS * HOUR, zone);
}

/** 今天晚上, 明天上午, 3 月 14 日下午. */
function whenZh(at: Instant, now: Instant, zone: string): string {
  const [today, day] = [localDate(now, zone), localDate(at, zone)];
  const [, month, date] = day.split('-');
  const name =
    day === today
      ? '今天'
      : day === addDays(today, 1)
        ? '明天'
        : day === addDays(today, 2)
          ? '后天'
          : `${Number(month)} 月 ${Number(date)} 日`;
  const hour = (at - startOfDay(day, zone)) / HOUR;
  return `${name}${hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上'}`;
}
