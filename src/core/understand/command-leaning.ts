/**
 * 口令的倾向: which command a message of staff most likely means, as its words weigh. A linear model over stretches of
 * characters, learnt from labelled messages by `scripts/train-commands.ts`; set against what the rules read.
 */
import type { Scene, Understood } from './command.js';
import { BIASES, SCALE, STRETCHES, WEIGHTS } from './command-leaning-weights.js';
import { commandSigns } from './command-signs.js';
import { linear } from './linear.js';

/** What the model tells apart; its weights stand in this order. */
export const COMMAND_LEANINGS = [
  'unclear',
  '满意率',
  '回访率',
  '执行率',
  '不满意',
  '逾期',
  '未覆盖',
  '待办',
  '我的任务',
  '帮助',
  '月报',
  '季报',
  '汇总表',
  '统计表',
  '导出',
  '抽查',
  '绩效',
  '重点户',
  '流程图',
  '主题',
  '发起调查',
  '调查',
  '说明',
  '完成',
  '无人应答',
  '拒访',
  '已搬走',
  '找错人',
  '改期',
  '转给',
  '领取',
  '审核',
  '请假',
  '销假',
  '雨停',
  '电话',
  '照片',
  '跟进',
  '办结',
  '结案',
  '险情已除',
  '险情未除',
  '抽取',
  '回访比例',
  '口径',
  '有影响',
] as const;
export type CommandLeaning = (typeof COMMAND_LEANINGS)[number];

/** The likeliest, how likely it is (0 to 1), and how likely any other. */
export type CommandLeant = {
  readonly leaning: CommandLeaning;
  readonly sure: number;
  readonly likely: (leaning: CommandLeaning) => number;
};

const MODEL = linear({ scale: SCALE, biases: BIASES, stretches: STRETCHES, weights: WEIGHTS });

/** Weighs a message together with what the rules read of it; null where nothing in it is known. */
export function commandLeaning(plain: string, scene: Scene, read: Understood): CommandLeant | null {
  const weighed = MODEL.weigh(commandSigns(plain, scene, read));
  if (weighed === null) return null;
  const { best, sure, likely } = weighed;
  return {
    leaning: COMMAND_LEANINGS[best] ?? 'unclear',
    sure,
    likely: (leaning) => likely(COMMAND_LEANINGS.indexOf(leaning)),
  };
}
