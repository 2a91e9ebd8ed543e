/**
 * 补一句: what the same person writes within a minute after the answer is read together with it, and completes or changes
 * the record with one short reply; it is not a second conversation.
 */
import type { Instant } from '../calendar.js';
import { understand, type Understanding } from '../understand/index.js';
import { isYes, NOTHING_TO_ADD, saidBackAdded } from './answers.js';
import { requestOf } from './no-answer.js';
import type { Sayings } from './sayings.js';
import { says } from './says.js';
import { TALK_LASTS_MS, TOGETHER_MS, type Input, type Session, type Turn } from './turn.js';
import { gradeZh, say } from './wording.js';

/** So much of the answer's words is read again with what follows. */
const READ_AGAIN = 800;
/** Fewer letters than this add nothing to a record. */
export const ADDS = /\p{L}.*\p{L}/su;
/** The grade itself, or that the one before was a slip: it is changed, not added to. */
const REGRADES = /满意|一般|改|[打点选按写]错/u;
/** The same grade once more adds nothing, of all visits neither. */
const BARE_GRADE =
  /^(?:我)?(?:这?[两三]件|所有的?)?(?:全都|都|全部|全)?(?:很|非常|比较|基本)?(?:满意|一般满意|一般|不满意)[的了吧啊。.!！\s]*$/u;
/** That the work has failed: more than a remark on a good answer. */
export const FAILED =
  /没(?:有)?(?:修|弄|搞|处理|解决|治|清|通)(?:好|完|干净)?|(?:还|又|照|依旧|仍)(?:在|是|样|旧)?(?:漏|滴|渗|堵|坏|响|吵|臭|停|不)|白(?:修|来|弄)|返工/u;

/** That something is left: 还有一点潮, 又有点响. */
export const STILL =
  /(?:还|仍|依旧|又|照样)(?:是|在)?(?:有|会)?(?:一?点|一?些|少许)*[^没不]{0,3}(?:漏|滴|渗|潮|湿|堵|响|吵|臭|松|晃|坏|慢)/u;

/** The turn that completes the record by these words; null where they are to be taken by themselves. */
export function addedWords(
  session: Session,
  text: string,
  meant: Understanding,
  now: Instant,
  sayings: Sayings,
): Turn | null {
  const { told, grade, signed, state, reviewed } = session;
  const words = text.trim();
  if (told === undefined || grade === null || signed || reviewed || (state !== 'done' && state !== 'confirming'))
    return null;
  const sinceTold = now - told.at;
  // Of what was wrong more is told for as long as the talk lasts.
  const isMore = grade === 'dissatisfied' && tellsMore(meant) && sinceTold < TALK_LASTS_MS;
  if ((sinceTold >= TOGETHER_MS && !isMore) || !ADDS.test(words)) return null;
  if (session.needsSignature && isYes(words)) return null;
  if (meant.kind === 'grade' && meant.grade === grade && says(BARE_GRADE, words)) return null;
  if (says(NOTHING_TO_ADD, words)) return nothingAdded(session, sayings);
  return completes(session, words, meant) ? completed(session, words, meant, sayings) : null;
}

function nothingAdded(session: Session, sayings: Sayings): Turn {
  const menu = session.state === 'confirming' ? ('confirm' as const) : undefined;
  const key = session.grade === 'dissatisfied' ? 'reason-none' : menu === undefined ? 'chitchat-done' : 'confirm';
  return { session, effects: [say(session, sayings, key, 'reply', menu)] };
}

const tellsMore = (meant: Understanding): boolean =>
  meant.kind === 'unclear' || (meant.kind === 'grade' && meant.grade === 'dissatisfied');

/** Whether the words leave the grade as it is, read with those before. */
function completes(session: Session, words: string, meant: Understanding): boolean {
  switch (meant.kind) {
    case 'unclear':
    case 'grades':
    case 'postpone':
    // In one message with the grade it would be the remark and go to staff: in two it is no less.
    case 'request':
      return true;
    case 'grade':
      return !(meant.and ?? []).includes('human') && staysAt(session, words, meant.grade);
    case 'optout':
    case 'resume':
    case 'human':
    case 'change':
    case 'wrong_person':
    case 'question':
    case 'chitchat':
      return false;
    default:
      return meant satisfies never;
  }
}

function staysAt({ told, grade, about }: Session, words: string, alone: Session['grade']): boolean {
  if (alone !== grade && says(REGRADES, words)) return false;
  // That it failed weighs more than the praise before it: it is taken as a change, and said back.
  if (alone === 'dissatisfied' && grade !== 'dissatisfied' && says(FAILED, words)) return false;
  const together = understand({ question: 'single', reply: `${told?.words ?? ''}，${words}`, about: about.kind });
  return (together.kind === 'grade' ? together.grade : alone) === grade;
}

/** The record with these words added to its remark, and one short reply. */
export function completed(session: Session, words: string, meant: Understanding, sayings: Sayings): Turn {
  const { grade } = session;
  if (grade === null) throw new TypeError('there is no answer to add to');
  const remark = [session.remark, words].filter((part) => part !== null).join('；');
  const given: Session = { ...session, remark, state: session.needsSignature ? 'confirming' : session.state };
  const also = meant.and ?? [];
  // What is wrong for all the praise is somebody's to look after.
  const isBlame =
    grade !== 'dissatisfied' && meant.kind === 'grade' && (meant.grade === 'dissatisfied' || says(STILL, words));
  // What follows at once on words that went to staff goes after them: 啥前儿能来.
  const isMoreOfIt = grade !== 'dissatisfied' && meant.kind === 'unclear' && session.told?.passedOn === true;
  const asks = meant.kind === 'request' || also.includes('request') || also.includes('question');
  const beside = requestOf(isBlame || isMoreOfIt || asks, words);
  const reply = saidBackAdded(given, words, sayings, beside.length > 0);
  return { session: given, effects: [{ kind: 'correct', grade, remark, why: [words] }, ...beside, reply] };
}

/** The session with the words that its record was made of, and when they came, where the turn recorded something. */
export function withTold(before: Session, turn: Turn, input: Input, now: Instant, sayings: Sayings): Turn {
  const { session, effects } = turn;
  const recorded = effects.some(({ kind }) => kind === 'record' || kind === 'correct');
  // The same grade once more, on the visit's own menu: what is written then is about this one.
  if (!recorded && input.kind === 'tapped' && input.option === session.grade && session.told !== undefined)
    return { session: { ...session, told: { ...session.told, at: now } }, effects };
  if (!recorded || session.grade === null || (input.kind !== 'said' && input.kind !== 'tapped')) return turn;
  const words = input.kind === 'said' ? input.text.trim() : gradeZh(sayings, session.grade);
  const all = before.grade === session.grade && before.told ? `${before.told.words}，${words}` : words;
  const passedOn = effects.some(({ kind }) => kind === 'new-request') ? ({ passedOn: true } as const) : {};
  const told = { words: Array.from(all).slice(-READ_AGAIN).join(''), at: now, ...passedOn };
  return { session: { ...session, told }, effects };
}
