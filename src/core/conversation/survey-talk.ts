/**
 * 问卷对话 (p08.5–.7): a questionnaire is answered in words, as 1-5满意 6不满意 其余满意, by a tap that counts for every
 * item, or on its page; all three fill one ballot. What is still missing is asked about once. It can be changed until the
 * survey closes. State + input → state + effects, as every talk.
 */
import { filled, gradeOfSheet, missingOf, asksItsOwn, type Answers, type Question } from '../ballot.js';
import type { Instant } from '../calendar.js';
import { OVERALL, type Grade } from '../terms.js';
import { understand, type Understanding } from '../understand/index.js';
import { handedOver, isYes, NOTHING_TO_ADD } from './answers.js';
import { EXPLICIT } from './blame.js';
import { greets } from './no-answer.js';
import { assented, isAssent, isWordless, keepsAnswer } from './assent.js';
import type { Sayings } from './sayings.js';
import { says } from './says.js';
import type { Effect, HandOverReason, Session, SurveyTalk, Turn } from './turn.js';
import { askedRest, isBad, isWholeBad, replyTo, withLink, type SurveySession } from './survey-reply.js';
import { gradeZh, linkOf, optionsOf, say } from './wording.js';
import { heardWords } from './words.js';

export const hasSurvey = (session: Session): session is SurveySession => session.survey !== undefined;

type Given = {
  readonly answers: Answers;
  readonly remark: string | null;
  readonly why: readonly string[];
  readonly and?: Understanding['and'];
};

/** What the resident wrote: answers, words on what is still asked, or something else altogether. */
export function surveySaid(session: SurveySession, text: string, now: Instant, sayings: Sayings): Turn {
  const meant = meantAlone(session, text);
  if (session.state === 'stopped' && (meant.kind !== 'change' || session.grade === null))
    return heardWords(session, text, meant, now, sayings);
  if (keepsAnswer(session, text.trim()))
    return { session: { ...session, state: 'done' }, effects: [withLink(session, sayings, 'ballot-already')] };
  if (isOtherSign(session, text.trim())) return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  const assent = session.grade === null ? null : assented(session, text, meant, sayings);
  if (assent !== null) return assent;
  const words = text.trim();
  if (session.state === 'more' && greets(words)) return { session, effects: [askedRest(session, sayings)] };
  if (session.state === 'more' && isAssent(words)) return assentedToRest(session, words, sayings);
  if (asksForWork(session, words)) {
    const meantSo = { kind: 'request', why: [words] } as const;
    const turn = heardWords({ ...session, state: 'done' }, text, meantSo, now, sayings);
    return { ...turn, session: { ...turn.session, state: session.state } };
  }
  const given = answersIn(session, text);
  if (given === 'again') return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  if (given !== null) return answered(session, given, sayings);
  if (session.state === 'more' && (meant.kind === 'unclear' || meant.kind === 'chitchat')) {
    const remark = words === '' || says(NOTHING_TO_ADD, words) ? null : words;
    return answered(session, { answers: {}, remark, why: [words] }, sayings);
  }
  if (meant.kind === 'change' && session.grade !== null) return changing(session, sayings);
  if (meant.kind === 'unclear' && session.grade !== null && (session.state === 'done' || session.state === 'changing'))
    return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  const state = session.state === 'more' ? 'done' : session.state;
  return heardWords({ ...session, state }, text, meant, now, sayings);
}

const meantAlone = ({ about, state }: Session, reply: string): Understanding => {
  const meant = understand({ question: state === 'clarifying' ? 'clarify' : 'single', reply, about: about.kind });
  return meant.kind === 'grade' || meant.kind === 'grades' ? { kind: 'unclear', why: meant.why } : meant;
};

/** Work that is called for by itself, once an anonymous questionnaire is answered, is for staff and not one more grade. */
function asksForWork({ survey, grade, state, about }: SurveySession, reply: string): boolean {
  if (
    !survey.anonymous ||
    grade === null ||
    (state !== 'done' && state !== 'more') ||
    !says(CALLS, reply) ||
    says(EXPLICIT, reply)
  )
    return false;
  const meant = understand({ question: 'items14', reply, about: about.kind });
  return meant.kind === 'request' || (meant.and?.includes('request') ?? false);
}

