/** 没听懂时的提示: what could have been meant, as it can be written. */
import { exampleOf } from './command-examples.js';
import type { Score } from './command-rank.js';
import { tasksIn } from './command-task.js';

const HINTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/审|退回/u, ['待办', '审核 12 通过', '审核 12 退回 没写整改情况']],
  [/执行|制度|逾期/u, ['执行率 本月', '逾期']],
  [/满意|评价|口碑|率/u, ['满意率 本月', '回访率 本月']],
  [/回访|完成|进度/u, ['回访率 本月', '我的任务']],
  [/完成|办完|记录/u, ['完成 12 上门 满意', '我的任务']],
  [/改期|推迟|延期/u, ['改期 12 明天下午']],
  [/转[给交派]|交给|派给/u, ['转给 王芳 12']],
  [/应答|拒访|搬走|找错/u, ['无人应答 12 电话', '拒访 12', '已搬走 12', '找错人 12']],
  [/假|代班/u, ['请假 3天 代班 李四', '销假']],
  [/办结|结案|事\s*\d|职责/u, ['办结 事12 已汇总', '说明 事12', '我的任务']],
  [/险/u, ['险情已除 12', '险情未除 12']],
  [/雨/u, ['雨停']],
  [/任务|单|活/u, ['我的任务', '领取 12', '说明 12']],
];

/** The commands nearest to what was written, about the task that is named; always 帮助 at the end. */
export function suggestions(plain: string, scores: readonly Score[]): readonly string[] {
  const [named] = tasksIn(plain);
  const withNo = (example: string): string =>
    named === undefined ? example : example.replace(/(?<!事|\d)12(?!\d)/u, String(named.task));
  if (scores.length > 0) return [...scores.slice(0, 3).map(({ command }) => withNo(exampleOf(command))), '帮助'];
  const hint = HINTS.find(([pattern]) => pattern.test(plain))?.[1] ?? ['满意率 本月', '我的任务'];
  const isOfFigures = hint[0]?.includes('率') === true;
  if (named !== undefined && isOfFigures) return [...ABOUT_TASK.map(withNo), '帮助'];
  return [...hint.map(withNo), '帮助'];
}
const ABOUT_TASK = ['完成 12 上门 满意', '修改 12 一般', '说明 12'];
