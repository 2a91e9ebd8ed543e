/** Sign-ins 登录: rows that all instances share, so that one that is ended is ended everywhere, at once. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { findRow, insertRows, updateRows } from './rows.js';

export type StoredSignIn = { readonly userid: string; readonly seenAt: Instant; readonly expiresAt: Instant };

/** Keeps a sign-in under the hash of its secret; those that are over are swept out. */
export async function keepSignIn(
  tx: Tx,
  { tokenHash, userid, expiresAt }: Omit<StoredSignIn, 'seenAt'> & { readonly tokenHash: string },
  now: Instant,
): Promise<void> {
  await tx.signIn.deleteMany({ where: { expiresAt: { lte: BigInt(now) } } });
  await insertRows(tx, 'signIn', [{ tokenHash, userid, createdAt: now, seenAt: now, expiresAt }]);
}

/** Null where there is none, or it is over. */
export async function signInOf(tx: Tx, tokenHash: string, now: Instant): Promise<StoredSignIn | null> {
  const row = await findRow(tx, 'signIn', { tokenHash });
  if (row === null || Number(row.expiresAt) <= now) return null;
  return { userid: row.userid, seenAt: Number(row.seenAt) as Instant, expiresAt: Number(row.expiresAt) as Instant };
}

export async function seeSignIn(tx: Tx, tokenHash: string, now: Instant): Promise<void> {
  await updateRows(tx, 'signIn', { tokenHash }, { seenAt: now });
}

/** Ends all of somebody's, on every instance at once. */
export async function endSignInsOf(tx: Tx, userid: string): Promise<void> {
  await tx.signIn.deleteMany({ where: { userid } });
}

/** Ends it; whose it was, null where there was none. */
export async function endSignIn(tx: Tx, tokenHash: string): Promise<string | null> {
  const row = await findRow(tx, 'signIn', { tokenHash });
  if (row === null) return null;
  await tx.signIn.deleteMany({ where: { tokenHash } });
  return row.userid;
}
