/** What a survey's clause says of its questionnaire: what it asks, and whether the answers are anyone's 记名. */
import { DIRECTION_QUESTIONS, type Question } from '../ballot.js';
import { DIRECTIONS, keysOf } from '../terms.js';
import type { Clause, Policy } from './schema.js';

export type Questionnaire = { readonly anonymous: boolean; readonly questions: readonly Question[] };

/** The clause's own questions or directions; else the directions that its policy names elsewhere (p08.5), else all. */
export function questionnaireOf(policy: Policy, { survey }: Clause): Questionnaire {
  const anonymous = survey?.anonymous ?? false;
  const own = survey?.questions;
  if (own !== undefined) {
    const numbers = keysOf(DIRECTIONS);
    return { anonymous, questions: own.flatMap((text, at) => (numbers[at] ? [{ item: numbers[at], text }] : [])) };
  }
  const named = survey?.directions ?? policy.clauses.flatMap((clause) => clause.survey?.directions ?? []);
  const questions = DIRECTION_QUESTIONS.filter(({ item }) => named.length === 0 || named.includes(item));
  return { anonymous, questions };
}
