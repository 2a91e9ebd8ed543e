/** 什么时候: the period that a text speaks of, as contracts.md writes periods. */
import { addDays, addMonths, type Instant, localDate, type LocalDate, startOfWeek } from '../calendar.js';
import { parsePeriod } from '../period.js';
import { FEAST, feastDay, feastDays } from './feasts.js';
import { DAY_RULES, lastDay, MONTH, nearestYear, number, type Rule, two } from './when-days.js';

/** A period found in a text: `name` as contracts.md writes it, `words` as the text does. */
export type FoundPeriod = { readonly name: string; readonly words: string };

const YEAR = '(?:(20\\d{2})\\s*年?|(今年|去年|前年|明年|(?<!\\d)2\\d年))?\\s*的?';

const HOLIDAY = `${YEAR}(${FEAST})(?:[、和加]?${FEAST})?(?:节|假期?|放假|黄金周|长假|小长假|期间|[二两三五七八九37]天|[那这]?(?:几天|[周段阵]|个?星期|[二两三五七八九37]天))+`;

const DAYS_AGO: Readonly<Record<string, number>> = { 大前天: -3, 前天: -2, 昨天: -1 };

/** The first rule that meets the text decides; longer forms stand before shorter ones. */
const RULES: readonly Rule[] = [
  // 近12月 is no December.
  [
    /(大前天|前天|昨天)(?:到|至|-|~)(前天|昨天|今天|现在|目前)/u,
    ([, from = '', to = ''], today) => `${addDays(today, DAYS_AGO[from] ?? 0)}..${addDays(today, DAYS_AGO[to] ?? 0)}`,
  ],
  [/(?:最?近|过去)(?:12|十二)月(?!\d)/u, (_, today) => `${monthsBack(today, 12)}..${today}`],
  [/去年(?:的)?(?:这个?时候|同期|同月|这个?月|本月)/u, (_, today) => addMonths(today, -12).slice(0, 7)],
  [/去年(?:的)?(?:这|本)个?季度?/u, (_, today) => quarterAt(addMonths(today, -12))],
  [
    new RegExp(HOLIDAY, 'u'),
    ([, year, word, name = ''], today) =>
      feastDays(name, year ? Number(year) : word ? yearOf(word, today) : null, today)?.join('..') ?? '',
  ],
  [
    new RegExp(`${YEAR}(${FEAST})节?[那当]个?月`, 'u'),
    ([, year, word, name = ''], today) =>
      feastDay(name, year ? Number(year) : word ? yearOf(word, today) : null, today)?.slice(0, 7) ?? '',
  ],
  [
    new RegExp(`${YEAR}(${FEAST})节?(?:[那这当]一?[天日]|当日)`, 'u'),
    ([, year, word, name = ''], today) => {
      const date = feastDay(name, year ? Number(year) : word ? yearOf(word, today) : null, today);
      return date === null ? '' : day(date);
    },
  ],
  ...DAY_RULES,
  [
    new RegExp(`${YEAR}${MONTH}月?份?\\s*(?:到|至|-|~)\\s*${MONTH}月(?!\\d)份?`, 'u'),
    ([, year, word, first, last], today) => {
      const end = monthName(year, word, number(last), today);
      const start = `${Number(end.slice(0, 4)) - (number(first) > number(last) ? 1 : 0)}-${two(number(first))}`;
      return `${start}-01..${lastDay(end)}`;
    },
  ],
  [/(?:本|这|当)一?个?季度?(?!报?[一二三四1-4])/u, (_, today) => quarterAt(today)],
  [
    new RegExp(
      `${YEAR}(?:第?([一二三1-3])季?度?|q([1-3]))\\s*(?:到|至|和|跟|、|-|~)\\s*(?:第?([二三四2-4])季度?|q([2-4]))`,
      'iu',
    ),
    ([, year, word, from, latinFrom, to, latinTo], today) => {
      const last = number(to ?? latinTo);
      const of = quarterName(year, word, last, today).slice(0, 4);
      return `${of}-${two(number(from ?? latinFrom) * 3 - 2)}-01..${lastDay(`${of}-${two(last * 3)}`)}`;
    },
  ],
  [/(?<!月)[上前]半个?月/u, (_, today) => halfMonth(today.slice(0, 7), '上')],
  [/(?<!月)[下后]半个?月(?!内|后)/u, (_, today) => halfMonth(today.slice(0, 7), '下')],
  [
    /这([两二三四五六七]|\d)天/u,
    ([, days], today) => `${addDays(today, 1 - number(days?.replace('两', '二')))}..${today}`,
  ],
  [/上上个?季度?/u, (_, today) => quarterAt(addMonths(today, -6))],
  [/(?:上|前)(?:一个?|个)?季度?/u, (_, today) => quarterAt(addMonths(today, -3))],
  [/(20\d{2})\s*[q季]\s*([1-4])/iu, ([, year, quarter]) => `${year}Q${quarter}`],
  [/(?<![a-z\d])h([12])(?!\d)/iu, ([, half], today) => `${today.slice(0, 4)}H${half}`],
  [/(?<!\d)(2\d)\s*q([1-4])/iu, ([, year, quarter]) => `20${year}Q${quarter}`],
  [/(?<![\d-])(2\d)[-/.](1[0-2]|0[1-9])(?![\d/.-])/u, ([, year, month]) => `20${year}-${month}`],
  [/首季度?/u, (_, today) => `${today.slice(0, 4)}Q1`],
  [/[头前]半年/u, (_, today) => `${today.slice(0, 4)}H1`],
  [/月初(?:到|至)(?:现在|今天|今|目前)/u, (_, today) => today.slice(0, 7)],
  [/年初(?:到|至)(?:现在|今天|今|目前)|(?:今年|开年|年初)以来/u, (_, today) => today.slice(0, 4)],
  [/(20\d{2})\s*h\s*([12])/iu, ([, year, half]) => `${year}H${half}`],
  [/(?<!\d)(20\d{2})(1[0-2]|0[1-9])(?!\d)/u, ([, year, month]) => `${year}-${month}`],
  [/(20\d{2})\s*[-/.]\s*(1[0-2]|0?[1-9])(?!\d)/u, ([, year, month]) => `${year}-${two(Number(month))}`],
  [
    new RegExp(
      `${YEAR}(?:(?<=年的?)[前头](1[01]|[2-9]|十一?|[两二三四五六七八九])|[前头](1[01]|[4-9]|十一?|[四五六七八九]))个?月`,
      'u',
    ),
    ([, year, word, few, many], today) => {
      const count = few ?? many;
      const first = year ? Number(year) : yearOf(word, today);
      return `${first}-01-01..${lastDay(`${first}-${two(number(count?.replace('两', '二')))}`)}`;
    },
  ],
  [
    /(20\d{2}年|今年|去年)?的?第\s*(\d{1,2})\s*周/u,
    ([, year, week], today) => {
      const first =
        year === undefined || year === '今年'
          ? Number(today.slice(0, 4))
          : year === '去年'
            ? Number(today.slice(0, 4)) - 1
            : Number(year.slice(0, 4));
      const monday = addDays(startOfWeek(`${first}-01-04` as LocalDate), 7 * (Number(week) - 1));
      return `${monday}..${addDays(monday, 6)}`;
    },
  ],
  [
    new RegExp(`${YEAR}[前头]([两二三23])个?季度?`, 'u'),
    ([, year, word, count], today) => {
      const first = year ? Number(year) : yearOf(word, today);
      return `${first}-01-01..${first}-${/[三3]/u.test(count ?? '') ? '09-30' : '06-30'}`;
    },
  ],
  [
    new RegExp(`${YEAR}(?:第?([一二三四1-4])季度?|q([1-4]))`, 'iu'),
    ([, year, word, numeral, latin], today) => quarterName(year, word, number(numeral ?? latin), today),
  ],
  [
    new RegExp(`${YEAR}([上下])半年`, 'u'),
    ([, year, word, half], today) => {
      const first = half === '上' ? 1 : 7;
      return `${year ? Number(year) : word ? yearOf(word, today) : nearestYear(first, today)}H${first === 1 ? 1 : 2}`;
    },
  ],
  [
    new RegExp(
      `(?:${YEAR}${MONTH}月份?|(本|这个?|上个?)月)的?(?:([头前])|(最)?后)(\\d{1,2}|[一二两三四五六七八九十]|十[一二三四五])(?:天|个?(周|星期|礼拜))`,
      'u',
    ),
    ([, year, word, month, near, first, , count, weeks], today) => {
      const whole =
        near === undefined
          ? monthName(year, word, number(month), today)
          : addMonths(today, near.startsWith('上') ? -1 : 0).slice(0, 7);
      const days = number(count?.replace('两', '二')) * (weeks === undefined ? 1 : 7);
      const last = lastDay(whole);
      return first === undefined ? `${addDays(last, 1 - days)}..${last}` : `${whole}-01..${whole}-${two(days)}`;
    },
  ],
  [
    new RegExp(`(?:${YEAR}${MONTH}月份?|(本|这个?|上个?)月)的?(上|中|下)(旬|半月)`, 'u'),
    ([, year, word, month, near, part = '', length], today) => {
      const whole =
        near === undefined
          ? monthName(year, word, number(month), today)
          : addMonths(today, near.startsWith('上') ? -1 : 0).slice(0, 7);
      return length === '旬' ? tenDays(whole, part) : halfMonth(whole, part);
    },
  ],
  [
    new RegExp(`${YEAR}${MONTH}月(?!\\d)份?`, 'u'),
    ([, year, word, month], today) => monthName(year, word, number(month), today),
  ],
  [/上上个?月/u, (_, today) => addMonths(today, -2).slice(0, 7)],
  [/上(?:一个?|个)?月|前一个月/u, (_, today) => addMonths(today, -1).slice(0, 7)],
  [/本月份?|这个?月|当月|月度/u, (_, today) => today.slice(0, 7)],
  [/下个?月/u, (_, today) => addMonths(today, 1).slice(0, 7)],
  [/下个?季度?/u, (_, today) => quarterAt(addMonths(today, 3))],
  [/上个?季度?/u, (_, today) => quarterAt(addMonths(today, -3))],
  [/(?:本|这个?|当)季度?/u, (_, today) => quarterAt(today)],
  [/上上个?(?:周|星期|礼拜)/u, (_, today) => week(addDays(today, -14))],
  [/(?:上(?:一个?|个)?|前一个?)(?:周|星期|礼拜)/u, (_, today) => week(addDays(today, -7))],
  [/(?:本|这个?)(?:周|星期|礼拜)/u, (_, today) => week(today)],
  [/下个?(?:周|星期|礼拜)/u, (_, today) => week(addDays(today, 7))],
  [
    /(?:最?近|过去)(\d{1,3}|[一二三四五六七八九十]{1,2})(?:天|日)/u,
    ([, days], today) => `${addDays(today, 1 - number(days))}..${today}`,
  ],
  [
    /(?:最?近|过去)\s*(\d{1,2}|[一二两三四五六七八九十]{1,2})个月/u,
    ([, months], today) => `${monthsBack(today, number(months?.replace('两', '二')))}..${today}`,
  ],
  [/[这本]半年(?!来)/u, (_, today) => `${today.slice(0, 4)}H${today.slice(5, 7) <= '06' ? 1 : 2}`],
  [/(?:最?近|过去)半年|半年来/u, (_, today) => `${monthsBack(today, 6)}..${today}`],
  [/(?:最?近|过去)一?年|一年来/u, (_, today) => `${monthsBack(today, 12)}..${today}`],
  [/(?:最?近|过去)一?个?(?:周|星期)/u, (_, today) => `${addDays(today, -6)}..${today}`],
  [
    /(?:最?近|过去|这)([二两三四五六七八九十]|\d{1,2})个?(?:周|星期|礼拜)/u,
    ([, weeks], today) => `${addDays(today, 1 - 7 * number(weeks?.replace('两', '二')))}..${today}`,
  ],
  [/(?:最?近|过去|这)半个?月|半个?月(?:以来|来)/u, (_, today) => `${addDays(today, -14)}..${today}`],
  [/(?:最?近|过去)一?个?月/u, (_, today) => `${addDays(today, -29)}..${today}`],
  [/大前[天日]/u, (_, today) => day(addDays(today, -3))],
  [/前[天日]/u, (_, today) => day(addDays(today, -2))],
  [/昨[天日晚夜]/u, (_, today) => day(addDays(today, -1))],
  [/今[天日]/u, (_, today) => day(today)],
  [/(20\d{2})\s*年?(?![\d-])/u, ([, year]) => `${year}`],
  [/(?<!\d)(2\d)年(?![前后来内])/u, ([, year]) => `20${year}`],
  [/前年/u, (_, today) => String(yearOf('前年', today))],
  [/去年|(?<!马)上一?年/u, (_, today) => String(yearOf('去年', today))],
  [/今年|本年度?|年度|全年|一?整年/u, (_, today) => today.slice(0, 4)],
];

