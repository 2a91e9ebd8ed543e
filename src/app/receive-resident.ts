/** A resident's message → the talk it belongs to → its effects. A tap belongs to the visit that its menu names. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { isAssent } from '../core/conversation/assent.js';
import { answerTo } from '../core/conversation/questions.js';
import { fill } from '../core/conversation/sayings.js';
import { talkMeant, wordsOf } from '../core/conversation/talk-meant.js';
import type { Input, Option } from '../core/conversation/turn.js';
import { isUrgent } from '../core/conversation/urgent.js';
import { understand, type Understanding } from '../core/understand/index.js';
import { conversationOfVisit, talksOf, type StoredConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { passedOnSince } from '../store/follow-ups.js';
import { heardFrom, identityOf, WITH_A_PERSON } from '../store/identities.js';
import { enqueue, wroteSince } from '../store/outbox.js';
import { optOut, residentByIdentity, resume, type Resident } from '../store/people.js';
import { lockVisit } from '../store/visits.js';
import type { KfInbound } from '../wecom/kf-message.js';
import { answersStaffVisit } from './answer-staff-visit.js';
import { wantMedia } from './fetch-media.js';
import { isUnnamed } from './fill-ballot.js';
import type { Finish } from './receive-message.js';
import { passOn } from './raise-follow-ups.js';
import { sendFailed } from './send-failed.js';
import { sessionChanged, takenOver } from './session-changed.js';
import { stepTalk } from './step-talk.js';
import { newKey } from './tell-staff.js';

const CHANNEL = 'wecom-kf';
type Read = Exclude<KfInbound, { kind: 'unreadable' }>;

export async function receiveFromResident(ctx: Context, message: KfInbound, finish: Finish): Promise<void> {
  if (message.kind === 'unreadable') return;
  await finish(async (tx, now) => {
    if (message.kind === 'send-failed') return sendFailed(tx, ctx, message.failedMsgId, now);
    if (message.kind === 'session-status') return sessionChanged(tx, ctx, message, now);
    if (message.origin === 'servicer') return takenOver(tx, message.person);
    if (message.origin !== 'customer') return;
    await heardFrom(tx, CHANNEL, message.person, message.at ?? now);
    const input = inputOf(message);
    if (input === null) return;
    const isSeen = await isForAPerson(tx, message.person, input);
    if (isSeen && !('mediaId' in message)) return;
    const resident = await residentByIdentity(tx, CHANNEL, message.person);
    const talk = await talkOf(tx, message.person, input, now);
    const isVoice = message.kind === 'voice' && input.input.kind === 'said';
    const isVoiceOnBallot = isVoice && talk !== null && (await isUnnamed(tx, talk.visitNo));
    if (resident !== null && !isVoiceOnBallot)
      await wantMedia(tx, ctx, message, { resident, visitNo: talk?.visitNo ?? null, isSeen }, now);
    if (isSeen) return;
    if (talk === null) {
      const from = { person: message.person, resident, at: message.at ?? now };
      return withoutTalk(tx, ctx, from, input.input, now);
    }
    await continueTalk(tx, ctx, talk, resident, input.input, now);
  });
}

/** What our menus carry: the visit's number and the option. Any other tap counts as the words on it. */
const TAP =
  /^(\d{1,9}):(satisfied|fairly|dissatisfied|confirm|change|human|later|stop|none|nothing|all-good|as-quoted|not-as-quoted|slot-\d{1,10})$/;

type Heard = { readonly input: Exclude<Input, { kind: 'opened' | 'silent' }>; readonly visitNo: number | null };

/** What the resident did; null for what asks for no answer, such as entering the chat. */
function inputOf(message: Read): Heard | null {
  switch (message.kind) {
    case 'text': {
      const tap = TAP.exec(message.menuId ?? '');
      if (tap === null) return { input: { kind: 'said', text: message.content }, visitNo: null };
      return { input: { kind: 'tapped', option: tap[2] as Option['id'] }, visitNo: Number(tap[1]) };
    }
    case 'voice':
      if (message.words !== null) return { input: { kind: 'said', text: message.words }, visitNo: null };
      return { input: { kind: 'sent-media', media: 'voice' }, visitNo: null };
    case 'image':
    case 'video':
    case 'file':
    case 'location':
      return { input: { kind: 'sent-media', media: message.kind }, visitNo: null };
    case 'link':
    case 'business-card':
    case 'miniprogram':
      return { input: { kind: 'sent-media', media: 'other' }, visitNo: null };
    case 'enter-session':
    case 'servicer-status':
    case 'recall':
    case 'send-failed':
    case 'session-status':
      return null;
    case 'unknown':
      return message.type.startsWith('event:')
        ? null
        : { input: { kind: 'sent-media', media: 'other' }, visitNo: null };
    default:
      return message satisfies never;
  }
}

/**
 * While a person of ours has the session, words are theirs to answer; a tap on our menu and 退订 count all the same. What is
 * no words is kept.
 */
async function isForAPerson(tx: Tx, person: string, { input, visitNo }: Heard): Promise<boolean> {
  if ((await identityOf(tx, CHANNEL, person))?.serviceState !== WITH_A_PERSON) return false;
  return visitNo === null && meaningOf(input).kind !== 'optout';
}

