/** 原因 of a period: how often each was named, in which direction, and the words behind it. */
import type { Filed } from '../causes.js';
import { DIRECTIONS, type Direction } from '../terms.js';
import type { PaperRow } from './paper.js';

export type CauseCount = {
  /** Null: none of the list 其他. */
  readonly cause: string | null;
  readonly direction: Direction;
  readonly count: number;
  /** As they were said, the first ones. */
  readonly words: readonly string[];
};

const WORDS_SHOWN = 3;

/** The causes by how often they were named, the most first; what names none of the list comes last. */
export function countCauses(filed: readonly Filed[]): readonly CauseCount[] {
  const counts = new Map<string, { cause: string | null; direction: Direction; count: number; words: string[] }>();
  for (const { cause, direction, blame } of filed) {
    const key = `${direction}/${cause?.says ?? ''}`;
    const one = counts.get(key) ?? { cause: cause?.says ?? null, direction, count: 0, words: [] };
    one.count += 1;
    if (one.words.length < WORDS_SHOWN && !one.words.includes(blame.words)) one.words.push(blame.words);
    counts.set(key, one);
  }
  return [...counts.values()].toSorted(
    (a, b) => Number(a.cause === null) - Number(b.cause === null) || b.count - a.count,
  );
}

const nameOf = ({ cause, direction }: CauseCount): string => cause ?? `其他（${DIRECTIONS[direction].zh}）`;

export const causeRows = (causes: readonly CauseCount[]): readonly PaperRow[] =>
  causes.map((one, at) => ({
    序号: at + 1,
    原因: one.cause ?? '其他',
    定向: DIRECTIONS[one.direction].zh,
    次数: one.count,
    住户原话: one.words.map((words) => `“${words}”`).join('；'),
  }));

const TOP = 3;

/** `住户说得最多的原因：再次渗水 4 次（“又漏了”）、…`; empty where nobody named any. */
export function causesZh(causes: readonly CauseCount[]): string {
  const named = causes.filter(({ cause }) => cause !== null).slice(0, TOP);
  if (named.length === 0) return '';
  return `住户说得最多的原因：${named.map((one) => `${nameOf(one)} ${one.count} 次（“${one.words[0] ?? ''}”）`).join('、')}。`;
}
