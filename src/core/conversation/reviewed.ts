/**
 * 审核以后: a record that was reviewed stays as it is. The resident hears so, and what they say that would have changed it
 * or added to it goes to staff as a new matter; a signature, a stop or a call for a person counts as ever.
 */
import type { Instant } from '../calendar.js';
import { isGrade } from '../terms.js';
import { understand, type Understanding } from '../understand/index.js';
import { handedOver, isYes, NOTHING_TO_ADD } from './answers.js';
import { isAssent, optionNamed } from './assent.js';
import { questionOf } from './more-talk.js';
import { TELLS, withLast } from './no-answer.js';
import { fill, type Sayings } from './sayings.js';
import { isSlotId, type Effect, type Input, type Option, type Session, type Turn } from './turn.js';
import { says } from './says.js';
import { gradeZh, say } from './wording.js';
import { heardWords } from './words.js';

/** The talk once its record is reviewed: neither a reason nor another grade nor anything beside is waited for. */
export function withoutChange(session: Session): Session {
  const { state } = session;
  const isWaiting = state === 'reason' || state === 'more' || state === 'changing';
  return { ...session, asking: null, more: [], state: isWaiting ? 'done' : state };
}

/** What becomes of words or a tap that would change a reviewed record; null for all else. */
export function afterReview(session: Session, input: Input, now: Instant, sayings: Sayings): Turn | null {
  if (session.reviewed !== true || session.grade === null) return null;
  if (input.kind === 'tapped') return tapped(session, input.option, sayings);
  if (input.kind !== 'said') return null;
  const option = optionNamed(session, input.text, sayings);
  return option === null ? said(session, input.text.trim(), now, sayings) : tapped(session, option, sayings);
}

function tapped(session: Session, option: Option['id'], sayings: Sayings): Turn | null {
  if (isSlotId(option)) return null;
  if (isGrade(option)) {
    if (option === session.grade) return told(session, 'already', sayings);
    return passedOn(session, gradeZh(sayings, option), sayings);
  }
  switch (option) {
    case 'change':
      return told(session, 'reviewed', sayings);
    case 'as-quoted':
    case 'not-as-quoted':
    case 'all-good':
      return passedOn(session, sayings[`option-${option}`], sayings);
    case 'none':
    case 'nothing':
      return told(session, 'chitchat-done', sayings);
    case 'confirm':
    case 'human':
    case 'later':
    case 'stop':
      return null;
    default:
      return option satisfies never;
  }
}

/** A wish to change it, and nothing of what it is to become. */
const BARE =
  /^(?:我)?(?:还)?(?:要|想|能|可以|请|帮我)*(?:修改|更改|改一下|改下|改评价|更正|改)[吗吧了一下。.！!？?\s]*$/u;

function said(session: Session, words: string, now: Instant, sayings: Sayings): Turn | null {
  const meant = understand({ question: 'single', reply: words, about: session.about.kind });
  const { state, grade } = session;
  if (state === 'confirming' && isYes(words)) return null;
  if (isAssent(words) || says(NOTHING_TO_ADD, words)) return null;
  switch (meant.kind) {
    case 'change':
      return says(BARE, words) ? told(session, 'reviewed', sayings) : passedOn(session, words, sayings);
    case 'grade': {
      if (meant.and?.includes('human')) return called(session, words, sayings);
      const isSame = meant.grade === grade && meant.remark === null && meant.and === undefined;
      return isSame ? told(session, 'already', sayings) : passedOn(session, words, sayings);
    }
    case 'optout':
      return stopped(session, words, meant, now, sayings);
    case 'grades':
    case 'unclear': {
      if (state === 'with-staff') return null;
      const isMeant = state === 'reason' || state === 'more' || state === 'changing' || TELLS.test(words);
      return isMeant ? passedOn(session, words, sayings) : told(session, 'reviewed', sayings);
    }
    case 'human':
    case 'resume':
    case 'request':
    case 'question':
    case 'chitchat':
    case 'postpone':
    case 'wrong_person':
      return null;
    default:
      return meant satisfies never;
  }
}

const told = (session: Session, key: 'already' | 'reviewed' | 'chitchat-done', sayings: Sayings): Turn => ({
  session: withoutChange(session),
  effects: [say(session, sayings, key, 'reply')],
});

/** To staff, with the question that it answers where it stood alone. */
function toStaff({ state, asking }: Session, words: string, sayings: Sayings): Effect {
  const asked = state === 'more' && asking != null ? questionOf(asking, sayings) : '';
  return { kind: 'new-request', text: fill(sayings, 'reviewed-note', { text: `${asked}${words}` }) };
}

const passedOn = (session: Session, words: string, sayings: Sayings): Turn => ({
  session: withoutChange(session),
  effects: [toStaff(session, words, sayings), say(session, sayings, 'reviewed-passed-on', 'reply')],
});

function called(session: Session, words: string, sayings: Sayings): Turn {
  const reply = say(session, sayings, 'human', 'reply');
  if (session.state === 'with-staff') return { session, effects: [toStaff(session, words, sayings), reply] };
  return withLast(handedOver(withoutChange(session), 'asked-for-person', words, []), reply);
}

/** The stop counts; what was said beside it is passed on. */
function stopped(
  session: Session,
  words: string,
  { why, grade, remark }: Extract<Understanding, { kind: 'optout' }>,
  now: Instant,
  sayings: Sayings,
): Turn | null {
  if ((grade ?? session.grade) === session.grade && remark == null) return null;
  if (session.state === 'stopped') return passedOn(session, words, sayings);
  const turn = heardWords(withoutChange(session), '', { kind: 'optout', why }, now, sayings);
  return { session: turn.session, effects: [toStaff(session, words, sayings), ...turn.effects] };
}
