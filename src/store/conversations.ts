/** Conversations 会话: where each talk stands, as JSON that its core reads back. */
import type { ChannelName } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import type { Session } from '../core/conversation/turn.js';
import type { Db, Tx } from './db.js';
import { Prisma, skipLocked } from './db.js';
import { LEASE_MS } from './inbox.js';

export type StoredConversation = {
  readonly id: number;
  readonly estate: string;
  readonly channel: ChannelName;
  /** The person's id on that channel. */
  readonly person: string;
  readonly visitNo: number;
  readonly session: Session;
  /** The person's next word is expected. */
  readonly open: boolean;
  readonly wakeAt: Instant | null;
};

type Row = NonNullable<Awaited<ReturnType<Tx['conversation']['findUnique']>>>;

function toConversation(row: Row): StoredConversation {
  return {
    id: row.id,
    estate: row.estateId,
    channel: row.channel as ChannelName,
    person: row.person,
    visitNo: row.visitNo,
    session: JSON.parse(row.session) as Session,
    open: row.open,
    wakeAt: row.wakeAt === null ? null : (Number(row.wakeAt) as Instant),
  };
}

export async function conversationOfVisit(tx: Tx, visitNo: number): Promise<StoredConversation | null> {
  const row = await tx.conversation.findUnique({ where: { visitNo } });
  return row === null ? null : toConversation(row);
}

/** So many of a person's talks are looked at: no more than these can still be meant. */
const MOST_TALKS = 20;

/** A person's newest talks, with when their visits were asked and first answered. */
export async function talksOf(
  tx: Tx,
  channel: ChannelName,
  person: string,
): Promise<
  readonly (StoredConversation & { readonly askedAt: Instant | null; readonly answeredAt: Instant | null })[]
> {
  const rows = await tx.conversation.findMany({
    where: { channel, person },
    orderBy: { id: 'desc' },
    take: MOST_TALKS,
  });
  const times = await tx.visit.findMany({
    where: { no: { in: rows.map(({ visitNo }) => visitNo) } },
    select: { no: true, askedAt: true, answeredAt: true },
  });
  return rows.map((row) => {
    const visit = times.find(({ no }) => no === row.visitNo);
    return {
      ...toConversation(row),
      askedAt: visit?.askedAt == null ? null : (Number(visit.askedAt) as Instant),
      answeredAt: visit?.answeredAt == null ? null : (Number(visit.answeredAt) as Instant),
    };
  });
}

/** The talks of these visits with one person, in the order in which they were begun. */
export async function talksTogether(
  tx: Tx,
  channel: ChannelName,
  person: string,
  visits: readonly number[],
): Promise<readonly StoredConversation[]> {
  const rows = await tx.conversation.findMany({
    where: { channel, person, visitNo: { in: [...visits] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toConversation);
}

/** A person's open talks. */
export async function openConversations(
  tx: Tx,
  channel: ChannelName,
  person: string,
): Promise<readonly StoredConversation[]> {
  const rows = await tx.conversation.findMany({ where: { channel, person, open: true }, orderBy: { id: 'asc' } });
  return rows.map(toConversation);
}

export async function saveConversation(tx: Tx, talk: Omit<StoredConversation, 'id'>, now: Instant): Promise<void> {
  const data = {
    estateId: talk.estate,
    channel: talk.channel,
    person: talk.person,
    session: JSON.stringify(talk.session),
    open: talk.open,
    wakeAt: talk.wakeAt === null ? null : BigInt(talk.wakeAt),
    updatedAt: BigInt(now),
  };
  await tx.conversation.upsert({
    where: { visitNo: talk.visitNo },
    create: { visitNo: talk.visitNo, ...data },
    update: data,
  });
}

/** How long a claimed wake-up is left to its holder: until then its `wakeAt` is the claim's end. */
export const WAKE_CLAIM_MS = 15_000;

/** Visits whose talks asked to be woken by now, each given to one caller only. */
export async function claimWakes(db: Db, now: Instant, limit: number): Promise<readonly number[]> {
  const rows = await db.returning<{ visitNo: number }>(Prisma.sql`
    UPDATE "Conversation" SET "wakeAt" = ${now + WAKE_CLAIM_MS}
    WHERE "id" IN (SELECT "id" FROM "Conversation" WHERE "wakeAt" <= ${now} ORDER BY "wakeAt", "id" LIMIT ${limit} ${skipLocked(db.kind)})
    RETURNING "visitNo"`);
  return rows.map((row) => Number(row.visitNo)).toSorted((a, b) => a - b);
}

/**
 * The next instant at which a row of any queue is due, or a claim that was left lying runs out: where a moved clock may
 * jump to. One statement, each part of it the head of an index. What was due up to `after` is left out: a row that still
 * waits there waits behind one that comes later.
 */
export async function nextDue(tx: Tx, after = -1 as Instant): Promise<Instant | null> {
  const left = after - LEASE_MS;
  const [row] = await tx.$queryRaw<{ at: bigint | number | null }[]>`
    SELECT min("at") AS "at" FROM (
      SELECT min("nextAt") AS "at" FROM "Visit" WHERE "nextAt" > ${after}
      UNION ALL SELECT min("wakeAt") FROM "Conversation" WHERE "wakeAt" > ${after}
      UNION ALL SELECT min("nextAt") FROM "Duty" WHERE "nextAt" > ${after}
      UNION ALL SELECT min("nextAt") FROM "Inbox" WHERE "status" = 'new' AND "nextAt" > ${after}
      UNION ALL SELECT min("lockedAt") + ${LEASE_MS} FROM "Inbox" WHERE "status" = 'working' AND "lockedAt" > ${left}
      UNION ALL SELECT min("nextAt") FROM "Outbox" WHERE "status" IN ('pending', 'held') AND "nextAt" > ${after}
      UNION ALL SELECT min("lockedAt") + ${LEASE_MS} FROM "Outbox" WHERE "status" = 'sending' AND "lockedAt" > ${left}
    ) AS heads`;
  return row?.at == null ? null : (Number(row.at) as Instant);
}
