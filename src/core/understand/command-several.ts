/** 39 69 67都满意: one act with several tasks at once, which is written one by one: each has its own record. */
import { GRADES, METHODS } from '../terms.js';
import type { Unclear } from './command.js';
import { readRecordWords } from './record-words.js';
import { plainOf } from './command-plain.js';
import { tasksIn } from './command-task.js';

/** What is said of the tasks → how it is written of one. */
const ACTS: readonly (readonly [RegExp, (no: number, said: string) => string])[] = [
  [
    /没人|无人|没(?:有)?(?:接|应|开门)|不接|打不通|不在家/u,
    (no, said) => `无人应答 ${no} ${/上门|敲门|去了|家里/u.test(said) ? '上门' : '电话'}`,
  ],
  [/领/u, (no) => `领取 ${no}`],
  [/满意|一般|完成|[做办访弄搞]了|[做办访打弄][完好]|搞定|都打了/u, (no, said) => recordZh(no, said)],
];
const MOST = 5;

/** How each is to be written, in place of what was not understood; null where not several tasks are named. */
export function oneByOne(text: string, estates: readonly string[]): Unclear | null {
  const plain = plainOf(text, estates);
  const named = tasksIn(plain);
  const tasks = [...new Set(named.map(({ task }) => task))];
  const said = named.reduce((left, { words }) => left.replace(words, ' '), plain).replace(/[\s,，、和跟与]+/u, ' ');
  const write = tasks.length < 2 ? undefined : ACTS.find(([pattern]) => pattern.test(said))?.[1];
  if (write === undefined) return null;
  return {
    kind: 'unclear',
    suggest: tasks.slice(0, MOST).map((no) => write(no, said)),
    asks: '每户要单独记，请一户一户写',
  };
}

/** With the way and the grade as far as they were said: the rest is asked for. */
function recordZh(no: number, said: string): string {
  const { methods, grade } = readRecordWords(said.replaceAll(/都|全/gu, ' '), 'other');
  const heard = [...methods.map((method) => METHODS[method].zh), ...(grade === null ? [] : [GRADES[grade].zh])];
  return ['完成', String(no), ...heard].join(' ');
}
