/** What tests ask of draws: that they can be repeated from what was kept, and nothing stands there that does not follow. */
import { auditDraw, type DrawAudit } from '../../src/app/audit-draw.js';
import type { Context } from '../../src/context.js';
import { drawById } from '../../src/store/draws.js';

/** Every draw from which anyone was drawn, looked at. */
export async function auditDraws(ctx: Context): Promise<readonly DrawAudit[]> {
  const rows = await ctx.db.read.draw.findMany({
    where: { size: { gt: 0 } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const draws = await Promise.all(rows.map(({ id }) => drawById(ctx.db.read, id)));
  return Promise.all(draws.filter((draw) => draw !== null).map((draw) => auditDraw(ctx.db.read, ctx, draw)));
}

/** The faults of every draw, with its id; nothing if each can be repeated. */
export const drawFaults = async (ctx: Context): Promise<readonly (readonly [string, DrawAudit['faults']])[]> =>
  (await auditDraws(ctx)).flatMap(({ draw, faults }) => (faults.length === 0 ? [] : [[draw.id, faults] as const]));
