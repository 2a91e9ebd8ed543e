/**
 * 逾期上门 (p03.10): a visitor was notified; where the visit is still not done after so many days, another role goes to
 * the door, and is told at once.
 */
import type { Context } from '../context.js';
import { addDays, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { asksFor, dueDuty, dutiesWith, dueSoonAt, type DueDuty, type PlacedDuty } from '../core/policy/due-duties.js';
import type { Policy } from '../core/policy/schema.js';
import { isOpen } from '../core/visit.js';
import { currentRecord } from '../store/records.js';
import { openDutiesOfVisit, saveDuty, type StoredDuty } from '../store/duties.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { staffOf } from '../store/staff.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { giveVisit, mayKeep, visitorFor } from './assign-visits.js';
import { cancelDuty, finishDuty } from './finish-duty.js';
import { concernedPolicies } from './follow-up-duties.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { mayCall, tellTask } from './tell-staff.js';

/** The visitor is notified now: from so many days later on somebody else is to go. */
export async function openWaits(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const estate = await estateOf(tx, visit.estate);
  if (estate === null) return;
  if (policiesOfEstate(ctx, estate).every((policy) => dutiesWith(policy, 'not-done').length === 0)) return;
  const event = visit.event === null ? null : await eventOf(tx, estate.id, visit.event);
  for (const policy of await concernedPolicies(tx, ctx, { estate, visit })) {
    const due = dutiesWith(policy, 'not-done')
      .filter((placed) => (event === null ? !placed.clause.on : asksFor(placed, event, estate.timezone)))
      .flatMap((placed) => waitOf(policy, placed, visit, estate.timezone, now));
    await openDuties(tx, ctx, { estate, policy }, due, { event, visitNo: visit.no, household: visit.household }, now);
  }
}

/** It begins where the visitor's time is over, and has what is left of the visit's window, at least a day. */
function waitOf(
  policy: Policy,
  placed: PlacedDuty,
  visit: StoredVisit,
  zone: string,
  now: Instant,
): readonly DueDuty[] {
  const start = { startedBy: `visit:${visit.no}`, period: null, at: now, zone };
  const wait = dueDuty(policy, placed, start);
  const earliest = wait.due;
  if (earliest === null) return [];
  const nextDay = startOfDay(addDays(localDate(earliest, zone), 1), zone);
  const due = Math.max(visit.due, nextDay) as Instant;
  return [{ ...wait, earliest, due, soonAt: dueSoonAt({ earliest, due }) }];
}

/** The visit is over: whoever would have gone need not; whoever went has done it. */
export async function endWaits(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  command: 'record' | 'give-up' | 'lapse' | 'cancel',
  now: Instant,
): Promise<void> {
  for (const duty of (await openDutiesOfVisit(tx, visit.no)).filter(({ trigger }) => trigger === 'not-done')) {
    const at = visit.answeredAt ?? now;
    if (command === 'record' && at >= duty.earliest) {
      await finishDuty(tx, ctx, duty, { at, by: (await currentRecord(tx, visit.no))?.by ?? 'system' }, now);
    } else if (command === 'give-up' || command === 'lapse') {
      await saveDuty(tx, { ...duty, status: 'excused', note: EXCUSES[command], nextAt: null }, now);
    } else await cancelDuty(tx, ctx, duty, 'system', now);
  }
}

const EXCUSES = { 'give-up': '多次联系不上住户', lapse: '问卷已经结束' } as const;

/**
 * The visitor's time is over: the visit goes to the duty's role, at the door; whoever has it and is of that role keeps
 * it. The duty as it stands then; null: the visit is over already, or nobody of the household agreed to be visited.
 */
export async function goToDoor(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  duty: StoredDuty,
  now: Instant,
): Promise<StoredDuty | null> {
  const visit = duty.visitNo === null ? null : await lockVisit(tx, ctx.db, duty.visitNo);
  if (visit === null || !isOpen(visit.status) || !(await mayCall(tx, visit))) return null;
  const event = visit.event === null ? null : await eventOf(tx, estate.id, visit.event);
  const worker = event?.worker ?? null;
  const keeps = (await isOfRole(tx, duty, visit)) && (await mayKeep(tx, visit, worker, now));
  const visitor = keeps ? null : await visitorFor(tx, ctx, estate, { ...visit, by: duty.by }, { worker, at: now });
  const moved = visitor === null ? visit : ((await giveVisit(tx, ctx, visit, visitor, { now })) ?? visit);
  await tellTask(tx, ctx, { estate, visit: moved, event }, 'not-done', null, now);
  return { ...duty, assignee: moved.assignee };
}

/** The task was given to somebody else: whoever is to go to the door is them, where they are of its role. */
export async function followHolder(tx: Tx, visit: StoredVisit, now: Instant): Promise<void> {
  for (const duty of (await openDutiesOfVisit(tx, visit.no)).filter(({ trigger }) => trigger === 'not-done')) {
    if (duty.assignee !== visit.assignee && (await isOfRole(tx, duty, visit)))
      await saveDuty(tx, { ...duty, assignee: visit.assignee }, now);
  }
}

async function isOfRole(tx: Tx, { by }: StoredDuty, { assignee, estate }: StoredVisit): Promise<boolean> {
  const holder = assignee === null ? null : await staffOf(tx, assignee);
  return holder?.roles.some((held) => held.estate === estate && by.includes(held.role)) ?? false;
}
