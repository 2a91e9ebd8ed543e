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
  digits(mendSlips(spoken(onOneLine(simplify(text.slice(0, MOST_CHARACTERS).normalize('NFKC')))), estates));
