/** What is due, and when the next is: the heads of all queues, each the head of an index. */
import type { Instant } from '../core/calendar.js';
import { Prisma, type Tx } from './db.js';
import { LEASE_MS } from './inbox.js';
import { rowsOf } from './statements.js';

/** The queues that the engine's wheels work: messages in and out, visits, talks and duties for which the time has come. */
export type Queue = 'inbox' | 'outbox' | 'visits' | 'talks' | 'duties';
export type QueueHeads = Readonly<Record<Queue, Instant | null>>;

/**
 * Per queue the next instant at which a row is due, or a claim that was left lying runs out; null: nothing is. What was
 * due up to `after` is left out: a row that still waits there waits behind one that comes later.
 */
export async function queueHeads(tx: Tx, after = -1 as Instant): Promise<QueueHeads> {
  const left = after - LEASE_MS;
  const [row] = await rowsOf<Readonly<Record<string, bigint | number | null>>>(
    tx,
    Prisma.sql`SELECT
      (SELECT min("nextAt") FROM "Visit" WHERE "nextAt" > ${after}) AS "visit",
      (SELECT min("wakeAt") FROM "Conversation" WHERE "wakeAt" > ${after}) AS "talk",
      (SELECT min("nextAt") FROM "Duty" WHERE "nextAt" > ${after}) AS "duty",
      (SELECT min("nextAt") FROM "Inbox" WHERE "status" = 'new' AND "nextAt" > ${after}) AS "came",
      (SELECT min("lockedAt") FROM "Inbox" WHERE "status" = 'working' AND "lockedAt" > ${left}) AS "worked",
      (SELECT min("nextAt") FROM "Outbox" WHERE "status" = 'pending' AND "nextAt" > ${after}) AS "goes",
      (SELECT min("nextAt") FROM "Outbox" WHERE "status" = 'held' AND "nextAt" > ${after}) AS "held",
      (SELECT min("lockedAt") FROM "Outbox" WHERE "status" = 'sending' AND "lockedAt" > ${left}) AS "sent"`,
  );
  const at = (name: string, later = 0): Instant | null =>
    row?.[name] == null ? null : ((Number(row[name]) + later) as Instant);
  return {
    inbox: first(at('came'), at('worked', LEASE_MS)),
    outbox: first(at('goes'), at('held'), at('sent', LEASE_MS)),
    visits: at('visit'),
    talks: at('talk'),
    duties: at('duty'),
  };
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
