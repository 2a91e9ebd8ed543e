/** Takes messages from the outbox to their channels, and writes down what became of them. */
import type { Receipt } from '../channels/channel.js';
import { nextStep } from '../channels/backoff.js';
import { refusalZh } from '../channels/refusal.js';
import type { Prepared } from '../channels/media.js';
import type { Channel, Outgoing } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { cutBytes } from '../core/conversation/wording.js';
import { KF_ZH } from '../core/contact.js';
import { householdZh } from '../core/household.js';
import type { Role } from '../core/terms.js';
import { isTask } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import { conversationOfVisit, saveConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { countSent } from '../store/identities.js';
import { markIssued } from '../store/ballots.js';
import { staffOf } from '../store/staff.js';
import { currentRecord } from '../store/records.js';
import {
  claimOutbox,
  enqueue,
  keepPrepared,
  settleOutgoing,
  type ClaimedOutgoing,
  type Outcome,
} from '../store/outbox.js';
import { lockVisit, saveVisit, visitByNo, type StoredVisit } from '../store/visits.js';
import { tellUnreminded } from './arrange-visit.js';
import { handOver } from './hand-over.js';
import { obstacle } from './may-send.js';
import { noteTry } from './note-attempt.js';
import { paced } from './pace-staff.js';
import type { Pool } from './pool.js';
import { alertRole, newKey } from './tell-staff.js';

type Preparing = Channel & { prepare?(message: Outgoing): Promise<Prepared> };

/** One round: claims what is due and starts to send it. Answers how many messages were begun. */
export async function deliverOutbox(ctx: Context, jitter: () => number, pool: Pool): Promise<number> {
  if (pool.free() === 0) return 0;
  const claimed = await claimOutbox(ctx.db, ctx.box, ctx.clock.now(), ctx.instance, pool.free());
  for (const message of claimed) pool.start(deliver(ctx, message, jitter()));
  return claimed.length;
}

async function deliver(ctx: Context, claimed: ClaimedOutgoing, jitter: number): Promise<void> {
  const before = ctx.clock.now();
  const inTheWay = await obstacle(ctx.db.read, claimed, before);
  const pace = inTheWay ?? (await paced(ctx, claimed, before));
  // What is not an outcome is the message that it has become.
  const [unfit, message] = pace === null || 'key' in pace ? [null, pace ?? claimed] : [pace, claimed];
  const receipt = unfit === null ? await attempt(ctx, message) : null;
  const now = ctx.clock.now();
  const outcome = unfit ?? outcomeOf(receipt as Receipt, message.attempts, jitter, now);
  if (outcome.kind !== 'sent' && outcome.kind !== 'paced') {
    ctx.log.warn(
      { outbox: message.id, channel: message.channel, outcome: outcome.kind, reason: outcome.reason },
      'not sent',
    );
  }
  await ctx.db.write(async (tx) => {
    if (!(await settleOutgoing(tx, message.id, ctx.instance, outcome))) return;
    // A card that is no longer needed is nobody's loss.
    if (unfit === null || message.purpose !== 'task') await follow(tx, ctx, message, outcome, now);
  });
}

async function attempt(ctx: Context, message: ClaimedOutgoing): Promise<Receipt> {
  const channel: Preparing | undefined = ctx.channels.get(message.channel);
  if (channel === undefined)
    return { kind: 'refused', verdict: 'next-channel', reason: `${message.channel} is not configured` };
  if (message.content === null)
    return { kind: 'refused', verdict: 'give-up', reason: 'the stored text cannot be read' };
  let outgoing: Outgoing = { key: message.key, to: message.to, content: message.content };
  try {
    if (channel.prepare !== undefined) {
      const prepared = await channel.prepare(outgoing);
      if (prepared.kind === 'refused') return prepared;
      if (prepared.message !== outgoing) {
        outgoing = prepared.message;
        const { content } = outgoing;
        await ctx.db.write((tx) => keepPrepared(tx, ctx.box, message.id, content));
      }
    }
    return await channel.send(outgoing);
  } catch (error) {
    return { kind: 'refused', verdict: 'retry', reason: error instanceof Error ? error.name : 'unknown' };
  }
}

function outcomeOf(receipt: Receipt, attempts: number, jitter: number, now: Instant): Outcome {
  if (receipt.kind === 'sent') return { kind: 'sent', receipt: receipt.responseCode ?? receipt.id, at: now };
  const step = nextStep(receipt.verdict, attempts, jitter, receipt.retryAfterMs);
  switch (step.kind) {
    case 'retry':
      return { kind: 'retry', at: (now + step.afterMs) as Instant, reason: receipt.reason };
    case 'dead':
      return { kind: 'dead', reason: receipt.reason, errcode: receipt.errcode ?? null };
    case 'next-channel':
      return { kind: 'refused', reason: receipt.reason, errcode: receipt.errcode ?? null };
    default:
      return step satisfies never;
  }
}

/** A question, a reminder of it, or one of an appointment. */
const CONTACTS: ReadonlySet<ClaimedOutgoing['purpose']> = new Set(['ask', 'next', 'remind', 'appointment']);

/** A delivered question is an issued ballot; one that cannot be delivered is not, and the visit goes to a person. */
async function follow(tx: Tx, ctx: Context, message: ClaimedOutgoing, outcome: Outcome, now: Instant): Promise<void> {
  if (outcome.kind === 'retry' || outcome.kind === 'held' || outcome.kind === 'paced') return;
  if (outcome.kind === 'sent' && message.channel === 'wecom-kf') await countSent(tx, message.channel, message.to);
  if (outcome.kind !== 'sent' && (message.purpose === 'task' || message.purpose === 'alert')) {
    return tellNext(tx, ctx, message, now);
  }
  if (outcome.kind !== 'sent' && message.purpose === 'sign') return tellUnsigned(tx, ctx, message, now);
  if (message.visitNo === undefined || !CONTACTS.has(message.purpose)) return;
  const visit = await lockVisit(tx, ctx.db, message.visitNo);
  if (visit === null) return;
  if (message.purpose === 'appointment') return notReminded(tx, ctx, visit, outcome, now);
  const entry = { at: now, actor: 'system', estate: visit.estate, subject: `visit:${visit.no}` };
  const why = outcome.kind === 'sent' ? null : whyZh(outcome);
  await noteTry(tx, ctx, visit, why, now);
  if (outcome.kind === 'sent') {
    // The ballot belongs to the first delivery.
    if (message.purpose !== 'remind' && visit.issuedAt === null) {
      await saveVisit(tx, { ...visit, issuedAt: now }, now);
      await markIssued(tx, visit, now);
    }
    return appendAudit(tx, ctx.db, [
      { ...entry, action: `${message.purpose}.delivered`, detail: { outbox: message.id } },
    ]);
  }
  await appendAudit(tx, ctx.db, [
    { ...entry, action: `${message.purpose}.refused`, detail: { reason: outcome.reason } },
  ]);
  await withdraw(tx, ctx, message.visitNo, whyZh(outcome), now);
}

/** A reminder of an appointment is no contact of ours; that it did not arrive is told to whoever comes. */
async function notReminded(tx: Tx, ctx: Context, visit: StoredVisit, { kind }: Outcome, now: Instant): Promise<void> {
  const estate = kind === 'sent' ? null : await estateOf(tx, visit.estate);
  if (estate !== null && isTask(visit)) await tellUnreminded(tx, ctx, estate, visit, now);
}

const whyZh = ({ reason, errcode }: Extract<Outcome, { kind: 'refused' | 'dead' }>): string =>
  errcode === undefined ? reason : refusalZh(errcode);

/** A task or an alert that its receiver cannot get goes to the next above them. */
async function tellNext(tx: Tx, ctx: Context, message: ClaimedOutgoing, now: Instant): Promise<void> {
  const visit = message.visitNo === undefined ? null : await visitByNo(tx, message.visitNo);
  const id = visit?.estate ?? message.estate ?? null;
  const estate = id === null ? null : await estateOf(tx, id);
  if (estate === null) return;
  const missed = await staffOf(tx, message.to);
  const held = missed?.roles.filter((one) => one.estate === estate.id) ?? [];
  const rank = Math.max(-1, ...held.map(({ role }) => LADDER.indexOf(role)));
  const text = toldInstead(missed?.name ?? message.to, message, visit, estate);
  await alertRole(tx, ctx, estate, LADDER.slice(rank + 1), text, { now, visitNo: visit?.no ?? null });
}

/** So much of a text that did not arrive fits behind the words that it did not. */
const FORWARDED_BYTES = 1_800;

/** A text goes on as it is; a card is its receiver's, and what it was about is said. */
function toldInstead(name: string, message: ClaimedOutgoing, visit: StoredVisit | null, estate: Estate): string {
  if (message.content?.kind === 'text') {
    return `以下消息没有送到${name}，请代为处理：\n${cutBytes(message.content.text, FORWARDED_BYTES)}`;
  }
  const what =
    visit === null ? estate.name : `任务 ${visit.no}（${estate.name} ${householdZh(visit.household ?? '')}）`;
  return `${what}的消息没有送到${name}，请安排处理。`;
}

/** The record could not be shown to the resident: whoever made it has it signed on paper. */
async function tellUnsigned(tx: Tx, ctx: Context, { visitNo }: ClaimedOutgoing, now: Instant): Promise<void> {
  const record = visitNo === undefined ? null : await currentRecord(tx, visitNo);
  if (record === null || record.confirmedAt !== null || record.by.startsWith('resident:')) return;
  const text = `任务 ${record.visitNo} 的记录没有送到住户微信，待签名：请住户在纸质记录上签名，再写「完成 ${record.visitNo} 已签名 照片 编号」。`;
  const message = { key: newKey(), channel: 'wecom-app', to: record.by, content: { kind: 'text', text } } as const;
  await enqueue(tx, ctx, now, [{ ...message, purpose: 'alert', visitNo: record.visitNo }]);
}

/** Who hears of what those before them did not. */
const LADDER: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** Takes a question back that did not arrive: not issued, and a person goes instead. `why` is in words for staff. */
export async function withdraw(tx: Tx, ctx: Context, visitNo: number, why: string, now: Instant): Promise<void> {
  const visit = await lockVisit(tx, ctx.db, visitNo);
  if (visit === null || visit.status !== 'asked') return;
  const estate = await estateOf(tx, visit.estate);
  if (estate === null) return;
  const talk = await conversationOfVisit(tx, visitNo);
  if (talk !== null) {
    const session = { ...talk.session, state: 'with-staff' as const };
    await saveConversation(tx, { ...talk, session, open: false, wakeAt: null }, now);
  }
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const others = (visit.why.channels ?? []).filter((one) => one !== KF_ZH);
  const noted = { ...visit, why: { ...visit.why, channels: [...others, `${KF_ZH}没有送达（${why}）`] } };
  await handOver(tx, ctx, { estate, visit: noted, event }, 'refused', now);
}
