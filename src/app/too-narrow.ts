/** 按人、部门、类型分开看: which questions can be narrowed, and what is said where one cannot. */
import type { Command, CommandName } from '../core/understand/command.js';

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
