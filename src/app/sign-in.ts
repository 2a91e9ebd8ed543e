/**
 * 登录: who sits at a browser, as the platform vouched. Whether that member still works here and has a role is looked at
 * with every request, not at the sign-in alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../context.js';
import { HOUR, MINUTE, type Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import { endSignIn, keepSignIn, seeSignIn, signInOf } from '../store/sign-ins.js';
import { staffOf, type Staff } from '../store/staff.js';

/** A sign-in lasts a working day; one that nobody uses, two hours. */
export const SIGN_IN_LASTS = { mostMs: 12 * HOUR, idleMs: 2 * HOUR } as const;
/** Its last use is written down no oftener than this. */
const SEEN_EVERY_MS = 5 * MINUTE;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const worksHere = (staff: Staff | null): staff is Staff => staff !== null && staff.active && staff.roles.length > 0;

/** Signs a member of staff in; the secret for their browser. Null, and recorded, for whoever has no role here. */
export async function signIn(ctx: Context, userid: string): Promise<string | null> {
  const now = ctx.clock.now();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = (now + SIGN_IN_LASTS.mostMs) as Instant;
  return ctx.db.write(async (tx) => {
    const isTheirs = worksHere(await staffOf(tx, userid));
    const action = isTheirs ? 'staff.sign-in' : 'refused.sign in';
    await appendAudit(tx, ctx.db, [{ at: now, actor: userid, action, estate: null, subject: `staff:${userid}` }]);
    if (!isTheirs) return null;
    await keepSignIn(tx, { tokenHash: hashOf(token), userid, expiresAt }, now);
    return token;
  });
}

/** Whose browser it is; null where the sign-in is over, or its member left or has no role any more: then it ends. */
export async function whoIsSignedIn(ctx: Context, token: string): Promise<Staff | null> {
  const now = ctx.clock.now();
  const tokenHash = hashOf(token);
  const found = await signInOf(ctx.db.read, tokenHash, now);
  if (found === null) return null;
  const staff = await staffOf(ctx.db.read, found.userid);
  if (now - found.seenAt > SIGN_IN_LASTS.idleMs || !worksHere(staff)) {
    await ctx.db.write((tx) => endSignIn(tx, tokenHash));
    return null;
  }
  if (now - found.seenAt > SEEN_EVERY_MS) await ctx.db.write((tx) => seeSignIn(tx, tokenHash, now));
  return staff;
}

/** Signs out: the secret is good for nothing from now on. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    const userid = await endSignIn(tx, hashOf(token));
    if (userid === null) return;
    const entry = { at: now, actor: userid, action: 'staff.sign-out', estate: null, subject: `staff:${userid}` };
    await appendAudit(tx, ctx.db, [entry]);
  });
}
