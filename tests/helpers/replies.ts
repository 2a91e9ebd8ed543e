/** Labelled replies: reading them, and judging an understanding by the label and what else counts as right. */
import { readFileSync } from 'node:fs';
import type { Understanding } from '../../src/core/understand/index.js';
import { understand } from '../../src/core/understand/index.js';

type Label = { readonly kind: string; readonly grade?: string; readonly grades?: Readonly<Record<string, string>> };
export type Row = {
  readonly id: string;
  readonly part?: 'tune' | 'held' | 'hard' | 'blind';
  readonly question: 'single' | 'items14' | 'clarify';
  readonly reply: string;
  readonly expect: Label;
  readonly also: readonly Label[];
};
export type Score = {
  readonly rows: number;
  readonly right: number;
  readonly wrong: readonly string[];
  readonly reversals: readonly string[];
  readonly missed: readonly string[];
};

export const readRows = (name: string): readonly Row[] =>
  readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

/** `reversals`: satisfied taken for dissatisfied or the reverse, of a reply or of one direction. `missed`: a stop or a call for a person not seen. */
export function scoreOf(rows: readonly Row[]): Score {
  const judged = rows.map((row) => ({
    row,
    meant: understand({ question: row.question, reply: row.reply, about: 'repair' }),
  }));
  const wrong = judged.filter(({ row, meant }) => ![row.expect, ...row.also].some((label) => agrees(meant, label)));
  const names = (some: typeof judged): readonly string[] => some.map(({ row }) => `${row.id} ${row.reply}`);
  return {
    rows: rows.length,
    right: rows.length - wrong.length,
    wrong: names(wrong),
    reversals: wrong.flatMap((one) =>
      Array.from({ length: reversed(one.row.expect, one.meant) }, () => names([one])).flat(),
    ),
    missed: names(wrong.filter(({ row }) => row.expect.kind === 'optout' || row.expect.kind === 'human')),
  };
}

function agrees(meant: Understanding, label: Label): boolean {
  if (meant.kind !== label.kind) return false;
  if (meant.kind === 'grade') return meant.grade === label.grade;
  return meant.kind !== 'grades' || sorted(meant.grades) === sorted(label.grades ?? {});
}

const sorted = (grades: object): string =>
  JSON.stringify(Object.entries(grades).sort(([a], [b]) => Number(a) - Number(b)));

/** How often: one for a grade, one for each of the fourteen directions. */
function reversed(label: Label, meant: Understanding): number {
  if (meant.kind === 'grade') return Number(opposite(label.grade, meant.grade));
  if (meant.kind !== 'grades') return 0;
  return Object.entries(meant.grades).filter(([direction, grade]) => opposite(label.grades?.[direction], grade)).length;
}

const opposite = (one: string | undefined, other: string): boolean =>
  one !== undefined && one !== other && one !== 'fairly' && other !== 'fairly';
