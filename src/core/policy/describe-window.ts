/** Windows in Chinese: the shapes that policies use are said as people say them, any other edge by edge. */
import type { Base, Bound, WindowRule } from '../window.js';

/** A window: `处理完毕后第 7 天起、1 个月之内`. A day that is named takes part with all of its hours. */
export function describeWindow(rule: WindowRule, anchor: string): string {
  return (
    withoutStart(rule, anchor) ??
    aroundTerm(rule, anchor) ??
    ofCalendar(rule, anchor) ??
    spanned(rule, anchor) ??
    edgeByEdge(rule, anchor)
  );
}

/** From the anchor itself: `处理完毕后 3 天之内（当天不计）`; within a period: `至迟当月 24 日`. */
function withoutStart({ from, through, before }: WindowRule, anchor: string): string | null {
  if (from) return null;
  if (through && lastOfTerm(through)) return `${anchor}之内`;
  if (through && isOwn(through)) {
    if ('days' in through)
      return through.days === 0 ? `${anchor}当天` : `${anchor}后 ${through.days} 天之内${NOT_COUNTED}`;
    return `${anchor}后 ${amount(through)}之内`;
  }
  if (before && ('hours' in before || 'minutes' in before)) return `${anchor}后 ${amount(before)}之内`;
  return through && anchor === PERIOD_START ? `至迟${describeEdge(through, anchor)}` : null;
}

/** T1: the first day is not counted. */
export const NOT_COUNTED = '（当天不计）';

/** From what a period's windows count. */
export const PERIOD_START = '期初';

/** Around the end of a term: `保修期满前 60 天之内`, `协议期满后 7 天之内`; or a part of it: `协议期过 1/3 后、过 2/3 前`. */
function aroundTerm({ from, before }: WindowRule, anchor: string): string | null {
  if (!from || !before) return null;
  if ('part' in from && 'part' in before) {
    const [part, whole] = before.part;
    return `${anchor}过 ${from.part.join('/')} 后、${part === whole ? '期满前' : `过 ${before.part.join('/')} 前`}`;
  }
  const [first, last] = [daysAfterTerm(from), daysAfterTerm(before)];
  if (first === 0 && last !== null && last > 0) return `${anchor}满后 ${last} 天之内`;
  if (first !== null && first < 0 && last === 0) return `${anchor}满前 ${-first} 天之内`;
  return null;
}

/** Days of one week or month: `处理完毕的下一周`, `次月 1 日至 5 日`, `下一季度第一个月 1 日至 10 日`. */
function ofCalendar({ from, through }: WindowRule, anchor: string): string | null {
  if (!from || !through || !('days' in from)) return null;
  const { days: first, of } = from;
  if ('day' in through && first === 0 && of === 'next-quarter' && through.of === of && through.day > 1)
    return `${MONTHS[of]} 1 日至 ${through.day} 日`;
  if (!('days' in through) || through.of !== of) return null;
  if (of === 'week-end' && first === 1 && through.days === 7)
    return `${anchor === PERIOD_START ? '' : `${anchor}的`}下一周`;
  if (of === 'month-end' && first >= 1 && first < through.days && through.days <= 28)
    return `次月 ${first} 日至 ${through.days} 日`;
  return null;
}

/** Both edges counted from the anchor: `处理完毕满 24 小时起、48 小时之内`; one day alone: `处理完毕次日`. */
function spanned({ from, through, before }: WindowRule, anchor: string): string | null {
  if (from && through && JSON.stringify(from) === JSON.stringify(through)) return describeEdge(from, anchor);
  const end = through ?? before;
  if (!from || !end || !isOwn(from) || !isOwn(end)) return null;
  if (before && 'months' in from && 'months' in before && before.months === from.months + 1)
    return `${anchor}后第 ${before.months} 个月`;
  const start = 'days' in from ? describeEdge(from, anchor) : `${anchor}满 ${amount(from)}`;
  if ('hours' in end || 'minutes' in end) return `${start}起、${amount(end)}之内`;
  if (through) return `${start}起、${'days' in end ? `第 ${end.days} 天为止` : `${amount(end)}之内`}`;
  return `${start}起、${'days' in end ? `第 ${end.days} 天之前` : `满 ${amount(end)}之前`}`;
}

function edgeByEdge({ from, through, before }: WindowRule, anchor: string): string {
  const start = from ? describeEdge(from, anchor) : anchor;
  if (through) return `${start}起，至${describeEdge(through, anchor)}`;
  return before ? `${start}起，到${describeEdge(before, anchor)}之前` : `${start}起`;
}

/** One edge of a window: `处理完毕后第 7 天`, `次月 7 日`, `下周一`. */
export function describeEdge(bound: Bound, anchor: string): string {
  if ('minutes' in bound || 'hours' in bound) return `${anchor}后 ${amount(bound)}`;
  if ('part' in bound)
    return bound.part[0] === bound.part[1] ? `${anchor}结束` : `${anchor}的 ${bound.part.join('/')} 处`;
  const of = bound.of ?? 'anchor';
  if ('day' in bound) return `${MONTHS[of]} ${bound.day} 日`;
  if ('months' in bound) return `${of === 'anchor' ? anchor : BASE_WORDS[of]}满 ${bound.months} 个月之日`;
  const { days } = bound;
  if (of === 'anchor') {
    if (days === 0 || days === 1) return `${anchor}${days === 0 ? '当天' : '次日'}`;
    return days > 0 ? `${anchor}后第 ${days} 天` : `${anchor}前 ${-days} 天`;
  }
  if (of === 'week-end' && days >= 1 && days <= 7) return `下周${WEEKDAYS[days]}`;
  if (of === 'month-end' && days >= 1 && days <= 28) return `次月 ${days} 日`;
  if (days === 0) return BASE_WORDS[of];
  return days > 0 ? `${BASE_WORDS[of]}后第 ${days} 天` : `${BASE_WORDS[of]}前 ${-days} 天`;
}

const WEEKDAYS = ' 一二三四五六日';

/** The day that a base is. */
export const BASE_WORDS: Readonly<Record<Base, string>> = {
  anchor: '',
  'after-term': '期满次日',
  'week-end': '当周周日',
  'month-end': '当月最后一天',
  'quarter-start': '季度第一天',
  'quarter-end': '季度最后一天',
  'next-quarter': '下一季度第一天',
  'half-year-end': '半年最后一天',
};

/** The month that a base lies in. */
const MONTHS: Readonly<Record<Base, string>> = {
  anchor: '当月',
  'after-term': '期满次日当月',
  'week-end': '当周周日当月',
  'month-end': '当月',
  'quarter-start': '季度第一个月',
  'quarter-end': '季度第三个月',
  'next-quarter': '下一季度第一个月',
  'half-year-end': '半年最后一个月',
};

type Amount = Extract<Bound, { readonly minutes: number } | { readonly hours: number } | { readonly months: number }>;

function amount(bound: Amount): string {
  if ('minutes' in bound) return `${bound.minutes} 分钟`;
  return 'hours' in bound ? `${bound.hours} 小时` : `${bound.months} 个月`;
}

/** Whether an edge counts from the anchor in minutes, hours, days or months. */
const isOwn = (bound: Bound): bound is Amount | Extract<Bound, { readonly days: number }> =>
  !('part' in bound) && !('day' in bound) && !('of' in bound && bound.of !== undefined && bound.of !== 'anchor');

const daysAfterTerm = (bound: Bound): number | null =>
  'days' in bound && bound.of === 'after-term' ? bound.days : null;
const lastOfTerm = (bound: Bound): boolean => daysAfterTerm(bound) === -1;