const CALLS =
  /报修|来(?:个)?人?(?:修|看|弄|处理)|修(?:一)?[下哈修]|派人|[找叫喊]个?人|帮.{0,6}[修弄看换]|(?:赶紧|赶快|快点|马上|尽快|麻烦).{0,8}[修来弄换]/u;

/** 👎 to a good ballot: it changes nothing, and the resident hears how to. */
function isOtherSign({ grade, state, about }: SurveySession, words: string): boolean {
  if (grade === null || state !== 'done' || !isWordless(words)) return false;
  const meant = understand({ question: 'single', reply: words, about: about.kind });
  return meant.kind === 'grade' && meant.grade !== grade;
}

/** 好的 to 其余也都满意吗 is yes; to the question which items are bad it says nothing. */
function assentedToRest(session: SurveySession, words: string, sayings: Sayings): Turn {
  if (session.survey.answers[OVERALL] !== 'dissatisfied' && isYes(words)) return restIsGood(session, sayings);
  return answered(session, { answers: {}, remark: null, why: [words] }, sayings);
}

/** The grades in a reply, by item; null where it is no answer; again: one word more, where all is answered. */
function answersIn(session: SurveySession, reply: string): Given | 'again' | null {
  const { survey, about, state } = session;
  const { questions, answers } = survey;
  const meant = understand({ question: 'items14', reply, about: about.kind });
  if (meant.kind !== 'grades') {
    const whole = understand({ question: state === 'clarifying' ? 'clarify' : 'single', reply, about: about.kind });
    // Numbers that say nothing by item are not read as one grade for the whole.
    if (whole.kind !== 'grade' || /\d/u.test(reply)) return null;
    return session.grade !== null && state === 'done'
      ? 'again'
      : { ...whole, answers: toAll(survey, whole.grade, says(EACH, reply)) };
  }
  const given = Object.values(meant.grades);
  const isWhole = given.length === EVERY_ITEM;
  const isOver = session.grade !== null && state !== 'more' && state !== 'changing';
  if (isOver && isWhole && !says(NAMES_ALL, reply)) return 'again';
  // The names of the directions say nothing about other questions.
  if (asksItsOwn(questions) && !isWhole && !/\d/u.test(reply)) return null;
  if (isWhole && given.every((grade) => grade === 'dissatisfied') && !says(NAMES_ALL, reply)) {
    return { ...meant, answers: toAll(survey, 'dissatisfied') };
  }
  // A word for all, while the rest is asked about, is about the rest.
  const isRest = isWhole && state === 'more' && (!isWholeBad(session) || says(REST, reply));
  const open = isRest ? missingOf(questions, answers) : questions;
  return { ...meant, answers: only(open, meant.grades) };
}

const EVERY_ITEM = 14;
/** Every item by name of all: 全部垃圾, 样样不行. */
const EACH = /全部|全都|每一?[项样个]|样样|统统|所有|一律|哪[样项个]都/u;
/** Said of what is left, and not of all: without it 都满意 takes back that the whole is bad. */
const REST = /其[余他它]|剩|余下|别的|另外/u;
/** 都不满意, 每项都差; a bare 不满意 is about the whole. */
const NAMES_ALL = /全|都|每|各|样样|统统|所有|一律|\d|[a-n]/u;

const only = (questions: readonly Question[], grades: Answers): Answers =>
  Object.fromEntries(questions.flatMap(({ item }) => (grades[item] === undefined ? [] : [[item, grades[item]]])));

/** One grade for the whole questionnaire: a good one holds for every item; a bad one asks which items are meant. */
function toAll({ questions }: SurveyTalk, grade: Grade, isEach = false): Answers {
  const hasOverall = questions.some(({ item }) => item === OVERALL);
  if (grade === 'dissatisfied' && !isEach && hasOverall && questions.length > 1) return { [OVERALL]: grade };
  return Object.fromEntries(questions.map(({ item }) => [item, grade]));
}

