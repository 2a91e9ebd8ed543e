/** 转人工: a visit goes to a person as a task; what its conversation has not asked yet goes with it, on one card. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import type { StoredVisit } from '../store/visits.js';
import { withVisitor } from './assign-visits.js';
import { handOverWaiting } from './join-visits.js';
import { hasLapsed, lapseVisit } from './lapse-visit.js';
import { moveVisit } from './move-visit.js';
import { tellTask, type TaskReason } from './tell-staff.js';

export type AboutVisit = { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null };

/**
 * The visit goes to a person, who gets it as a task; to whoever can be found, if it was nobody's, or of one who left. A
 * questionnaire that is over goes to nobody.
 */
export async function handOver(
  tx: Tx,
  ctx: Context,
  about: AboutVisit,
  reason: TaskReason,
  now: Instant,
  words: string | null = null,
): Promise<void> {
  const { estate, visit, event } = about;
  if (await hasLapsed(tx, visit, now)) {
    await lapseVisit(tx, ctx, visit, now);
    return handOverRest(tx, ctx, about, reason, now);
  }
  const moved = await moveVisit(tx, ctx, visit, {
    command: { kind: 'hand-over', reason },
    actor: 'system',
    now,
    change: { nextAt: null, why: visit.why },
  });
  if (moved === null) return;
  const held = await withVisitor(tx, ctx, { estate, visit: moved, worker: event?.worker ?? null, now });
  const also = await handOverWaiting(tx, ctx, { visit: held, reason }, now);
  await tellTask(tx, ctx, { ...about, visit: held, also }, reason, words, now);
  if (held.assignee === null) ctx.log.error({ estate: estate.id, visit: visit.no }, 'a task that nobody has');
}

/** The visit itself needs nobody; the ones that waited behind it do. */
export async function handOverRest(
  tx: Tx,
  ctx: Context,
  { estate, visit }: AboutVisit,
  reason: TaskReason,
  now: Instant,
): Promise<void> {
  const [first, ...also] = await handOverWaiting(tx, ctx, { visit, reason }, now);
  if (first === undefined) return;
  const held = await withVisitor(tx, ctx, { estate, visit: first.visit, worker: first.event?.worker ?? null, now });
  await tellTask(tx, ctx, { estate, visit: held, event: first.event, also }, reason, null, now);
}
