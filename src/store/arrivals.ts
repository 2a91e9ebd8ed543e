/**
 * Arrivals: callbacks as they came, those of one commit in one sealed row. That is all the disk is asked for before they
 * are answered; what a message's key is, whose it is, and whether it came before, is found out when they are sorted into
 * the inbox (docs/decisions/0032-arrivals.md).
 */
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import { Prisma, type Db, type Tx } from './db.js';
import { changed, rowsOf } from './statements.js';

export type Arrived = {
  readonly source: 'app' | 'kf';
  /** The message, deciphered. */
  readonly plain: string;
  /** Its envelope's msg_signature. */
  readonly signature: string;
  readonly receivedAt: Instant;
};

/** One row. `arrived` is null where it cannot be opened: it was sealed with another key, or altered. */
export type Arrival = { readonly id: number; readonly body: string; readonly arrived: readonly Arrived[] | null };

/** Keeps what came together by one statement; resolves when it is on disk. */
export function keepArrived(db: Db, box: Box, arrived: readonly Arrived[]): Promise<number> {
  const body = box.seal(JSON.stringify(arrived));
  const first = arrived[0]?.receivedAt ?? 0;
  return db.statement(
    Prisma.sql`INSERT INTO "Arrival" ("receivedAt", "count", "body") VALUES (${first}, ${arrived.length}, ${body})`,
  );
}

/** The id of the row that came last; 0 where there is none. */
export async function newestArrival(tx: Tx): Promise<number> {
  const [row] = await rowsOf<{ id: number | null }>(tx, Prisma.sql`SELECT max("id") AS "id" FROM "Arrival"`);
  return Number(row?.id ?? 0);
}

/** The oldest rows up to `upTo`, at most `limit`, held until the transaction's end; they are gone with it. */
export async function takeArrivals(
  tx: Tx,
  kind: Db['kind'],
  box: Box,
  upTo: number,
  limit: number,
): Promise<readonly Arrival[]> {
  const held = kind === 'postgres' ? Prisma.sql`FOR UPDATE` : Prisma.empty;
  const rows = await rowsOf<{ id: number | bigint; body: string }>(
    tx,
    Prisma.sql`SELECT "id", "body" FROM "Arrival" WHERE "id" <= ${upTo} ORDER BY "id" LIMIT ${limit} ${held}`,
  );
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => Number(id));
  await changed(tx, Prisma.sql`DELETE FROM "Arrival" WHERE "id" IN (${Prisma.join(ids)})`);
  return rows.map(({ id, body }) => ({ id: Number(id), body, arrived: opened(box, body) }));
}

function opened(box: Box, body: string): readonly Arrived[] | null {
  try {
    return JSON.parse(box.open(body)) as readonly Arrived[];
  } catch {
    return null;
  }
}
