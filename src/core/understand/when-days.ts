/** 几号到几号: stretches of days as staff write them, with what reads a period's numbers. */
import { addDays, addMonths, type LocalDate, startOfWeek } from '../calendar.js';

const DIGITS = '一二三四五六七八九十';
export const MONTH = '(?<!\\d)(1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])';
const DAY = '(\\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])';
const TO = '\\s*(?:到|至|-|~|—|\\.\\.)\\s*';
const NEAR_YEAR = '(?:(20\\d{2})\\s*[年./-]|(今年|去年|前年))?';

export type Rule = readonly [RegExp, (match: RegExpExecArray, today: LocalDate) => string];

/** What such a number is, in digits or in Chinese numerals; 0 for none. */
export function number(text: string | undefined): number {
  if (!text) return 0;
  if (/^\d+$/u.test(text)) return Number(text);
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? (tens ? DIGITS.indexOf(tens) + 1 : 1) : 0;
  return ten * 10 + (ones ? DIGITS.indexOf(ones) + 1 : 0);
}

export const two = (value: number): string => String(value).padStart(2, '0');
export const dated = (year: number, month: number, dayOfMonth: number): string =>
  `${year}-${two(month)}-${two(dayOfMonth)}`;
export const lastDay = (month: string): LocalDate => addDays(addMonths(`${month}-01` as LocalDate, 1), -1);

/** A missing year is the nearest past one. */
export function nearestYear(month: number, today: LocalDate): number {
  return Number(today.slice(0, 4)) - (month > Number(today.slice(5, 7)) ? 1 : 0);
}
function yearOf(year: string | undefined, word: string | undefined, month: number, today: LocalDate): number {
  if (year !== undefined) return Number(year);
  if (word !== undefined)
    return Number(today.slice(0, 4)) - { 今年: 0, 去年: 1, 前年: 2 }[word as '今年' | '去年' | '前年'];
  return nearestYear(month, today);
}

/** From a day of a month to another; the year of the last is the first's, or the next one's. */
function span([, year, word, month, from, lastYear, last, to]: RegExpExecArray, today: LocalDate): string {
  const begins = yearOf(year, word, number(month), today);
  const ends = number(last ?? month);
  const endsIn = lastYear === undefined ? begins + (ends < number(month) ? 1 : 0) : Number(lastYear);
  return `${dated(begins, number(month), number(from))}..${dated(endsIn, ends, number(to))}`;
}

const NEAR_DAYS: Readonly<Record<string, number>> = { 大前天: -3, 前天: -2, 昨天: -1, 今天: 0 };

