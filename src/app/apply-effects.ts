/** Carries a turn's effects out as rows: messages, record, follow-ups, wake-up; all in the caller's transaction. */
import type { ChannelName, OutgoingContent } from '../channels/channel.js';
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { KF_ZH } from '../core/contact.js';
import { isWaiting, type Effect, type HandOverReason, type Turn } from '../core/conversation/turn.js';
import type { Event } from '../core/event.js';
import { decide } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import {
  conversationOfVisit,
  openConversations,
  saveConversation,
  type StoredConversation,
} from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { openFollowUp } from '../store/follow-ups.js';
import { enqueue } from '../store/outbox.js';
import { optOut, resume, type Resident } from '../store/people.js';
import { appendRecord, confirmRecord, currentRecord } from '../store/records.js';
import { lockVisit, visitByNo, type StoredVisit } from '../store/visits.js';
import { arrangeVisit } from './arrange-visit.js';
import { putOnBallot, whileOpen } from './ballot-in-chat.js';
import { handOver, handOverRest } from './hand-over.js';
import { moveVisit } from './move-visit.js';
import { noteTopics, serveRound, topicsSaid } from './note-topics.js';
import { noteExcuse, outcomeOfHandOver, settleChat } from './note-attempt.js';
import { passOn, raiseNonconformity, tellChange, tellVisitor, type SaidBy } from './raise-follow-ups.js';
import { newKey, REASONS } from './tell-staff.js';
import { isTooLate, tooLate } from './too-late.js';

/** Whose talk about which visit it is. */
export type TalkContext = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly event: Event | null;
  readonly talk: Pick<StoredConversation, 'estate' | 'channel' | 'person' | 'visitNo'>;
  readonly resident: Resident | null;
};

/** Saves the session as the turn leaves it, and what the turn asks for, in its order. */
export async function applyEffects(tx: Tx, ctx: Context, talk: TalkContext, turn: Turn, now: Instant): Promise<void> {
  const open = await whileOpen(tx, ctx, talk.visit, turn, now);
  const { session, effects } = isTooLate(talk.visit, open, now) ? tooLate(ctx, open) : open;
  const isUnnamed = session.survey?.anonymous === true;
  const isChanged = effects.some(({ kind }) => kind === 'correct');
  const before = isChanged ? ((await currentRecord(tx, talk.visit.no))?.grade ?? null) : null;
  let wakeAt: Instant | null | undefined;
  for (const effect of effects) {
    if (effect.kind === 'wake') wakeAt = effect.at;
    // Whose words on an anonymous questionnaire they were nobody hears.
    else if (effect.kind === 'hand-over' && isUnnamed) await applyOne(tx, ctx, talk, { ...effect, words: null }, now);
    else await applyOne(tx, ctx, talk, toldAtOnce(effect, effects), now);
  }
  await tellChange(tx, ctx, talk, { effects, before }, now);
  const kept = wakeAt === undefined ? await pendingWake(tx, talk) : wakeAt;
  await saveConversation(tx, { ...talk.talk, session, open: isWaiting(session), wakeAt: kept }, now);
}

type Carried =
  | Exclude<Effect, { kind: 'wake' | 'new-request' }>
  | (Extract<Effect, { kind: 'new-request' }> & { readonly isTold?: boolean });

/** Words that are blame and ask for work are one message to the supervisor, with all of them. */
function toldAtOnce(effect: Exclude<Effect, { kind: 'wake' }>, effects: readonly Effect[]): Carried {
  const blame = effects.find(({ kind }) => kind === 'nonconformity');
  const request = effects.find((one) => one.kind === 'new-request');
  if (blame === undefined || request === undefined) return effect;
  if (effect.kind === 'new-request') return { ...effect, isTold: true };
  return effect.kind === 'nonconformity' ? { ...effect, remark: both(effect.remark ?? '', request.text) } : effect;
}

const both = (remark: string, words: string): string =>
  words.includes(remark) ? words : remark.includes(words) ? remark : `${remark}；${words}`;

async function pendingWake(tx: Tx, { talk }: TalkContext): Promise<Instant | null> {
  return (await conversationOfVisit(tx, talk.visitNo))?.wakeAt ?? null;
}

