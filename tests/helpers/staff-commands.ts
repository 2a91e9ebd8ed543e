/** Messages of staff with what a careful person understands of them: how many of them are understood so. */
import { readFileSync } from 'node:fs';
import { understandCommand, type Understood } from '../../src/core/understand/command.js';
import { instant } from './talk.js';

type Label = { readonly command?: string; readonly args?: Readonly<Record<string, unknown>> };
type Row = {
  readonly now: string;
  readonly estates: readonly string[];
  readonly reply: string;
  readonly expect: Label;
  /** What a careful person could understand as well. */
  readonly also: readonly Label[];
  /** The command changes something. */
  readonly acting: boolean;
};

const ACTING: ReadonlySet<string> = new Set(
  '领取 完成 改期 转给 请假 销假 无人应答 拒访 已搬走 找错人 审核 发起调查 雨停 发起回访 发放 工程变更 重要信息 主题 抽取 回访比例 办结 结案 险情已除 险情未除'.split(
    ' ',
  ),
);

const nameOf = (label: Label): string => label.command ?? 'unclear';
/** As the command line prints them: an item is a number there. */
const written = (args: object): string =>
  JSON.stringify(
    Object.entries(args)
      .map(([key, value]) => [key, key === 'item' ? Number(value) : (value as unknown)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** `right`: the command; `whole`: its arguments too; `acts`: it would change what nobody asked to change. */
export type Heard = {
  readonly reply: string;
  readonly right: boolean;
  readonly whole: boolean;
  readonly acts: boolean;
  /** Its label says that it changes something. */
  readonly ordered: boolean;
};

function heard(row: Row): Heard {
  const understood: Understood = understandCommand(row.reply, instant(row.now), 'Asia/Shanghai', row.estates);
  const name = understood.kind === 'unclear' ? 'unclear' : understood.command;
  const args = understood.kind === 'unclear' ? {} : understood.args;
  const named = [row.expect, ...row.also].filter((label) => nameOf(label) === name);
  const argued = name === 'unclear' || named.some((label) => written(label.args ?? {}) === written(args));
  const right = named.length > 0;
  return { reply: row.reply, right, whole: right && argued, acts: !right && ACTING.has(name), ordered: row.acting };
}

/** A file of tests/data, a row a line. */
export const heardOf = (file: string): readonly Heard[] =>
  readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => heard(JSON.parse(line) as Row));
