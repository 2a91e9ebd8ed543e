/** Visits that share a conversation: the one that is carried out, and those that it serves. */
import type { Tx } from './db.js';
import { toVisit, type StoredVisit } from './visits.js';

/** The visits on the same event that one conversation serves beside its own, oldest first. */
export async function servedBy(tx: Tx, no: number): Promise<readonly StoredVisit[]> {
  const rows = await tx.visit.findMany({ where: { servedBy: no }, orderBy: { no: 'asc' } });
  return rows.map(toVisit);
}