async function applyOne(tx: Tx, ctx: Context, talk: TalkContext, effect: Carried, now: Instant): Promise<void> {
  const { estate, event } = talk;
  const saidBy = ({ no, household }: StoredVisit): SaidBy => ({ estate, household, visitNo: no });
  const actor = `resident:${estate.id}/${talk.resident?.id ?? talk.talk.person}`;
  // Effects before this one may have moved the visit.
  const visit = (await visitByNo(tx, talk.visit.no)) ?? talk.visit;
  switch (effect.kind) {
    case 'say':
      return say(tx, ctx, talk, effect, now);
    case 'record':
    case 'correct':
      return record(tx, ctx, visit, effect, actor, now);
    case 'ballot':
      return putOnBallot(tx, ctx, visit, effect, { actor, now });
    case 'asked':
      return askNext(tx, ctx, visit, talk.talk.channel, now);
    case 'appoint':
      return arrangeVisit(tx, ctx, { ...talk, visit, actor }, effect, now);
    case 'topics':
      return noteTopics(tx, ctx, visit, effect, { actor, now });
    case 'theme-asked':
      return serveRound(tx, ctx, estate, visit, now);
    case 'sign':
      await confirmRecord(tx, visit.no, actor, now);
      return appendAudit(tx, ctx.db, [audit('record.sign', visit, actor, now)]);
    case 'nonconformity':
      return raiseNonconformity(tx, ctx, { ...talk, visit }, effect.remark, now);
    case 'hand-over': {
      const outcome = outcomeOfHandOver(effect.reason);
      await settleChat(tx, ctx, visit, { outcome, by: actor, now });
      if (effect.reason === 'silent') await appendAudit(tx, ctx.db, [audit('visit.silent', visit, 'system', now)]);
      if ('kind' in decide(effect, visit, now) && IS_PROMISED[effect.reason]) {
        await handOverRest(tx, ctx, { estate, visit, event }, effect.reason, now);
        return passOn(tx, ctx, saidBy(visit), effect.words ?? REASONS[effect.reason], now);
      }
      return handOver(tx, ctx, { estate, visit, event }, effect.reason, now, effect.words);
    }
    case 'new-request':
      if (effect.forVisitor && (await tellVisitor(tx, ctx, { estate, visit }, effect.text, now))) return;
      return passOn(tx, ctx, saidBy(visit), effect.text, now, effect.isTold);
    case 'opt-out':
      await noteExcuse(tx, visit, 'refused', now);
      await handOverRest(tx, ctx, { estate, visit, event }, 'opted-out', now);
      return stop(tx, ctx, talk, 'chat', now);
    case 'resume':
      if (talk.resident === null) return;
      return resume(tx, { estate: estate.id, resident: talk.resident.id }, 'chat', now);
    case 'wrong-person':
      await noteExcuse(tx, visit, 'wrong-person', now);
      await stop(tx, ctx, talk, 'wrong-person', now);
      await openFollowUp(
        tx,
        {
          ...saidBy(visit),
          estate: estate.id,
          kind: 'wrong-person',
          text: null,
          route: 'supervisor',
          assignee: visit.assignee,
        },
        now,
      );
      return;
    default:
      return effect satisfies never;
  }
}

/** The question of a visit follows in the conversation that it joined. */
async function askNext(tx: Tx, ctx: Context, visit: StoredVisit, channel: ChannelName, now: Instant): Promise<void> {
  const change = { nextAt: null, why: { ...visit.why, channels: [KF_ZH] } };
  await moveVisit(tx, ctx, visit, { command: { kind: 'ask', channel }, actor: 'system', now, change });
}

/**
 * Of which hand-overs the resident is told that somebody will call: that is kept also where the visit itself needs nobody
 * any more, being answered, or has somebody already.
 */
const IS_PROMISED: Readonly<Record<HandOverReason, boolean>> = {
  'asked-for-person': true,
  unclear: true,
  postponed: true,
  'wrong-person': true,
  silent: false,
  quiet: false,
  late: false,
  'opted-out': false,
};

/** 退订, or it is somebody else: nothing more is asked of this person, in their other open talks neither. */
async function stop(
  tx: Tx,
  ctx: Context,
  { talk, resident }: TalkContext,
  source: string,
  now: Instant,
): Promise<void> {
  if (resident !== null) await optOut(tx, { estate: resident.estate, resident: resident.id }, source, now);
  for (const other of await openConversations(tx, talk.channel, talk.person)) {
    if (other.visitNo === talk.visitNo) continue;
    const visit = await lockVisit(tx, ctx.db, other.visitNo);
    const estate = visit === null ? null : await estateOf(tx, visit.estate);
    if (visit === null || estate === null) continue;
    const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
    const session = { ...other.session, state: 'stopped' as const };
    await saveConversation(tx, { ...other, session, open: false, wakeAt: null }, now);
    await settleChat(tx, ctx, visit, { outcome: outcomeOfHandOver('opted-out'), by: 'system', now });
    await noteExcuse(tx, visit, 'refused', now);
    await handOver(tx, ctx, { estate, visit: (await visitByNo(tx, visit.no)) ?? visit, event }, 'opted-out', now);
  }
}

const audit = (action: string, visit: StoredVisit, actor: string, now: Instant) => ({
  at: now,
  actor,
  action,
  estate: visit.estate,
  subject: `visit:${visit.no}`,
});

async function say(
  tx: Tx,
  ctx: Context,
  { talk }: TalkContext,
  effect: Extract<Effect, { kind: 'say' }>,
  now: Instant,
) {
  const options = effect.options?.map((option) => ({ id: `${talk.visitNo}:${option.id}`, text: option.text })) ?? [];
  const { text, link } = effect;
  const links = link === undefined ? {} : { links: [link] };
  const content: OutgoingContent =
    options.length > 0 || link !== undefined ? { kind: 'menu', head: text, options, ...links } : { kind: 'text', text };
  const purpose = effect.purpose;
  await enqueue(tx, ctx, now, [
    { key: newKey(), channel: talk.channel, to: talk.person, content, purpose, visitNo: talk.visitNo },
  ]);
}

async function record(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  said: Extract<Effect, { kind: 'record' | 'correct' }>,
  actor: string,
  now: Instant,
): Promise<void> {
  const method = 'chat' as const;
  const topics = await topicsSaid(tx, visit, said);
  const id = await appendRecord(tx, visit, { ...said, topics, method, by: actor, at: now });
  const command =
    said.kind === 'record'
      ? ({ kind: 'record', method, by: actor } as const)
      : ({ kind: 'correct', by: actor } as const);
  if (said.kind === 'record') await settleChat(tx, ctx, visit, { outcome: 'answered', by: actor, now });
  await moveVisit(tx, ctx, visit, { command, actor, now, change: { nextAt: null } });
  await appendAudit(tx, ctx.db, [
    {
      ...audit(`record.${said.kind}`, visit, actor, now),
      detail: { record: id, grade: said.grade, hasRemark: said.remark !== null },
    },
  ]);
}
