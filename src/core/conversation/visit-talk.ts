/**
 * 回访对话: a resident is asked about one service. State + input → state + effects; the session is plain JSON.
 * asked → an answer is recorded at once → confirmed; unclear → one question more → a person; silent → one reminder → a person.
 */
import { HOUR, type Instant } from '../calendar.js';
import { isGrade, type Grade } from '../terms.js';
import { understand } from '../understand/index.js';
import { addedWords, withTold } from './added.js';
import { answered, sign } from './answers.js';
import { assented, optionNamed } from './assent.js';
import { afterBlame } from './blame.js';
import { heardMedia } from './media.js';
import { helped } from './no-answer.js';
import type { Sayings } from './sayings.js';
import { withChanging } from './talk-meant.js';
import { hasSurvey, restIsGood, surveyGraded, surveySaid } from './survey-talk.js';
import {
  isSlotId,
  TALK_LASTS_MS,
  waitsUntil,
  type About,
  type Input,
  type More,
  type Option,
  type Session,
  type SlotId,
  type SurveyTalk,
  type Turn,
} from './turn.js';
import { moreTapped, thenMore } from './more-talk.js';
import { nothingTapped, openAnswer } from './open-topics.js';
import { afterReview, withoutChange } from './reviewed.js';
import { withUrgent } from './urgent.js';
import { gradeZh, question, say } from './wording.js';
import { silent } from './silence.js';
import { slotSaid, slotTapped } from './slots.js';
import { heardWords } from './words.js';

/** `due` is the end of the visit's window; hours are parameters of the policy, 24 and 24 unless given. */
export type TalkOptions = {
  readonly due: Instant;
  readonly needsSignature: boolean;
  readonly staffBy?: Instant;
  /** What the visit is to ask beside the grade. */
  readonly more?: readonly More[];
  /** The questionnaire, where the visit is one of a survey. */
  readonly survey?: SurveyTalk;
  /** How many visits the conversation is about. */
  readonly ofSeveral?: number;
  readonly reminderAfterHours?: number;
  readonly handOverAfterHours?: number;
};

/** A talk that has not begun; `advance` it with `opened`. */
export function openTalk(about: About, options: TalkOptions): Session {
  return {
    version: 1,
    talk: 'visit',
    state: 'new',
    about,
    due: options.due,
    ...(options.staffBy === undefined ? {} : { staffBy: options.staffBy }),
    needsSignature: options.needsSignature,
    askedAt: null,
    reminded: false,
    more: options.more ?? [],
    ...(options.survey === undefined ? {} : { survey: options.survey }),
    ...(options.ofSeveral === undefined ? {} : { ofSeveral: options.ofSeveral }),
    grade: null,
    remark: null,
    signed: false,
    reminderAfterHours: options.reminderAfterHours ?? 24,
    handOverAfterHours: options.handOverAfterHours ?? 24,
  };
}

/** One step of the talk. Pure: the caller saves the session and carries the effects out, in their order. */
export function advance(session: Session, input: Input, now: Instant, sayings: Sayings): Turn {
  const heard = afterReview(session, input, now, sayings) ?? stepped(openToIt(session), input, now, sayings);
  const turn = withUrgent(heard, input, sayings);
  return withLastWord(AFTER_AN_ANSWER.has(turn.session.state) ? untilItIsOver(turn, now) : turn);
}

const openToIt = (session: Session): Session => (session.reviewed === true ? withoutChange(session) : session);

function stepped(session: Session, input: Input, now: Instant, sayings: Sayings): Turn {
  const told = withTold(session, step(session, input, now, sayings), input, now, sayings);
  return thenMore(session, withChanging(session, told, now), sayings);
}

/** Whether what was said last asks for something to be tapped. */
function withLastWord({ session, effects }: Turn): Turn {
  const last = effects.findLast((effect) => effect.kind === 'say');
  return last === undefined ? { session, effects } : { session: { ...session, asksNothing: !last.options }, effects };
}

/** What is still hoped for once the answer is recorded: a reason, the signature, the new grade. */
const AFTER_AN_ANSWER: ReadonlySet<Session['state']> = new Set(['reason', 'more', 'confirming', 'changing']);

