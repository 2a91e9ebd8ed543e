/** Which head row a sheet repeats on each page: Excel repeats one only, which over another list would be wrong. */
import type { Worksheet } from 'exceljs';
import { widthOf } from './sheet-picture.js';

/** Where a list came to stand: its head, its first row and its last one. */
export type ListPlace = { readonly head: number; readonly first: number; readonly last: number };

/** A4 between the usual margins, in points. */
const PAPER = { portrait: { across: 494, down: 734 }, landscape: { across: 741, down: 487 } } as const;
const USUAL_HEIGHT = 15;

/**
 * The head of the only list that goes on over the end of a page; where several do, the sheet's own title, which is right
 * over each of them; null where none does.
 */
export function headToRepeat(sheet: Worksheet, source: Worksheet, lists: readonly ListPlace[]): number | null {
  const pages = pagesOf(sheet, source);
  const over = lists.filter(({ first, last }) => pages[first] !== pages[last]);
  return over.length > 1 ? titleRow(source) : (over[0]?.head ?? null);
}

/** The title stands above all that may be longer or shorter than in the template. */
function titleRow(source: Worksheet): number | null {
  for (let at = 1; at <= source.rowCount; at += 1)
    if (source.getRow(at).model?.cells?.some(({ value }) => value === '{{标题}}') === true) return at;
  return null;
}

/** On which page each row is printed; a sheet that is too wide is printed smaller. */
function pagesOf(sheet: Worksheet, source: Worksheet): readonly number[] {
  const { across, down } = PAPER[source.pageSetup.orientation === 'landscape' ? 'landscape' : 'portrait'];
  const room = down / Math.min(1, across / widthOf(source));
  const pages = [0];
  let used = 0;
  let page = 0;
  for (let at = 1; at <= sheet.rowCount; at += 1) {
    const height = sheet.getRow(at).height ?? USUAL_HEIGHT;
    if (used > 0 && used + height > room) {
      page += 1;
      used = 0;
    }
    used += height;
    pages.push(page);
  }
  return pages;
}
