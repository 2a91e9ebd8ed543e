/** What follows when a visit moves: whoever waited for its record goes on, whoever was to see to it need not. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { asksFor, dueDuty, dutiesWith } from '../core/policy/due-duties.js';
import type { Policy } from '../core/policy/schema.js';
import { isOpen, type VisitCommand } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { recordedWith } from '../store/visit-ties.js';
import { visitsOfEvent, type StoredVisit } from '../store/visits.js';
import { followDanger } from './follow-danger.js';
import { hasLapsed, lapseVisit } from './lapse-visit.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { settleRecheck } from './recheck-case.js';
import { tellCorrected } from './tell-corrected.js';
import { releaseWaiting } from './wait-for-visit.js';
import { endWaits, openWaits } from './wait-for-visitor.js';

/** In the transaction of the move, after it was written. */
export async function followVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  command: VisitCommand['kind'],
  now: Instant,
): Promise<void> {
  switch (command) {
    case 'record':
      await tellCorrected(tx, ctx, visit, now);
      return recorded(tx, ctx, visit, now);
    case 'correct':
      return recorded(tx, ctx, visit, now);
    case 'hand-over':
      return openWaits(tx, ctx, visit, now);
    case 'give-up':
    case 'excuse':
      await settleRecheck(tx, ctx, visit, now);
      return endWaits(tx, ctx, visit, 'give-up', now);
    case 'lapse':
      return endWaits(tx, ctx, visit, visit.answeredAt === null ? 'lapse' : 'record', now);
    case 'cancel':
      return endWaits(tx, ctx, visit, 'cancel', now);
    case 'review':
      // Nobody could make it anew: what was returned stands.
      if (visit.status === 'with-staff' && (await hasLapsed(tx, visit, now))) await lapseVisit(tx, ctx, visit, now);
      return;
    case 'draw':
    case 'assign':
    case 'ask':
    case 'remind':
    case 'postpone':
    case 'replace':
    case 'close':
    case 'replan':
    case 'revive':
      return;
    default:
      return command satisfies never;
  }
}

async function recorded(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  await endWaits(tx, ctx, visit, 'record', now);
  await settleRecheck(tx, ctx, visit, now);
  if (visit.event === null) return;
  await releaseWaiting(tx, ctx, visit, now);
  const estate = await estateOf(tx, visit.estate);
  if (estate === null) return;
  const policies = policiesOfEstate(ctx, estate);
  for (const one of await recordedWith(tx, visit)) {
    const policy = policies.find(({ id }) => id === one.policy);
    if (policy === undefined) continue;
    await followDanger(tx, ctx, { estate, policy }, { visit: one, recordOf: visit.no }, now);
    await reportWhenAllDone(tx, ctx, estate, policy, one, now);
  }
}

/** 全部回访结束 (p10.4): with the last visit of works, its report. */
async function reportWhenAllDone(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  policy: Policy,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  const placed = dutiesWith(policy, 'all-done');
  if (placed.length === 0 || visit.event === null) return;
  const all = (await visitsOfEvent(tx, estate.id, visit.event)).filter((one) => one.policy === policy.id);
  if (all.some(({ status }) => isOpen(status))) return;
  const event = await eventOf(tx, estate.id, visit.event);
  if (event === null) return;
  const start = { startedBy: event.id, period: null, at: visit.answeredAt ?? now, zone: estate.timezone };
  const due = placed.filter((one) => asksFor(one, event, estate.timezone)).map((one) => dueDuty(policy, one, start));
  await openDuties(tx, ctx, { estate, policy }, due, { event }, now);
}
