/** 没看懂: what could have been meant, as buttons; where one thing is likely or lacking, the question for it. */
import type { TaskCard } from '../channels/channel.js';
import { can, type Action } from '../core/permissions.js';
import { isOffer, WHICH_TASK } from '../core/understand/command-thread.js';
import type { Unclear } from '../core/understand/command.js';
import { words, type Answer, type Asker } from './answer.js';
import { sayingButton } from './tap-words.js';
import { cut, newKey } from './tell-staff.js';

export function notUnderstood(asker: Asker, { suggest: all, asks }: Unclear): Answer {
  const suggest = proposed(asker, all);
  const likely = suggest.map((one) => `「${one}」`).join('、');
  const isOffered = asks !== undefined && isOffer(asks);
  // What they may not do was not meant.
  if (isOffered && suggest[0] !== undefined && suggest[0] === all[0])
    return words(`${asks}${asks === WHICH_TASK ? '' : '，'}回复「是」，或者写：「${suggest[0]}」。`);
  if (asks !== undefined && !isOffered) return words(`${asks}，可以写：${likely}。`);
  return { texts: [], files: [], writes: async () => [cardOf(suggest)] };
}

/** What only those may ask who answer for an estate is not proposed to others. */
const OF_OVERSIGHT: readonly (readonly [RegExp, Action])[] = [
  [/^(?:满意率|回访率|调查)/u, 'see rates'],
  [/^(?:执行率|逾期)/u, 'see compliance'],
  [/^不满意/u, 'see dissatisfied'],
  [/^(?:待办|审核)/u, 'review record'],
];

function proposed({ staff }: Asker, suggest: readonly string[]): readonly string[] {
  const may = (action: Action): boolean => staff.roles.some(({ estate }) => can(staff, action, { estate }).allowed);
  const own = suggest.filter((one) => OF_OVERSIGHT.every(([pattern, action]) => !pattern.test(one) || may(action)));
  return own.length === suggest.length || own.some((one) => one !== '帮助') ? own : ['我的任务', ...own];
}

const MOST_BUTTONS = 3;
const FORMS = ['可以写', '也可以写', '还可以写'];

const cardOf = (suggest: readonly string[]): TaskCard => ({
  taskId: `say-${newKey().slice(0, 8)}`,
  title: '没看懂这句话',
  description: '可以点一个，或照下面写；发「帮助」看全部说法。',
  facts: suggest
    .filter((one) => one !== '帮助')
    .slice(0, FORMS.length)
    .map((value, at) => ({ name: FORMS[at] ?? '', value })),
  buttons: [...new Map(suggest.map((one) => [wordsTapped(one), one])).entries()]
    .slice(0, MOST_BUTTONS)
    .map(([says, one]) => sayingButton(says === one ? cut(one, 12) : says, says)),
});

/** What only shows something may be tapped as it stands. */
const SHOWS =
  /^(?:我的任务|待办|未覆盖|主题|重点户|有影响的业主|抽查|发起回访|帮助|调查 (?:进度|结果)|(?:满意率|回访率|执行率|绩效|不满意|逾期|月报|季报|汇总表|统计表)(?: .*)?)$/u;
/** 完成 105 asks for what is missing before anything is written; 12 stands in examples for any number. */
const OF_TASK = /^(完成|说明) (?!12(?!\d))(\d+)/u;

/** The words that a button stands for: what would change something is only shown how to write. */
function wordsTapped(suggest: string): string {
  if (SHOWS.test(suggest)) return suggest;
  const [ofTask] = OF_TASK.exec(suggest) ?? [];
  return ofTask ?? `帮助 ${suggest.split(' ')[0] ?? ''}`;
}
