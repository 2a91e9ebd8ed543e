/** Visits whose records wait for a review, for tests of who reviews them and how. */
import type { Grade } from '../../src/core/terms.js';
import { appendRecord } from '../../src/store/records.js';
import { lockVisit } from '../../src/store/visits.js';
import type { EstateTest } from './estate.js';
import { makeVisit } from './made-visit.js';

/** A complaint whose visit was made; the visit's number. */
export async function visitMade(
  test: EstateTest,
  id: string,
  grade: Grade = 'satisfied',
  by = 'zhangwei',
): Promise<number> {
  await test.events({ id, kind: 'complaint', description: `${id} 噪音`, resolvedAt: '2026-03-10T09:00:00+08:00' });
  const [visit] = await test.visits(id);
  if (visit === undefined) throw new Error(`${id} asks for no visit`);
  await makeVisit(test, visit.no, grade, by);
  return visit.no;
}

/** The resident changes the answer in chat. */
export async function residentCorrects({ ctx }: EstateTest, no: number, remark: string): Promise<void> {
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error(`no visit ${no}`);
    const said = { grade: 'fairly', remark, method: 'chat', by: 'resident:cuihu/r-1', why: [] } as const;
    await appendRecord(tx, visit, { ...said, at: ctx.clock.now() });
  });
}
