/** 约在什么时候: the day and time that an appointment names, the nearest to come (明天下午, 周六上午, 11月28日 15:00). */
import {
  addDays,
  addMonths,
  HOUR,
  type Instant,
  instantAt,
  isLocalDate,
  localDate,
  type LocalDate,
  MINUTE,
  startOfWeek,
} from '../calendar.js';
import type { DayPart } from '../reach.js';

/** What a text gives of an appointment; `shiftDays`: so many days later than planned. Never empty. */
export type Appointment = {
  readonly date?: LocalDate;
  /** `15:00`. */
  readonly time?: string;
  readonly part?: DayPart;
  readonly shiftDays?: number;
};

const DIGITS = '一二三四五六七八九十';
/** A number of days, in digits or in words. */
export const NUMERAL = '(?:\\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])';
const SHIFT = new RegExp(
  `(再等|推迟|延后|延迟|延期|推后|后推|往后(?:推|延|挪|拖)?|晚|顺延|延|缓|再?拖|挪后|挪前|前移|提前|提早)\\s*(?:个)?(${NUMERAL})\\s*(?:个)?([天日周]|星期|礼拜)`,
  'u',
);
const LATER = new RegExp(`(${NUMERAL})\\s*[天日](?:之后|以后|后)|过\\s*(${NUMERAL})\\s*[天日]`, 'u');
const NAMED_DAYS: readonly (readonly [RegExp, number])[] = [
  [/大后[天日]/u, 3],
  [/(?<!明)后[天日]/u, 2],
  [/明(?:[天日儿]|(?=[早晚上下]))|听日/u, 1],
  [/今(?:[天日儿]|(?=[早晚上下]))/u, 0],
];
const WEEKDAY = /(下+|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/u;
const FULL_DATE = /(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?/u;
const MONTH_DAY = new RegExp(`(${NUMERAL})月(${NUMERAL})[日号]?|(?<![\\d:])(\\d{1,2})[-/](\\d{1,2})(?![\\d:])`, 'u');
const NEXT_MONTH = new RegExp(`下个?月(${NUMERAL})[日号]?`, 'u');
const DAY_ALONE = new RegExp(`(?<![\\d月天过])(${NUMERAL})[日号]`, 'u');
const CLOCK = /(?<!\d)([01]?\d|2[0-3])\s*[::]\s*([0-5]\d)/u;
/** 写细一点 is no hour. */
const OCLOCK = new RegExp(
  `(?<![^\\s,，午天日号到在约改周一二三四五六晚早上](?=一点))(${NUMERAL})\\s*[点时](?!候|间|刻)(半|一刻|三刻|[0-5]?\\d分?|零[一二三四五六七八九]分?|[一二三四五六七八九]分|[二三四五]?十[一二三四五六七八九]?分?)?`,
  'u',
);
const PARTS: readonly (readonly [RegExp, DayPart])[] = [
  [/早上|早晨|清早|清晨|一大?早|上午|上昼|早饭后|(?<=[今明天一二三四五六日号])早(?![点饭就])/u, 'morning'],
  [/中午|下午|午后|午饭后|午休后|下昼/u, 'afternoon'],
  [
    /晚上|傍晚|夜里|晚间|晚饭后|下班(?:以|之)?后|天黑|(?<=[今明天一二三四五六日号])晚(?![点饭])|晚(?=\s*\d)/u,
    'evening',
  ],
];

/** The appointment that a text names; null where it names neither day nor time. A missing year is the nearest to come. */
export function findAppointment(text: string, now: Instant, zone: string): Appointment | null {
  const today = localDate(now, zone);
  const shift = SHIFT.exec(text);
  const rest = shift === null ? text : text.replace(shift[0], ' ');
  const date = shift === null ? dateIn(rest, today) : null;
  const clock = Math.max(OCLOCK.exec(rest)?.index ?? 0, CLOCK.exec(rest)?.index ?? 0);
  const part = lastPart(rest.slice(0, clock)) ?? PARTS.find(([pattern]) => pattern.test(rest))?.[1] ?? null;
  const time = timeIn(rest, part);
  const given: Appointment = {
    ...(date === null ? {} : { date }),
    ...(time === null ? (part === null ? {} : { part }) : { time }),
    ...(shift === null ? {} : { shiftDays: shiftOf(shift) }),
  };
  return Object.keys(given).length === 0 ? null : given;
}

/** 明天上午没空，下午两点: the part that stands right before the hour. */
function lastPart(text: string): DayPart | null {
  const hits = PARTS.flatMap(([pattern, part]) =>
    [...text.matchAll(new RegExp(pattern, 'gu'))].map(({ index }) => ({ index, part })),
  );
  return hits.toSorted((a, b) => a.index - b.index).at(-1)?.part ?? null;
}

/** 推迟两天, 推迟一周, 提前一天: days later than planned, earlier ones below nothing. */
function shiftOf([, word = '', count, unit = '']: RegExpExecArray): number {
  const days = numberOf(count) * (/[天日]/u.test(unit) ? 1 : 7);
  return /^提|前/u.test(word) ? -days : days;
}

/** When a part of the day begins for an appointment: nobody is met at midnight. */
const PART_HOURS: Readonly<Record<DayPart, number>> = { morning: 9, afternoon: 14, evening: 19 };

/** The instant that an appointment means: without a day the next such time, without a time the morning. */
export function appointmentInstant({ date, time, part, shiftDays }: Appointment, now: Instant, zone: string): Instant {
  const today = localDate(now, zone);
  const [hour = 0, minute = 0] = time?.split(':').map(Number) ?? [PART_HOURS[part ?? 'morning'], 0];
  const timeMs = hour * HOUR + minute * MINUTE;
  if (shiftDays !== undefined) return instantAt(addDays(today, shiftDays), timeMs, zone);
  if (date !== undefined) return instantAt(date, timeMs, zone);
  const soon = instantAt(today, timeMs, zone);
  return soon > now ? soon : instantAt(addDays(today, 1), timeMs, zone);
}

function dateIn(text: string, today: LocalDate): LocalDate | null {
  const full = FULL_DATE.exec(text);
  if (full) return valid(`${full[1]}-${two(full[2])}-${two(full[3])}`);
  const end = MONTH_END.exec(text);
  if (end) return monthEnd(end[1] ?? '', today);
  const nextMonth = NEXT_MONTH.exec(text);
  if (nextMonth)
    return valid(`${addMonths(`${today.slice(0, 8)}01` as LocalDate, 1).slice(0, 8)}${two(numberOf(nextMonth[1]))}`);
  const monthDay = MONTH_DAY.exec(text);
  if (monthDay) return comingDate(numberOf(monthDay[1] ?? monthDay[3]), numberOf(monthDay[2] ?? monthDay[4]), today);
  const named = NAMED_DAYS.find(([pattern]) => pattern.test(text));
  if (named) return addDays(today, named[1]);
  const later = LATER.exec(text);
  if (later) return addDays(today, numberOf(later[1] ?? later[2]));
  const weekday = WEEKDAY.exec(text);
  if (weekday) return comingWeekday(weekday[2] ?? '', weekday[1] ?? '', today);
  const alone = DAY_ALONE.exec(text);
  return alone ? comingDay(numberOf(alone[1]), today) : null;
}

/** 月底, 下月初, 年底: the last day of it, or the first. */
const MONTH_END = /(?<!\d|[一二三四五六七八九十])(下个?月[底末初]|(?:这个?|本)?月[底末](?!前)|年底)/u;
function monthEnd(word: string, today: LocalDate): LocalDate {
  const first = `${today.slice(0, 8)}01` as LocalDate;
  if (word.startsWith('年')) return `${today.slice(0, 4)}-12-31` as LocalDate;
  const next = addMonths(first, 1);
  if (word.endsWith('初')) return next;
  return addDays(word.startsWith('下') ? addMonths(first, 2) : next, -1);
}

/** 周六 is the next Saturday, today's among them; 下周三 is next week's, 本周三 this week's. */
function comingWeekday(word: string, which: string, today: LocalDate): LocalDate {
  const weekday = word === '日' || word === '天' ? 7 : DIGITS.indexOf(word) + 1;
  const weeks = which.startsWith('下') ? which.length : 0;
  const day = addDays(startOfWeek(today), weekday - 1 + weeks * 7);
  return which === '' && day < today ? addDays(day, 7) : day;
}

/** The next such day of the year; the 29th of February may be years off. */
function comingDate(month: number, day: number, today: LocalDate): LocalDate | null {
  const year = Number(today.slice(0, 4));
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const date = valid(`${year + ahead}-${two(month)}-${two(day)}`);
    if (date !== null && date >= today) return date;
  }
  return null;
}

function comingDay(day: number, today: LocalDate): LocalDate | null {
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const date = valid(`${addMonths(`${today.slice(0, 8)}01` as LocalDate, ahead).slice(0, 8)}${two(day)}`);
    if (date !== null && date >= today) return date;
  }
  return null;
}

