/** A survey 满意度调查 as its reports see it: what may be said of it, by direction, with the words behind the grades. */
import type { Remarks } from '../ballot.js';
import type { Policy } from '../policy/schema.js';
import type { ItemRate } from '../survey.js';
import { DIRECTIONS, OVERALL, type Direction } from '../terms.js';
import { shown } from './month-summary.js';
import type { PaperRow } from './paper.js';
import { isFew } from './report.js';

/**
 * `withheld`: why neither grades nor words are shown: an anonymous survey before its end, or one that so few answered that
 * whose words they are could be guessed. `items` and `remarks` are empty then.
 */
export type SurveyValues = {
  readonly title: string;
  readonly issued: number;
  readonly returned: number;
  readonly withheld: 'open' | 'few' | null;
  readonly isOpen: boolean;
  readonly items: readonly ItemRate[];
  readonly questions: readonly { readonly item: Direction; readonly text: string }[];
  /** Of each ballot that said something. */
  readonly remarks: readonly Remarks[];
};

/** 合格线 in percent: of the single items and of the overall rating; null where nobody has set one. */
export type PassMarks = { readonly item: number | null; readonly overall: number | null };

/** What a policy sets as its pass marks (p08.8, p08.9). */
export function passMarksOf(policies: readonly Pick<Policy, 'clauses'>[]): PassMarks {
  const marks = policies.flatMap(({ clauses }) => clauses.flatMap(({ survey }) => survey ?? []));
  const of = (item: 'each' | 'overall'): number | null =>
    marks.find((one) => one.item === item && typeof one.passMark === 'number')?.passMark ?? null;
  return { item: of('each'), overall: of('overall') };
}

/** a…n, as the source counts the directions. */
const letterOf = (item: Direction): string => String.fromCharCode(96 + Number(item));

/** 达标, 未达标; null where there is no mark, or nothing came back. */
export function verdictOf(rate: string | null, mark: number | null): '达标' | '未达标' | null {
  if (rate === null || mark === null) return null;
  return Number(rate) >= mark ? '达标' : '未达标';
}

const percentMark = (mark: number | null): string | null => (mark === null ? null : `${mark}%`);

/** How many gave each grade to a question, and how many left it blank; dashes where nothing came back. */
export const gradeCells = ({ returned, answered, satisfied, fairly, dissatisfied }: ItemRate): PaperRow =>
  returned === 0
    ? { 满意: null, 一般满意: null, 不满意: null, 未答: null }
    : { 满意: satisfied, 一般满意: fairly, 不满意: dissatisfied, 未答: returned - answered };

/** A row for each direction; all of them dashes where the results are withheld. */
export function directionRows({ items, withheld }: SurveyValues, marks: PassMarks): readonly PaperRow[] {
  if (withheld !== null) return [];
  return items.map((one) => {
    const { item, rate } = one;
    const mark = item === OVERALL ? marks.overall : marks.item;
    return {
      序号: letterOf(item),
      定向: DIRECTIONS[item].zh,
      ...gradeCells(one),
      满意率: shown(rate),
      合格线: percentMark(mark),
      是否达标: verdictOf(rate, mark),
    };
  });
}

/** The words behind the grades, by question; what was said of the whole comes last. Equal words are counted, not repeated. */
export function remarkRows({ questions, remarks }: SurveyValues): readonly PaperRow[] {
  const rows = [...questions, { item: '0' as const, text: '整体' }].flatMap(({ item, text }) => {
    const counts = new Map<string, number>();
    for (const one of remarks) {
      const words = one[item];
      if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
    }
    return [...counts].toSorted(([, a], [, b]) => b - a).map(([意见, 份数]) => ({ 定向: text, 意见, 份数 }));
  });
  return rows.map((row, at) => ({ 序号: at + 1, ...row }));
}

/** What must stand beside a survey's figures: that it is open, withheld, or answered by few. */
export function surveyNote({ isOpen, withheld, returned }: SurveyValues): string {
  if (withheld === 'open') return '不记名，结束后公布结果。';
  if (withheld === 'few') return '不记名且回收份数太少，不公布各项结果和意见。';
  return [
    isOpen ? '调查尚未结束，数字为目前所得。' : '',
    returned === 0 ? '没有回收。' : '',
    isFew(returned) ? `只回收 ${returned} 份：份数少，仅供参考。` : '',
  ].join('');
}
