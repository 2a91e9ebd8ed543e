/** 问卷的回话: what was noted on a questionnaire is said back, and what is missing asked about once. */
import { missingOf, type Answers } from '../ballot.js';
import { GRADES, keysOf, OVERALL, type Grade } from '../terms.js';
import { fill, type Sayings } from './sayings.js';
import type { Effect, Session, SurveyTalk } from './turn.js';
import { gradeZh, linkOf, optionsOf, say } from './wording.js';

export type SurveySession = Session & { readonly survey: SurveyTalk };

type Reply = { readonly state: 'more' | 'done'; readonly says: Effect };

/** What was noted is said back; what is missing is asked about, and only once. */
export function replyTo(before: SurveySession, after: SurveySession, sayings: Sayings): Reply {
  const { questions, answers } = after.survey;
  const missing = missingOf(questions, answers);
  const more = { text: sheetZh(after, sayings), missing: String(missing.length) };
  const isAskedAlready = before.grade !== null || before.state === 'changing';
  if (missing.length > 0 && isAskedAlready) {
    const isSorry =
      isBad(answers) && (!isBad(before.survey.answers) || (before.state === 'more' && !isWholeBad(before)));
    return { state: 'done', says: withLink(after, sayings, isSorry ? 'ballot-some-sorry' : 'ballot-some', more) };
  }
  if (missing.length > 0) return { state: 'more', says: askedRest(after, sayings) };
  // One apology is enough for a questionnaire that was whole before.
  const wasSaid = missingOf(questions, before.survey.answers).length === 0 && isBad(before.survey.answers);
  const key = isBad(answers) && !wasSaid ? 'ballot-sorry' : 'ballot-noted';
  return { state: 'done', says: withLink(after, sayings, key, more) };
}

/** What is missing, or which items are bad, as a question. */
export function askedRest(session: SurveySession, sayings: Sayings): Effect {
  if (isWholeBad(session)) return withLink(session, sayings, 'ballot-which');
  const { questions, answers } = session.survey;
  const missing = String(missingOf(questions, answers).length);
  const says = withLink(session, sayings, 'ballot-rest', { text: sheetZh(session, sayings), missing });
  return says.kind === 'say' ? { ...says, options: optionsOf(sayings, 'items') } : says;
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

/** Whether nothing is known but that the whole is bad: which items are is what was asked. */
export const isWholeBad = ({ survey: { answers } }: SurveySession): boolean =>
  Object.keys(answers).length === 1 && answers[OVERALL] === 'dissatisfied';

export const isBad = (given: Answers): boolean => Object.values(given).includes('dissatisfied');

const NAMED_MOST = 4;

export function withLink(
  session: SurveySession,
  sayings: Sayings,
  key:
    | 'ballot-already'
    | 'ballot-change'
    | 'ballot-noted'
    | 'ballot-sorry'
    | 'ballot-rest'
    | 'ballot-which'
    | 'ballot-some'
    | 'ballot-some-sorry',
  more: { readonly text?: string; readonly missing?: string } = {},
): Effect {
  const purpose = key === 'ballot-already' || key === 'ballot-change' ? 'reply' : 'confirm';
  const words = say(session, sayings, key, purpose, undefined, more);
  return words.kind === 'say' ? { ...words, ...linkOf(session, sayings) } : words;
}
