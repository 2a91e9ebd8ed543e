/** A supervisor approves a visit's record: for tests of what holds from then on. */
import { moveVisit } from '../../src/app/move-visit.js';
import type { Context } from '../../src/context.js';
import type { Instant } from '../../src/core/calendar.js';
import { lockVisit } from '../../src/store/visits.js';

/** Fails where the visit has no record to review. */
export async function reviewVisit(ctx: Context, no: number, now: Instant, by = 'liuyan'): Promise<void> {
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error(`there is no visit ${no}`);
    const command = { kind: 'review', verdict: 'approve', by, opinion: '属实' } as const;
    if ((await moveVisit(tx, ctx, visit, { command, actor: by, now })) === null)
      throw new Error(`visit ${no} is ${visit.status}`);
  });
}
