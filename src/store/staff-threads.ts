/** 接着说: what a member of staff was asked back, until they answer it or say something else. Sealed: it holds their words. */
import { HOUR, type Instant } from '../core/calendar.js';
import { RECORD_TALK_LASTS_MS } from '../core/record-talk/record-talk-types.js';
import type { Asked } from '../core/understand/command-thread.js';
import type { OutgoingContent } from '../channels/channel.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import { factOf, keepFact } from './facts.js';
import { rowsOf } from './statements.js';

/**
 * Whoever answers later has to name what they mean: as long as a record's dialogue waits, and no longer, since a 好的 or a
 * number of the afternoon is not meant for a question of the morning.
 */
const LASTS_MS = RECORD_TALK_LASTS_MS;

const ASKED = 'asked:';
const nameOf = (userid: string): string => `${ASKED}${userid}`;

/** What somebody was asked back and may still answer; null where nothing is open. */
export async function askedBack(tx: Tx, box: Box, userid: string, now: Instant): Promise<Asked | null> {
  const fact = await factOf(tx, nameOf(userid), now);
  return fact === null ? null : (JSON.parse(box.open(fact.value)) as Asked);
}

/** Null forgets it. What nobody answered in its time is forgotten with it, whoever was asked: it holds people's words. */
export async function keepAskedBack(
  tx: Tx,
  box: Box,
  userid: string,
  asked: Asked | null,
  now: Instant,
): Promise<void> {
  await tx.fact.deleteMany({ where: { name: { startsWith: ASKED }, expiresAt: { lte: BigInt(now) } } });
  if (asked === null) await tx.fact.deleteMany({ where: { name: nameOf(userid) } });
  else await keepFact(tx, nameOf(userid), box.seal(JSON.stringify(asked)), now, (now + LASTS_MS) as Instant);
}

/** So many messages are looked through, of so long: what was spoken of before is not meant by 这个. */
const MOST = 12;
const SPOKEN_OF_MS = 12 * HOUR;

/** The words of the newest messages to a member of staff, the newest first. */
export async function newestWords(tx: Tx, box: Box, userid: string, now: Instant): Promise<readonly string[]> {
  const rows = await rowsOf<{ body: string }>(
    tx,
    Prisma.sql`SELECT "body" FROM "Outbox" WHERE "recipient" = ${userid} AND "channel" = 'wecom-app'
      AND "createdAt" > ${now - SPOKEN_OF_MS} AND "body" <> '' ORDER BY "id" DESC LIMIT ${MOST}`,
  );
  return rows.map(({ body }) => wordsOf(JSON.parse(box.open(body)) as OutgoingContent));
}

const wordsOf = (content: OutgoingContent): string =>
  content.kind === 'text'
    ? content.text
    : content.kind === 'card'
      ? `${content.card.title}\n${content.card.description}`
      : '';
