/** 口述的回访记录 in the database: at most one of a person's is open, the others wait to be taken up again. */
import type { Instant } from '../core/calendar.js';
import type { RecordSession } from '../core/record-talk/record-talk-types.js';
import type { Box } from './box.js';
import { WAKE_CLAIM_MS } from './conversations.js';
import { Prisma, skipLocked, type Db, type Tx } from './db.js';
import { findRow, findRows, insertRows, updateRows, type RowOf } from './rows.js';

export type StoredRecordTalk = {
  readonly userid: string;
  readonly visitNo: number;
  readonly session: RecordSession;
  readonly open: boolean;
  readonly wakeAt: Instant | null;
  readonly updatedAt: Instant;
};

const toTalk = (box: Box, row: RowOf<'recordTalk'>): StoredRecordTalk => ({
  userid: row.userid,
  visitNo: row.visitNo,
  session: JSON.parse(box.open(row.session)) as RecordSession,
  open: Boolean(row.open),
  wakeAt: row.wakeAt === null ? null : (Number(row.wakeAt) as Instant),
  updatedAt: Number(row.updatedAt) as Instant,
});

export async function recordTalkOf(
  tx: Tx,
  box: Box,
  userid: string,
  visitNo: number,
): Promise<StoredRecordTalk | null> {
  const row = await findRow(tx, 'recordTalk', { userid, visitNo });
  return row === null ? null : toTalk(box, row);
}

/** A person's newest, the open one first. */
export async function recordTalksOf(tx: Tx, box: Box, userid: string): Promise<readonly StoredRecordTalk[]> {
  const rows = await findRows(tx, 'recordTalk', { userid }, 'ORDER BY "open" DESC, "updatedAt" DESC LIMIT 20');
  return rows.map((row) => toTalk(box, row));
}

/** The one to which a person's next word goes. */
export async function openRecordTalk(tx: Tx, box: Box, userid: string): Promise<StoredRecordTalk | null> {
  const row = await findRow(tx, 'recordTalk', { userid, open: true });
  return row === null ? null : toTalk(box, row);
}

/** Saves it; where it is open, no other one of the person's is. */
export async function saveRecordTalk(
  tx: Tx,
  box: Box,
  { userid, visitNo, session, open, wakeAt }: Omit<StoredRecordTalk, 'updatedAt'>,
  now: Instant,
): Promise<void> {
  if (open) await updateRows(tx, 'recordTalk', { userid, open: true }, { open: false });
  const row = { userid, visitNo, session: box.seal(JSON.stringify(session)), open, wakeAt, updatedAt: now };
  const kept = ['session', 'open', 'wakeAt', 'updatedAt'].map((name) => `"${name}" = excluded."${name}"`);
  await insertRows(tx, 'recordTalk', [row], `ON CONFLICT ("userid", "visitNo") DO UPDATE SET ${kept.join(', ')}`);
}

/** Those for which time has passed without a word, each given to one caller only. */
export async function claimRecordWakes(
  db: Db,
  now: Instant,
  limit: number,
): Promise<readonly { readonly userid: string; readonly visitNo: number }[]> {
  const rows = await db.returning<{ userid: string; visitNo: number | bigint }>(Prisma.sql`
    UPDATE "RecordTalk" SET "wakeAt" = ${now + WAKE_CLAIM_MS}
    WHERE ("userid", "visitNo") IN (SELECT "userid", "visitNo" FROM "RecordTalk" WHERE "wakeAt" <= ${now}
      ORDER BY "wakeAt", "userid", "visitNo" LIMIT ${limit} ${skipLocked(db.kind)})
    RETURNING "userid", "visitNo"`);
  return rows.map(({ userid, visitNo }) => ({ userid, visitNo: Number(visitNo) }));
}
