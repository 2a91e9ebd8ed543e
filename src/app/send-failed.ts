/** 没有送达: the platform says afterwards that a message did not arrive (msg_send_fail). */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { markIssued } from '../store/ballots.js';
import { lockVisit, saveVisit } from '../store/visits.js';
import { withdraw } from './deliver.js';
import { noteLost } from './note-attempt.js';

/** A question, or a reminder of it. */
const CONTACTS: ReadonlySet<string> = new Set(['ask', 'next', 'remind']);

const NOT_ARRIVED = '发送后平台回报失败';

/** The platform could not deliver after all (fault 33): the ballot is not issued, and a person goes. */
export async function sendFailed(tx: Tx, ctx: Context, msgId: string, now: Instant): Promise<void> {
  const sent = await tx.outbox.findUnique({ where: { key: msgId }, select: { visitNo: true, purpose: true } });
  if (sent?.visitNo == null || !CONTACTS.has(sent.purpose)) return;
  const visit = await lockVisit(tx, ctx.db, sent.visitNo);
  if (visit === null) return;
  // An attempt of ours whose answer was lost must not find it sent after all.
  await tx.outbox.update({
    where: { key: msgId },
    data: { status: 'refused', lockedBy: null, reason: 'msg_send_fail' },
  });
  if (sent.purpose !== 'remind') {
    await saveVisit(tx, { ...visit, issuedAt: null }, now);
    await markIssued(tx, visit, null);
  }
  const subject = `visit:${visit.no}`;
  await appendAudit(tx, ctx.db, [
    { at: now, actor: 'system', action: `${sent.purpose}.failed`, estate: visit.estate, subject },
  ]);
  await noteLost(tx, ctx, visit, NOT_ARRIVED, now);
  await withdraw(tx, ctx, visit.no, NOT_ARRIVED, now);
}
