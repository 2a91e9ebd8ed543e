/** 赵磊的任务、王芳还有几户: a colleague's list of tasks, as whoever answers for the estate asks for it. */
import { estateIn, readContext } from './command-context.js';
import { isName, SUBJECT } from './command-names.js';
import { queryCommand } from './command-queries.js';
import type { Scene, Understood } from './command.js';

const WHEN = '(?:今[天日]|明[天日]|后天|[本这下]周|\\d{1,2}月\\d{1,2}[日号]?|周[一二三四五六日天])?';
const LOOK = '(?:请|麻烦|帮我|给我|跟我)*(?:看一?下?|看看|查查|查一?下?|列一?下?|报一?下?|说说)?\\s*';
const TASKS = '(?:回访)?(?:任务|单子?|活儿?|清单|安排|待办)';

/** The name, then what is asked of it. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^${LOOK}(${SUBJECT})\\s*${WHEN}\\s*的?\\s*${WHEN}的?${TASKS}(?:列表|清单)?\\s*${WHEN}[呢吗?？。]*$`, 'u'),
  new RegExp(
    `^${LOOK}(${SUBJECT})(?:手[上里头]|名下|那边|那里)?${WHEN}(?:还|一共|总共)?(?:有|剩下?|差|欠)(?:着|了)?(?:多少|几|哪些|什么)(?:个|户|家|单|条|份|件)?(?:没(?:有)?(?:做|办|跑|访|回访|完成)完?的?)?(?:${TASKS}|回访)?(?:没(?:有)?(?:做|办|跑|访|回访|完成)完?)?[呢吗?？。]*$`,
    'u',
  ),
];

const nameIn = (plain: string): string | null => {
  for (const pattern of FORMS) {
    const name = pattern.exec(plain)?.[1];
    if (name !== undefined && isName(name)) return name;
  }
  return null;
};

export const WHOSE_TASKS: Pick<RegExp, 'test'> = { test: (plain) => nameIn(withoutEstates(plain)) !== null };

/** An estate is named in front or behind; its name is no part of the sentence. */
const withoutEstates = (plain: string): string => plain.replaceAll(/\s+\S+(?:花园|家园|小区|园|苑|府)$/gu, '');

export function whoseTasks(plain: string, scene: Scene): Understood {
  const person = nameIn(withoutEstates(plain)) ?? '';
  // 金地的待办: an estate may be called like a person.
  if (estateIn(person, scene.estates) !== null)
    return queryCommand(plain.includes('待办') ? '待办' : '我的任务', plain, scene);
  const { args, estate } = readContext(plain.replace(person, ' '), /任务/u, ['date'], scene);
  if (estate === 'many')
    return { kind: 'unclear', suggest: scene.estates.slice(0, 5).map((name) => `${person}的任务 ${name}`) };
  return { kind: 'command', command: '我的任务', args: { ...args, person } };
}
