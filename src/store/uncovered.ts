/** Events as they are listed, and those that no adopted policy covers: listed and counted, never dropped. */
import { formatInstant, type Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { EventKind } from '../core/terms.js';
import type { Tx } from './db.js';
import { CursorError, type Page, type PageRequest } from './lists.js';

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

export type EventItem = {
  readonly id: string;
  readonly estate: string;
  readonly kind: EventKind;
  readonly household: string | null;
  readonly description: string | null;
  readonly resolvedAt: string | null;
  readonly receivedAt: string;
  readonly uncovered: boolean;
};

type EventFilter = { readonly estate?: string | undefined; readonly uncovered?: boolean | undefined };

/** Events by estate and id, page by page. */
export async function listEvents(tx: Tx, filter: EventFilter, page: PageRequest): Promise<Page<EventItem>> {
  const { estate, uncovered } = filter;
  const after = readEventCursor(page.cursor);
  const rows = await tx.event.findMany({
    where: {
      ...(estate === undefined ? {} : { estateId: estate }),
      ...(uncovered === undefined ? {} : { uncovered }),
      ...(after === null ? {} : { OR: [{ estateId: { gt: after[0] } }, { estateId: after[0], id: { gt: after[1] } }] }),
    },
    orderBy: [{ estateId: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  const zones = new Map(
    (await tx.estate.findMany({ select: { id: true, timezone: true } })).map((one) => [one.id, one.timezone]),
  );
  const items = rows.slice(0, page.limit).map((row): EventItem => {
    const at = (instant: bigint): string => formatInstant(Number(instant) as Instant, zones.get(row.estateId) ?? 'UTC');
    const { description } = JSON.parse(row.data) as Event;
    return {
      id: row.id,
      estate: row.estateId,
      kind: row.kind as EventKind,
      household: row.household,
      description,
      resolvedAt: row.resolvedAt === null ? null : at(row.resolvedAt),
      receivedAt: at(row.createdAt),
      uncovered: row.uncovered,
    };
  });
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { items, next: last === undefined ? null : eventCursor(last.estateId, last.id) };
}

const eventCursor = (estate: string, id: string): string =>
  Buffer.from(JSON.stringify([estate, id])).toString('base64url');

function readEventCursor(cursor: string | undefined): readonly [string, string] | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && read.length === 2 && typeof read[0] === 'string' && typeof read[1] === 'string')
      return [read[0], read[1]];
  } catch {
    // Told below, as for what is no pair.
  }
  throw new CursorError('not a cursor');
}

/** The newest events of an estate that no adopted policy covers. */
export async function newestUncovered(tx: Tx, estate: string, limit: number): Promise<readonly Event[]> {
  const rows = await tx.event.findMany({
    where: { estateId: estate, uncovered: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: limit,
    select: { data: true },
  });
  return rows.map(({ data }) => JSON.parse(data) as Event);
}