/**
 * A tap on a grade. An old menu stays on the screen: once answered, it changes nothing. Where words have graded only some
 * items, it is about the others, and is not lost.
 */
export function surveyGraded(session: SurveySession, grade: Grade, sayings: Sayings): Turn {
  const { survey, state } = session;
  const open =
    state === 'more' && survey.answers[OVERALL] === undefined ? missingOf(survey.questions, survey.answers) : [];
  if (session.grade !== null && state !== 'changing' && open.length === 0) {
    return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  }
  const asked = open.length === 0 ? survey : { ...survey, questions: open };
  return answered(session, { answers: toAll(asked, grade), remark: null, why: [gradeZh(sayings, grade)] }, sayings);
}

/** 都满意 to what is still missing. */
export function restIsGood(session: SurveySession, sayings: Sayings): Turn {
  const rest = missingOf(session.survey.questions, session.survey.answers);
  if (rest.length === 0) return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  const answers = Object.fromEntries(rest.map(({ item }) => [item, 'satisfied' as const]));
  return answered(session, { answers, remark: null, why: [sayings['option-all-good']] }, sayings);
}

/** A reminder names how many items are left now. */
export function surveyReminded(session: SurveySession, key: 'remind' | 'ask-later', sayings: Sayings): Effect {
  const { questions, answers } = session.survey;
  const more = { missing: String(missingOf(questions, answers).length) };
  const words = say(session, sayings, key, 'remind', 'grades', more);
  const isBegun = Object.keys(answers).length > 0;
  // A tap counts for every item: where some are answered, what is offered is the rest.
  const options = optionsOf(sayings, isBegun ? 'items' : 'grades');
  return words.kind === 'say' ? { ...words, options, ...linkOf(session, sayings) } : words;
}

/** Nothing more comes: what was filled in on the page counts as it is; an empty questionnaire goes to a person. */
export function sentAsItIs(session: SurveySession, reason: HandOverReason): Turn {
  const { answers } = session.survey;
  if (Object.keys(answers).length === 0) return handedOver(session, reason, null, []);
  return {
    session: { ...session, grade: gradeOfSheet(answers), state: 'done' },
    effects: [
      { kind: 'ballot', answers: {}, remark: null, why: [] },
      { kind: 'wake', at: null },
    ],
  };
}

function changing(session: SurveySession, sayings: Sayings): Turn {
  return { session: { ...session, state: 'changing' }, effects: [withLink(session, sayings, 'ballot-change')] };
}

function answered(session: SurveySession, { answers, remark, why, and = [] }: Given, sayings: Sayings): Turn {
  const { survey } = session;
  const sheet = filled({ answers: survey.answers, remarks: {} }, { answers, remarks: {} });
  const next: SurveySession = {
    ...session,
    survey: { ...survey, answers: sheet.answers },
    grade: gradeOfSheet(sheet.answers),
    remark: null,
  };
  const reply = replyTo(session, next, sayings);
  // Whose the blame is stays unsaid where the questionnaire is nobody's.
  const raised: Effect[] =
    !survey.anonymous && isBad(sheet.answers) && !isBad(survey.answers) ? [{ kind: 'nonconformity', remark }] : [];
  const effects: Effect[] = [{ kind: 'ballot', answers, remark, why }, ...raised, { kind: 'wake', at: null }];
  if (and.includes('human')) {
    const over = handedOver({ ...next, state: 'done' }, 'asked-for-person', null, effects);
    return {
      session: over.session,
      effects: [...over.effects, say(next, sayings, survey.anonymous ? 'ballot-human' : 'human', 'reply')],
    };
  }
  if (!and.includes('request')) return { session: { ...next, state: reply.state }, effects: [...effects, reply.says] };
  const words = survey.anonymous ? sayings['ballot-request'] : sayings['passed-on-short'];
  const request: Effect[] = survey.anonymous ? [] : [{ kind: 'new-request', text: why.join('') }];
  const says = reply.says.kind === 'say' ? { ...reply.says, text: `${reply.says.text}${words}` } : reply.says;
  return { session: { ...next, state: reply.state }, effects: [...effects, ...request, says] };
}
