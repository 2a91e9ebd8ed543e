/** Service events 服务事项 in the database. The pair (estate, id) is an event's identity: sent again, it is updated. */
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { EventKind } from '../core/terms.js';
import type { Box } from './box.js';
import type { Db, Tx } from './db.js';
import { findRow, findRows, insertRows, updateRows } from './rows.js';

/**
 * Stores an event as it stands now, its parties' phones sealed; says whether anything about it is new, and since when it
 * is known (null: just now). `uncovered`: no adopted policy says anything of it.
 */
export async function upsertEvent(
  tx: Tx,
  box: Box,
  event: Event,
  { uncovered, now }: { readonly uncovered: boolean; readonly now: Instant },
): Promise<{ readonly status: 'created' | 'updated' | 'unchanged'; readonly knownSince: Instant | null }> {
  const data = JSON.stringify(Object.fromEntries(Object.entries(event).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const hash = box.hash(data);
  const identity = { estateId: event.estate, id: event.id };
  const before = await findRow(tx, 'event', identity);
  const knownSince = before === null ? null : (Number(before.createdAt) as Instant);
  if (before?.hash === hash) {
    if (Boolean(before.uncovered) !== uncovered) await updateRows(tx, 'event', identity, { uncovered });
    return { status: 'unchanged', knownSince };
  }
  const parties = event.parties.map((one) => ({ ...one, phone: one.phone === null ? null : box.seal(one.phone) }));
  const sealed = { ...(JSON.parse(data) as Event), parties };
  const row = {
    kind: event.kind,
    household: event.household,
    worker: event.worker,
    resolvedAt: event.resolvedAt,
    data: JSON.stringify(sealed),
    uncovered,
    hash,
    updatedAt: now,
  };
  if (before === null) {
    await insertRows(tx, 'event', [{ ...identity, ...row, createdAt: now }]);
    return { status: 'created', knownSince };
  }
  await updateRows(tx, 'event', identity, row);
  return { status: 'updated', knownSince };
}

/** When an event first came in; null: it is not there. */
export async function eventKnownSince(tx: Tx, estate: string, id: string): Promise<Instant | null> {
  const row = await findRow(tx, 'event', { estateId: estate, id });
  return row === null ? null : (Number(row.createdAt) as Instant);
}

/** The event; the phones of its parties are as they were sealed. */
export async function eventOf(tx: Tx, estate: string, id: string): Promise<Event | null> {
  const row = await findRow(tx, 'event', { estateId: estate, id });
  return row === null ? null : (JSON.parse(row.data) as Event);
}

/** The same, and on PostgreSQL nobody else changes it before this transaction ends. */
export async function lockEvent(tx: Tx, { kind }: Pick<Db, 'kind'>, estate: string, id: string): Promise<Event | null> {
  const [row] = await findRows(tx, 'event', { estateId: estate, id }, kind === 'postgres' ? 'FOR UPDATE' : '');
  return row === undefined ? null : (JSON.parse(row.data) as Event);
}

/** A stored event with its parties' phones in clear, as it came in. */
export const withPhones = (box: Box, event: Event): Event => ({
  ...event,
  parties: event.parties.map((one) => ({ ...one, phone: one.phone === null ? null : box.open(one.phone) })),
});

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

/** A household's events of a kind, the newest first: so many are enough to see what comes again. */
export async function eventsOfHousehold(
  tx: Tx,
  estate: string,
  household: string,
  kind: EventKind,
): Promise<readonly Event[]> {
  const rest = 'ORDER BY "createdAt" DESC LIMIT 200';
  const rows = await findRows(tx, 'event', { estateId: estate, household, kind }, rest);
  return rows.map(({ data }) => JSON.parse(data) as Event);
}

/** The next events of an estate, by id; the phones of their parties are as they were sealed. */
export async function eventsAfter(tx: Tx, estate: string, after: string, limit: number): Promise<readonly Event[]> {
  const where = { estateId: estate, id: { gt: after } };
  const rows = await tx.event.findMany({ where, orderBy: { id: 'asc' }, take: limit, select: { data: true } });
  return rows.map(({ data }) => JSON.parse(data) as Event);
}

/** Says of each of these events whether any adopted policy covers it. */
export async function markCoverage(
  tx: Tx,
  estate: string,
  ids: readonly string[],
  uncovered: readonly string[],
): Promise<void> {
  const covered = ids.filter((id) => !uncovered.includes(id));
  const mark = (some: readonly string[], to: boolean) =>
    tx.event.updateMany({
      where: { estateId: estate, id: { in: [...some] }, uncovered: !to },
      data: { uncovered: to },
    });
  if (covered.length > 0) await mark(covered, false);
  if (uncovered.length > 0) await mark(uncovered, true);
}

/** Repairs that rain had caused, resolved in a span, the oldest first. */
export async function eventsWaitingForRain(
  tx: Tx,
  estate: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly Event[]> {
  const resolvedAt = { gte: BigInt(from), lte: BigInt(to) };
  // Narrowed by the text as it is written above; the event itself decides.
  const rows = await tx.event.findMany({
    where: { estateId: estate, resolvedAt, data: { contains: '"rainCaused":true' } },
    orderBy: { resolvedAt: 'asc' },
    select: { data: true },
  });
  return rows.map(({ data }) => JSON.parse(data) as Event).filter(({ rainCaused }) => rainCaused);
}

/** Works for which measures against common defects 质量通病 were written, by id. */
export async function worksWithDefects(tx: Tx, estate: string): Promise<readonly Event[]> {
  const where = { estateId: estate, kind: 'works-completion', data: { contains: '"commonDefects":[{' } };
  const rows = await tx.event.findMany({ where, orderBy: { id: 'asc' }, select: { data: true } });
  return rows.map(({ data }) => JSON.parse(data) as Event);
}

/** The works of an estate, the newest first: so many are enough to find one by its name. */
export async function worksOfEstate(tx: Tx, estate: string): Promise<readonly Event[]> {
  const rest = 'ORDER BY "createdAt" DESC, "id" LIMIT 500';
  const rows = await findRows(tx, 'event', { estateId: estate, kind: 'works-completion' }, rest);
  return rows.map(({ data }) => JSON.parse(data) as Event);
}
