/** What is understood and cannot be had in chat yet: one honest sentence, and what can be had instead. */
import type { Command, CommandName } from '../core/understand/command.js';

/** Nothing was done, and nothing is pretended. */
const UNAVAILABLE = {
  月报: '聊天里还不能取月报。当月的数字可以写「满意率 本月」「回访率 本月」。',
  季报: '聊天里还不能取季报。当季的数字可以写「满意率 本季」「回访率 本季」。',
  汇总表: '聊天里还不能取汇总表。数字可以写「满意率 本月」「回访率 本月」。',
  统计表: '聊天里还不能取统计表。数字可以写「满意率 本月」「回访率 本月」。',
  导出: '聊天里还不能导出表格。数字可以写「满意率 本月」「回访率 本月」。',
  流程图: '聊天里还不能看流程图。某次回访的依据可以写「说明 12」。',
} as const satisfies Partial<Record<CommandName, string>>;
type Unavailable = Extract<Command, { readonly command: keyof typeof UNAVAILABLE }>;

export const isUnavailable = (command: Command): command is Unavailable => Object.hasOwn(UNAVAILABLE, command.command);
export const unavailable = ({ command }: Unavailable): string => UNAVAILABLE[command];

const NARROWER: Readonly<Record<string, string>> = {
  person: '人',
  department: '部门',
  policy: '制度',
  kind: '类型',
  item: '项',
};
/** What each can be narrowed by beside the estate and the period. */
const NARROWED_BY: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  满意率: ['kind', 'person', 'department', 'policy'],
  回访率: ['kind', 'person', 'department', 'policy'],
  抽查: ['kind'],
};

/** A narrower question than can be answered gets no wider figure in its place; null where it can be. */
export function tooNarrow({ command, args }: Command): string | null {
  const known = NARROWED_BY[command];
  if (known === undefined) return null;
  const by = Object.keys(args).filter((key) => key in NARROWER && !known.includes(key));
  if (by.length === 0) return null;
  return `${command}还不能按${by.map((key) => NARROWER[key]).join('、')}分开看。整个项目的可以写「${command} 本月」。`;
}