/** The period that a text names, in the zone's calendar; null if it names none. A missing year is the nearest past one. */
export function findPeriod(text: string, now: Instant, zone: string): FoundPeriod | null {
  const today = localDate(now, zone);
  for (const [pattern, name] of RULES) {
    const match = pattern.exec(text);
    const found = match ? parsePeriod(name(match, today)) : null;
    if (match && found) return { name: named(found.name, match[0], text, today), words: match[0] };
  }
  return null;
}

/** 下半年汇总表，去年的: the year stands apart. */
function named(name: string, words: string, text: string, today: LocalDate): string {
  const [year] = /[去前]年/u.exec(text.replace(words, ' ')) ?? [];
  const isWithin = /^\d{4}(?:[QH]\d|-\d{2})$/u.test(name) && !/[今去前明]年|20\d{2}|[本这上下]个?[月季周]/u.test(words);
  return year === undefined || !isWithin ? name : `${yearOf(year, today)}${name.slice(4)}`;
}

/** The first day of so many months that end today. */
const monthsBack = (today: LocalDate, months: number): LocalDate => addDays(addMonths(today, -months), 1);
/** 上旬, 中旬, 下旬 of a month. */
function tenDays(month: string, part: string): string {
  if (part === '上') return `${month}-01..${month}-10`;
  return part === '中' ? `${month}-11..${month}-20` : `${month}-21..${lastDay(month)}`;
}
const halfMonth = (month: string, part: string): string =>
  part === '上' ? `${month}-01..${month}-15` : `${month}-16..${lastDay(month)}`;

const day = (date: LocalDate): string => `${date}..${date}`;
const quarterAt = (date: LocalDate): string => `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;

function week(date: LocalDate): string {
  const start = startOfWeek(date);
  return `${start}..${addDays(start, 6)}`;
}

function yearOf(word: string | undefined, today: LocalDate): number {
  if (word !== undefined && /^\d/u.test(word)) return 2000 + Number(word.slice(0, 2));
  return Number(today.slice(0, 4)) - (word === '去年' ? 1 : word === '前年' ? 2 : word === '明年' ? -1 : 0);
}

function monthName(year: string | undefined, word: string | undefined, month: number, today: LocalDate): string {
  return `${year ? Number(year) : word ? yearOf(word, today) : nearestYear(month, today)}-${two(month)}`;
}

function quarterName(year: string | undefined, word: string | undefined, quarter: number, today: LocalDate): string {
  return `${year ? Number(year) : word ? yearOf(word, today) : nearestYear(quarter * 3 - 2, today)}Q${quarter}`;
}
