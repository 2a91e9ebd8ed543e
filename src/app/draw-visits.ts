/**
 * Draws 抽样: whether a visit takes place. At 100% always; at a rate within small blocks, by a key that is stored before
 * anyone is drawn; where the supervisor or the period decides, not yet.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from '../context.js';
import { addMonths, daysBetween, localDate, type Instant, type LocalDate } from '../core/calendar.js';
import { periodOf } from '../core/policy/duties.js';
import type { DueVisit } from '../core/policy/plan.js';
import type { Clause } from '../core/policy/schema.js';
import { isDrawn, keyHash } from '../core/sampling.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { countChosen, drawOf, ensureDraw, takePosition } from '../store/draws.js';
import type { StoredVisit } from '../store/visits.js';
import { moveVisit } from './move-visit.js';

/** A draw's key: 32 random bytes, written as base64url. */
const KEY_BYTES = 32;

/** The period that a visit is counted in, when it is drawn one by one as it comes; null when it is not. */
export function populationOf(clause: Clause, visit: DueVisit, counted: LocalDate): string | null {
  const { rate, quota } = visit;
  if (rate === null || rate === 100 || quota !== null || clause.sampling === undefined) return null;
  const { unit, period } = clause.sampling;
  if ((unit !== 'event' && unit !== 'agreement') || period === undefined) return null;
  return periodOf(period, counted);
}

/** Stores the key of each draw that these visits need, before anyone is drawn (fault 7). */
export async function openDraws(
  ctx: Context,
  estate: Estate,
  visits: readonly (DueVisit & { readonly period: string | null })[],
): Promise<void> {
  for (const { policy, clause, rate, period } of visits) {
    if (period === null) continue;
    const where = { estate: estate.id, policy, clause, period };
    if ((await drawOf(ctx.db.read, where)) !== null) continue;
    const key = randomBytes(KEY_BYTES).toString('base64url');
    await ensureDraw(ctx.db, {
      id: `${estate.id}:${clause}:${period}`,
      estateId: estate.id,
      policyId: policy,
      clause,
      period,
      keyCipher: ctx.box.seal(key),
      keyHash: keyHash(key),
      percent: rate,
      createdAt: BigInt(ctx.clock.now()),
    });
  }
}

/** Draws a planned visit; null when it stays planned. */
export async function drawVisit(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<StoredVisit | null> {
  if (visit.rate === 100) {
    return moveVisit(tx, ctx, visit, { command: { kind: 'draw', chosen: true }, actor: 'system', now });
  }
  if (visit.period === null || visit.rate === null) return null;
  const { estate, policy, clause, period } = visit;
  const draw = await drawOf(tx, { estate, policy, clause, period });
  if (draw === null) throw new Error(`draw ${estate}:${clause}:${period} has no key`);
  // A visit that lives again keeps the place that it had.
  const position = visit.drawPosition ?? (await takePosition(tx, draw.id));
  const chosen = isDrawn(position, visit.rate, ctx.box.open(draw.keyCipher));
  if (chosen && visit.drawPosition === null) await countChosen(tx, draw.id);
  return moveVisit(tx, ctx, visit, {
    command: { kind: 'draw', chosen },
    actor: 'system',
    now,
    change: { drawId: draw.id, drawPosition: position },
  });
}

/** Whether a period in text form has ended. */
export function isOver(period: string, now: Instant, zone: string): boolean {
  const today = localDate(now, zone);
  return daysBetween(firstDayAfter(period), today) >= 0;
}

function firstDayAfter(period: string): LocalDate {
  const [year, rest] = [period.slice(0, 4), period.slice(4)];
  if (rest === '') return addMonths(`${year}-01-01` as LocalDate, 12);
  const quarter = /^Q([1-4])$/.exec(rest)?.[1];
  if (quarter !== undefined) return addMonths(`${year}-01-01` as LocalDate, Number(quarter) * 3);
  const half = /^H([12])$/.exec(rest)?.[1];
  if (half !== undefined) return addMonths(`${year}-01-01` as LocalDate, Number(half) * 6);
  if (/^-\d{2}$/.test(rest)) return addMonths(`${period}-01` as LocalDate, 1);
  return addMonths(period as LocalDate, 0);
}
