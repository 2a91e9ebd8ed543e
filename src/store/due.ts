/** What is due, and when the next is: the heads of all queues, each the head of an index. */
import type { Instant } from '../core/calendar.js';
import { keysOf } from '../core/terms.js';
import type { Tx } from './db.js';
import { LEASE_MS } from './inbox.js';
import { rowOfText } from './statements.js';

/** The queues that the engine's wheels work: messages in and out; visits, talks, duties and reports whose time has come. */
export type Queue = 'inbox' | 'outbox' | 'visits' | 'talks' | 'duties' | 'reports';
export type QueueHeads = Readonly<Record<Queue, Instant | null>>;

/** A queue's heads: each a minimum that an index gives; a claim's comes up again after its lease. */
const HEADS: Readonly<Record<Queue, readonly { readonly sql: string; readonly laterMs: number }[]>> = {
  inbox: [
    { sql: `SELECT min("receivedAt") FROM "Arrival" WHERE "receivedAt" > ?`, laterMs: 0 },
    waiting('Inbox', 'new'),
    claimed('Inbox', 'working'),
  ],
  outbox: [waiting('Outbox', 'pending'), waiting('Outbox', 'held'), claimed('Outbox', 'sending')],
  visits: [{ sql: `SELECT min("nextAt") FROM "Visit" WHERE "nextAt" > ?`, laterMs: 0 }],
  talks: [
    { sql: `SELECT min("wakeAt") FROM "Conversation" WHERE "wakeAt" > ?`, laterMs: 0 },
    { sql: `SELECT min("wakeAt") FROM "RecordTalk" WHERE "wakeAt" > ?`, laterMs: 0 },
  ],
  duties: [{ sql: `SELECT min("nextAt") FROM "Duty" WHERE "nextAt" > ?`, laterMs: 0 }],
  reports: [{ sql: `SELECT min("nextAt") FROM "Report" WHERE "nextAt" > ?`, laterMs: 0 }],
};

function waiting(table: string, status: string) {
  return { sql: `SELECT min("nextAt") FROM "${table}" WHERE "status" = '${status}' AND "nextAt" > ?`, laterMs: 0 };
}

function claimed(table: string, status: string) {
  const sql = `SELECT min("lockedAt") FROM "${table}" WHERE "status" = '${status}' AND "lockedAt" > ?`;
  return { sql, laterMs: LEASE_MS };
}

export const ALL_QUEUES: readonly Queue[] = keysOf(HEADS);

/**
 * Per queue the next instant at which a row is due, or a claim that was left lying runs out; null: nothing is. What was
 * due up to `after` is left out: a row that still waits there waits behind one that comes later.
 */
export async function queueHeads(
  tx: Tx,
  after = -1 as Instant,
  queues: readonly Queue[] = ALL_QUEUES,
): Promise<QueueHeads> {
  const heads = queues.flatMap((queue) => HEADS[queue].map((head) => ({ ...head, queue })));
  const text = `SELECT ${heads.map(({ sql }, nth) => `(${sql}) AS "head${nth}"`).join(', ')}`;
  const values = heads.map(({ laterMs }) => after - laterMs);
  const row = await rowOfText<Readonly<Record<string, bigint | number | null>>>(tx, text, values);
  const found: Record<Queue, Instant | null> = {
    inbox: null,
    outbox: null,
    visits: null,
    talks: null,
    duties: null,
    reports: null,
  };
  for (const [nth, { queue, laterMs }] of heads.entries()) {
    const at = row?.[`head${nth}`] ?? null;
    if (at !== null) found[queue] = Math.min(found[queue] ?? Infinity, Number(at) + laterMs) as Instant;
  }
  return found;
}

/** The next instant at which anything is due: where a moved clock may jump to. */
export async function nextDue(tx: Tx, after = -1 as Instant): Promise<Instant | null> {
  return firstOf(await queueHeads(tx, after));
}

/** The soonest of the heads. */
export const firstOf = (heads: QueueHeads): Instant | null => first(...Object.values(heads));

function first(...instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((one) => one !== null);
  return known.length === 0 ? null : (Math.min(...known) as Instant);
}
