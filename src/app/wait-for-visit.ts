/**
 * 第二次在第一次之后 (T8): a later visit of a clause waits, planned, until the earlier one was done; then it is drawn and
 * begins. Its due never moves: if the earlier one is never done, it goes to a person as late.
 */
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { recordedWith } from '../store/visit-ties.js';
import { visitsOfEvent, type StoredVisit } from '../store/visits.js';
import { assignVisit } from './assign-visits.js';
import { moveVisit } from './move-visit.js';
import type { PlannedVisit } from './plan-visits.js';

/** Which visit of its clause a planned one comes after; null for most. */
export const afterOf = ({ opening }: PlannedVisit): { readonly visit: number; readonly gapDays: number } | null =>
  opening.rule.after ?? null;

/** When the visit that this one comes after was done; null while it was not, or where it comes after none. */
export function doneBefore(visit: PlannedVisit, before: readonly StoredVisit[]): Instant | null {
  const after = afterOf(visit);
  const earlier = before.find(
    (one) =>
      one.visit === after?.visit &&
      one.policy === visit.policy &&
      one.clause === visit.clause &&
      one.counterparty === visit.counterparty,
  );
  return earlier?.answeredAt ?? null;
}

/** The visit as it is asked for once the earlier one was done. */
export function afterDone(visit: PlannedVisit, before: readonly StoredVisit[]): PlannedVisit {
  const done = doneBefore(visit, before);
  return done === null ? visit : { ...visit, earliest: openedBy(done, afterOf(visit)?.gapDays ?? 0, visit) };
}

/** From the earlier visit on; one that was done after this one's due moves nothing. */
function openedBy(done: Instant, gapDays: number, { earliest, due }: Pick<StoredVisit, 'earliest' | 'due'>): Instant {
  const opened = (done + gapDays * DAY) as Instant;
  return opened < due ? opened : earliest;
}

/** A visit was recorded: those of its clause that waited for it are drawn and begin. */
export async function releaseWaiting(tx: Tx, ctx: Context, recorded: StoredVisit, now: Instant): Promise<void> {
  if (recorded.event === null) return;
  const all = await visitsOfEvent(tx, recorded.estate, recorded.event);
  for (const done of await recordedWith(tx, recorded)) {
    for (const visit of all.filter((one) => isWaiting(one) && waitsFor(one, done))) {
      const { gapDays = 0 } = visit.why.waitsFor ?? {};
      const earliest = openedBy(recorded.answeredAt ?? now, gapDays, visit);
      const command = { kind: 'replan', earliest, due: visit.due } as const;
      const opened = (await moveVisit(tx, ctx, visit, { command, actor: 'system', now })) ?? visit;
      await beginVisit(tx, ctx, opened, now);
    }
  }
}

const isWaiting = ({ status, why }: StoredVisit): boolean => status === 'planned' && why.waitsFor !== undefined;

const waitsFor = (visit: StoredVisit, done: StoredVisit): boolean =>
  visit.why.waitsFor?.visit === done.visit &&
  visit.policy === done.policy &&
  visit.clause === done.clause &&
  visit.counterparty === done.counterparty;

/** Draws and assigns a visit that need not wait any more; null where it was not waiting. */
export async function beginVisit(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<StoredVisit | null> {
  const estate = isWaiting(visit) ? await estateOf(tx, visit.estate) : null;
  if (estate === null) return null;
  const command = { kind: 'draw', chosen: true } as const;
  const drawn = await moveVisit(tx, ctx, visit, { command, actor: 'system', now });
  if (drawn === null) return null;
  const event = visit.event === null ? null : await eventOf(tx, estate.id, visit.event);
  return assignVisit(tx, ctx, { estate, visit: drawn, worker: event?.worker ?? null, now });
}
