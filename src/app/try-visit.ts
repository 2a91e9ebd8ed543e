/**
 * 无人应答、拒访、已搬走、找错人、改期: what staff found who went or called. Every try is a row of the reach ledger; after
 * enough of them at different times of day the household is unreachable 联系不上.
 */
import type { Context } from '../context.js';
import { HOUR, localDate, type Instant } from '../core/calendar.js';
import { shortTime, startTime } from '../core/day-words.js';
import { DAY_PARTS, dayPart, neededAttempts, progress, type Progress } from '../core/reach.js';
import { METHODS, REACH_OUTCOMES, type Method } from '../core/terms.js';
import { appointmentInstant, type Appointment } from '../core/understand/appointment.js';
import { isToBeMade, type Excuse } from '../core/visit.js';
import { askedZh, placeZh } from '../core/visit-words.js';
import { dropReminders } from '../store/appointments.js';
import { addAttempt, attemptsOf, settleAttempts } from '../store/attempts.js';
import { conversationOfVisit, saveConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { openFollowUp } from '../store/follow-ups.js';
import type { Staff } from '../store/staff.js';
import type { StoredVisit } from '../store/visits.js';
import { releaseWaiting } from './join-visits.js';
import { moveVisit } from './move-visit.js';
import { openTask, type OpenTask } from './open-task.js';
import { policyOfVisit } from './policies-of-estate.js';
import { replaceUnreachable } from './replace-visit.js';

type Try = { readonly staff: Staff; readonly task: number; readonly now: Instant };

/** 无人应答: one attempt more. Answers what the member of staff is told. */
export async function noteNoAnswer(
  tx: Tx,
  ctx: Context,
  { staff, task: no, now }: Try,
  method: Method | null,
): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { visit, estate } = task;
  if (!isToBeMade(visit.status)) return over(no);
  if (now < visit.earliest)
    return `任务 ${no} 从 ${startTime(visit.earliest, estate.timezone, now)} 起才可以回访，这次不计，请到时再联系。`;
  const channel = method ?? usualWay(visit);
  const before = progress(await attemptsOf(tx, ctx.box, visit.no), neededFor(ctx, task), estate.timezone);
  await addAttempt(tx, ctx.box, visit, { channel, at: now, by: staff.userid, outcome: 'no-answer' });
  const after = progress(await attemptsOf(tx, ctx.box, visit.no), neededFor(ctx, task), estate.timezone);
  const noted = `已记下：任务 ${no} ${METHODS[channel].zh}无人应答（${DAY_PARTS[dayPart(now, estate.timezone)]}）。`;
  if (!after.enough) return `${noted}\n${missing(before, after)}`;
  const command = { kind: 'give-up', attempts: after.counted, needed: after.needed } as const;
  const given = await moveVisit(tx, ctx, visit, { command, actor: staff.userid, now, change: { nextAt: null } });
  if (given === null) return `${noted}\n微信询问还在等住户回复；到时没有回音，再算联系不上。`;
  await quieten(tx, ctx, visit, now);
  const next = await replaceUnreachable(tx, ctx, given, now);
  const said = next === null ? '没有可以换的住户，照实留作未完成' : `换成任务 ${next.no}（${placeZh(next)}）`;
  return `${noted}\n不同时段已联系 ${after.counted} 次，任务 ${no} 记为联系不上，${said}。`;
}

const neededFor = (ctx: Context, { estate, visit }: OpenTask): number =>
  neededAttempts(policyOfVisit(ctx, estate, visit));

/** How many attempts are still to be made, and when. */
function missing(before: Progress, { counted, needed, untried }: Progress): string {
  const same = counted === before.counted ? '同一时段已经联系过，不另计次。' : '';
  const parts = untried.map((part) => DAY_PARTS[part]).join('、');
  const when = untried.length === 0 ? '换一天或换个时段' : parts;
  return `${same}已计 ${counted} 次，共要 ${needed} 次；请再在${when}联系。`;
}

