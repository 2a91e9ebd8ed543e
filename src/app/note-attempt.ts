/** What came of asking in chat 到访台账: the question that waited is settled, and a household that wants no more is noted. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { HandOverReason } from '../core/conversation/turn.js';
import type { AttemptOutcome } from '../core/terms.js';
import type { Excuse } from '../core/visit.js';
import { addAttempt, settleAttempts } from '../store/attempts.js';
import type { Tx } from '../store/db.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';

/**
 * A question or a reminder was sent, or not and why: an attempt to reach the household. A reminder says that the question
 * before it met silence.
 */
export async function noteTry(
  tx: Tx,
  { box }: Pick<Context, 'box'>,
  visit: StoredVisit,
  refusal: string | null,
  now: Instant,
): Promise<void> {
  if (visit.status !== 'asked') return;
  await settleAttempts(tx, visit.no, 'silent');
  const outcome = refusal === null ? 'delivered' : 'not-delivered';
  await addAttempt(tx, box, visit, { channel: 'chat', at: now, by: 'system', outcome, note: refusal });
}

/** The platform said afterwards that the question did not arrive. */
export async function noteLost(
  tx: Tx,
  { box }: Pick<Context, 'box'>,
  visit: StoredVisit,
  reason: string,
  now: Instant,
): Promise<void> {
  if (visit.status !== 'asked' || (await settleAttempts(tx, visit.no, 'not-delivered')) > 0) return;
  const outcome = 'not-delivered';
  await addAttempt(tx, box, visit, { channel: 'chat', at: now, by: 'system', outcome, note: reason });
}

/** How a question in chat ends when its visit goes to a person. */
const HANDED_OVER: Readonly<Record<HandOverReason, AttemptOutcome>> = {
  silent: 'silent',
  quiet: 'silent',
  late: 'silent',
  unclear: 'unclear',
  'asked-for-person': 'asked-for-person',
  postponed: 'postponed',
  'wrong-person': 'wrong-person',
  'opted-out': 'refused',
};
export const outcomeOfHandOver = (reason: HandOverReason): AttemptOutcome => HANDED_OVER[reason];

/**
 * Settles the question that waited. A word that came before its delivery was written down, or without any question, is
 * an attempt of its own; silence is none.
 */
export async function settleChat(
  tx: Tx,
  ctx: Pick<Context, 'box'>,
  visit: StoredVisit,
  { outcome, by, now }: { readonly outcome: AttemptOutcome; readonly by: string; readonly now: Instant },
): Promise<void> {
  if ((await settleAttempts(tx, visit.no, outcome)) > 0 || outcome === 'silent') return;
  if (outcome !== 'answered' && visit.issuedAt !== null) return;
  await addAttempt(tx, ctx.box, visit, { channel: 'chat', at: now, by, outcome });
}

/** 退订, or it is somebody else: so the household stands, until a person who goes there finds it otherwise. */
export async function noteExcuse(tx: Tx, visit: StoredVisit, outcome: Excuse, now: Instant): Promise<void> {
  if (visit.outcome === null && visit.answeredAt === null)
    await saveVisit(tx, { ...visit, outcome, outcomeAt: now }, now);
}
