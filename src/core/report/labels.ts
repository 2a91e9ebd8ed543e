/** How periods are called in reports and chats: `9 月`, `三季度`, `2025 年 9 月`. */
import { addDays } from '../calendar.js';
import type { LocalDate } from '../calendar.js';
import { dayZh } from '../day-words.js';
import type { Period } from '../period.js';

const QUARTERS = ['一季度', '二季度', '三季度', '四季度'] as const;

/** The period in words; the year is said only when it is not `today`'s. */
export function periodLabel(period: Period, today: LocalDate): string {
  const { from, months } = period;
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  const before = year === today.slice(0, 4) ? '' : `${year} 年`;
  switch (months) {
    case 12:
      return `${year} 年`;
    case 6:
      return `${before}${month === 1 ? '上半年' : '下半年'}`;
    case 3:
      return `${before}${QUARTERS[(month - 1) / 3] ?? ''}`;
    case 1:
      return before === '' ? `${month} 月` : `${before} ${month} 月`;
    case null:
      return daysLabel(from, addDays(period.to, -1), before);
    default:
      return months satisfies never;
  }
}

function daysLabel(first: LocalDate, last: LocalDate, before: string): string {
  const start = `${before === '' ? '' : `${before} `}${dayZh(first)}`;
  if (first === last) return start;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${start}至 ${Number(last.slice(8))} 日`;
  const year = first.slice(0, 4) === last.slice(0, 4) ? '' : `${last.slice(0, 4)} 年 `;
  return `${start}至 ${year}${dayZh(last)}`;
}
