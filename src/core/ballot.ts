/** 票: what a questionnaire asks, and how one answer sheet fills, whether chat, page or paper brings an answer. */
import { DIRECTIONS, keysOf, OVERALL, type Direction, type Grade } from './terms.js';

export type Answers = Readonly<Partial<Record<Direction, Grade>>>;
/** What was said beside the grades, by question; `"0"` is about the whole. */
export type Remarks = Readonly<Partial<Record<Direction | '0', string>>>;
export type Sheet = { readonly answers: Answers; readonly remarks: Remarks };
export type Question = { readonly item: Direction; readonly text: string };

export const EMPTY_SHEET: Sheet = { answers: {}, remarks: {} };

/** The fourteen directions 定向 (p08.5). */
export const DIRECTION_QUESTIONS: readonly Question[] = keysOf(DIRECTIONS).map((item) => ({
  item,
  text: DIRECTIONS[item].zh,
}));

/** Whether it asks questions of its own, which are no directions and are not counted among them. */
export const asksItsOwn = (questions: readonly Question[]): boolean =>
  questions.some(({ item, text }) => DIRECTIONS[item].zh !== text);

/** 「电梯」「门禁」: what its own questions are about, the first ones where they are many. */
export function questionsZh(questions: readonly Question[]): string {
  const shown = questions.slice(0, NAMED_MOST).map(({ text }) => `「${text}」`);
  return questions.length > NAMED_MOST ? `${shown.join('')}等` : shown.join('');
}
const NAMED_MOST = 3;

/** What nobody has answered yet, in the questionnaire's order. */
export const missingOf = (questions: readonly Question[], answers: Answers): readonly Question[] =>
  questions.filter(({ item }) => answers[item] === undefined);

/** What is given stands, what is not given stays as it was; an empty remark takes one back. */
export function filled(sheet: Sheet, given: Sheet): Sheet {
  const remarks = Object.entries({ ...sheet.remarks, ...given.remarks }).filter(([, words]) => words.trim() !== '');
  return { answers: { ...sheet.answers, ...given.answers }, remarks: Object.fromEntries(remarks) };
}

/** The one grade that stands for a sheet: 综合评议, else the worst of its grades; null where it has none. */
export function gradeOfSheet(answers: Answers): Grade | null {
  const given = Object.values(answers);
  return answers[OVERALL] ?? WORST_FIRST.find((grade) => given.includes(grade)) ?? null;
}

/**
 * The grade that its record and its survey's rate show for a sheet: of the directions the overall rating and no other; of
 * a questionnaire's own questions the one that stands for them all.
 */
export const gradeShown = (questions: readonly Question[], answers: Answers): Grade | null =>
  asksItsOwn(questions) ? gradeOfSheet(answers) : (answers[OVERALL] ?? null);

/** What one grade for the whole says: of the directions the overall rating, of a questionnaire's own questions each. */
export const wholeGrade = (questions: readonly Question[], grade: Grade): Answers =>
  asksItsOwn(questions) ? Object.fromEntries(questions.map(({ item }) => [item, grade])) : { [OVERALL]: grade };

const WORST_FIRST: readonly Grade[] = ['dissatisfied', 'fairly', 'satisfied'];

/** All remarks in one line, as a record shows them. */
export function remarksZh(questions: readonly Question[], remarks: Remarks): string | null {
  const parts = questions.flatMap(({ item, text }) => {
    const words = remarks[item];
    return words === undefined ? [] : [`${text}：${words}`];
  });
  const all = [...(remarks['0'] === undefined ? [] : [remarks['0']]), ...parts];
  return all.length === 0 ? null : all.join('；');
}

/** Fewer answers than this are not shown apart: whose they are could be guessed. */
export const FEWEST_SHOWN = 5;

/** Grades item by item as one may write them of so many questions. */
export function exampleGrades(questions: number): string {
  if (questions > 6) return '1-5满意 6不满意 其余满意';
  if (questions > 2) return '1满意 2不满意 其余满意';
  return questions === 2 ? '1满意 2不满意' : '满意';
}
