/** 录入: answers to a questionnaire that staff have on paper or by telephone go on the ballot, with where they are from. */
import type { Context } from '../context.js';
import { filled, wholeGrade, type Sheet } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import { OVERALL, type Method } from '../core/terms.js';
import type { VisitRules } from '../core/policy/visit-rules.js';
import { exampleLine, exampleSheet, type RecordDraft } from '../core/visit-record.js';
import { saveSheet } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import type { BallotOf } from './fill-ballot.js';

/** Ways in which a questionnaire can be answered beside those that its policy names. */
export const ENTERED_BY: readonly Method[] = ['phone', 'in-person'];

/** A draft with a questionnaire's answers in it: its overall grade is what item 13 says. */
export const withOverall = (draft: RecordDraft): RecordDraft =>
  draft.grades === null ? draft : { ...draft, grade: draft.grades[OVERALL] ?? null };

/** A questionnaire has grades for what it asks, and for nothing else: 都满意 of three questions is three. */
export function ofItsQuestions(found: BallotOf | null, draft: RecordDraft): RecordDraft {
  if (found === null || draft.grades === null) return draft;
  const { questions } = found.survey;
  const asked = Object.entries(draft.grades).filter(([key]) => questions.some(({ item }) => item === key));
  return { ...draft, grades: Object.fromEntries(asked) };
}

/** What of a draft may stand in the record: of an anonymous questionnaire, only that it was answered. */
export const recordable = (found: BallotOf | null, draft: RecordDraft): RecordDraft =>
  found?.survey.anonymous ? { ...draft, grade: null, grades: null, remark: null, topics: {} } : draft;

/** A draft as the ballot has it, where the record itself does not say. */
export function withBallot(found: BallotOf | null, draft: RecordDraft): RecordDraft {
  if (!found?.survey.anonymous) return draft;
  const { answers, remarks } = found.ballot.sheet;
  const isByItem = Object.keys(answers).some((item) => item !== OVERALL);
  const grades = isByItem ? answers : null;
  return { ...draft, grade: answers[OVERALL] ?? null, grades, remark: remarks['0'] ?? null };
}

/** A line that would be whole for the visit: of a questionnaire, for a sheet of it. */
export const exampleFor = (
  found: BallotOf | null,
  rules: readonly VisitRules[],
  meetsSomebody: boolean,
  task: number,
): string =>
  found === null ? exampleLine(rules, meetsSomebody, task) : exampleSheet(found.survey.questions.length, task);

/** Puts a draft's answers on the ballot. */
export async function enterSheet(
  tx: Tx,
  ctx: Context,
  { survey, ballot }: BallotOf,
  draft: RecordDraft,
  at: Instant,
): Promise<void> {
  const given = draft.grades ?? (draft.grade === null ? {} : wholeGrade(survey.questions, draft.grade));
  const asked = Object.entries(given).filter(([key]) => survey.questions.some(({ item }) => item === key));
  const remarks: Sheet['remarks'] = draft.remark === null ? {} : { '0': draft.remark };
  const sheet = filled(ballot.sheet, { answers: Object.fromEntries(asked), remarks });
  const source = draft.paper === null ? (draft.methods[0] ?? 'written') : `paper:${draft.paper}`;
  await saveSheet(tx, ctx.box, ballot, { sheet, source, at });
}
