/** 问的是什么: what a survey's clause says that its questionnaire is about. */
import type { Context } from '../context.js';
import type { StoredSurvey } from '../store/ballots.js';
import type { Estate } from '../store/estates.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Null: nothing but the period. */
export function subjectOf(
  ctx: Pick<Context, 'library' | 'log'>,
  estate: Estate,
  survey: Pick<StoredSurvey, 'policy' | 'clause'>,
): string | null {
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === survey.policy);
  return policy?.clauses.find(({ id }) => id === survey.clause)?.survey?.about ?? null;
}
