/** 听到一句话: what each meaning of a reply does, in each state of the talk. */
import type { Instant } from '../calendar.js';
import type { Understanding } from '../understand/index.js';
import {
  afterSignature,
  answered,
  type Answer,
  handedOver,
  isYes,
  NOTHING_TO_ADD,
  reasonGiven,
  sign,
} from './answers.js';
import { confirmedAgain, isAssent } from './assent.js';
import { moreAnswered, questionOf } from './more-talk.js';
import { greets, noAnswer, requestOf, TELLS, withLast } from './no-answer.js';
import type { Sayings } from './sayings.js';
import type { Effect, Session, Turn } from './turn.js';
import { says } from './says.js';
import { optionsOf, say } from './wording.js';

/** One reply, understood, in the talk's state. `text` are the resident's own words, empty for a tapped option. */
export function heardWords(session: Session, text: string, meant: Understanding, now: Instant, sayings: Sayings): Turn {
  const words = text.trim() === '' ? null : text.trim();
  const confirming = session.grade !== null && session.needsSignature && !session.signed;
  const signs = session.state === 'confirming' || (words !== null && says(SIGNS, words));
  if (words !== null && confirming && signs && isYes(words)) return sign(session, sayings);
  if (session.state === 'stopped') return afterStop(session, words, meant, sayings);
  if (words !== null && greets(words) && (session.state === 'reason' || session.state === 'more'))
    return greeted(session, sayings);
  if (session.state === 'more' && words !== null && !ENDS_MORE.has(meant.kind)) {
    const isBlame = session.asking?.kind === 'theme' && meant.kind === 'grade' && meant.grade === 'dissatisfied';
    const beside = requestOf(isBlame || asksForWork(meant), words);
    return moreAnswered(session, says(NOTHING_TO_ADD, words) ? null : words, beside, sayings);
  }
  switch (meant.kind) {
    case 'optout':
      return stopped(session, words, meant, sayings);
    case 'grade':
      return graded(session, meant, words, sayings);
    case 'human':
      return calledPerson(session, words, meant.kind, sayings);
    case 'resume':
      return { session, effects: [{ kind: 'resume' }, say(session, sayings, 'resumed', 'reply')] };
    case 'change':
      return changing(session, sayings);
    case 'grades':
    case 'wrong_person':
    case 'postpone':
    case 'request':
    case 'question':
    case 'chitchat':
    case 'unclear':
      if (session.state === 'changing' && meant.kind === 'postpone')
        return { session: { ...session, state: 'done' }, effects: [say(session, sayings, 'change-later', 'reply')] };
      if (session.state === 'reason' && meant.kind === 'postpone')
        return { session, effects: [say(session, sayings, 'chitchat-sorry', 'reply')] };
      return session.state === 'reason' && meant.kind !== 'wrong_person'
        ? reasonGiven(
            session,
            words === null || says(NOTHING_TO_ADD, words) ? null : words,
            requestOf(meant.kind === 'request', words),
            sayings,
          )
        : noAnswer(session, words, meant, now, sayings);
    default:
      return meant satisfies never;
  }
}

/** A greeting is no reason, and answers nothing: it is returned, and what was asked is asked again. */
function greeted(session: Session, sayings: Sayings): Turn {
  const { asking = null } = session;
  const again = asking === null ? sayings['reason-again'] : questionOf(asking, sayings);
  const options = asking === null ? {} : { options: optionsOf(sayings, asking.kind) };
  return {
    session,
    effects: [{ kind: 'say', text: `${sayings['hello-again']}${again}`, purpose: 'reply', ...options }],
  };
}

/** The word of the option itself holds as long as the record is not signed. */
const SIGNS = /^(?:我)?确认/u;

/** What is no answer to what was asked beside, whatever it says: to stop, to speak to a person, to change the record. */
const ENDS_MORE: ReadonlySet<Understanding['kind']> = new Set(['optout', 'human', 'resume', 'change']);

const asksForWork = ({ kind, and }: Understanding): boolean =>
  kind === 'request' || (and?.includes('request') ?? false);

function graded(
  session: Session,
  meant: Extract<Understanding, { kind: 'grade' }>,
  words: string | null,
  sayings: Sayings,
): Turn {
  const also = meant.and ?? [];
  const beside = requestOf(also.includes('request') || also.includes('question'), words);
  if (session.state === 'reason' && meant.grade === 'dissatisfied') return reasonGiven(session, words, beside, sayings);
  const person = also.includes('human');
  if (session.signed && session.state === 'done' && !person) return afterSignature(session, meant, words, sayings);
  const answer: Answer = { grade: meant.grade, remark: meant.remark, why: meant.why };
  if (session.grade === meant.grade && meant.remark === null && session.state !== 'changing') {
    if (session.state === 'confirming' && !person) return confirmedAgain(session, sayings);
    return person
      ? calledPerson(session, words, 'human', sayings)
      : { session, effects: [...beside, say(session, sayings, 'already', 'reply')] };
  }
  const turn = answered(session, answer, beside, sayings, person);
  // Of a bad answer it was said already who looks after it.
  const isSaid = beside.length === 0 || meant.grade === 'dissatisfied';
  if (!person) return isSaid ? turn : withPassedOn(turn, sayings);
  const over = handedOver({ ...turn.session, state: 'done' }, 'asked-for-person', words, turn.effects);
  return {
    session: over.session,
    effects: [
      ...over.effects,
      say(over.session, sayings, meant.grade === 'dissatisfied' ? 'human-sorry' : 'human-recorded', 'reply'),
    ],
  };
}

