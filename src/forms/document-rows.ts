/** Rows of a document's form that is one page: long words take their room from rows that have more than they need. */
import { fitted } from '../core/report/page-fit.js';
import { heightOf } from './sheet-height.js';

const ROW = /<w:tr[ >](?:(?!<w:tr[ >])[\s\S])*?<\/w:tr>/gu;
const CELL = /<w:tc[ >][\s\S]*?<\/w:tc>/gu;
const PARAGRAPH = /<w:p[ >][\s\S]*?<\/w:p>/gu;
const HEIGHT = /(<w:trHeight [^>]*w:val=")(\d+)"/u;
/** Twentieths of a point. */
const TWIPS = 20;
/** Half a Chinese character of 11 points, by which widths of sheets are measured. */
const POINTS_A_CHARACTER = 5.5;
/** Programs differ in how much of a row they need. */
const SAFE = 0.96;

/** What stands once for each paper, whose rows follow each other in the document, made to fit its page. */
export function fittedRows(xml: string, papers: number): string {
  const rows = xml.match(ROW) ?? [];
  const each = rows.length / papers;
  if (!Number.isInteger(each) || each === 0) return xml;
  const sizes = rows.map((row) => ({ height: numberIn(row, HEIGHT, 2) / TWIPS, need: neededBy(row) }));
  const heights: number[] = [];
  for (let at = 0; at < rows.length; at += each) {
    const own = sizes.slice(at, at + each);
    heights.push(...fitted(own, Math.max(roomFor(xml, papers), sumOf(own.map(({ height }) => height)))));
  }
  let at = -1;
  return xml.replaceAll(ROW, (row) => {
    at += 1;
    const height = Math.floor((heights[at] ?? 0) * TWIPS);
    return row.replace(HEIGHT, (whole: string, before: string, was: string) =>
      height < Number(was) ? `${before}${height}"` : whole,
    );
  });
}

const numberIn = (xml: string, pattern: RegExp, group = 1): number => Number(pattern.exec(xml)?.[group] ?? 0);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function neededBy(row: string): number {
  return Math.max(
    0,
    ...(row.match(CELL) ?? []).map((cell) => {
      if (cell.includes('<w:vMerge')) return 0;
      const width = numberIn(cell, /<w:tcW [^>]*w:w="(\d+)"/u) / TWIPS / POINTS_A_CHARACTER;
      const size = numberIn(cell, /<w:sz w:val="(\d+)"/u) / 2 || 11;
      return sumOf((cell.match(PARAGRAPH) ?? []).map((one) => heightOf(linesOf(one), width, size)));
    }),
  );
}

/** The words of a paragraph with their ends of lines. */
const linesOf = (paragraph: string): string =>
  [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>/gu)].map(([, text]) => text ?? '\n').join('');

/** What a page has for its rows beside the paragraphs that stand outside of tables. */
function roomFor(xml: string, papers: number): number {
  const page = numberIn(xml, /<w:pgSz [^>]*w:h="(\d+)"/u);
  const margins = numberIn(xml, /<w:pgMar [^>]*w:top="(\d+)"/u) + numberIn(xml, /<w:pgMar [^>]*w:bottom="(\d+)"/u);
  const outside = xml.replaceAll(/<w:tbl>[\s\S]*?<\/w:tbl>/gu, '').match(PARAGRAPH) ?? [];
  const taken = outside.map((one) => {
    const exact = /w:line="(\d+)" w:lineRule="exact"/u.exec(one);
    return exact === null ? (numberIn(one, /<w:sz w:val="(\d+)"/u) / 2 || 11) * 1.5 : Number(exact[1]) / TWIPS;
  });
  return ((page - margins) / TWIPS) * SAFE - sumOf(taken) / papers;
}
