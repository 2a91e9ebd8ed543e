/** How a window came about, in words: `3 月 2 日 16:20 处理完毕，之后第 3 天（3 月 5 日）24:00 为止`. */
import { addDays, daysBetween, localDate, localTime, MINUTE, startOfDay } from '../calendar.js';
import type { Instant, LocalDate } from '../calendar.js';
import type { Anchor, Bound } from '../window.js';
import { BASE_WORDS } from './describe-window.js';
import type { Opening } from './plan.js';
import { ANCHORS } from './words.js';

/** The arithmetic of a window that a rule opened: what it counts from, and its two edges with their dates. */
export function windowWords({ rule, start, window }: Pick<Opening, 'rule' | 'start' | 'window'>, zone: string): string {
  const { anchor } = start;
  const base = ANCHORS[rule.anchor ?? 'resolvedAt'].zh;
  const year = yearOf(anchor, zone);
  const begins = `${momentWords(window.earliest, zone, year)} 起`;
  const ends = `${endWords(window.due, zone, year)}为止`;
  const waits = rule.after ? [`第 ${rule.after.visit} 次回访完成之后才做`] : [];
  if (rule.series) {
    const every = `每 ${rule.series.months} 个月一次`;
    return [anchorWords(anchor, base, zone), every, `这一次 ${begins}`, ends, ...waits].join('，');
  }
  const { from, through, before } = rule.window ?? {};
  const end = through ?? before;
  if (from && through && edgeWords(from) === edgeWords(through)) {
    const day = dateWords(localDate(window.earliest, zone), year);
    return [anchorWords(anchor, base, zone), `${edgeWords(from)}（${day}）一整天`, ...waits].join('，');
  }
  return [
    anchorWords(anchor, base, zone),
    ...(from ? [`${edgeWords(from)}（${dateOrMoment(from, window.earliest, zone, year)}）${midnight(from)}起`] : []),
    end === undefined ? ends : lastWords(end, through !== undefined, window.due, zone, year),
    ...waits,
  ].join('，');
}

/** The window's end: a day that is taken in whole ends at 24:00, one that it stops before begins at 0:00. */
function lastWords(bound: Bound, whole: boolean, due: Instant, zone: string, year: string): string {
  if ('hours' in bound || 'minutes' in bound) return `${edgeWords(bound)}（${momentWords(due, zone, year)}）为止`;
  const day = localDate(due, zone);
  const shown = whole ? addDays(day, -1) : day;
  return `${edgeWords(bound)}（${dateWords(shown, year)}）${whole ? '24:00' : '0:00'} 为止`;
}

/** An edge as it is counted from the anchor: `之后第 7 天`, `满 1 个月之日`, `2/3 处`. */
function edgeWords(bound: Bound): string {
  if ('minutes' in bound) return `${bound.minutes} 分钟后`;
  if ('hours' in bound) return `${bound.hours} 小时后`;
  if ('part' in bound) return bound.part[0] === bound.part[1] ? '期满' : `${bound.part[0]}/${bound.part[1]} 处`;
  const base = BASE_WORDS[bound.of ?? 'anchor'];
  if ('day' in bound) return base === '' ? `当月 ${bound.day} 日` : `${base}所在月份的 ${bound.day} 日`;
  if ('months' in bound) return `${base}满 ${bound.months} 个月之日`;
  if (bound.days === 0) return base === '' ? '当天' : base;
  const side = bound.days > 0 ? `后第 ${bound.days} 天` : `前 ${-bound.days} 天`;
  return `${base === '' ? '之' : base}${side}`;
}

function anchorWords(anchor: Anchor, word: string, zone: string): string {
  if (anchor.kind === 'instant') return `${momentWords(anchor.at, zone, yearOf(anchor, zone))} ${word}`;
  if (anchor.kind === 'date') return `${dateWords(anchor.date, '')} ${word}`;
  const days = daysBetween(anchor.start, anchor.end) + 1;
  return `${word} ${dateWords(anchor.start, '')}至 ${dateWords(anchor.end, '')}（共 ${days} 天）`;
}

/** The year that need not be said: the one that the anchor itself is in. */
function yearOf(anchor: Anchor, zone: string): string {
  const day =
    anchor.kind === 'instant' ? localDate(anchor.at, zone) : anchor.kind === 'date' ? anchor.date : anchor.end;
  return day.slice(0, 4);
}

const midnight = (bound: Bound): string => ('hours' in bound || 'minutes' in bound ? '' : '0:00 ');
const dateOrMoment = (bound: Bound, at: Instant, zone: string, year: string): string =>
  'hours' in bound || 'minutes' in bound ? momentWords(at, zone, year) : dateWords(localDate(at, zone), year);

const dateWords = (date: LocalDate, year: string): string =>
  `${date.startsWith(year) && year !== '' ? '' : `${date.slice(0, 4)} 年 `}${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日`;

/** `3 月 2 日 16:20`, local; seconds are left out. */
function momentWords(at: Instant, zone: string, year: string): string {
  const { date, minutes } = localTime(at, zone);
  return `${dateWords(date, year)} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The end of a window: midnight is the day before's 24:00. */
function endWords(due: Instant, zone: string, year: string): string {
  const day = localDate(due, zone);
  if (startOfDay(day, zone) !== due) return momentWords(due, zone, year);
  return `${dateWords(localDate((due - MINUTE) as Instant, zone), year)} 24:00 `;
}
