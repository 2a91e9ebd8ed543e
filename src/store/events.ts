/** Service events 服务事项 in the database. The pair (estate, id) is an event's identity: sent again, it is updated. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { EventKind } from '../core/terms.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';

/** Stores an event as it stands now, its parties' phones sealed; says whether anything about it is new. */
export async function upsertEvent(
  tx: Tx,
  box: Box,
  event: Event,
  now: Instant,
): Promise<'created' | 'updated' | 'unchanged'> {
  const data = JSON.stringify(Object.fromEntries(Object.entries(event).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const hash = box.hash(data);
  const where = { estateId_id: { estateId: event.estate, id: event.id } };
  const before = await tx.event.findUnique({ where, select: { hash: true } });
  if (before?.hash === hash) return 'unchanged';
  const parties = event.parties.map((one) => ({ ...one, phone: one.phone === null ? null : box.seal(one.phone) }));
  const sealed = { ...(JSON.parse(data) as Event), parties };
  const row = {
    kind: event.kind,
    household: event.household,
    worker: event.worker,
    resolvedAt: event.resolvedAt === null ? null : BigInt(event.resolvedAt),
    data: JSON.stringify(sealed),
    hash,
    updatedAt: BigInt(now),
  };
  if (before === null) {
    await tx.event.create({ data: { estateId: event.estate, id: event.id, ...row, createdAt: BigInt(now) } });
    return 'created';
  }
  await tx.event.update({ where, data: row });
  return 'updated';
}

/** The event; the phones of its parties are as they were sealed. */
export async function eventOf(tx: Tx, estate: string, id: string): Promise<Event | null> {
  const row = await tx.event.findUnique({ where: { estateId_id: { estateId: estate, id } }, select: { data: true } });
  return row === null ? null : (JSON.parse(row.data) as Event);
}

/** Events of a kind that are not resolved, the newest first. */
export async function openEventsOfKind(
  tx: Tx,
  estate: string,
  kind: EventKind,
  limit: number,
): Promise<readonly Event[]> {
  const rows = await tx.event.findMany({
    where: { estateId: estate, kind, resolvedAt: null },
    orderBy: { createdAt: 'desc' },
    take: limit,
    select: { data: true },
  });
  return rows.map(({ data }) => JSON.parse(data) as Event);
}
