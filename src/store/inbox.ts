/**
 * The inbox: what came in, stored under the outside world's own id before it is acknowledged, then worked once. One
 * person's messages are worked in order, one at a time.
 */
import type { Instant } from '../core/calendar.js';
import { Prisma, skipLocked, type Db, type Tx } from './db.js';
import { plainText } from './plain-text.js';
import { updateRows } from './rows.js';
import { changed } from './statements.js';

/** `app` and `kf` are callbacks as they came; `kf-message` is one entry of a pulled page, `media` a file that one tells of. */
export type InboxSource = 'app' | 'kf' | 'kf-message' | 'media';

export type InboxEntry = {
  /** The outside world's id; the same one twice is one row. */
  readonly key: string;
  readonly source: InboxSource;
  readonly person: string;
  /** Sealed. */
  readonly body: string;
  readonly receivedAt: Instant;
};

export type ClaimedInbox = InboxEntry & { readonly id: number; readonly attempts: number };

/** A claim that its holder let lie is another's after this. */
export const LEASE_MS = 20_000;
/** After so many failures a row is put aside, where `doctor` and a metric show it. */
export const MAX_ATTEMPTS = 6;

/**
 * Inserts entries by one statement, in the transaction of what they come from (a page with its cursor, arrivals); entries
 * that are there already are left alone. Answers how many were new.
 */
export function insertInbox(tx: Tx, kind: Db['kind'], entries: readonly InboxEntry[]): Promise<number> {
  return entries.length === 0 ? Promise.resolve(0) : changed(tx, insertStatement(kind, entries));
}

function insertStatement(kind: Db['kind'], entries: readonly InboxEntry[]): Prisma.Sql {
  const plain = entries.map((entry) => ({ ...entry, key: plainText(entry.key), person: plainText(entry.person) }));
  const json = JSON.stringify(plain);
  const columns = Prisma.sql`("key", "source", "person", "body", "status", "nextAt", "receivedAt")`;
  return kind === 'sqlite'
    ? Prisma.sql`INSERT INTO "Inbox" ${columns}
        SELECT json_extract(value, '$.key'), json_extract(value, '$.source'), json_extract(value, '$.person'),
               json_extract(value, '$.body'), 'new', json_extract(value, '$.receivedAt'), json_extract(value, '$.receivedAt')
        FROM json_each(${json}) WHERE true ON CONFLICT DO NOTHING`
    : Prisma.sql`INSERT INTO "Inbox" ${columns}
        SELECT x->>'key', x->>'source', x->>'person', x->>'body', 'new', (x->>'receivedAt')::bigint, (x->>'receivedAt')::bigint
        FROM jsonb_array_elements(${json}::jsonb) AS x ON CONFLICT DO NOTHING`;
}

type ClaimRow = {
  id: number;
  key: string;
  source: string;
  person: string;
  body: string;
  attempts: number;
  receivedAt: bigint;
};

/**
 * Takes up to `limit` rows whose turn it is: due, not held by another, and first in line of their person. New ones and
 * those that were left lying are looked up apart, each by its index: together they would be sorted whole, each time, when
 * tens of thousands wait.
 */
export async function claimInbox(
  db: Db,
  now: Instant,
  holder: string,
  limit: number,
): Promise<readonly ClaimedInbox[]> {
  const isFirst = Prisma.sql`NOT EXISTS (SELECT 1 FROM "Inbox" e
          WHERE e."person" = i."person" AND e."id" < i."id" AND e."status" IN ('new', 'working'))`;
  const locked = skipLocked(db.kind);
  const rows = await db.returning<ClaimRow>(Prisma.sql`
    UPDATE "Inbox" SET "status" = 'working', "lockedBy" = ${holder}, "lockedAt" = ${now}, "attempts" = "attempts" + 1
    WHERE "id" IN (
      SELECT "id" FROM (SELECT i."id" FROM "Inbox" i
        WHERE i."status" = 'working' AND i."lockedAt" <= ${now - LEASE_MS} AND ${isFirst}
        ORDER BY i."id" LIMIT ${limit} ${locked}) AS lying
      UNION ALL
      SELECT "id" FROM (SELECT i."id" FROM "Inbox" i
        WHERE i."status" = 'new' AND i."nextAt" <= ${now} AND ${isFirst}
        ORDER BY i."nextAt", i."id" LIMIT ${limit} ${locked}) AS fresh
      LIMIT ${limit})
    RETURNING "id", "key", "source", "person", "body", "attempts", "receivedAt"`);
  return rows
    .map((row) => ({
      ...row,
      id: Number(row.id),
      attempts: Number(row.attempts),
      source: row.source as InboxSource,
      receivedAt: Number(row.receivedAt) as Instant,
    }))
    .toSorted((a, b) => a.id - b.id);
}

/** Thrown when somebody else has done the row meanwhile: the transaction must not commit. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** Marks a claimed row as worked, in the transaction of its work; throws `ClaimLost` if it is no longer ours. */
export async function finishInbox(tx: Tx, id: number, holder: string, now: Instant): Promise<void> {
  const end = { status: 'done', doneAt: now, lockedBy: null, error: null };
  const count = await updateRows(tx, 'inbox', { id, status: 'working', lockedBy: holder }, end);
  if (count !== 1) throw new ClaimLost(`inbox row ${id} was worked by another`);
}

/** The id of the row that came last; 0 where there is none. */
export async function newestInbox(tx: Tx): Promise<number> {
  return (await tx.inbox.aggregate({ _max: { id: true } }))._max.id ?? 0;
}

/** What one pull of a kf account has answered: its waiting notices up to the row `upTo`. */
export async function finishNotices(tx: Tx, person: string, upTo: number, now: Instant): Promise<void> {
  await tx.inbox.updateMany({
    where: { person, status: 'new', id: { lte: upTo }, key: { startsWith: 'kf:pull:' } },
    data: { status: 'done', doneAt: BigInt(now) },
  });
}

/** Gives a failed row back for `retryAt`, or puts it aside. `error` holds no message text. */
export async function failInbox(
  tx: Tx,
  row: ClaimedInbox,
  holder: string,
  retryAt: Instant,
  error: string,
): Promise<void> {
  await tx.inbox.updateMany({
    where: { id: row.id, status: 'working', lockedBy: holder },
    data: {
      status: row.attempts >= MAX_ATTEMPTS ? 'dead' : 'new',
      nextAt: BigInt(retryAt),
      lockedBy: null,
      error: error.slice(0, 300),
    },
  });
}

/** Puts a row off that cannot be worked for reasons outside of it: it is never put aside for them. */
export async function deferInbox(
  tx: Tx,
  row: ClaimedInbox,
  holder: string,
  retryAt: Instant,
  error: string,
): Promise<void> {
  await tx.inbox.updateMany({
    where: { id: row.id, status: 'working', lockedBy: holder },
    data: { status: 'new', nextAt: BigInt(retryAt), lockedBy: null, error: error.slice(0, 300) },
  });
}

/**
 * At the start of the only server of a database nobody else can hold anything: all claims and leases are given back,
 * and what of the timetable was begun and not ended begins anew.
 */
export async function releaseClaims(tx: Tx): Promise<void> {
  await tx.inbox.updateMany({ where: { status: 'working' }, data: { status: 'new', lockedBy: null } });
  await tx.outbox.updateMany({ where: { status: 'sending' }, data: { status: 'pending', lockedBy: null } });
  await tx.fact.updateMany({ where: { lockedBy: { not: null } }, data: { lockedBy: null, lockedAt: null } });
  await tx.timetableRun.deleteMany({ where: { doneAt: null } });
}
