/** 问的是什么: what a survey's clause says that its questionnaire is about, or the questions that it was ordered with. */
import type { Context } from '../context.js';
import type { StoredSurvey } from '../store/ballots.js';
import { asksItsOwn, questionsZh } from '../core/ballot.js';
import type { Estate } from '../store/estates.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Null: nothing but the period. */
export function subjectOf(
  ctx: Pick<Context, 'library' | 'log'>,
  estate: Estate,
  survey: Pick<StoredSurvey, 'policy' | 'clause' | 'questions'>,
): string | null {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === survey.policy);
  const asks = policy?.clauses.find(({ id }) => id === survey.clause)?.survey;
  const isOrdered =
    asksItsOwn(survey.questions) && survey.questions.some(({ text }) => asks?.questions?.includes(text) !== true);
  return isOrdered ? questionsZh(survey.questions) : (asks?.about ?? null);
}
