/**
 * Where a sheet's pages end, and which head row is repeated on each: Excel repeats one only, which over another list would
 * be wrong. Ends of pages are written into the sheet, so that a place to sign goes with the rows above it in any program.
 */
import type { Worksheet } from 'exceljs';
import { pageStarts, type Kept } from '../core/report/page-fit.js';
import { widthOf } from './sheet-picture.js';

/** Where a list came to stand: its head, its first row and its last one; `named`: whether its name stands above the head. */
export type ListPlace = {
  readonly head: number;
  readonly first: number;
  readonly last: number;
  readonly named: boolean;
};
/** Rows of a paper on a sheet, and what of them stays together. */
export type Placed = {
  readonly first: number;
  readonly last: number;
  readonly lists: readonly ListPlace[];
  readonly kept: readonly Kept[];
};

/** A4 in points. */
const PAPER = { portrait: { across: 595, down: 842 }, landscape: { across: 842, down: 595 } } as const;
const USUAL = { left: 0.7, right: 0.7, top: 0.75, bottom: 0.75 } as const;
const INCH = 72;
const USUAL_HEIGHT = 15;
/** Programs differ in how much of a row they need. */
const SAFE = 0.96;

/** How many points of rows a page of the sheet takes; one that is too wide is printed smaller. */
export function pageRoom(source: Worksheet): number {
  const { across, down } = PAPER[source.pageSetup.orientation === 'landscape' ? 'landscape' : 'portrait'];
  const { left, right, top, bottom } = { ...USUAL, ...source.pageSetup.margins };
  const scale = Math.min(1, (across - (left + right) * INCH) / widthOf(source));
  return ((down - (top + bottom) * INCH) * SAFE) / scale;
}

/** Ends the pages of a paper, and repeats the head that is right on all of them. */
export function layPages(sheet: Worksheet, source: Worksheet, { first, last, lists, kept }: Placed): void {
  const room = pageRoom(source);
  const heights = Array.from({ length: last - first + 1 }, (_, at) => sheet.getRow(first + at).height ?? USUAL_HEIGHT);
  const heads = lists.map(({ head, named, first: from }) => ({ from: head - (named ? 1 : 0), to: from }));
  const together = [...kept, ...heads].map(({ from, to }) => ({ from: from - first, to: to - first }));
  let starts = pageStarts(heights, together, { room });
  if (starts.length === 0) return;
  if (source.pageSetup.printTitlesRow === undefined && lists.length > 0) {
    const pageOf = (row: number): number => starts.filter((start) => start <= row - first).length;
    const over = lists.filter((list) => pageOf(list.first) !== pageOf(list.last));
    const head = over.length > 1 ? titleRow(source) : (over[0]?.head ?? null);
    if (head !== null) sheet.pageSetup.printTitlesRow = `${head}:${head}`;
  }
  starts = pageStarts(heights, together, { room, repeated: repeatedRow(sheet, first) });
  for (const start of starts) sheet.getRow(first + start - 1).addPageBreak();
}

/** The row that is repeated on later pages, counted from the paper's first. */
function repeatedRow(sheet: Worksheet, first: number): number | null {
  const row = /^\$?(\d+):/.exec(sheet.pageSetup.printTitlesRow ?? '')?.[1];
  return row === undefined ? null : Number(row) - first;
}

/** The title stands above all that may be longer or shorter than in the template. */
function titleRow(source: Worksheet): number | null {
  for (let at = 1; at <= source.rowCount; at += 1)
    if (source.getRow(at).model?.cells?.some(({ value }) => value === '{{标题}}') === true) return at;
  return null;
}
