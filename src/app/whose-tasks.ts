/** 我的任务 by day, kind and estate; 赵磊的任务: a colleague's, for whoever answers for the estate (p03.8). */
import type { Context } from '../context.js';
import { addDays, localDate, type Instant, type LocalDate } from '../core/calendar.js';
import { parsePeriod, periodRange } from '../core/period.js';
import { can } from '../core/permissions.js';
import { periodLabel } from '../core/report/labels.js';
import { dayZh } from '../core/day-words.js';
import { EVENT_KINDS } from '../core/terms.js';
import type { ContextArgs } from '../core/understand/command-context.js';
import type { StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { staffCalled, type Staff } from '../store/staff.js';
import type { StoredVisit } from '../store/visits.js';
import { estateAsked, refused, words, type Answer, type Asker } from './answer.js';

/** Whose list it is and at which estates; `called` is how whoever asks is told of them. */
export type WhoseTasks = { readonly staff: Staff; readonly estates: readonly string[]; readonly called: string };

/** The person who is named, if whoever asks may see their list; else what they are told. */
export async function whoseTasks(
  ctx: Context,
  asker: Asker,
  { person, estate: name }: ContextArgs,
  now: Instant,
): Promise<WhoseTasks | Answer> {
  const { staff, estates } = asker;
  if (person === undefined) {
    const own = estates.filter((one) => name === undefined || one.name === name).map(({ id }) => id);
    const mine = own.filter((id) => can(staff, 'see own tasks', { estate: id }).allowed);
    return { staff, estates: mine, called: '您' };
  }
  const estate = estateAsked(asker, name, `${person}的任务`);
  if (typeof estate === 'string') return words(estate);
  const called = await staffCalled(ctx.db.read, estate.id, person);
  const [one, ...others] = called;
  const isOwn = one?.userid === staff.userid && others.length === 0;
  const allowed = can(staff, isOwn ? 'see own tasks' : 'see tasks of staff', { estate: estate.id });
  if (!allowed.allowed) return refused(ctx, asker, 'see tasks of staff', estate, allowed.who, now);
  if (one === undefined) return words(`${estate.name}没有叫「${person}」的同事。`);
  if (others.length > 0) {
    const accounts = called.map(({ userid, name: of }) => `${of}（${userid}）`).join('、');
    return words(`有 ${called.length} 位「${person}」：${accounts}。请写全名。`);
  }
  return { staff: one, estates: [estate.id], called: isOwn ? '您' : one.name };
}

/** What the list is narrowed to, in words: null where nothing narrows it. */
export type Narrowed = {
  readonly zh: string;
  readonly task: (task: StoredVisit) => boolean;
  readonly duty: (duty: StoredDuty) => boolean;
};

/**
 * A task is of the day for which its household was promised it, else of the last one of its window; what is overdue is
 * of today and no other.
 */
export function narrowedTo(
  { date, period: name, kind }: ContextArgs,
  { timezone: zone }: Pick<Estate, 'timezone'>,
  now: Instant,
): Narrowed | null {
  const today = localDate(now, zone);
  const period = date === undefined ? parsePeriod(name ?? '') : parsePeriod(`${date}..${date}`);
  if (period === null && kind === undefined) return null;
  const range = period === null ? null : periodRange(period, zone);
  const isIn = (at: Instant): boolean => {
    if (range === null) return true;
    const day = at < now ? now : at;
    return day >= range[0] && day < range[1];
  };
  const lastMoment = (due: Instant): Instant => (due - 1) as Instant;
  const days = date === undefined ? (period === null ? '' : periodLabel(period, today)) : daysZh(date, today);
  return {
    zh: `${days}${kind === undefined ? '' : EVENT_KINDS[kind].zh}`,
    task: (task) => isIn(task.why.appointment ?? lastMoment(task.due)) && (kind === undefined || task.kind === kind),
    duty: ({ due }) => kind === undefined && due !== null && isIn(lastMoment(due)),
  };
}

function daysZh(date: LocalDate, today: LocalDate): string {
  if (date === today) return '今天';
  return date === addDays(today, 1) ? '明天' : dayZh(date);
}