export const DAY_RULES: readonly Rule[] = [
  // 昨天前天大前天: from the first of them to the last.
  [
    /(?:大前天|前天|昨天|今天)(?:[、,，和跟\s]*(?:大前天|前天|昨天|今天))+/u,
    ([words], today) => {
      const days = [...words.matchAll(/大前天|前天|昨天|今天/gu)].map(([one]) => NEAR_DAYS[one] ?? 0);
      return `${addDays(today, Math.min(...days))}..${addDays(today, Math.max(...days))}`;
    },
  ],
  [
    /\d{4}-\d{2}-\d{2}\s*(?:\.\.|到|至|~|—)\s*\d{4}-\d{2}-\d{2}/u,
    ([words]) => words.replaceAll(/\s*(?:\.\.|到|至|~|—)\s*/gu, '..'),
  ],
  [
    /(20\d{2})(\d{2})(\d{2})\s*[-~到至]\s*(20\d{2})(\d{2})(\d{2})/u,
    ([, ...at]) => `${at.slice(0, 3).join('-')}..${at.slice(3, 6).join('-')}`,
  ],
  [
    new RegExp(
      `${NEAR_YEAR}的?${MONTH}[月/.-]${DAY}[日号]?${TO}(?:(20\\d{2})\\s*[年./-])?(?:${MONTH}[月/.-])?${DAY}(?![\\d.年月周个])[日号]?`,
      'u',
    ),
    span,
  ],
  [
    new RegExp(
      `${NEAR_YEAR}的?${MONTH}(?:月(?:份|初)?(?:${DAY}[日号]?)?|[/.-]${DAY})(?:(?:一直)?[到至](?:(昨天)|现在|今天|目前|今)|以来|开始|起到现在)`,
      'u',
    ),
    ([, year, word, month, day, other, before], today) =>
      `${dated(yearOf(year, word, number(month), today), number(month), number(day ?? other ?? '1'))}..${until(before, today)}`,
  ],
  [
    new RegExp(`${NEAR_YEAR}的?${MONTH}月${DAY}[日号](?:那天|当天|一天)?`, 'u'),
    ([, year, word, month, day], today) => {
      const date = dated(yearOf(year, word, number(month), today), number(month), number(day));
      return `${date}..${date}`;
    },
  ],
  [
    /(上上?|本|这)?个?(?:周|星期|礼拜)([一二三四五六])\s*(?:到|至|-|~)\s*(?:(?:上|本|这)?个?(?:周|星期|礼拜))?([一二三四五六日天])/u,
    ([, which = '', from = '', to = ''], today) => {
      const monday = addDays(startOfWeek(today), which.startsWith('上') ? -7 * which.length : 0);
      const at = (day: string): LocalDate => addDays(monday, /[日天]/u.test(day) ? 6 : DIGITS.indexOf(day));
      return `${at(from)}..${at(to)}`;
    },
  ],
  [
    /(上+|这|本|下)?个?(?:周|星期|礼拜)末|双休日?/u,
    ([, which = ''], today) => {
      const weeks = which.startsWith('上') ? -which.length : which === '下' ? 1 : 0;
      const saturday = addDays(startOfWeek(today), 5 + 7 * weeks);
      return `${saturday}..${addDays(saturday, 1)}`;
    },
  ],
  [
    new RegExp(
      `(上|本|这)个?月(?:份的?)?${DAY}[日号]?${TO}(?:(?:上|本|这)?个?月)?(?:${DAY}(?![\\d月周天])[日号]?|月?(底|末))`,
      'u',
    ),
    ([, which, from, to, end], today) => {
      const month = addMonths(today, which === '上' ? -1 : 0).slice(0, 7);
      return `${month}-${two(number(from))}..${end === undefined ? `${month}-${two(number(to))}` : lastDay(month)}`;
    },
  ],
  [
    new RegExp(`(上|本|这)个?月(?:份的?)?${DAY}[日号](?:开始|起)?(?:一直)?[到至](?:(昨天)|今天|现在|目前)`, 'u'),
    ([, which, at, before], today) =>
      `${addMonths(today, which === '上' ? -1 : 0).slice(0, 7)}-${two(number(at))}..${until(before, today)}`,
  ],
  [
    new RegExp(`(上|本|这)个?月(?:份的?)?${DAY}[日号](?!\\s*(?:之?前|以?后|起|开始))`, 'u'),
    ([, which, at], today) => {
      const date = `${addMonths(today, which === '上' ? -1 : 0).slice(0, 7)}-${two(number(at))}`;
      return `${date}..${date}`;
    },
  ],
  [
    new RegExp(`(?<![月\\d${DIGITS}点任务单第])${DAY}[日号]?${TO}${DAY}[日号](?!楼|[线门机])`, 'u'),
    ([, from, to], today) => {
      const month = addMonths(today, number(from) > Number(today.slice(8)) ? -1 : 0).slice(0, 7);
      return `${month}-${two(number(from))}..${month}-${two(number(to))}`;
    },
  ],
  [
    /(上上?)个?(?:周|星期|礼拜)([一二三四五六日天])(?:(?:开始|起)?到(?:现在|今天|目前)|至今|以来)/u,
    ([, which = '', day = ''], today) => {
      const monday = addDays(startOfWeek(today), -7 * which.length);
      return `${addDays(monday, /[日天]/u.test(day) ? 6 : DIGITS.indexOf(day))}..${today}`;
    },
  ],
  [
    /(上上?)个?(?:周|星期|礼拜)([一二三四五六日天])/u,
    ([, which = '', day = ''], today) => {
      const monday = addDays(startOfWeek(today), -7 * which.length);
      const at = addDays(monday, /[日天]/u.test(day) ? 6 : DIGITS.indexOf(day));
      return `${at}..${at}`;
    },
  ],
  [
    new RegExp(`${MONTH}月?(?:[、,，和跟]${MONTH}月?)*[、,，和跟]${MONTH}月份?(?!\\d)`, 'u'),
    ([, from, , to], today) => months(number(from), number(to), today),
  ],
  [
    new RegExp(`${MONTH}月份?${MONTH}月份?(?!\\d)`, 'u'),
    ([, from, to], today) => months(number(from), number(to), today),
  ],
  [
    new RegExp(`${MONTH}(?:[、,，和跟]\\s*)?${MONTH}两个?月份?`, 'u'),
    ([, from, to], today) => months(number(from), number(to), today),
  ],
  [/(?<![一二三四五六七八九十])九、?十月份?(?!\d)/u, (_, today) => months(9, 10, today)],
  [
    /(?<![一二三四五六七八九十])([一二三四五六七八])([二三四五六七八九])月份?(?!\d)/u,
    ([, from, to], today) => months(number(from), number(to), today),
  ],
];

/** 到昨天, or to this day. */
const until = (yesterday: string | undefined, today: LocalDate): LocalDate =>
  yesterday === undefined ? today : addDays(today, -1);

/** From one month to another, both included. */
function months(from: number, to: number, today: LocalDate): string {
  const year = nearestYear(to, today);
  return `${year - (from > to ? 1 : 0)}-${two(from)}-01..${lastDay(`${year}-${two(to)}`)}`;
}
