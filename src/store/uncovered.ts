/** Events that no adopted policy covers: listed and counted, never dropped. */
import type { EventKind } from '../core/terms.js';
import type { Tx } from './db.js';

/** How many of each kind an estate has, the most first. */
export async function uncoveredCounts(
  tx: Tx,
  estate: string,
): Promise<readonly { readonly kind: EventKind; readonly count: number }[]> {
  const rows = await tx.event.groupBy({
    by: ['kind'],
    where: { estateId: estate, uncovered: true },
    _count: { _all: true },
  });
  return rows
    .map(({ kind, _count }) => ({ kind: kind as EventKind, count: _count._all }))
    .toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
