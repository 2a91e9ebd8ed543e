/**
 * Publishes keys 公布密钥: once a period is closed and no window of its visits is open any more, its key can give nothing
 * away, and anybody may repeat its draw. Before that nobody sees it.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { isOver, wholeOf } from '../core/draw-period.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { familyOf, lastWindow, lockDraw, markRevealed, unrevealedDraws, type StoredDraw } from '../store/draws.js';
import { estateOf, estates } from '../store/estates.js';

/** Publishes every key that may be. One that fails keeps no other back. */
export async function revealKeys(ctx: Context, now: Instant): Promise<void> {
  const zones = new Map((await estates(ctx.db.read)).map(({ id, timezone }) => [id, timezone]));
  for (const { id, estate, period } of await unrevealedDraws(ctx.db.read)) {
    try {
      const zone = zones.get(estate);
      if (zone === undefined || !isOver(period, now, zone)) continue;
      await ctx.db.write((tx) => revealKey(tx, ctx, id, now));
    } catch (error) {
      ctx.log.error({ draw: id, error: error instanceof Error ? error.name : 'unknown' }, 'a key stays unpublished');
    }
  }
}

/** The draw, published now or before; unchanged where it is too early. */
export async function revealKey(
  tx: Tx,
  ctx: Pick<Context, 'box' | 'db'>,
  id: string,
  now: Instant,
): Promise<StoredDraw> {
  const draw = await lockDraw(tx, ctx.db, id);
  if (draw.revealedAt !== null || !(await mayReveal(tx, draw, now))) return draw;
  await markRevealed(tx, id, now);
  const entry = { at: now, actor: 'system', action: 'draw.reveal', estate: draw.estate, subject: `draw:${id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { key: ctx.box.open(draw.keyCipher) } }]);
  return { ...draw, revealedAt: now };
}

/** From a period's key those of its parts follow: all of them must be closed, and their windows over. */
async function mayReveal(tx: Tx, draw: StoredDraw, now: Instant): Promise<boolean> {
  const estate = await estateOf(tx, draw.estate);
  if (estate === null || !isOver(draw.period, now, estate.timezone)) return false;
  const family = await familyOf(tx, draw, wholeOf(draw.period));
  if (family.some(({ closedAt }) => closedAt === null)) return false;
  const last = await lastWindow(
    tx,
    family.map(({ id }) => id),
  );
  return last === null || last <= now;
}
