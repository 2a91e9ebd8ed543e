/**
 * Papers → XLSX by a template that a clerk changes in Excel. Cells keep their look; a row with `{{列表.列}}` is repeated for
 * each row of the list. Papers follow each other on one sheet, a page each; forms with lists have a sheet a paper, so that
 * each has its own head row on every page. Charts have a sheet of their own.
 */
import type { Cell as SheetCell, Row, Workbook, Worksheet } from 'exceljs';
import type { Filled, FilledPaper, FilledRow } from '../core/report/filled-paper.js';
import { CHARTS_FIELD, listsOf } from '../core/report/form.js';
import { printable, fillText, namesIn, onlyName } from './placeholders.js';
import { headToRepeat, type ListPlace } from './sheet-heads.js';
import { heightOf, MAX_ROW_HEIGHT } from './sheet-height.js';
import { withMerges } from './sheet-merges.js';
import { chartsName, putCharts } from './sheet-charts.js';
import { putInCell, type Picture } from './sheet-picture.js';

export type SheetPictures = {
  readonly charts: (paper: FilledPaper) => Promise<readonly Picture[]>;
  readonly code: (link: string) => Picture;
};

/** A merged block of the template: the row and columns of its first cell, and how far it reaches. */
type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

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
  const merged = new Map<string, readonly string[]>();
  for (const [index, group] of groups.entries()) {
    const sheet = likeTemplate(book, source, sheetName(book, group, index));
    let next = 1;
    const joined: string[] = [];
    for (const paper of group) {
      if (next > 1) sheet.getRow(next - 1).addPageBreak();
      next = await writePaper({ book, source, sheet, merges: mergesOf(source), joined, pictures }, paper, next);
    }
    merged.set(`xl/worksheets/sheet${sheet.id}.xml`, joined);
    sheet.pageSetup.printArea = `A1:${sheet.getColumn(source.columnCount).letter}${next - 1}`;
  }
  book.removeWorksheet(source.id);
  return withMerges(new Uint8Array(await book.xlsx.writeBuffer()), merged);
}

