/** A task that a member of staff wants to act on: theirs to act on, or why not, in words for them; a refusal is audited. */
import type { Context } from '../context.js';
import { can, type Action } from '../core/permissions.js';
import type { Event } from '../core/event.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { staffOf, type Staff } from '../store/staff.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';

export type OpenTask = { readonly visit: StoredVisit; readonly estate: Estate; readonly event: Event | null };
export type TaskRefused = {
  readonly kind: 'refused';
  readonly reason: 'unknown' | 'not-yours' | 'own-work' | 'over' | 'too-early' | 'future';
  readonly text: string;
};

/**
 * The task with its visit held, if `staff` may do `action` to it. Of several visits with one conversation it is the one
 * that leads them. Nobody acts on the visit to his own work.
 */
export async function openTask(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  { no, action, now }: { readonly no: number; readonly action: Action; readonly now: Instant },
): Promise<OpenTask | TaskRefused> {
  const refuse = async (reason: TaskRefused['reason'], text: string, estate: string | null): Promise<TaskRefused> => {
    const entry = { at: now, actor: staff.userid, action: `refused.${action}`, estate, subject: `visit:${no}` };
    await appendAudit(tx, ctx.db, [{ ...entry, detail: { reason } }]);
    return { kind: 'refused', reason, text };
  };
  const visit = await leadingVisit(tx, ctx, no);
  const estate = visit === null ? null : await estateOf(tx, visit.estate);
  if (visit === null || estate === null || !staff.roles.some((role) => role.estate === estate.id)) {
    return refuse('unknown', `没有您可以办理的任务 ${no}。`, estate?.id ?? null);
  }
  const allowed = can(staff, action, visit);
  if (!allowed.allowed) {
    const holder = visit.assignee === null ? null : await staffOf(tx, visit.assignee);
    const text =
      holder === null
        ? `任务 ${no} 不在您的职责范围内。`
        : `任务 ${no} 在${holder.name}名下，请由${holder.name}办理，或请主管转给您。`;
    return refuse('not-yours', text, estate.id);
  }
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  if (event?.worker != null && event.worker === staff.userid) {
    return refuse('own-work', OWN_WORK, estate.id);
  }
  return { visit, estate, event };
}

/** What those are told who would visit what they did themselves. */
export const OWN_WORK = '这件事是您自己办的，回访要由别人来做。';

/** The visit of that number, or the one whose conversation and record serve it too. */
export async function leadingVisit(tx: Tx, ctx: Context, no: number): Promise<StoredVisit | null> {
  const visit = await lockVisit(tx, ctx.db, no);
  return visit?.servedBy == null ? visit : lockVisit(tx, ctx.db, visit.servedBy);
}
