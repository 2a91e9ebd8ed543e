/** What staff write in plain words: the shares of them that are understood, and no order that was not given. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { understandCommand, type Understood } from '../../../src/core/understand/command.js';
import { instant } from '../../helpers/talk.js';

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

const ROWS: readonly Row[] = readFileSync(new URL('../../data/commands-own.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const ACTING = new Set(
  '领取 完成 改期 转给 请假 销假 无人应答 拒访 已搬走 找错人 审核 发起调查 雨停 主题 抽取 回访比例 办结 结案 险情已除 险情未除'.split(
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

const read = ROWS.map((row) => {
  const understood: Understood = understandCommand(row.reply, instant(row.now), 'Asia/Shanghai', row.estates);
  const name = understood.kind === 'unclear' ? 'unclear' : understood.command;
  const args = understood.kind === 'unclear' ? {} : understood.args;
  const named = [row.expect, ...row.also].filter((label) => nameOf(label) === name);
  const argued = name === 'unclear' || named.some((label) => written(label.args ?? {}) === written(args));
  return { reply: row.reply, name, right: named.length > 0, whole: named.length > 0 && argued };
});
const share = (hits: readonly unknown[]): number => hits.length / read.length;

describe(`${ROWS.length} messages of staff`, () => {
  it('hardly one is taken for another command', () => {
    expect(share(read.filter(({ right }) => right))).toBeGreaterThanOrEqual(0.99);
  });

  it('hardly one has other arguments', () => {
    expect(share(read.filter(({ whole }) => whole))).toBeGreaterThanOrEqual(0.98);
  });

  it('none changes what it did not ask to change', () => {
    expect(read.filter(({ name, right }) => !right && ACTING.has(name)).map(({ reply }) => reply)).toEqual([]);
  });
});
