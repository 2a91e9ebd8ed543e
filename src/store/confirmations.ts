/** 待确认: what somebody was shown and asked to confirm; one at a time, for a while, and once. */
import { HOUR, type Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { factOf, keepFact } from './facts.js';

/** `what` is the order in its own terms; `usedAt`: it was confirmed. */
export type Waiting<What> = {
  readonly code: number;
  readonly digest: string;
  readonly what: What;
  readonly usedAt: Instant | null;
};

const nameOf = (of: string, userid: string): string => `confirm:${of}:${userid}`;

/** Null where nothing was asked, or so long ago that it counts no more. */
export async function waitingOf<What>(tx: Tx, of: string, userid: string, now: Instant): Promise<Waiting<What> | null> {
  const fact = await factOf(tx, nameOf(of, userid), now);
  return fact === null ? null : (JSON.parse(fact.value) as Waiting<What>);
}

export const keepWaiting = <What>(
  tx: Tx,
  of: string,
  userid: string,
  waiting: Waiting<What>,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<void> => keepFact(tx, nameOf(of, userid), JSON.stringify(waiting), now, until);

/** So long a second 确认 is told that it was done. */
const REMEMBERED_MS = HOUR;

export const markUsed = <What>(
  tx: Tx,
  of: string,
  userid: string,
  waiting: Waiting<What>,
  now: Instant,
): Promise<void> =>
  keepWaiting(tx, of, userid, { ...waiting, usedAt: now }, { now, until: (now + REMEMBERED_MS) as Instant });

/** What was shown is taken back: it can no longer be confirmed. */
export const forgetWaiting = async (tx: Tx, of: string, userid: string): Promise<void> => {
  await tx.fact.deleteMany({ where: { name: nameOf(of, userid) } });
};
