/** 口令的原文: a message of staff as the readers of commands know it. */
import { spoken } from './command-days.js';
import { mendSlips } from './command-slips.js';
import { digits } from './command-task.js';
import { simplify } from './traditional.js';

/** A record may hold what a resident said at length. */
const MOST_CHARACTERS = 1_000;

/** What was written, on one line and no longer than is read. */
export const onOneLine = (text: string): string =>
  text
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();

/** The same simplified, its slips mended, its regional words and numerals as the rest of the country writes them. */
export const plainOf = (text: string, estates: readonly string[]): string =>
  besideNames(
    mendSlips(spoken(onOneLine(simplify(text.slice(0, MOST_CHARACTERS).normalize('NFKC')))), estates),
    estates,
    digits,
  );

/** 滨江壹号: a numeral in an estate's name is none. Names stand as one sign of nobody's script meanwhile. */
function besideNames(text: string, estates: readonly string[], change: (text: string) => string): string {
  const signs = estates.map((name, nth) => [name, String.fromCharCode(PRIVATE + nth)] as const);
  const hidden = signs.reduce((left, [name, sign]) => left.replaceAll(name, sign), text);
  return signs.reduce((left, [name, sign]) => left.replaceAll(sign, name), change(hidden));
}
const PRIVATE = 0xe000;

/** 初四…哦不是，1月4号我请假: what was said instead, where it may stand by itself. */
export const saidAnew = (text: string): string | null => ANEW.exec(text)?.[1] ?? null;
const ANEW =
  /^.{2,40}?[\s,，。.…]*(?:[哦噢呃啊诶哎]+[\s,，]*(?:不是|不对)|我?[说讲]错了?|口误)[\s,，。.…!！]+(?:应该是?|是)?(.{4,})$/u;
