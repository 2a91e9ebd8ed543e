/**
 * Papers → XLSX by a template that a clerk changes in Excel. Cells keep their look; a row with `{{列表.列}}` is repeated for
 * each row of the list. Papers follow each other on one sheet, a page each; forms with lists have a sheet a paper, so that
 * each has its own head row on every page. Charts have a sheet of their own.
 */
import type { Workbook, Worksheet, XlsxWriteOptions } from 'exceljs';
import { printedRows, type FilledPaper } from '../core/report/filled-paper.js';
import { CHARTS_FIELD, fieldsOf, listsOf } from '../core/report/form.js';
import { fitted, type Kept } from '../core/report/page-fit.js';
import { layPages, pageRoom, type ListPlace } from './sheet-pages.js';
import { mergesOf, namesOfRow, neededBy, textOf, writeRow, type Line, type Merge, type Onto } from './sheet-rows.js';
import { finished } from './sheet-finish.js';
import { chartsName, putCharts } from './sheet-charts.js';
import type { Picture } from './sheet-picture.js';

export type SheetPictures = {
  readonly charts: (paper: FilledPaper) => Promise<readonly Picture[]>;
  readonly code: (link: string) => Picture;
};

export async function papersXlsx(
  template: Uint8Array,
  papers: readonly FilledPaper[],
  pictures: SheetPictures,
): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(template) as never);
  const source = book.worksheets[0];
  if (source === undefined) throw new Error('the template has no sheet');
  const form = papers[0]?.form;
  const isEach = form !== undefined && listsOf(form).length > 0;
  const groups = isEach ? papers.map((paper) => [paper]) : [papers];
  const merges = mergesOf(source);
  const merged = new Map<string, readonly string[]>();
  for (const [index, group] of groups.entries()) {
    const sheet = likeTemplate(book, source, sheetName(book, group, index));
    let next = 1;
    const joined: string[] = [];
    for (const paper of group) {
      if (next > 1) sheet.getRow(next - 1).addPageBreak();
      next = await writePaper({ book, source, sheet, merges, joined, ...pictures }, paper, next);
    }
    merged.set(`xl/worksheets/sheet${sheet.id}.xml`, joined);
    sheet.pageSetup.printArea = `A1:${sheet.getColumn(source.columnCount).letter}${next - 1}`;
  }
  book.removeWorksheet(source.id);
  // Packed once, when it is finished.
  const loose: Partial<XlsxWriteOptions> = { zip: { compression: 'STORE' } };
  return finished(new Uint8Array(await book.xlsx.writeBuffer(loose)), merged);
}

/** Excel takes no longer name, none twice, and none of these characters. */
function sheetName(book: Workbook, [paper, ...others]: readonly FilledPaper[], index: number): string {
  const number = others.length === 0 && paper !== undefined ? String(paper.fields['编号'] ?? '') : '';
  const title = paper?.form.title ?? '';
  const told = number.includes(title) ? number : `${title} ${number || index + 1}`;
  const wanted = (index === 0 && number === '' ? title : told).replaceAll(/[*?:\\/[\]]/g, ' ').trim();
  const taken = book.worksheets.some((sheet) => sheet.name === wanted.slice(0, 31));
  return taken ? `${wanted.slice(0, 25)} (${index + 1})` : wanted.slice(0, 31);
}

function likeTemplate(book: Workbook, source: Worksheet, name: string): Worksheet {
  const sheet = book.addWorksheet(name, {
    pageSetup: { ...source.pageSetup },
    headerFooter: { ...source.headerFooter },
    properties: { ...source.properties },
  });
  for (let at = 1; at <= source.columnCount; at += 1) {
    const width = source.getColumn(at).width;
    if (width !== undefined) sheet.getColumn(at).width = width;
  }
  return sheet;
}

type Writing = Onto & Pick<SheetPictures, 'charts'>;

