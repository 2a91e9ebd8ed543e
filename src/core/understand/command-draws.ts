/** 回访比例 20%, of a clause where several are open, 抽取 12: a role sets the rate that a policy leaves to it, or says that one visit takes place. */
import { percentIn } from './command-names.js';
import type { Understood } from './command.js';

export type DrawCommand =
  | {
      readonly kind: 'command';
      readonly command: '回访比例';
      /** Without a clause: of the one that the estate's policies leave open. */
      readonly args: { readonly clause?: string; readonly percent: number; readonly estate?: string };
    }
  | { readonly kind: 'command'; readonly command: '抽取'; readonly args: { readonly task: number } };

const CLAUSE = /(?<![a-z0-9])([a-z][a-z0-9-]*\.[1-9]\d*)(?![\d.])/iu;
const BARE = /(?:比例|率|抽|定为|改为|设为)\D*?(?<![\d.])(\d{1,3})\s*$/u;
/** 把p01.3调到一半, p05.2全部都要访，100%，设上. */
const SETS = /(?:[调定设改]|访|抽|提|降|升)(?:整|高|低|置)?(?:成|为|到|至|在|上|他|$|[\s,，])|全(?:部|都)?/u;
const ABOUT = /回访(?:比例|率)|抽(?:样|查)?比例|抽样率|比例/u;

/** 回访比例 30%, 把回访率定为 30%; 回访率 30% alone may ask whether it is reached. */
const WITHOUT_CLAUSE =
  /^(?:请)?(?:把)?\s*(?:其[他它余]的?)?(?:(?:回访|抽样|抽取)比例|(?:回访|抽样)率(?=\s*(?:就?[定设改调])))\s*(?:就?[定设改调](?:成|为|到|在)?|[为是])?\s*[:：]?\s*(?:\d{1,3}\s*%|百分之\s*\d{1,3})\s*[吧了。!！]*(?:\s+(\p{Script=Han}{2,12}))?$/u;

/** Words about a rate set one only where a clause or the order is named: 回访率 9月 asks for a figure. */
export const SET_RATE: Pick<RegExp, 'test'> = {
  test: (plain) =>
    (CLAUSE.test(plain) && (ABOUT.test(plain) || (SETS.test(plain) && percentIn(plain) !== null))) ||
    WITHOUT_CLAUSE.test(plain),
};

export function setRateCommand(plain: string, estates: readonly string[]): Understood {
  const clause = CLAUSE.exec(plain)?.[1]?.toLowerCase();
  const rest = plain.replace(CLAUSE, ' ');
  const given = percentIn(rest) ?? BARE.exec(rest)?.[1];
  const value = given === undefined ? Number.NaN : Number(given);
  if (!(value >= 0 && value <= 100))
    return { kind: 'unclear', suggest: [clause === undefined ? '回访比例 20%' : `回访比例 ${clause} 20%`] };
  const named = estates.filter((name) => name !== '' && rest.includes(name)).toSorted((a, b) => b.length - a.length)[0];
  const place = WITHOUT_CLAUSE.exec(plain)?.[1];
  if (clause === undefined && place !== undefined && (named === undefined || !named.includes(place)))
    return { kind: 'unclear', suggest: [`回访比例 ${value}%`, '回访率 本月'] };
  const args = {
    ...(clause === undefined ? {} : { clause }),
    percent: value,
    ...(named === undefined ? {} : { estate: named }),
  };
  return { kind: 'command', command: '回访比例', args };
}

/** 抽查 and 抽样 are something else. */
export const PICK = /抽取|(?<!抽奖.{0,3})抽中(?!.*奖)|抽进来?|点名要?回?访|指定(?:回访)?/u;
