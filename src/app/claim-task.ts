/** 领取: a member of staff takes a task over. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import { can } from '../core/permissions.js';
import { ROLES, VISIT_STATUSES } from '../core/terms.js';
import { isOpen } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { staffOf, type Staff } from '../store/staff.js';
import { visitsTogether } from '../store/visit-ties.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { ownedAnew } from './assign-visits.js';
import { moveVisit } from './move-visit.js';
import { OWN_WORK } from './open-task.js';

/** Takes a task over, if the person's own roles allow it; what they are told, and what the card's button says then. */
export async function claimTask(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  no: number,
  now: Instant,
): Promise<{ readonly text: string; readonly button: string }> {
  const visit = await lockVisit(tx, ctx.db, no);
  const allowed = visit === null ? null : can(staff, 'claim task', visit);
  if (visit === null || allowed === null || !allowed.allowed) {
    const entry = { at: now, actor: staff.userid, action: 'refused.claim task', estate: visit?.estate ?? null };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `visit:${no}` }]);
    return { text: await whoMay(tx, staff, no, visit), button: '' };
  }
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  if (event?.worker === staff.userid) {
    const entry = { at: now, actor: staff.userid, action: 'refused.claim task', estate: visit.estate };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `visit:${no}`, detail: { reason: 'own-work' } }]);
    return { text: OWN_WORK, button: '' };
  }
  if (!isOpen(visit.status)) return { text: over(visit), button: '' };
  if (visit.assignee === staff.userid)
    return { text: `任务 ${no} 已经在您名下。回访以后请写：完成 ${no}`, button: '已领取' };
  const zone = (await estateOf(tx, visit.estate))?.timezone ?? ctx.defaultZone;
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'assign', to: staff.userid },
    actor: staff.userid,
    now,
    change: { why: ownedAnew(visit.why) },
  });
  if (moved === null) return { text: `任务 ${no} 已经不用再领取了。`, button: '' };
  const also = await claimRest(tx, ctx, staff, visit, now);
  const nos = [no, ...also.map((one) => one.no)].join('、');
  const due = Math.min(visit.due, ...also.map((one) => one.due)) as Instant;
  return { text: `任务 ${nos} 已转到您名下，请在 ${shortTime(due, zone)} 前完成。`, button: '已领取' };
}

/** What stood on the same card, because one talk had asked the household about all of it, goes to the same person. */
async function claimRest(
  tx: Tx,
  ctx: Context,
  { userid }: Staff,
  visit: StoredVisit,
  now: Instant,
): Promise<readonly StoredVisit[]> {
  const claimed: StoredVisit[] = [];
  for (const one of await visitsTogether(tx, ctx.db, visit)) {
    const isOnCard = one.no !== visit.no && one.status === 'with-staff' && one.assignee === visit.assignee;
    const event = isOnCard && one.event !== null ? await eventOf(tx, one.estate, one.event) : null;
    if (!isOnCard || event?.worker === userid) continue;
    const command = { kind: 'assign', to: userid } as const;
    const change = { why: ownedAnew(one.why) };
    const moved = await moveVisit(tx, ctx, one, { command, actor: userid, now, change });
    if (moved !== null) claimed.push(moved);
  }
  return claimed;
}

/** Where to turn to; of what is none of theirs nothing is told. */
async function whoMay(tx: Tx, staff: Staff, no: number, visit: StoredVisit | null): Promise<string> {
  const allowed = visit === null ? null : can(staff, 'claim task', visit);
  const isTheirs = visit !== null && staff.roles.some(({ estate }) => estate === visit.estate);
  if (!isTheirs || allowed === null || allowed.allowed) return `没有您可以领取的任务 ${no}。`;
  if (!isOpen(visit.status) && can(staff, 'claim task', { estate: visit.estate }).allowed) return over(visit);
  const who = allowed.who.slice(0, MOST_TITLES).map((role) => ROLES[role].zh);
  const isTaken = can(staff, 'claim task', { estate: visit.estate }).allowed;
  if (!isTaken || visit.assignee === null) return `任务 ${no} 由${who.join('、')}领取。`;
  const holder = (await staffOf(tx, visit.assignee))?.name ?? visit.assignee;
  return `任务 ${no} 在${holder}名下。要接手，请找${[holder, ...who].join('、')}转给您。`;
}

/** An old card: what has become of the task meanwhile. */
const over = ({ no, status }: StoredVisit): string =>
  `任务 ${no} 现在是「${VISIT_STATUSES[status].zh}」，不用再领取。看依据和进度请写：说明 ${no}`;

const MOST_TITLES = 4;