/** Writes a paper from a row on; answers the row after it. */
async function writePaper(writing: Writing, paper: FilledPaper, start: number): Promise<number> {
  const { book, source, sheet, merges, joined } = writing;
  // Drawn by a thread of their own while the rows are written.
  const drawn = paper.form.body.some((block) => 'charts' in block) ? writing.charts(paper) : Promise.resolve([]);
  drawn.catch(() => undefined);
  const charts: Picture[] = [];
  const lines: Line[] = [];
  for (let at = 1; at <= source.rowCount; at += 1) {
    const row = source.getRow(at);
    const names = namesOfRow(row);
    const list = listsOf(paper.form).find((one) => names.some((name) => name.startsWith(`${one.list}.`)));
    if (names.length === 1 && names[0] === '说明' && paper.fields['说明'] === '') continue;
    if (names.includes(CHARTS_FIELD)) charts.push(...(await drawn));
    else if (list === undefined) lines.push({ row, values: paper.fields, list: undefined });
    else for (const values of printedRows(paper, list)) lines.push({ row, values, list: list.list });
  }
  const heights = heightsOf(writing, paper, lines);
  const written: Written[] = [];
  let next = start;
  for (const [at, one] of lines.entries()) {
    const first = next;
    next = writeRow(writing, one, next, heights[at] ?? 0, paper);
    written.push({ ...one, first, last: next - 1 });
    repeatTitle(sheet, source, one.row.number, next - 1);
  }
  const high = merges.filter((merge) => merge.bottom > merge.top).flatMap((merge) => spanOf(merge, written));
  for (const { left, right, first, last } of high)
    joined.push(`${sheet.getCell(first, left).address}:${sheet.getCell(last, right).address}`);
  for (const image of source.getImages()) {
    const { tl, br } = image.range;
    const moved = (place: typeof tl): { col: number; row: number } => ({
      col: place.nativeCol,
      row: place.nativeRow + start - 1,
    });
    sheet.addImage(Number(image.imageId), { tl: moved(tl), br: moved(br) } as never);
  }
  const together = high.map(({ first, last }) => ({ from: first, to: last }));
  const kept = [...signsKept(paper, written), ...together];
  layPages(sheet, source, { first: start, last: next - 1, lists: listPlaces(source, written), kept });
  if (charts.length > 0) putCharts(book, likeTemplate(book, source, chartsName(book)), source, charts);
  return next;
}

/** A line with its first and its last row on the sheet. */
type Written = Line & { readonly first: number; readonly last: number };

/** Where a cell that is several rows high has come to stand. */
function spanOf({ top, bottom, left, right }: Merge, written: readonly Written[]) {
  const rows = written.filter(({ row }) => row.number >= top && row.number <= bottom);
  const [first, last] = [rows[0]?.first, rows.at(-1)?.last];
  return first === undefined || last === undefined ? [] : [{ left, right, first, last }];
}

/** A page that is a form alone stays one page: long words take their room from rows that have more than they need. */
function heightsOf({ source, merges }: Writing, { form }: FilledPaper, lines: readonly Line[]): readonly number[] {
  const codes = new Set(fieldsOf(form).flatMap(({ name, fill }) => (fill === 'code' ? [name] : [])));
  const rows = lines.map(({ row, values, list }) => ({
    height: row.height ?? 0,
    // A code is as large as the template has it.
    need: namesOfRow(row).some((name) => codes.has(name))
      ? (row.height ?? 0)
      : neededBy(source, merges, { row, values, list }),
  }));
  if (listsOf(form).length > 0) return rows.map(({ height, need }) => Math.max(height, need));
  const room = Math.max(
    pageRoom(source),
    rows.reduce((sum, { height }) => sum + height, 0),
  );
  return fitted(rows, room);
}

function listPlaces(source: Worksheet, written: readonly Written[]): readonly ListPlace[] {
  const lists = new Set(written.flatMap(({ list }) => list ?? []));
  return [...lists].flatMap((list) => {
    const rows = written.filter((one) => one.list === list);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    const above = first.row.number - 2;
    const named = above > 0 && textOf(source.getCell(above, 1)).trim() === list;
    return [{ head: first.first - 1, named, first: first.first, last: last.last }];
  });
}

/** So many rows above a place to sign go with it, so that no signature stands alone on a page; of fields beside it more. */
const GO_WITH_SIGN = { rows: 2, fields: 6 } as const;

function signsKept({ form }: FilledPaper, written: readonly Written[]): readonly Kept[] {
  const signs = new Set(fieldsOf(form).flatMap(({ name, fill }) => (fill === 'sign' ? [name] : [])));
  return written.flatMap(({ row, list, last }, at) => {
    if (list !== undefined || !namesOfRow(row).some((name) => signs.has(name))) return [];
    const fields = written.slice(0, at).findLastIndex((one) => one.list !== undefined);
    const above = Math.min(GO_WITH_SIGN.fields, at - 1 - fields);
    const counts = [GO_WITH_SIGN.rows, above, above + GO_WITH_SIGN.rows];
    return counts.map((count) => ({ from: (written[at - count] ?? written[0])?.first ?? last, to: last }));
  });
}

/** Rows that the template repeats on each page are repeated where they have come to stand. */
function repeatTitle(sheet: Worksheet, source: Worksheet, at: number, now: number): void {
  const [, first, last] = /^\$?(\d+):\$?(\d+)$/.exec(source.pageSetup.printTitlesRow ?? '') ?? [];
  if (first === undefined || last === undefined) return;
  if (at === Number(first)) sheet.pageSetup.printTitlesRow = `${now}:${now}`;
  if (at > Number(first) && at <= Number(last)) {
    sheet.pageSetup.printTitlesRow = `${sheet.pageSetup.printTitlesRow?.split(':')[0] ?? now}:${now}`;
  }
}
