/**
 * 问卷对话 (p08.5–.7): a questionnaire is answered in words, as 1-5满意 6不满意 其余满意, by a tap that counts for every
 * item, or on its page; all three fill one ballot. What is still missing is asked about once. It can be changed until the
 * survey closes. State + input → state + effects, as every talk.
 */
import { filled, gradeOfSheet, missingOf, asksItsOwn, type Answers, type Question } from '../ballot.js';
import type { Instant } from '../calendar.js';
import { GRADES, keysOf, OVERALL, type Grade } from '../terms.js';
import { understand, type Understanding } from '../understand/index.js';
import { handedOver, isYes, NOTHING_TO_ADD } from './answers.js';
import { assented, isAssent, isWordless, keepsAnswer } from './assent.js';
import { fill, type Sayings } from './sayings.js';
import type { Effect, HandOverReason, Session, SurveyTalk, Turn } from './turn.js';
import { gradeZh, linkOf, optionsOf, say } from './wording.js';
import { heardWords } from './words.js';

export type SurveySession = Session & { readonly survey: SurveyTalk };
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
  if (session.state === 'more' && isAssent(words)) return assentedToRest(session, words, sayings);
  const given = answersIn(session, text);
  if (given === 'again') return { session, effects: [withLink(session, sayings, 'ballot-already')] };
  if (given !== null) return answered(session, given, sayings);
  if (session.state === 'more' && (meant.kind === 'unclear' || meant.kind === 'chitchat')) {
    const remark = words === '' || NOTHING_TO_ADD.test(words) ? null : words;
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
    return session.grade !== null && state === 'done' ? 'again' : { ...whole, answers: toAll(survey, whole.grade) };
  }
  const given = Object.values(meant.grades);
  const isWhole = given.length === EVERY_ITEM;
  const isOver = session.grade !== null && state !== 'more' && state !== 'changing';
  if (isOver && isWhole && !NAMES_ALL.test(reply)) return 'again';
  // The names of the directions say nothing about other questions.
  if (asksItsOwn(questions) && !isWhole && !/\d/u.test(reply)) return null;
  if (isWhole && given.every((grade) => grade === 'dissatisfied') && !NAMES_ALL.test(reply)) {
    return { ...meant, answers: toAll(survey, 'dissatisfied') };
  }
  // A word for all, while the rest is asked about, is about the rest.
  const open = isWhole && state === 'more' ? missingOf(questions, answers) : questions;
  return { ...meant, answers: only(open, meant.grades) };
}

const EVERY_ITEM = 14;
/** 都不满意, 每项都差; a bare 不满意 is about the whole. */
const NAMES_ALL = /全|都|每|各|样样|统统|所有|一律|\d|[a-n]/u;

const only = (questions: readonly Question[], grades: Answers): Answers =>
  Object.fromEntries(questions.flatMap(({ item }) => (grades[item] === undefined ? [] : [[item, grades[item]]])));

/** One grade for the whole questionnaire: a good one holds for every item; a bad one asks which items are meant. */
function toAll({ questions }: SurveyTalk, grade: Grade): Answers {
  const hasOverall = questions.some(({ item }) => item === OVERALL);
  if (grade === 'dissatisfied' && hasOverall && questions.length > 1) return { [OVERALL]: grade };
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

type Reply = { readonly state: 'more' | 'done'; readonly says: Effect };

/** What was noted is said back; what is missing is asked about, and only once. */
function replyTo(before: SurveySession, after: SurveySession, sayings: Sayings): Reply {
  const { questions, answers } = after.survey;
  const missing = missingOf(questions, answers);
  const more = { text: sheetZh(after, sayings), missing: String(missing.length) };
  if (missing.length > 0 && (before.state === 'more' || before.state === 'changing')) {
    return { state: 'done', says: withLink(after, sayings, 'ballot-some', more) };
  }
  if (missing.length > 0) {
    const onlyWhole = Object.keys(answers).length === 1 && answers[OVERALL] === 'dissatisfied';
    if (onlyWhole) return { state: 'more', says: withLink(after, sayings, 'ballot-which', more) };
    const says = withLink(after, sayings, 'ballot-rest', more);
    const options = optionsOf(sayings, 'items');
    return { state: 'more', says: says.kind === 'say' ? { ...says, options } : says };
  }
  // One apology is enough for a questionnaire that was whole before.
  const wasSaid = missingOf(questions, before.survey.answers).length === 0 && isBad(before.survey.answers);
  const key = isBad(answers) && !wasSaid ? 'ballot-sorry' : 'ballot-noted';
  return { state: 'done', says: withLink(after, sayings, key, more) };
}

/** 13 项满意，清洁卫生不满意: the worse grades by name, the most by number. */
function sheetZh({ survey: { questions, answers } }: SurveySession, sayings: Sayings): string {
  const by = (grade: Grade) => questions.filter(({ item }) => answers[item] === grade);
  const grades = keysOf(GRADES).filter((grade) => by(grade).length > 0);
  return grades
    .map((grade) => {
      const items = by(grade);
      if (items.length > NAMED_MOST || grade === 'satisfied')
        return fill(sayings, 'ballot-all', { count: String(items.length), grade: gradeZh(sayings, grade) });
      const text = items.map((one) => one.text).join('、');
      return fill(sayings, 'ballot-items', { text, grade: gradeZh(sayings, grade) });
    })
    .join('，');
}

const isBad = (given: Answers): boolean => Object.values(given).includes('dissatisfied');

const NAMED_MOST = 4;

function withLink(
  session: SurveySession,
  sayings: Sayings,
  key:
    | 'ballot-already'
    | 'ballot-change'
    | 'ballot-noted'
    | 'ballot-sorry'
    | 'ballot-rest'
    | 'ballot-which'
    | 'ballot-some',
  more: { readonly text?: string; readonly missing?: string } = {},
): Effect {
  const purpose = key === 'ballot-already' || key === 'ballot-change' ? 'reply' : 'confirm';
  const words = say(session, sayings, key, purpose, undefined, more);
  return words.kind === 'say' ? { ...words, ...linkOf(session, sayings) } : words;
}
