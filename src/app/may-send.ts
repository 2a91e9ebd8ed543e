/**
 * A question may wait long in the outbox (the platform was down, we were): before it goes, it is looked at again. It
 * never goes in quiet hours, after the window, after the answer, or to somebody who has said 退订 meanwhile.
 */
import type { Instant } from '../core/calendar.js';
import { afterQuiet } from '../core/contact.js';
import { isTask, isToBeMade } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { identityOf, WITH_A_PERSON } from '../store/identities.js';
import { estateOf, type Estate } from '../store/estates.js';
import type { ClaimedOutgoing, Outcome } from '../store/outbox.js';
import { mayBeContacted, residentByIdentity } from '../store/people.js';
import { currentRecord } from '../store/records.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';

/**
 * Why a message must not go out now; null: it may. Replies to what somebody wrote always may, unless a person of ours has
 * the chat by now.
 */
export async function obstacle(tx: Tx, message: ClaimedOutgoing, now: Instant): Promise<Outcome | null> {
  if (message.channel === 'wecom-kf') {
    const identity = await identityOf(tx, message.channel, message.to);
    if (identity?.serviceState === WITH_A_PERSON) return { kind: 'refused', reason: '正由同事接待' };
  }
  if (message.visitNo === undefined || !LOOKED_AT.has(message.purpose)) return null;
  const visit = await visitByNo(tx, message.visitNo);
  const estate = visit === null ? null : await estateOf(tx, visit.estate);
  if (visit === null || estate === null) return { kind: 'refused', reason: 'the visit is gone' };
  if (message.purpose === 'task') return (await isStillTheirs(tx, visit, message.to)) ? null : NOT_NEEDED;
  if (message.purpose === 'appointment') return appointmentObstacle(tx, message, visit, estate, now);
  if (message.purpose === 'sign') return signatureObstacle(tx, message, visit.no, estate, now);
  if (visit.status !== 'asked') return NOT_NEEDED;
  if (now >= visit.due) return { kind: 'refused', reason: '时限已过' };
  const resident = await residentByIdentity(tx, message.channel, message.to);
  if (resident === null || !mayBeContacted(resident)) return { kind: 'refused', reason: '住户不愿再收到消息' };
  const at = afterQuiet({ ...estate, zone: estate.timezone }, now);
  if (at >= visit.due) return { kind: 'refused', reason: '时限内没有可发消息的时段' };
  return at > now ? { kind: 'held', at, reason: 'quiet hours' } : null;
}

/** What is written of our own accord, and may have waited; replies to what somebody wrote always may go. */
const LOOKED_AT: ReadonlySet<ClaimedOutgoing['purpose']> = new Set(['ask', 'remind', 'sign', 'appointment', 'task']);

/** Of an appointment is reminded who may be written to, outside quiet hours, while it still stands and is to come. */
async function appointmentObstacle(
  tx: Tx,
  message: ClaimedOutgoing,
  { status, why: { appointment } }: StoredVisit,
  estate: Estate,
  now: Instant,
): Promise<Outcome | null> {
  if (!isTask({ status }) || appointment === undefined || now >= appointment) return NOT_NEEDED;
  const resident = await residentByIdentity(tx, message.channel, message.to);
  if (resident === null || !mayBeContacted(resident)) return { kind: 'refused', reason: '住户不愿再收到消息' };
  const at = afterQuiet({ ...estate, zone: estate.timezone }, now);
  if (at >= appointment) return { kind: 'refused', reason: '赴约以前没有可发消息的时段' };
  return at > now ? { kind: 'held', at, reason: 'quiet hours' } : null;
}

/** A signature is asked for outside quiet hours, of somebody who may be written to, while it is not there. */
async function signatureObstacle(
  tx: Tx,
  message: ClaimedOutgoing,
  visitNo: number,
  estate: Estate,
  now: Instant,
): Promise<Outcome | null> {
  const resident = await residentByIdentity(tx, message.channel, message.to);
  if (resident === null || !mayBeContacted(resident)) return { kind: 'refused', reason: '住户不愿再收到消息' };
  const record = await currentRecord(tx, visitNo);
  if (record === null || record.confirmedAt !== null) return NOT_NEEDED;
  const at = afterQuiet({ ...estate, zone: estate.timezone }, now);
  return at > now ? { kind: 'held', at, reason: 'quiet hours' } : null;
}

const NOT_NEEDED: Outcome = { kind: 'refused', reason: 'it is no longer needed' };

/** A card waits for a duty day: by then the visit may be over, or somebody else's; others may stand on the same card. */
async function isStillTheirs(tx: Tx, { no, status, assignee }: StoredVisit, to: string): Promise<boolean> {
  if (assignee === to && isToBeMade(status)) return true;
  return (await tx.visit.count({ where: { joinedTo: no, status: 'with-staff', assignee: to } })) > 0;
}
