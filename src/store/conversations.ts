/** Conversations 会话: where each talk stands, as JSON that its core reads back. */
import type { ChannelName } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import type { Session } from '../core/conversation/turn.js';
import type { Db, Tx } from './db.js';
import { Prisma, skipLocked } from './db.js';
import { findRow, findRows, insertRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';

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

function toConversation(row: RowOf<'conversation'>): StoredConversation {
  return {
    id: row.id,
    estate: row.estateId,
    channel: row.channel as ChannelName,
    person: row.person,
    visitNo: row.visitNo,
    session: JSON.parse(row.session) as Session,
    open: Boolean(row.open),
    wakeAt: row.wakeAt === null ? null : (Number(row.wakeAt) as Instant),
  };
}

export async function conversationOfVisit(tx: Tx, visitNo: number): Promise<StoredConversation | null> {
  const row = await findRow(tx, 'conversation', { visitNo });
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
  const rows = await rowsOf<RowOf<'conversation'> & Pick<RowOf<'visit'>, 'askedAt' | 'answeredAt'>>(
    tx,
    Prisma.sql`SELECT c.*, v."askedAt", v."answeredAt"
      FROM "Conversation" c LEFT JOIN "Visit" v ON v."no" = c."visitNo"
      WHERE c."channel" = ${channel} AND c."person" = ${person} ORDER BY c."id" DESC LIMIT ${MOST_TALKS}`,
  );
  return rows.map((row) => ({
    ...toConversation(row),
    askedAt: row.askedAt === null ? null : (Number(row.askedAt) as Instant),
    answeredAt: row.answeredAt === null ? null : (Number(row.answeredAt) as Instant),
  }));
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
  const rows = await findRows(tx, 'conversation', { channel, person, open: true }, 'ORDER BY "id"');
  return rows.map(toConversation);
}

export async function saveConversation(tx: Tx, talk: Omit<StoredConversation, 'id'>, now: Instant): Promise<void> {
  const row = {
    visitNo: talk.visitNo,
    estateId: talk.estate,
    channel: talk.channel,
    person: talk.person,
    session: JSON.stringify(withoutSurvey(talk.session)),
    open: talk.open,
    wakeAt: talk.wakeAt,
    updatedAt: now,
  };
  const kept = Object.keys(row).map((name) => `"${name}" = excluded."${name}"`);
  await insertRows(tx, 'conversation', [row], `ON CONFLICT ("visitNo") DO UPDATE SET ${kept.join(', ')}`);
}

/** Nothing of what the shell put in before the step. Of a questionnaire only where the talk stands: its answers are on the ballot, and its link is nowhere. */
function withoutSurvey({ survey, before, free: _free, ...session }: Session): Session {
  if (survey !== undefined) return { ...session, grade: null, remark: null };
  return before === undefined ? session : { ...session, before };
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
