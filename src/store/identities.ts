/** Who a person is on a channel, and what that channel still allows towards them (48 hours, five messages). */
import type { ChannelName } from '../channels/channel.js';
import type { Instant } from '../core/calendar.js';
import { Prisma, type Tx } from './db.js';
import { findRow, findRows, insertRows, updateRows, type RowOf } from './rows.js';
import { changed } from './statements.js';

/** `lastHeardAt` is null until the person first wrote; `sentSince` counts our messages since then. */
export type Identity = {
  readonly channel: ChannelName;
  readonly externalId: string;
  readonly estate: string | null;
  readonly resident: string | null;
  readonly staff: string | null;
  readonly lastHeardAt: Instant | null;
  readonly sentSince: number;
  /** 0 new, 1 assistant, 3 with a person. */
  readonly serviceState: number;
};

/** What decides whether 微信客服 may send to somebody. */
export type KfState = Pick<Identity, 'lastHeardAt' | 'sentSince' | 'serviceState'>;

/** The session state in which a person of ours has the chat, and the bot stays quiet. */
export const WITH_A_PERSON = 3;

/** Whose an identity is to be. */
export type Owner = { readonly estate: string; readonly resident: string } | { readonly staff: string };

function toIdentity(row: RowOf<'channelIdentity'>): Identity {
  return {
    channel: row.channel as ChannelName,
    externalId: row.externalId,
    estate: row.estateId,
    resident: row.residentId,
    staff: row.staffId,
    lastHeardAt: row.lastHeardAt === null ? null : (Number(row.lastHeardAt) as Instant),
    sentSince: row.sentSince,
    serviceState: row.serviceState,
  };
}

/** Null for somebody never heard of. */
export async function identityOf(tx: Tx, channel: ChannelName, externalId: string): Promise<Identity | null> {
  const row = await findRow(tx, 'channelIdentity', { channel, externalId });
  return row === null ? null : toIdentity(row);
}

/** A resident's identities, the one heard from last first. */
export async function identitiesOf(tx: Tx, estate: string, resident: string): Promise<readonly Identity[]> {
  const rows = await findRows(tx, 'channelIdentity', { estateId: estate, residentId: resident });
  return rows
    .map(toIdentity)
    .toSorted((a, b) => (b.lastHeardAt ?? 0) - (a.lastHeardAt ?? 0) || (a.externalId < b.externalId ? -1 : 1));
}

/** Makes an identity the owner's; what was heard on it stays. Tells whether anything changed. */
export async function bindIdentity(
  tx: Tx,
  channel: ChannelName,
  externalId: string,
  owner: Owner,
  at: Instant,
): Promise<boolean> {
  const data =
    'staff' in owner
      ? { staffId: owner.staff, estateId: null, residentId: null }
      : { staffId: null, estateId: owner.estate, residentId: owner.resident };
  const key = { channel, externalId };
  const before = await findRow(tx, 'channelIdentity', key);
  if (before === null) {
    await insertRows(tx, 'channelIdentity', [{ ...key, ...data, boundAt: at }]);
    return true;
  }
  const same =
    before.staffId === data.staffId && before.estateId === data.estateId && before.residentId === data.residentId;
  if (same) return false;
  await updateRows(tx, 'channelIdentity', key, { ...data, boundAt: at });
  return true;
}

/** The resident's identities on the channel, but for `keep`, are nobody's from now on. Tells whether there were any. */
export async function unbindOthers(
  tx: Tx,
  channel: ChannelName,
  owner: { readonly estate: string; readonly resident: string },
  keep: string | null,
): Promise<boolean> {
  const { count } = await tx.channelIdentity.updateMany({
    where: {
      channel,
      estateId: owner.estate,
      residentId: owner.resident,
      ...(keep === null ? {} : { externalId: { not: keep } }),
    },
    data: { estateId: null, residentId: null },
  });
  return count > 0;
}

/** The person wrote: 48 hours and five messages begin anew. A message older than the last one heard changes nothing. */
export async function heardFrom(tx: Tx, channel: ChannelName, externalId: string, at: Instant): Promise<void> {
  await changed(
    tx,
    Prisma.sql`INSERT INTO "ChannelIdentity" AS known ("channel", "externalId", "boundAt", "lastHeardAt", "sentSince")
      VALUES (${channel}, ${externalId}, ${at}, ${at}, 0)
      ON CONFLICT ("channel", "externalId") DO UPDATE SET "lastHeardAt" = excluded."lastHeardAt", "sentSince" = 0
      WHERE known."lastHeardAt" IS NULL OR known."lastHeardAt" <= excluded."lastHeardAt"`,
  );
}

/** One more message went to the person since they last wrote. */
export async function countSent(tx: Tx, channel: ChannelName, externalId: string): Promise<void> {
  await changed(
    tx,
    Prisma.sql`UPDATE "ChannelIdentity" SET "sentSince" = "sentSince" + 1
      WHERE "channel" = ${channel} AND "externalId" = ${externalId}`,
  );
}
