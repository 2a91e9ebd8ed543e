/** What follows when a visit moves: a survey's ballot comes back, whoever waited for the record goes on. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { OVERALL } from '../core/terms.js';
import type { VisitCommand } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { currentRecord } from '../store/records.js';
import { markReturned } from '../store/rounds.js';
import type { StoredVisit } from '../store/visits.js';

/** In the transaction of the move, after it was written. */
export async function followVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  command: VisitCommand['kind'],
  now: Instant,
): Promise<void> {
  if (command === 'record' || command === 'correct') await answered(tx, ctx, visit, now);
}

/** A visit of a survey asks for the overall rating 综合评议. */
async function answered(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const record = visit.event === null ? await currentRecord(tx, visit.no) : null;
  if (record === null || record.grade === null) return;
  const { grade, remark, method: source } = record;
  await markReturned(tx, ctx.box, visit, {
    at: visit.answeredAt ?? now,
    answers: { [OVERALL]: grade },
    remark,
    source,
  });
}