/** The talk that a message belongs to; a menu of somebody else's visit counts for nothing. */
async function talkOf(
  tx: Tx,
  person: string,
  { input, visitNo }: Heard,
  now: Instant,
): Promise<StoredConversation | null> {
  if (visitNo !== null) {
    const named = await conversationOfVisit(tx, visitNo);
    return named?.person === person ? named : null;
  }
  const words = wordsOf(meaningOf(input), input.kind === 'said' ? input.text : '');
  return talkMeant(await talksOf(tx, CHANNEL, person), words, now);
}

/** What is understood of it without knowing which visit it is about. */
const meaningOf = (input: Heard['input']): Understanding =>
  understand({ question: 'clarify', reply: input.kind === 'said' ? input.text : '', about: 'other' });

async function continueTalk(
  tx: Tx,
  ctx: Context,
  found: StoredConversation,
  resident: Resident | null,
  input: Input,
  now: Instant,
): Promise<void> {
  const visit = await lockVisit(tx, ctx.db, found.visitNo);
  const talk = (await conversationOfVisit(tx, found.visitNo)) ?? found;
  const estate = await estateOf(tx, talk.estate);
  if (visit === null || estate === null) throw new Error(`the talk of visit ${talk.visitNo} has lost its visit`);
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  await stepTalk(tx, ctx, { estate, visit, event, talk, resident, session: talk.session }, input, now);
}

/**
 * Words of somebody whom we have asked nothing: a stop and a call for a person count all the same, a grade belongs to
 * the visit of their household that staff have, and whatever is more than small talk goes to staff.
 */
async function withoutTalk(
  tx: Tx,
  ctx: Context,
  from: { readonly person: string; readonly resident: Resident | null; readonly at: Instant },
  input: Heard['input'],
  now: Instant,
): Promise<void> {
  const { person, resident } = from;
  const estate = resident === null ? null : await estateOf(tx, resident.estate);
  // What was pulled late is not greeted: the person has long gone on.
  const isFresh = now - from.at < SAY_AGAIN_MS;
  if (resident === null || estate === null) {
    return isFresh ? reply(tx, ctx, person, ctx.sayings['unknown-person'], now) : undefined;
  }
  const words = input.kind === 'said' ? input.text : mediaNote(ctx, input);
  const meant = meaningOf(input);
  if (input.kind === 'said' && isUrgent(words)) {
    await passOn(tx, ctx, { estate, household: resident.household, visitNo: null }, words, now);
    return reply(tx, ctx, person, ctx.sayings.urgent, now);
  }
  const key = { estate: estate.id, resident: resident.id };
  if (meant.kind === 'optout') {
    await optOut(tx, key, 'chat', now);
    return reply(tx, ctx, person, ctx.sayings['opted-out'], now);
  }
  if (meant.kind === 'resume') {
    await resume(tx, key, 'chat', now);
    return reply(tx, ctx, person, ctx.sayings.resumed, now);
  }
  if (await answersStaffVisit(tx, ctx, { estate, resident, person }, { input, meant }, now)) return;
  if (asksWho(meant, words))
    return reply(tx, ctx, person, fill(ctx.sayings, 'answer-who', { estate: estate.name }), now);
  if (!isSmallTalk(input, meant)) {
    if (input.kind === 'sent-media' && (await wasPassedOn(tx, estate.id, resident.household, words, now))) return;
    await passOn(tx, ctx, { estate, household: resident.household, visitNo: null }, words, now);
    return reply(tx, ctx, person, ctx.sayings[passedOnBy(meant)], now);
  }
  if (isFresh) await reply(tx, ctx, person, fill(ctx.sayings, 'hello', { estate: estate.name }), now);
}

/** Whom nothing was asked, and who says 好 or 修改, has not answered anything. */
const isSmallTalk = (input: Heard['input'], meant: Understanding): boolean =>
  input.kind === 'tapped' || (input.kind === 'said' && (SAYS_NOTHING.has(meant.kind) || isAssent(input.text)));
const SAYS_NOTHING: ReadonlySet<Understanding['kind']> = new Set(['chitchat', 'unclear', 'change']);

const asksWho = ({ kind }: Understanding, words: string): boolean =>
  kind === 'question' && answerTo(words) === 'answer-who';

/** What they hear whose words went to staff: somebody will call, somebody will answer, or it is seen to. */
const passedOnBy = ({ kind }: Understanding): 'human' | 'answer-other' | 'passed-on-short' =>
  kind === 'human' ? 'human' : kind === 'question' ? 'answer-other' : 'passed-on-short';

/** Several pictures within a minute are one sending: staff were told, and the resident has heard. */
const SENDING_MS = 60_000;
const wasPassedOn = (tx: Tx, estate: string, household: string, words: string, now: Instant): Promise<boolean> =>
  passedOnSince(tx, { estate, household, text: words }, (now - SENDING_MS) as Instant);

const mediaNote = ({ sayings }: Context, input: Heard['input']): string =>
  fill(sayings, 'media-note', { media: input.kind === 'sent-media' ? sayings[`media-${input.media}`] : '' });

/** Somebody unknown is told so once in this time. */
const SAY_AGAIN_MS = 3_600_000;

async function reply(tx: Tx, ctx: Context, person: string, text: string, now: Instant): Promise<void> {
  const isStranger = text === ctx.sayings['unknown-person'];
  if (isStranger && (await wroteSince(tx, CHANNEL, person, (now - SAY_AGAIN_MS) as Instant))) return;
  await enqueue(tx, ctx, now, [
    { key: newKey(), channel: CHANNEL, to: person, content: { kind: 'text', text }, purpose: 'reply' },
  ]);
}