function timeIn(text: string, part: DayPart | null): string | null {
  const clock = CLOCK.exec(text);
  if (clock) return `${two(fullHour(Number(clock[1]), part, clock[1] ?? ''))}:${clock[2]}`;
  const spoken = OCLOCK.exec(text);
  if (!spoken) return null;
  const hour = fullHour(numberOf(spoken[1]), part, '');
  if (hour > 23) return null;
  const minutes = spoken[2] ?? '';
  const minute = { 半: 30, 一刻: 15, 三刻: 45 }[minutes] ?? minutesOf(minutes.replace('分', ''));
  return `${two(hour)}:${two(minute)}`;
}

/** 下午 3 点 is 15:00; and so is 3 点, since nobody is visited at night. `15:00` and `03:00` stand as written. */
function fullHour(hour: number, part: DayPart | null, written: string): number {
  if (hour >= 12 || written.startsWith('0')) return hour;
  if (part === 'afternoon' || part === 'evening')
    return hour === 0 ? 0 : part === 'afternoon' && hour === 11 ? 11 : hour + 12;
  return part === null && hour >= 1 && hour <= 7 ? hour + 12 : hour;
}

const minutesOf = (text: string): number => (/^\d*$/u.test(text) ? Number(text) : numberOf(text.replace('零', '')));

/** What such a number is; 0 for none. */
export function numberOf(text: string | undefined): number {
  if (!text) return 0;
  if (/^\d+$/u.test(text)) return Number(text);
  const plain = text.replace('两', '二');
  if (!plain.includes('十')) return DIGITS.indexOf(plain) + 1;
  const [tens = '', ones = ''] = plain.split('十');
  return (tens === '' ? 1 : DIGITS.indexOf(tens) + 1) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones) + 1);
}

const two = (value: number | string | undefined): string => String(value).padStart(2, '0');
const valid = (text: string): LocalDate | null => (isLocalDate(text) ? text : null);
