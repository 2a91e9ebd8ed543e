/** 回访比例 p03.6 20%, 抽取 12: a role sets the rate that a policy leaves to it, or says that one visit takes place. */
import type { Understood } from './command.js';

export type DrawCommand =
  | {
      readonly kind: 'command';
      readonly command: '回访比例';
      readonly args: { readonly clause: string; readonly percent: number; readonly estate?: string };
    }
  | { readonly kind: 'command'; readonly command: '抽取'; readonly args: { readonly task: number } };

const CLAUSE = /(?<![a-z0-9])([a-z][a-z0-9-]*\.[1-9]\d*)(?![\d.])/iu;
const PERCENT = /(?<![\d.])(\d{1,3})\s*%|百分之\s*(\d{1,3})/u;
const BARE = /(?:比例|率|抽|定为|改为|设为)\D*?(?<![\d.])(\d{1,3})\s*$/u;
const ABOUT = /回访(?:比例|率)|抽(?:样|查)?比例|抽样率|比例/u;

/** Words about a rate set one only where a clause is named: 回访率 9月 asks for a figure. */
export const SET_RATE: Pick<RegExp, 'test'> = { test: (plain) => ABOUT.test(plain) && CLAUSE.test(plain) };

export function setRateCommand(plain: string, estates: readonly string[]): Understood {
  const clause = CLAUSE.exec(plain)?.[1]?.toLowerCase() ?? '';
  const rest = plain.replace(CLAUSE, ' ');
  const [, percent, inWords] = PERCENT.exec(rest) ?? [];
  const given = percent ?? inWords ?? BARE.exec(rest)?.[1];
  const value = given === undefined ? Number.NaN : Number(given);
  if (!(value >= 0 && value <= 100)) return { kind: 'unclear', suggest: [`回访比例 ${clause} 20%`] };
  const named = estates.filter((name) => name !== '' && rest.includes(name)).toSorted((a, b) => b.length - a.length)[0];
  const args = { clause, percent: value, ...(named === undefined ? {} : { estate: named }) };
  return { kind: 'command', command: '回访比例', args };
}

/** 抽查 and 抽样 are something else. */
export const PICK = /抽取|抽中|指定(?:回访)?/u;
