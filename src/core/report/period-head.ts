/** What every paper of a period says of itself, and the places that are left for people to write in. */
import { addDays, addMonths, localDate, type Instant, type LocalDate } from '../calendar.js';
import { dayZh } from '../day-words.js';
import { previousPeriod, type Period } from '../period.js';
import type { Policy } from '../policy/schema.js';
import { ROLES, type Role } from '../terms.js';
import type { Cell } from './report.js';

/** `from` and `to` are half-open: mostly the period's own days, else those from one cut-off 截止 to the next. */
export type Heading = Days & {
  readonly estate: string;
  readonly zone: string;
  readonly period: Period;
  readonly madeAt: Instant;
};
type Days = { readonly from: LocalDate; readonly to: LocalDate };

/** A heading over the period's own days. */
export const headingOf = (
  estate: { readonly name: string; readonly timezone: string },
  period: Period,
  madeAt: Instant,
): Heading => ({ estate: estate.name, zone: estate.timezone, period, from: period.from, to: period.to, madeAt });

/** `2026 年 3 月 1 日`: papers are kept for years, so each day says its own. */
export const fullDay = (date: LocalDate): string => `${date.slice(0, 4)} 年 ${dayZh(date)}`;

/** A moment of which the paper tells the day. */
export const dayOf = (at: Instant | null, zone: string): Cell => (at === null ? null : localDate(at, zone));

/** What a paper says beside the heading that every form has. */
export const headFields = ({ from, to }: Heading): Readonly<Record<string, Cell>> => ({
  起止日期: `${fullDay(from)}至 ${fullDay(addDays(to, -1))}`,
});

/** The period with its year: `2026 年 9 月`, `2026 年三季度`. */
export function periodFull({ from, to, months }: Period): string {
  const year = `${from.slice(0, 4)} 年`;
  const month = Number(from.slice(5, 7));
  switch (months) {
    case 12:
      return year;
    case 6:
      return `${year}${month === 1 ? '上半年' : '下半年'}`;
    case 3:
      return `${year}${['一', '二', '三', '四'][(month - 1) / 3] ?? ''}季度`;
    case 1:
      return `${year} ${month} 月`;
    case null:
      return `${fullDay(from)}至 ${fullDay(addDays(to, -1))}`;
    default:
      return months satisfies never;
  }
}

/**
 * From cut-off to cut-off 截止: the days after the last one to this one's own. `day` belongs to the period's last month,
 * and is the last day that this paper counts; of a run of days, and without a cut-off, the period stands as it is.
 */
export function cutOffDays(period: Period, day: number | null): Days {
  const { to, months } = period;
  if (day === null || months === null) return { from: period.from, to };
  const lastMonth = addMonths(to, -1);
  const after = (start: LocalDate): LocalDate => addDays(start, day);
  return { from: after(addMonths(lastMonth, -months)), to: after(lastMonth) };
}

/** The same days of the period before. */
export const headingBefore = (heading: Heading, day: number | null): Heading => {
  const period = previousPeriod(heading.period);
  return { ...heading, period, ...cutOffDays(period, day) };
};

/**
 * 编号 of a period's paper, the same whenever it is made, and no other paper's: `翠湖花园-P03-季度统计分析报告-2026Q3`,
 * `翠湖花园-P06-周巡查表-20260302-20260308`.
 */
export function numberOf(of: Numbered, { name, from, to, months }: Period): string {
  const days = [from, addDays(to, -1)].map((day) => day.replaceAll('-', ''));
  return subjectNumber(of, months === null ? [...new Set(days)].join('-') : name);
}
type Numbered = { readonly estate: string; readonly form: string; readonly policy: string | null };

/** The same of what is about works, or about a survey that was sent by order. */
export const subjectNumber = ({ estate, form, policy }: Numbered, subject: string): string =>
  [estate, ...(policy === null ? [] : [policy.toUpperCase()]), form, subject.replaceAll(/[^\p{L}\p{N}-]/gu, '-')].join(
    '-',
  );

/** A place that a person fills in; nothing is written there for them. */
export const leftTo = (who: string): string => `（由${who}填写）`;

/** A role by the title that the policy gives it. */
export const titleOf = (policy: Pick<Policy, 'roles'>, role: Role): string => policy.roles[role] ?? ROLES[role].zh;
