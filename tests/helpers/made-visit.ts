/** A visit is made, as its record says, without any talk: for tests of what follows from it. */
import { moveVisit } from '../../src/app/move-visit.js';
import type { Grade } from '../../src/core/terms.js';
import { appendRecord } from '../../src/store/records.js';
import { lockVisit } from '../../src/store/visits.js';
import type { EstateTest } from './estate.js';

/** Appends the record and moves the visit, as the verbs do; a second time it is a correction. */
export async function makeVisit(
  { ctx }: Pick<EstateTest, 'ctx'>,
  no: number,
  grade: Grade,
  by = 'zhangwei',
): Promise<void> {
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error(`no visit ${no}`);
    const now = ctx.clock.now();
    const method = 'phone' as const;
    await appendRecord(tx, visit, { grade, remark: null, method, by, at: now, why: [] });
    const record = { kind: 'record', method, by } as const;
    const moved = await moveVisit(tx, ctx, visit, { command: record, actor: by, now, change: { nextAt: null } });
    if (moved === null) await moveVisit(tx, ctx, visit, { command: { kind: 'correct', by }, actor: by, now });
  });
}
