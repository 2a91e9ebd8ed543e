/** How commands are written, for whoever left out what one needs. */
import type { Ranked } from './command-signals.js';
import type { Understood } from './command.js';

const EXAMPLES: Readonly<Partial<Record<Ranked, string>>> = {
  完成: '完成 12 上门 满意',
  改期: '改期 12 明天下午',
  转给: '转给 王芳 12',
  无人应答: '无人应答 12 电话',
  审核: '审核 12 通过',
  请假: '请假 3天 代班 李四',
  发起调查: '发起调查 全体 年度满意度调查',
  抽查: '抽查 5户',
  导出: '导出 回访记录表 9月',
  雨停: '雨停',
};
const NO_NUMBER = [
  '我的任务',
  '满意率',
  '回访率',
  '待办',
  '不满意',
  '帮助',
  '逾期',
  '执行率',
  '月报',
  '季报',
  '汇总表',
  '统计表',
  '绩效',
  '重点户',
  '流程图',
  '主题',
  '未覆盖',
];

/** A command as it can be written. */
export const exampleOf = (command: Ranked): string =>
  EXAMPLES[command] ?? (NO_NUMBER.includes(command) ? command : `${command} 12`);

/** What was meant cannot be done as it stands: how it is written, and what else helps. */
export const unclear = (command: Ranked, ...more: readonly string[]): Understood => ({
  kind: 'unclear',
  suggest: [exampleOf(command), ...more, command === '审核' ? '待办' : '我的任务'],
});