/** Excel takes no longer name, none twice, and none of these characters. */
function sheetName(book: Workbook, [paper, ...others]: readonly FilledPaper[], index: number): string {
  const number = others.length === 0 && paper !== undefined ? String(paper.fields['编号'] ?? '') : '';
  const title = paper?.form.title ?? '';
  const wanted = (index === 0 && number === '' ? title : `${title} ${number || index + 1}`)
    .replaceAll(/[*?:\\/[\]]/g, ' ')
    .trim();
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

const mergesOf = (source: Worksheet): readonly Merge[] =>
  (source.model as unknown as { readonly merges: readonly string[] }).merges.map((range) => {
    const [first = '', last = first] = range.split(':');
    const [from, to] = [source.getCell(first), source.getCell(last)];
    return { top: Number(from.row), left: Number(from.col), bottom: Number(to.row), right: Number(to.col) };
  });

type Writing = {
  readonly book: Workbook;
  readonly source: Worksheet;
  readonly sheet: Worksheet;
  readonly merges: readonly Merge[];
  /** Ranges of the sheet that become one cell each. */
  readonly joined: string[];
  readonly pictures: SheetPictures;
};

/** Writes a paper from a row on; answers the row after it. */
async function writePaper(writing: Writing, paper: FilledPaper, start: number): Promise<number> {
  const { book, source, sheet, pictures } = writing;
  let next = start;
  const charts: Picture[] = [];
  const lists: ListPlace[] = [];
  for (let at = 1; at <= source.rowCount; at += 1) {
    const row = source.getRow(at);
    const names = namesOfRow(row);
    const list = listsOf(paper.form).find((one) => names.some((name) => name.startsWith(`${one.list}.`)))?.list;
    if (names.length === 1 && names[0] === '说明' && paper.fields['说明'] === '') continue;
    if (names.includes(CHARTS_FIELD)) {
      charts.push(...(await pictures.charts(paper)));
      continue;
    }
    const rows: readonly FilledRow[] = list === undefined ? [paper.fields] : (paper.lists[list] ?? []);
    const first = next;
    for (const values of rows) next = writeRow(writing, row, values, next, list, paper);
    if (list !== undefined) lists.push({ head: first - 1, first, last: next - 1 });
    repeatTitle(sheet, source, at, next - 1);
  }
  for (const image of source.getImages()) {
    const { tl, br } = image.range;
    const moved = (place: typeof tl): { col: number; row: number } => ({
      col: place.nativeCol,
      row: place.nativeRow + start - 1,
    });
    sheet.addImage(Number(image.imageId), { tl: moved(tl), br: moved(br) } as never);
  }
  const head = source.pageSetup.printTitlesRow === undefined ? headToRepeat(sheet, source, lists) : null;
  if (head !== null) sheet.pageSetup.printTitlesRow = `${head}:${head}`;
  if (charts.length > 0) putCharts(book, likeTemplate(book, source, chartsName(book)), source, charts);
  return next;
}

const namesOfRow = (row: Row): readonly string[] => {
  const names: string[] = [];
  row.eachCell((cell) => {
    if (cell.master === cell) names.push(...namesIn(textOf(cell)));
  });
  return names;
};

/** What stands in a template's cell, also where Excel keeps parts of it in different looks. */
export function textOf(cell: SheetCell): string {
  const { value } = cell;
  if (value !== null && typeof value === 'object' && 'richText' in value) {
    return value.richText.map(({ text }) => text).join('');
  }
  return typeof value === 'string' ? value : '';
}

/** One row of the template with its values; higher, and over several rows where one cannot be so high. Answers the next. */
function writeRow(
  { sheet, source, merges, joined, book, pictures }: Writing,
  row: Row,
  values: FilledRow,
  next: number,
  list: string | undefined,
  paper: FilledPaper,
): number {
  const own = merges.filter(({ top, bottom }) => top === row.number && bottom === row.number);
  const written: { readonly left: number; readonly right: number; readonly value: Filled | null }[] = [];
  let wanted = row.height ?? 0;
  for (let col = 1; col <= source.columnCount; col += 1) {
    const cell = row.getCell(col);
    if (cell.master !== cell) continue;
    const text = textOf(cell);
    const value = namesIn(text).length === 0 ? (cell.value as Filled | null) : fillText(text, values, list);
    const right = own.find(({ left }) => left === col)?.right ?? col;
    written.push({ left: col, right, value });
    if (value === null || cell.alignment?.wrapText !== true) continue;
    wanted = Math.max(wanted, heightOf(value, widthBetween(source, col, right), cell.font?.size ?? 11));
  }
  const count = Math.max(1, Math.ceil(wanted / MAX_ROW_HEIGHT));
  for (let part = 0; part < count; part += 1) {
    const target = sheet.getRow(next + part);
    if (wanted > 0) target.height = wanted / count;
    for (let col = 1; col <= source.columnCount; col += 1) target.getCell(col).style = row.getCell(col).style;
  }
  for (const { left, right, value } of written) {
    setValue(sheet.getCell(next, left), value);
    if (right > left || count > 1) {
      joined.push(`${sheet.getCell(next, left).address}:${sheet.getCell(next + count - 1, right).address}`);
    }
    const code = onlyName(textOf(row.getCell(left)));
    const link = code === null ? undefined : paper.codes[code];
    if (link !== undefined && link !== '') putInCell({ book, sheet }, pictures.code(link).png, next, { left, count });
  }
  return next + count;
}

const widthBetween = (source: Worksheet, left: number, right: number): number => {
  let width = 0;
  for (let col = left; col <= right; col += 1) width += source.getColumn(col).width ?? 9;
  return width;
};

/** What a spreadsheet would take for a formula if somebody touched the cell. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]/u;
const MOST_AS_TEXT = 255;

function setValue(cell: SheetCell, value: Filled | null): void {
  if (value === null) return;
  cell.value = typeof value === 'number' ? value : printable(value);
  if (typeof value === 'string' && FORMULA.test(value) && value.length <= MOST_AS_TEXT) cell.numFmt = '@';
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
