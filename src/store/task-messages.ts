/** The task cards that wait for one member of staff: held together, and told in one list. */
import type { OutgoingContent, TaskCard } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import type { ClaimedOutgoing } from './outbox.js';
import { changed, rowsOf } from './statements.js';

/** Written beside a card that waits to be told in a list with others. */
export const GATHERING = 'gathering';
/** And beside one that was told so. */
const IN_A_LIST = 'told in a list';

/** How many other cards of the same person wait and are due; and until when those wait that are gathered already. */
export async function cardsBeside(
  tx: Tx,
  { id, to, channel }: Pick<ClaimedOutgoing, 'id' | 'to' | 'channel'>,
  now: Instant,
): Promise<{ readonly due: number; readonly gatheredUntil: Instant | null }> {
  const [row] = await rowsOf<{ due: bigint | number | null; until: bigint | number | null }>(
    tx,
    Prisma.sql`SELECT sum(CASE WHEN "nextAt" <= ${now} THEN 1 ELSE 0 END) AS "due",
        min(CASE WHEN "reason" = ${GATHERING} AND "nextAt" > ${now} THEN "nextAt" END) AS "until"
      FROM "Outbox"
      WHERE "channel" = ${channel} AND "recipient" = ${to} AND "status" IN ('pending', 'held')
        AND "purpose" = 'task' AND "id" <> ${id}`,
  );
  const until = row?.until ?? null;
  return { due: Number(row?.due ?? 0), gatheredUntil: until === null ? null : (Number(until) as Instant) };
}

/** Those of them that are due wait together until then. */
export async function holdCards(
  tx: Tx,
  { to, channel }: Pick<ClaimedOutgoing, 'to' | 'channel'>,
  until: Instant,
  now: Instant,
): Promise<void> {
  await changed(
    tx,
    Prisma.sql`UPDATE "Outbox" SET "status" = 'held', "nextAt" = ${until}, "reason" = ${GATHERING}
      WHERE "channel" = ${channel} AND "recipient" = ${to} AND "status" IN ('pending', 'held')
        AND "purpose" = 'task' AND "nextAt" <= ${now}`,
  );
}

export type WaitingCard = { readonly id: number; readonly visitNo: number; readonly content: OutgoingContent };

/** The cards and pictures of one person that are due, in their order. */
export async function dueCards(
  tx: Tx,
  box: Box,
  { to, channel }: Pick<ClaimedOutgoing, 'to' | 'channel'>,
  now: Instant,
): Promise<readonly WaitingCard[]> {
  const rows = await rowsOf<{ id: bigint | number; visitNo: bigint | number; body: string }>(
    tx,
    Prisma.sql`SELECT "id", "visitNo", "body" FROM "Outbox"
      WHERE "channel" = ${channel} AND "recipient" = ${to} AND "status" IN ('pending', 'held')
        AND "purpose" = 'task' AND "visitNo" IS NOT NULL AND "nextAt" <= ${now} ORDER BY "id"`,
  );
  return rows.map(({ id, visitNo, body }) => ({
    id: Number(id),
    visitNo: Number(visitNo),
    content: JSON.parse(box.open(body)) as OutgoingContent,
  }));
}

/** The task that a card is of, by its id; null where it is of none. */
export function taskOfCard(taskId: string): number | null {
  const no = /^v(\d{1,9})-/u.exec(taskId)?.[1];
  return no === undefined ? null : Number(no);
}

/** The task card that was sent to somebody under this id, as it was; null where there is none. */
export async function cardSent(
  tx: Tx,
  box: Box,
  { to, taskId }: { readonly to: string; readonly taskId: string },
): Promise<TaskCard | null> {
  const rows = await tx.outbox.findMany({
    where: { visitNo: taskOfCard(taskId), recipient: to, purpose: 'task', body: { not: '' } },
    orderBy: { id: 'desc' },
    select: { body: true },
  });
  const cards = rows.flatMap(({ body }) => {
    const content = JSON.parse(box.open(body)) as OutgoingContent;
    return content.kind === 'card' ? [content.card] : [];
  });
  return cards.find((card) => card.taskId === taskId) ?? null;
}

/** A task's card on somebody's screen, with the code that lets it be changed once. */
export type ShownCard = { readonly id: number; readonly to: string; readonly code: string };

/** The cards of a task that were sent since then and not changed yet. */
export async function shownCards(tx: Tx, visitNo: number, since: Instant): Promise<readonly ShownCard[]> {
  const rows = await rowsOf<{ id: bigint | number; recipient: string; receipt: string }>(
    tx,
    Prisma.sql`SELECT o."id", o."recipient", o."receipt" FROM "Outbox" o
      WHERE o."visitNo" = ${visitNo} AND o."channel" = 'wecom-app' AND o."purpose" = 'task' AND o."status" = 'sent'
        AND o."sentAt" > ${since} AND o."receipt" IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM "Outbox" d WHERE d."key" = 'card-' || CAST(o."id" AS TEXT)) ORDER BY o."id"`,
  );
  return rows.map(({ id, recipient, receipt }) => ({ id: Number(id), to: recipient, code: receipt }));
}
/** The key of the message that changes a card: there is one. */
export const changeKey = ({ id }: ShownCard): string => `card-${id}`;

/** They were told in a list, and do not go out by themselves. */
export async function settleInList(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.outbox.updateMany({
    where: { id: { in: [...ids] }, status: { in: ['pending', 'held'] } },
    data: { status: 'refused', reason: IN_A_LIST },
  });
}

/** The list takes the place of the card that was its turn; false when that is no longer ours. */
export async function becomeList(
  tx: Tx,
  box: Box,
  { id }: Pick<ClaimedOutgoing, 'id'>,
  holder: string,
  list: { readonly content: OutgoingContent; readonly estate: string },
): Promise<boolean> {
  const body = box.seal(JSON.stringify(list.content));
  const found = await tx.outbox.updateMany({
    where: { id, status: 'sending', lockedBy: holder },
    data: { body, purpose: 'alert', visitNo: null, estateId: list.estate, reason: null },
  });
  return found.count === 1;
}
