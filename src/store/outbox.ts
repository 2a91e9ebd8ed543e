/**
 * The outbox: every message is a row before it is sent, with one idempotency key for all its attempts. One recipient's
 * messages go out in order.
 */
import { createHash } from 'node:crypto';
import type { ChannelName, OutgoingContent } from '../channels/channel.js';
import { formatInstant, type Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import { Prisma, skipLocked, type Db, type Tx } from './db.js';
import { LEASE_MS } from './inbox.js';
import { findRow, insertRows, OR_LEAVE, updateRows } from './rows.js';
import { changed, rowsOf } from './statements.js';

/**
 * What a message is for: `ask` issues a ballot, `remind` belongs to it, `sign` asks for a signature, `appointment` reminds of
 * one; the rest answers or informs.
 */
export type OutboxPurpose =
  | 'ask'
  | 'next'
  | 'remind'
  | 'clarify'
  | 'confirm'
  | 'thank'
  | 'reply'
  | 'sign'
  | 'appointment'
  | 'task'
  | 'alert';

export type NewOutgoing = {
  /** ≤ 32 characters of [0-9A-Za-z_-]: the platform's own idempotency key. */
  readonly key: string;
  readonly channel: ChannelName;
  readonly to: string;
  readonly content: OutgoingContent;
  readonly purpose: OutboxPurpose;
  readonly visitNo?: number;
  /** It waits until then, and lets others to the same person go ahead. */
  readonly notBefore?: Instant;
  /** Where it concerns no visit: who hears of it instead, if its receiver cannot get it, goes by the estate. */
  readonly estate?: string;
};

export type ClaimedOutgoing = Omit<NewOutgoing, 'content' | 'notBefore'> & {
  /** Null when it cannot be read: damaged, or sealed with another key. */
  readonly content: OutgoingContent | null;
  readonly id: number;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** Why it has waited, where it has. */
  readonly reason?: string | null;
};

/** Texts that are equal to one sent to the same member within this time would be dropped by the duplicate check. */
const DUPLICATE_CHECK_MS = 1_800_000;

/** Queues messages, in order; a key that is there already is left alone. */
export async function enqueue(
  tx: Tx,
  shell: { readonly box: Box; readonly defaultZone: string },
  now: Instant,
  messages: readonly NewOutgoing[],
): Promise<void> {
  const { box, defaultZone } = shell;
  for (const message of messages) {
    const content = await distinct(tx, message, now, defaultZone);
    const body = JSON.stringify(content);
    const later = message.notBefore !== undefined && message.notBefore > now ? message.notBefore : null;
    const row = {
      key: message.key,
      channel: message.channel,
      recipient: message.to,
      body: box.seal(body),
      bodyHash: sha256(body),
      purpose: message.purpose,
      visitNo: message.visitNo ?? null,
      estateId: message.estate ?? null,
      status: later === null ? 'pending' : 'held',
      nextAt: later ?? now,
      createdAt: now,
    };
    await insertRows(tx, 'outbox', [row], OR_LEAVE);
  }
}

/** The app's duplicate check goes by content: a second equal text, meant as a second answer, is told apart. */
async function distinct(tx: Tx, message: NewOutgoing, now: Instant, zone: string): Promise<OutgoingContent> {
  const { content } = message;
  if (message.channel !== 'wecom-app' || content.kind !== 'text') return content;
  const time = formatInstant(now, zone).slice(11, 19);
  let one = content;
  // Several may be answered within a second.
  for (let nth = 1; await hasEqual(tx, message, one, now); nth += 1)
    one = { ...content, text: `${content.text}\n（${time}${nth === 1 ? '' : `，第 ${nth} 条`}）` };
  return one;
}

async function hasEqual(
  tx: Tx,
  { channel, to, key }: NewOutgoing,
  content: OutgoingContent,
  now: Instant,
): Promise<boolean> {
  const equal = await rowsOf(
    tx,
    Prisma.sql`SELECT 1 FROM "Outbox"
      WHERE "channel" = ${channel} AND "recipient" = ${to}
        AND "bodyHash" = ${sha256(JSON.stringify(content))} AND "key" <> ${key}
        AND "createdAt" > ${now - DUPLICATE_CHECK_MS} LIMIT 1`,
  );
  return equal.length > 0;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type ClaimRow = {
  id: number;
  key: string;
  channel: string;
  recipient: string;
  body: string;
  purpose: string;
  visitNo: number | null;
  estateId: string | null;
  attempts: number;
  createdAt: bigint;
  reason: string | null;
};

/**
 * Takes up to `limit` messages whose turn it is: due, not held by another, and first in line of their recipient. What is
 * held stands in the line again once its time has come.
 */
export async function claimOutbox(
  db: Db,
  box: Box,
  now: Instant,
  holder: string,
  limit: number,
): Promise<readonly ClaimedOutgoing[]> {
  const rows = await db.returning<ClaimRow>(Prisma.sql`
    UPDATE "Outbox" SET "status" = 'sending', "lockedBy" = ${holder}, "lockedAt" = ${now}, "attempts" = "attempts" + 1
    WHERE "id" IN (
      SELECT o."id" FROM "Outbox" o
      WHERE ((o."status" IN ('pending', 'held') AND o."nextAt" <= ${now}) OR (o."status" = 'sending' AND o."lockedAt" <= ${now - LEASE_MS}))
        AND NOT EXISTS (SELECT 1 FROM "Outbox" e
          WHERE e."channel" = o."channel" AND e."recipient" = o."recipient" AND e."id" < o."id"
            AND e."status" IN ('pending', 'sending'))
        AND NOT EXISTS (SELECT 1 FROM "Outbox" h
          WHERE h."channel" = o."channel" AND h."recipient" = o."recipient" AND h."id" < o."id"
            AND h."status" = 'held' AND h."nextAt" <= ${now})
      ORDER BY o."id" LIMIT ${limit} ${skipLocked(db.kind)})
    RETURNING "id", "key", "channel", "recipient", "body", "purpose", "visitNo", "estateId", "attempts", "createdAt", "reason"`);
  return rows.map((row) => ({
    id: Number(row.id),
    key: row.key,
    channel: row.channel as ChannelName,
    to: row.recipient,
    content: readBody(box, row.body),
    purpose: row.purpose as OutboxPurpose,
    ...(row.visitNo === null ? {} : { visitNo: Number(row.visitNo) }),
    ...(row.estateId === null ? {} : { estate: row.estateId }),
    attempts: Number(row.attempts),
    createdAt: Number(row.createdAt) as Instant,
    reason: row.reason,
  }));
}

function readBody(box: Box, body: string): OutgoingContent | null {
  try {
    return JSON.parse(box.open(body)) as OutgoingContent;
  } catch {
    return null;
  }
}

/** What became of an attempt. `sent` and `refused` are final; `retry` comes again at `at`. */
export type Outcome =
  | { readonly kind: 'sent'; readonly receipt: string; readonly at: Instant }
  | { readonly kind: 'retry'; readonly at: Instant; readonly reason: string }
  /** Not tried: it must not go out before `at`. Others to the same recipient go ahead of it. */
  | { readonly kind: 'held'; readonly at: Instant; readonly reason: string }
  /** Not tried: its recipient has had as many as they may. It stays the next one in their line. */
  | { readonly kind: 'paced'; readonly at: Instant; readonly reason: string }
  /** `errcode` is the platform's; absent where we did not try, and the reason is in words for staff. */
  | { readonly kind: 'refused' | 'dead'; readonly reason: string; readonly errcode?: number | null };

/** Writes an attempt's outcome; false when the row is no longer ours. */
export async function settleOutgoing(tx: Tx, id: number, holder: string, outcome: Outcome): Promise<boolean> {
  const ours = { id, status: 'sending', lockedBy: holder };
  if ((await updateRows(tx, 'outbox', ours, { lockedBy: null, ...columnsOf(outcome) })) !== 1) return false;
  // What was only looked at was not tried.
  if (outcome.kind === 'held' || outcome.kind === 'paced')
    await changed(tx, Prisma.sql`UPDATE "Outbox" SET "attempts" = "attempts" - 1 WHERE "id" = ${id}`);
  return true;
}

function columnsOf(outcome: Outcome) {
  switch (outcome.kind) {
    case 'sent':
      return { status: 'sent', receipt: outcome.receipt, sentAt: outcome.at, reason: null };
    case 'retry':
    case 'paced':
      return { status: 'pending', nextAt: outcome.at, reason: outcome.reason.slice(0, 300) };
    case 'held':
      return { status: 'held', nextAt: outcome.at, reason: outcome.reason };
    case 'refused':
    case 'dead':
      return { status: outcome.kind, reason: outcome.reason.slice(0, 300) };
    default:
      return outcome satisfies never;
  }
}

/** Whether this recipient ever got a question: the first one says how to stop. */
export async function wasEverAsked(tx: Tx, channel: ChannelName, recipient: string): Promise<boolean> {
  return (await findRow(tx, 'outbox', { channel, recipient, purpose: 'ask', status: 'sent' })) !== null;
}

/** Whether anything was queued for this recipient since then. */
export async function wroteSince(tx: Tx, channel: ChannelName, recipient: string, since: Instant): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    Prisma.sql`SELECT 1 FROM "Outbox"
      WHERE "recipient" = ${recipient} AND "channel" = ${channel} AND "createdAt" > ${since} LIMIT 1`,
  );
  return rows.length > 0;
}

/** Keeps what an upload gave (the media id) with the message, so that a retry sends the same one. */
export async function keepPrepared(tx: Tx, box: Box, id: number, content: OutgoingContent): Promise<void> {
  await tx.outbox.update({ where: { id }, data: { body: box.seal(JSON.stringify(content)) } });
}

/** When this recipient was sent the newest `most` messages, and what for. */
export async function lastSent(
  tx: Tx,
  channel: ChannelName,
  recipient: string,
  most: number,
): Promise<readonly { readonly at: Instant; readonly purpose: OutboxPurpose }[]> {
  const rows = await rowsOf<{ sentAt: bigint | number | null; purpose: string }>(
    tx,
    Prisma.sql`SELECT "sentAt", "purpose" FROM "Outbox"
      WHERE "channel" = ${channel} AND "recipient" = ${recipient} AND "status" = 'sent'
      ORDER BY "id" DESC LIMIT ${most}`,
  );
  return rows.map(({ sentAt, purpose }) => ({ at: Number(sentAt) as Instant, purpose: purpose as OutboxPurpose }));
}
