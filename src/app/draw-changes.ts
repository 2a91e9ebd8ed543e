/** Changes of a population 总体变动 after it was drawn from: each leaves its row in the audit. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { wholeOf } from '../core/draw-period.js';
import { unitIdOf } from '../core/policy/population.js';
import { appendAudit, type AuditEntry } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { StoredDraw } from '../store/draws.js';
import type { StoredVisit } from '../store/visits.js';

type AuditContext = Pick<Context, 'db'>;

const entryOf = (
  { id, estate }: Pick<StoredDraw, 'id' | 'estate'>,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  now: Instant,
): AuditEntry => ({ at: now, actor: 'intake', action, estate, subject: `draw:${id}`, detail });

/** A visit joins a population whose period was closed. */
export async function noteJoined(
  tx: Tx,
  ctx: AuditContext,
  draw: StoredDraw,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  if (draw.closedAt === null) return;
  const detail = { unit: unitIdOf(draw.rule.unit, visit), closedAt: draw.closedAt };
  await appendAudit(tx, ctx.db, [entryOf(draw, 'draw.joined', detail, now)]);
}

/** A visit leaves a population in which it has its place. */
export async function noteLeft(
  tx: Tx,
  ctx: AuditContext,
  draw: StoredDraw,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  const detail = { unit: unitIdOf(draw.rule.unit, visit), status: visit.status, closedAt: draw.closedAt };
  await appendAudit(tx, ctx.db, [entryOf(draw, 'draw.left', detail, now)]);
}

/** The event says now that the visit belongs to another period: it keeps its place where it was drawn. */
export async function notePeriod(
  tx: Tx,
  ctx: AuditContext,
  visit: StoredVisit,
  period: string | null,
  now: Instant,
): Promise<void> {
  const { drawId } = visit;
  if (drawId === null || visit.period === null || period === null || wholeOf(visit.period) === wholeOf(period)) return;
  const detail = { visit: visit.no, from: visit.period, to: period };
  await appendAudit(tx, ctx.db, [entryOf({ id: drawId, estate: visit.estate }, 'draw.period-differs', detail, now)]);
}

/** The list of those who got or joined it was changed after households were drawn from it. */
export async function noteList(
  tx: Tx,
  ctx: AuditContext,
  draw: StoredDraw,
  change: { readonly joined: readonly string[]; readonly left: readonly string[] },
  now: Instant,
): Promise<void> {
  await appendAudit(tx, ctx.db, [entryOf(draw, 'draw.list-changed', change, now)]);
}