/** The same message that says the grade back says that the rest was passed on. */
function withPassedOn(turn: Turn, sayings: Sayings): Turn {
  const effects = turn.effects.map((effect) =>
    effect.kind === 'say' ? { ...effect, text: `${effect.text}${sayings['passed-on-short']}` } : effect,
  );
  return { session: turn.session, effects };
}

function stopped(
  session: Session,
  words: string | null,
  meant: Extract<Understanding, { kind: 'optout' }>,
  sayings: Sayings,
): Turn {
  const grade = meant.grade ?? null;
  const kept =
    grade !== null && session.grade !== grade
      ? answered(session, { grade, remark: meant.remark ?? null, why: meant.why }, [], sayings, true)
      : null;
  const after = kept?.session ?? session;
  const over: Effect[] =
    after.grade === null && session.state !== 'with-staff'
      ? [{ kind: 'hand-over', reason: 'opted-out', words: null }]
      : [];
  return {
    session: { ...after, state: 'stopped' },
    effects: [
      ...(kept?.effects.filter((effect) => effect.kind !== 'wake') ?? []),
      // 不用联系了: whoever has the visit already hears that too.
      ...requestOf(session.state === 'with-staff' && words !== null && !says(STOP_ALONE, words), words),
      { kind: 'opt-out' },
      ...over,
      { kind: 'wake', at: null },
      say(after, sayings, kept ? 'opted-out-recorded' : 'opted-out', 'reply'),
    ],
  };
}

const STOP_ALONE = /^(?:退订|TD|T|停止|stop)[。.!！\s]*$/iu;

/** Where a talk stands that was stopped and is taken up again. */
const stateAgain = ({ grade, needsSignature, signed }: Session): Session['state'] =>
  grade === null ? 'with-staff' : needsSignature && !signed ? 'confirming' : 'done';

const ANSWERS_AFTER_STOP = { human: 'human', request: 'passed-on-short', question: 'answer-other' } as const;

/** After 退订 the bot speaks only where it is spoken to with something to do; more about what was bad is for staff. */
function afterStop(session: Session, words: string | null, meant: Understanding, sayings: Sayings): Turn {
  switch (meant.kind) {
    case 'resume':
      return {
        session: { ...session, state: stateAgain(session) },
        effects: [{ kind: 'resume' }, say(session, sayings, 'resumed', 'reply')],
      };
    case 'grade': {
      if (session.grade === meant.grade && (meant.remark === null || meant.grade !== 'dissatisfied'))
        return { session, effects: [] };
      const turn = answered(session, meant, requestOf(meant.and?.includes('request') ?? false, words), sayings);
      return { session: { ...turn.session, state: 'stopped' }, effects: turn.effects };
    }
    case 'change':
      return session.grade === null ? { session, effects: [] } : changing(session, sayings);
    case 'human':
    case 'request':
    case 'question':
      return {
        session,
        effects: [...requestOf(true, words), say(session, sayings, ANSWERS_AFTER_STOP[meant.kind], 'reply')],
      };
    case 'optout':
    case 'grades':
    case 'chitchat':
      return { session, effects: [] };
    case 'wrong_person':
    case 'postpone':
      return session.grade === null ? toVisitor(session, words, sayings) : { session, effects: [] };
    case 'unclear':
      // 老公填过了, 不用找人了: whoever was given the visit as it was stopped is on their way.
      if (session.grade === null) return toVisitor(session, words, sayings);
      return session.grade === 'dissatisfied' && session.survey === undefined && TELLS.test(words ?? '')
        ? { session, effects: [...requestOf(true, words), say(session, sayings, 'passed-on-short', 'reply')] }
        : { session, effects: [] };
    default:
      return meant satisfies never;
  }
}

/** 填过了; two characters say nothing to anybody. */
const SOMETHING = /(?:\p{Script=Han}.*){3}/su;

/** Words with something in them reach the colleague who has the visit. */
function toVisitor(session: Session, words: string | null, sayings: Sayings): Turn {
  const isSomething = words !== null && SOMETHING.test(words) && !isAssent(words) && !says(NOTHING_TO_ADD, words);
  if (!isSomething) return { session, effects: [] };
  return { session, effects: [...requestOf(true, words), say(session, sayings, 'passed-on-short', 'reply')] };
}

function calledPerson(session: Session, words: string | null, kind: 'human', sayings: Sayings): Turn {
  const reply = say(session, sayings, session.state === 'with-staff' ? 'with-staff' : kind, 'reply');
  if (session.state === 'with-staff') return { session, effects: [...requestOf(true, words), reply] };
  return withLast(handedOver(session, 'asked-for-person', words, []), reply);
}

function changing(session: Session, sayings: Sayings): Turn {
  if (session.grade === null)
    return { session, effects: [say(session, sayings, 'nothing-to-change', 'reply', 'grades')] };
  return { session: { ...session, state: 'changing' }, effects: [say(session, sayings, 'change', 'reply', 'grades')] };
}