/** 拒访、已搬走、找错人: the visit ends, excused, and another takes its place where there is one; a late answer counts. */
export async function excuseVisit(
  tx: Tx,
  ctx: Context,
  { staff, task: no, now }: Try,
  outcome: Excuse,
): Promise<string> {
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { visit } = task;
  const command = { kind: 'excuse', outcome } as const;
  const moved = await moveVisit(tx, ctx, visit, { command, actor: staff.userid, now, change: { nextAt: null } });
  if (moved === null) return over(no);
  await quieten(tx, ctx, visit, now);
  await addAttempt(tx, ctx.box, visit, { channel: usualWay(visit), at: now, by: staff.userid, outcome });
  const next = await replaceUnreachable(tx, ctx, moved, now);
  const instead = next === null ? '' : `换成任务 ${next.no}（${placeZh(next)}）。`;
  const said = `已记下：任务 ${no} ${REACH_OUTCOMES[outcome].zh}，不再催办，计入到访台账。${instead}`;
  if (outcome === 'refused') return said;
  const { estate, household } = visit;
  const text = REACH_OUTCOMES[outcome].zh;
  const followUp = { estate, visitNo: visit.no, household, kind: 'wrong-person', text, assignee: null } as const;
  await openFollowUp(tx, { ...followUp, route: 'supervisor' }, now);
  return `${said}\n住户登记请主管核对。`;
}

/** Nothing is waited for in chat any more; what the household still writes is heard, what waited behind goes on. */
async function quieten(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  await releaseWaiting(tx, ctx, visit, now);
  await settleAttempts(tx, visit.no, 'silent');
  const talk = await conversationOfVisit(tx, visit.no);
  if (talk !== null) await saveConversation(tx, { ...talk, wakeAt: null }, now);
}

/** The visitor is reminded so long before what was agreed. */
const REMIND_BEFORE_MS = HOUR;

/** 改期: the household wants another time, inside the window; the visitor is reminded of it. */
export async function postponeVisit(
  tx: Tx,
  ctx: Context,
  { staff, task: no, now }: Try,
  appointment: Appointment,
): Promise<string> {
  if (Object.keys(appointment).length === 0) {
    return `改到什么时候？只写时间就行，也可以写全：改期 ${no} 周六上午，或 改期 ${no} 11月28日 15:00。`;
  }
  const task = await openTask(tx, ctx, staff, { no, action: 'record visit', now });
  if ('kind' in task) return task.text;
  const { visit, estate } = task;
  const until = appointmentInstant(onItsDay(appointment, visit, estate.timezone, now), now, estate.timezone);
  const when = (at: Instant): string => shortTime(at, estate.timezone);
  if (until <= now) return `${when(until)}已经过去了。可以写：改期 ${no} 明天下午。`;
  if (visit.due <= now)
    return `任务 ${no} 的时限（${when(visit.due)}）已过，改期不能延长。约好的时间请自己记下，尽快回访，访完写：完成 ${no}；没有访到写：无人应答 ${no} 电话。`;
  if (until < visit.earliest || until >= visit.due) {
    const window = `${startTime(visit.earliest, estate.timezone, now)} 到 ${shortTime(visit.due, estate.timezone, now)}`;
    const onlyThen = `${askedZh(visit)}只有那时方便的，请自己记下，访完写：完成 ${no}（按逾期补办计）。`;
    return `任务 ${no} 的时限是 ${window}，${shortTime(until, estate.timezone, now)} 不在其内，请另约时间。${until < visit.due ? '' : onlyThen}`;
  }
  const nextAt = Math.max(now + 1, until - REMIND_BEFORE_MS) as Instant;
  const change = { nextAt, why: { ...visit.why, appointment: until } };
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'postpone', until },
    actor: staff.userid,
    now,
    change,
  });
  if (moved === null) return over(no);
  await quieten(tx, ctx, visit, now);
  await dropReminders(tx, visit.no);
  const held = moved.assignee === null ? await claimed(tx, ctx, moved, staff, now) : moved;
  const reminded = held.assignee === staff.userid ? '到时会提醒您。' : '到时会提醒负责的同事。';
  return `任务 ${no} 已约在 ${when(until)}，${reminded}`;
}

/** 85改到下午: another hour of the day that was agreed already. */
function onItsDay(appointment: Appointment, { why }: StoredVisit, zone: string, now: Instant): Appointment {
  const agreed = why.appointment;
  if (agreed === undefined || agreed <= now || appointment.date !== undefined || appointment.shiftDays !== undefined)
    return appointment;
  return { ...appointment, date: localDate(agreed, zone) };
}

async function claimed(tx: Tx, ctx: Context, visit: StoredVisit, staff: Staff, now: Instant): Promise<StoredVisit> {
  const command = { kind: 'assign', to: staff.userid } as const;
  return (await moveVisit(tx, ctx, visit, { command, actor: staff.userid, now })) ?? visit;
}

/** The way in which the visit is usually tried by a person. */
const usualWay = ({ how }: StoredVisit): Method =>
  how.includes('phone') ? 'phone' : (how.find((method) => method !== 'chat') ?? 'phone');

const over = (no: number): string => `任务 ${no} 已经结束，不用再办。`;
