/** Windows that leave an estate's staff no duty day are told to those who can put somebody on duty, once a day. */
import type { Context } from '../context.js';
import { localDate, localTime, type Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import type { Role } from '../core/terms.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { estates, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { factOf, keepFact } from '../store/facts.js';
import { tasksWithoutDutyDay } from '../store/tasks.js';
import { fitted } from './answer.js';
import { byDay } from './duty-days.js';
import { alertRole } from './tell-staff.js';

/** Gathered from the morning on, once a day: what comes later waits for the next. */
const FROM_HOUR = 8;
const UNTIL_HOUR = 21;
const ANSWERABLE: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** A line of the timetable: visits found since the last time whose windows leave no duty day, in one message an estate. */
export async function tellNoDutyDay(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    const { hour } = localTime(now, estate.timezone);
    if (estate.dutyDays !== null && hour >= FROM_HOUR && hour < UNTIL_HOUR) await tellEstate(ctx, estate, now);
  }
  ctx.wake('outbox');
}

async function tellEstate(ctx: Context, estate: Estate, now: Instant): Promise<void> {
  const name = `no-duty-day:${estate.id}`;
  await ctx.db.write(async (tx) => {
    const before = await factOf(tx, name, now);
    const last = before === null ? 0 : Number(before.value);
    const isToday = localDate(last as Instant, estate.timezone) === localDate(now, estate.timezone);
    const found = isToday ? [] : await tasksWithoutDutyDay(tx, estate.id, last as Instant, now);
    if (found.length === 0) return;
    const lines: string[] = [];
    for (const visit of found) {
      const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
      const matter = matterZh(visit, event?.description ?? null);
      lines.push(`${visit.no}. ${shortTime(visit.due, estate.timezone)} 前 ${placeZh(visit)} ${matter}`);
    }
    const head = `【时限内没有工作日】${estate.name}有 ${found.length} 件回访，时限内没有工作日，请安排值班：`;
    await alertRole(tx, ctx, estate, ANSWERABLE, fitted([head, ...lines]), {
      now,
      visitNo: null,
      notBefore: byDay(now, estate.timezone),
    });
    await keepFact(tx, name, String(now), now);
  });
}
