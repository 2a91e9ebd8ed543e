/** 值班日: the days on which an estate's staff work, for what is told to them and planned with them. */
import type { Context } from '../context.js';
import { addDays, HOUR, instantAt, localTime, type Instant } from '../core/calendar.js';
import type { TellingRules } from '../core/duty-telling.js';
import { dutyDaysLeft, type DutyDays } from '../core/working-calendar.js';
import type { Estate } from '../store/estates.js';
import type { StoredVisit } from '../store/visits.js';

export const dutyDaysOf = ({ holidays }: Pick<Context, 'holidays'>, { timezone, dutyDays }: Estate): DutyDays => ({
  zone: timezone,
  dutyDays,
  holidays,
});

/** When staff may be told of an estate's duties. */
export const tellingRules = (ctx: Pick<Context, 'holidays'>, estate: Estate): TellingRules => ({
  zone: estate.timezone,
  quietHours: estate.quietHours,
  days: dutyDaysOf(ctx, estate),
});

/** Why the visit stands there, with the note that its window has no duty day left; nothing where it has. */
export function withDutyNote(
  ctx: Pick<Context, 'holidays'>,
  estate: Estate,
  { why, earliest, due }: StoredVisit,
  now: Instant,
): StoredVisit['why'] {
  const opens = Math.max(earliest, now) as Instant;
  const isLeft = estate.dutyDays === null || dutyDaysLeft(opens, due, dutyDaysOf(ctx, estate)).length > 0;
  if (isLeft || why.noDutyDay !== undefined) return why;
  return { ...why, noDutyDay: now, exceptions: [...(why.exceptions ?? []), NO_DUTY_DAY] };
}

const NO_DUTY_DAY = '时限内没有工作日，请安排值班';

/** Staff are told of their day from then on, local. */
const DAY_BEGINS_MS = 9 * HOUR;
const DAY_ENDS_HOUR = 21;

/** The instant itself, or the morning after it where it is night: for what can wait until staff begin their day. */
export function byDay(now: Instant, zone: string): Instant {
  const { date, hour } = localTime(now, zone);
  const today = instantAt(date, DAY_BEGINS_MS, zone);
  if (now < today) return today;
  return hour < DAY_ENDS_HOUR ? now : instantAt(addDays(date, 1), DAY_BEGINS_MS, zone);
}
