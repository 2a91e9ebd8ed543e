/**
 * Closes the draws of periods that are over 期末补抽: what the rate still misses is drawn from visits whose windows are
 * still open, by the same key; what cannot be made up is kept as the period's shortfall.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { populationHash, topUp } from '../core/sampling.js';
import type { VisitStatus } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { visitByNo } from '../store/visits.js';
import { assignVisit } from './assign-visits.js';
import { isOver } from './draw-visits.js';
import { moveVisit } from './move-visit.js';

/** These take no part any more in what a rate counts as done, or as still to be done. */
const LOST: readonly VisitStatus[] = ['not-drawn', 'unreachable', 'replaced', 'cancelled'];

export async function closePeriods(ctx: Context, now: Instant): Promise<void> {
  const open = await ctx.db.read.draw.findMany({
    where: { closedAt: null },
    select: { id: true, estateId: true, period: true },
  });
  for (const draw of open) {
    const estate = await estateOf(ctx.db.read, draw.estateId);
    if (estate === null || !isOver(draw.period, now, estate.timezone)) continue;
    try {
      await ctx.db.write((tx) => closeDraw(tx, ctx, estate, draw.id, now));
    } catch (error) {
      ctx.log.error({ draw: draw.id, error: error instanceof Error ? error.name : 'unknown' }, 'a draw stays open');
    }
  }
  ctx.wake('timers');
}

async function closeDraw(tx: Tx, ctx: Context, estate: Estate, drawId: string, now: Instant): Promise<void> {
  const draw = await tx.draw.findUnique({ where: { id: drawId } });
  if (draw === null || draw.closedAt !== null || draw.percent === null) return;
  const visits = await tx.visit.findMany({
    where: { drawId, status: { not: 'cancelled' } },
    select: { no: true, status: true, due: true, startedBy: true },
    orderBy: { drawPosition: 'asc' },
  });
  const counted = visits.filter((visit) => !LOST.includes(visit.status as VisitStatus)).length;
  const still = visits.filter((visit) => visit.status === 'not-drawn' && Number(visit.due) > now);
  const { chosen, short } = topUp(
    { population: visits.length, percent: draw.percent, counted },
    still.map((visit) => String(visit.no)),
    ctx.box.open(draw.keyCipher),
  );
  for (const no of chosen) await drawLate(tx, ctx, estate, Number(no), now);
  const hash = populationHash(visits.map((visit) => visit.startedBy));
  await tx.draw.update({
    where: { id: drawId },
    data: { closedAt: BigInt(now), populationHash: hash, chosen: { increment: chosen.length } },
  });
  const detail = {
    population: visits.length,
    percent: draw.percent,
    toppedUp: chosen.length,
    short,
    populationHash: hash,
  };
  await appendAudit(tx, ctx.db, [
    { at: now, actor: 'system', action: 'draw.close', estate: estate.id, subject: `draw:${drawId}`, detail },
  ]);
}

async function drawLate(tx: Tx, ctx: Context, estate: Estate, no: number, now: Instant): Promise<void> {
  const visit = await visitByNo(tx, no);
  if (visit === null) return;
  const drawn = await moveVisit(tx, ctx, visit, { command: { kind: 'draw', chosen: true }, actor: 'system', now });
  if (drawn === null) return;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  await assignVisit(tx, ctx, { estate, visit: drawn, worker: event?.worker ?? null, now });
}
