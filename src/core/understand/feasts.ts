/** 节日: the days of the feasts that staff name, solar and lunar, and the days off round them. */
import chineseDays from 'chinese-days';
import { addDays, type LocalDate, weekdayOf } from '../calendar.js';
import { two } from './when-days.js';

const { getDayDetail, getSolarDateFromLunar, isHoliday } = chineseDays;

type Day = (year: number) => LocalDate;
/** `off` and `days`: what is off from which day on, where no calendar of that year's holidays is known. */
type Feast = { readonly day: Day; readonly off?: Day; readonly days?: number };

const onDay =
  (month: number, day: number): Day =>
  (year) =>
    `${year}-${two(month)}-${two(day)}` as LocalDate;
/** 清明, 冬至: the sun's, by the usual sum for this century, which is a day late in one year. */
const bySun =
  (month: number, offset: number, late?: number): Day =>
  (year) => {
    const short = year % 100;
    const day = Math.floor(short * 0.2422 + offset) - Math.floor(short / 4);
    return onDay(month, year === late ? day - 1 : day)(year);
  };
/** chinese-days goes by the machine's zone, in which noon is of the same date everywhere. */
const noon = (year: number, month: number, day: number): Date => new Date(year, month - 1, day, 12);
const noonOf = (date: LocalDate): Date =>
  noon(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8)));
const byMoon =
  (month: number, day: number): Day =>
  (year) =>
    getSolarDateFromLunar(noon(year, month, day)).date as LocalDate;

const NEW_YEAR = byMoon(1, 1);
const EVE: Day = (year) => addDays(NEW_YEAR(year), -1);

const FEASTS: Readonly<Record<string, Feast>> = {
  元旦: { day: onDay(1, 1), days: 3 },
  春节: { day: NEW_YEAR, off: EVE, days: 8 },
  除夕: { day: EVE, days: 1 },
  元宵: { day: byMoon(1, 15), days: 1 },
  清明: { day: bySun(4, 4.81) },
  劳动节: { day: onDay(5, 1), days: 5 },
  端午: { day: byMoon(5, 5) },
  七夕: { day: byMoon(7, 7), days: 1 },
  中秋: { day: byMoon(8, 15) },
  国庆: { day: onDay(10, 1), days: 7 },
  重阳: { day: byMoon(9, 9), days: 1 },
  冬至: { day: bySun(12, 21.94, 2021), days: 1 },
  腊八: { day: (year) => byMoon(12, 8)(year - 1), days: 1 },
  小年: { day: (year) => byMoon(12, 23)(year - 1), days: 1 },
  平安夜: { day: onDay(12, 24), days: 1 },
  圣诞: { day: onDay(12, 25), days: 1 },
  妇女节: { day: onDay(3, 8), days: 1 },
  儿童节: { day: onDay(6, 1), days: 1 },
  教师节: { day: onDay(9, 10), days: 1 },
  双十一: { day: onDay(11, 11), days: 1 },
  双十二: { day: onDay(12, 12), days: 1 },
};
const ALSO: Readonly<Record<string, string>> = {
  过年: '春节',
  大年初一: '春节',
  大年三十: '除夕',
  年三十: '除夕',
  五一: '劳动节',
  十一: '国庆',
  三八: '妇女节',
  双11: '双十一',
  双12: '双十二',
  六一: '儿童节',
};
/** How feasts are written; 二十一, 十一月 and 十一点 are none. */
export const FEAST = `(?:${[...Object.keys(FEASTS), ...Object.keys(ALSO)]
  .toSorted((a, b) => b.length - a.length)
  .map((name) => (name === '十一' ? '(?<![二三四五六七八九])十一(?![月号日点个])' : name))
  .join('|')})`;

const feastOf = (name: string): Feast | undefined => FEASTS[ALSO[name] ?? name];

/** The next such day, today's among them. */
export function comingFeast(name: string, today: LocalDate): LocalDate | null {
  const feast = feastOf(name);
  if (feast === undefined) return null;
  return (
    near(today, [0, 1, 2])
      .map(feast.day)
      .find((day) => day >= today) ?? null
  );
}

/** The day itself, of the year that is given or of the last time that it was. */
export function feastDay(name: string, year: number | null, today: LocalDate): LocalDate | null {
  const feast = feastOf(name);
  if (feast === undefined) return null;
  if (year !== null) return feast.day(year);
  return (
    near(today, [1, 0, -1])
      .map(feast.day)
      .find((day) => day <= today) ?? null
  );
}

/** From the first to the last day off, of the year that is given or of the last time that it was. */
export function feastDays(name: string, year: number | null, today: LocalDate): readonly [LocalDate, LocalDate] | null {
  const feast = feastOf(name);
  if (feast === undefined) return null;
  if (year !== null) return daysOff(feast, year);
  return (
    near(today, [1, 0, -1])
      .map((one) => daysOff(feast, one))
      .find(([first]) => first <= today) ?? null
  );
}

/** The years round today: a feast by the moon may come twice in one, or not at all. */
const near = (today: LocalDate, years: readonly number[]): readonly number[] =>
  years.map((year) => Number(today.slice(0, 4)) + year);

function daysOff({ day, off = day, days }: Feast, year: number): readonly [LocalDate, LocalDate] {
  const date = day(year);
  if (days !== 1 && isProclaimed(date)) return [reach(date, -1), reach(date, 1)];
  if (days !== undefined) return [off(year), addDays(off(year), days - 1)];
  const [before, after] = BESIDE[weekdayOf(date) - 1] ?? [0, 0];
  return [addDays(date, before), addDays(date, after)];
}
/** A day off of a year whose holidays have been proclaimed: any other has the weekday for its name. */
const isProclaimed = (date: LocalDate): boolean => getDayDetail(noonOf(date)).name.includes(',');
const reach = (date: LocalDate, step: 1 | -1): LocalDate => {
  const next = addDays(date, step);
  return isHoliday(noonOf(next)) ? reach(next, step) : date;
};
/** By the weekday of the feast, Monday first: how far the days off reach before and behind it. */
const BESIDE: readonly (readonly [number, number])[] = [
  [-2, 0],
  [-2, 0],
  [0, 0],
  [0, 2],
  [0, 2],
  [0, 2],
  [-1, 1],
];

/** 初五, 大年初三: a day of the year's first moon. */
const LUNAR =
  /(?:大年|正月|(?<!今|明|去|前)年)初([一二三四五六七八九十])|(?<![\p{Script=Han}])初([一二三四五六七八九十])(?!\p{Script=Han}*[次期级中高])|(?<=[到至]|改[到成至在]|推到|约)初([一二三四五六七八九十])/gu;
export function lunarDays(text: string, today: LocalDate): string {
  return text.replaceAll(LUNAR, (words, long?: string, alone?: string, moved?: string) => {
    const first = comingFeast('春节', today);
    if (first === null) return words;
    const [, month, date] = addDays(first, '一二三四五六七八九十'.indexOf(long ?? alone ?? moved ?? ''))
      .split('-')
      .map(Number);
    return `${month}月${date}日`;
  });
}
