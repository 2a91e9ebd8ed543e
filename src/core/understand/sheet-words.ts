/** 录入问卷: what a member of staff writes of a sheet that came on paper, or of a call: where the paper is kept, and the grades. */
import type { Answers } from '../ballot.js';
import { understand } from './index.js';

export type SheetWords = { readonly paper: string | null; readonly grades: Answers | null };

/** 扫描件 07, 纸质问卷 B-12, 纸质B-12都满意. */
const PAPER =
  /(?:扫描件|扫描|纸质问卷|纸质|纸面)[::\s]*(?:第\s*)?(?:([A-Za-z0-9][\w.-]*)(?:\s*[份号张页])?(?=$|[\s,，。;；])|([A-Za-z]+-?\d[\w.-]*)(?=\p{Script=Han}))|纸质问卷|纸质|纸面/u;
/** A bare grade is about the whole; it is every item's only where that is said. */
const BY_ITEM = /全|都|每|各|其[他它余]|剩|\d|[a-n]/u;

/** The items' grades in a line, and what paper they are from; `rest` of the line is read as a record's. */
export function readSheetWords(line: string): SheetWords & { readonly rest: string } {
  const paper = PAPER.exec(line);
  // Without a number it is known by nothing but that it was written.
  const number = paper?.[1] ?? paper?.[2];
  const instead = number === undefined ? ' 书面 ' : ' ';
  const rest = paper === null ? line : line.replace(paper[0], instead).trim();
  const said = withoutNumbers(rest);
  const meant = understand({ question: 'items14', reply: said, about: 'other' });
  const given = meant.kind === 'grades' ? meant.grades : {};
  const count = Object.keys(given).length;
  const isByItem = count > 0 && (count < EVERY_ITEM || BY_ITEM.test(said));
  return { paper: number ?? null, grades: isByItem ? given : null, rest };
}

const EVERY_ITEM = 14;
/** A telephone number is no item. */
const withoutNumbers = (text: string): string =>
  text
    .replaceAll(/\d{7,}/gu, ' ')
    .replaceAll(/电话|书面|上门/gu, ' ')
    .trim();
