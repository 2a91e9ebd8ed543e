/** A visit is chosen 抽中: it is drawn and goes to somebody. Why it was chosen stands on it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { DrawMark } from '../core/draw-mark.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import type { StoredVisit } from '../store/visits.js';
import { assignVisit } from './assign-visits.js';
import { moveVisit, type Move } from './move-visit.js';

export type Choice = {
  readonly draw: DrawMark;
  readonly actor?: string;
  readonly change?: Move['change'];
};

/** The visit as it stands then; null where its status does not allow it. */
export async function takeUpVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { draw, actor = 'system', change }: Choice,
  now: Instant,
): Promise<StoredVisit | null> {
  const drawn = await moveVisit(tx, ctx, visit, {
    command: { kind: 'draw', chosen: true },
    actor,
    now,
    change: { ...change, why: { ...visit.why, draw } },
  });
  const estate = await estateOf(tx, visit.estate);
  if (drawn === null || estate === null) return drawn;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  return (await assignVisit(tx, ctx, { estate, visit: drawn, worker: event?.worker ?? null, now })) ?? drawn;
}
