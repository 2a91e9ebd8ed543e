/** A command of staff → what they may have of it, one entry a command. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can, type Action } from '../core/permissions.js';
import type { Understood } from '../core/understand/command.js';
import { answerRates } from './answer-rates.js';
import { explained, myTasks } from './answer-tasks.js';
import { words, type Answer, type Asker } from './answer.js';
import { claimTask } from './claim-task.js';

export async function answerCommand(ctx: Context, asker: Asker, understood: Understood, now: Instant): Promise<Answer> {
  if (understood.kind === 'unclear') {
    const likely = understood.suggest.map((one) => `「${one}」`).join('、');
    return words(`没看懂这句话。可以试试：${likely}；发「帮助」看全部说法。`);
  }
  switch (understood.command) {
    case '帮助':
      return words(help(asker));
    case '我的任务':
      return myTasks(ctx, asker, now);
    case '满意率':
    case '回访率':
      return answerRates(ctx, asker, understood, now);
    case '领取':
      return {
        texts: [],
        files: [],
        writes: async (tx, at) => [(await claimTask(tx, ctx, asker.staff, understood.args.task, at)).text],
      };
    case '说明':
      return explained(ctx, asker, understood.args.task);
    default:
      return understood satisfies never;
  }
}

const HELP: readonly (readonly [Action, string])[] = [
  ['see own tasks', '我的任务：看自己要做的回访'],
  ['claim task', '领取 12：把任务 12 转到自己名下'],
  ['explain task', '说明 12：看任务 12 的依据、时限和抽样'],
  ['see rates', '满意率 本月；满意率 上月 翠湖 维修；回访率 9月：看数字和图'],
];

/** What the person may do, with an example each. */
function help({ staff }: Asker): string {
  const may = (action: Action): boolean => staff.roles.some(({ estate }) => can(staff, action, { estate }).allowed);
  const lines = HELP.filter(([action]) => may(action)).map(([, line]) => `· ${line}`);
  return ['您可以这样写：', ...lines, '· 帮助：看这份说明'].join('\n');
}