/** It is not waited for without end: words of another time are not about this. */
function untilItIsOver({ session, effects }: Turn, now: Instant): Turn {
  const others = effects.filter((effect) => effect.kind !== 'wake');
  return { session, effects: [...others, { kind: 'wake', at: (now + TALK_LASTS_MS) as Instant }] };
}

function step(session: Session, input: Input, now: Instant, sayings: Sayings): Turn {
  switch (input.kind) {
    case 'opened':
      return opened(session, now, sayings);
    case 'said':
      return said(session, input.text, now, sayings);
    case 'tapped':
      if (isSlotId(input.option)) return slotTapped(session, input.option, now, sayings);
      return tapped(session, input.option, now, sayings);
    case 'sent-media':
      return heardMedia(session, input.media, now, sayings);
    case 'silent':
      return silent(session, input.mute, now, sayings);
    default:
      return input satisfies never;
  }
}

/** Of a grade that free words gave it is kept that they did. */
function said(session: Session, text: string, now: Instant, sayings: Sayings): Turn {
  const help = helped(session, text, sayings);
  if (help !== null) return help;
  if (hasSurvey(session)) return surveySaid(session, text, now, sayings);
  const meant = understand({ question: questionOf(session), reply: text, about: session.about.kind });
  const slot = slotSaid(session, text, meant, now, sayings);
  if (slot !== null) return slot;
  const option = optionNamed(session, text, sayings);
  if (option !== null) return tapped(session, option, now, sayings);
  const left = openAnswer(session, text, meant, now, sayings);
  if (left !== null) return left;
  const assent = assented(session, text, meant, sayings);
  if (assent !== null) return assent;
  const blame = afterBlame(session, text, meant, sayings);
  if (blame !== null) return blame;
  const added = addedWords(session, text, meant, now, sayings);
  if (added !== null) return added;
  const turn = heardWords(session, text, meant, now, sayings);
  if (turn.session.grade === session.grade) return turn;
  return { ...turn, session: { ...turn.session, inWords: true } };
}

const questionOf = (session: Session): 'single' | 'clarify' => (session.state === 'clarifying' ? 'clarify' : 'single');

function opened(session: Session, now: Instant, sayings: Sayings): Turn {
  if (session.state !== 'new') return { session, effects: [] };
  const asked: Session = { ...session, state: 'asked', askedAt: now };
  const left = Math.max(0, waitsUntil(session) - now);
  const reminder = now + Math.min(session.reminderAfterHours * HOUR, Math.floor(left / 2));
  return { session: asked, effects: [question(asked, sayings), { kind: 'wake', at: reminder as Instant }] };
}

function tapped(session: Session, option: Exclude<Option['id'], SlotId>, now: Instant, sayings: Sayings): Turn {
  if (isGrade(option)) {
    return hasSurvey(session) ? surveyGraded(session, option, sayings) : tappedGrade(session, option, sayings);
  }
  switch (option) {
    case 'confirm':
      return sign(session, sayings);
    case 'all-good':
      if (hasSurvey(session)) return restIsGood(session, sayings);
      return moreTapped(session, option, sayings);
    case 'none':
    case 'as-quoted':
    case 'not-as-quoted':
      return moreTapped(session, option, sayings);
    case 'nothing':
      return nothingTapped(session, now, sayings);
    case 'change':
      return heardWords(session, '', { kind: 'change', why: ['修改'] }, now, sayings);
    case 'human':
    case 'later':
    case 'stop': {
      const kind = { human: 'human', later: 'postpone', stop: 'optout' } as const;
      return heardWords(session, '', { kind: kind[option], why: [option] }, now, sayings);
    }
    default:
      return option satisfies never;
  }
}

/**
 * A tap after a tap changes nothing unless 修改 was asked for: an old menu stays on the screen. A record that was read
 * from words, and is not signed, gives way to it: words go to the newest question, and may have been meant for another.
 */
function tappedGrade(session: Session, grade: Grade, sayings: Sayings): Turn {
  const gaveWay = session.inWords === true && !session.signed && session.grade !== grade;
  if (session.grade === null || session.state === 'changing' || gaveWay) {
    return answered(
      { ...session, inWords: false },
      { grade, remark: null, why: [gradeZh(sayings, grade)] },
      [],
      sayings,
    );
  }
  const key = session.grade === grade ? 'already' : 'already-other';
  return { session, effects: [say(session, sayings, key, 'reply')] };
}
