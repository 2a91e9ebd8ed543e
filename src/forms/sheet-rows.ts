/** Rows of a sheet's template with their values: what stands in each cell, and how high a row must be for it. */
import type { Cell as SheetCell, Row, Workbook, Worksheet } from 'exceljs';
import type { Filled, FilledPaper, FilledRow } from '../core/report/filled-paper.js';
import { fillText, namesIn, onlyName, printable } from './placeholders.js';
import { heightOf, MAX_ROW_HEIGHT } from './sheet-height.js';
import { putInCell, type Picture } from './sheet-picture.js';

/** A merged block of the template: the row and columns of its first cell, and how far it reaches. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

/** A row of the template with the values that it gets: one for each row of its list. */
export type Line = { readonly row: Row; readonly values: FilledRow; readonly list: string | undefined };

/** Where it is written. `joined`: ranges of the sheet that become one cell each. */
export type Onto = {
  readonly book: Workbook;
  readonly source: Worksheet;
  readonly sheet: Worksheet;
  readonly merges: readonly Merge[];
  readonly joined: string[];
  readonly code: (link: string) => Picture;
};

export const mergesOf = (source: Worksheet): readonly Merge[] =>
  (source.model as unknown as { readonly merges: readonly string[] }).merges.map((range) => {
    const [first = '', last = first] = range.split(':');
    const [from, to] = [source.getCell(first), source.getCell(last)];
    return { top: Number(from.row), left: Number(from.col), bottom: Number(to.row), right: Number(to.col) };
  });

export const namesOfRow = (row: Row): readonly string[] => {
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

/** What stands in a cell, the last column that it reaches, and whether it goes on in the row below. */
type Block = {
  readonly cell: SheetCell;
  readonly right: number;
  readonly value: Filled | null;
  readonly isHigher: boolean;
};

function cellsOf(source: Worksheet, merges: readonly Merge[], { row, values, list }: Line): readonly Block[] {
  const own = merges.filter(({ top }) => top === row.number);
  const cells: Block[] = [];
  for (let col = 1; col <= source.columnCount; col += 1) {
    const cell = row.getCell(col);
    if (cell.master !== cell) continue;
    const text = textOf(cell);
    const merge = own.find(({ left }) => left === col);
    const value = namesIn(text).length === 0 ? (cell.value as Filled | null) : fillText(text, values, list);
    cells.push({ cell, right: merge?.right ?? col, value, isHigher: (merge?.bottom ?? row.number) > row.number });
  }
  return cells;
}

/** How high a row must be for its words. */
export function neededBy(source: Worksheet, merges: readonly Merge[], line: Line): number {
  let needed = 0;
  for (const { cell, right, value, isHigher } of cellsOf(source, merges, line)) {
    if (value === null || isHigher || cell.alignment?.wrapText !== true) continue;
    needed = Math.max(needed, heightOf(value, widthBetween(source, Number(cell.col), right), cell.font?.size ?? 11));
  }
  return needed;
}

/** One row of the template with its values, over several rows where one cannot be so high. Answers the next. */
export function writeRow(
  { sheet, source, merges, joined, book, code: drawn }: Onto,
  line: Line,
  next: number,
  height: number,
  paper: FilledPaper,
): number {
  const { row } = line;
  const count = Math.max(1, Math.ceil(height / MAX_ROW_HEIGHT));
  for (let part = 0; part < count; part += 1) {
    const target = sheet.getRow(next + part);
    if (height > 0) target.height = height / count;
    for (let col = 1; col <= source.columnCount; col += 1) target.getCell(col).style = row.getCell(col).style;
  }
  for (const { cell, right, value, isHigher } of cellsOf(source, merges, line)) {
    const left = Number(cell.col);
    setValue(sheet.getCell(next, left), value);
    if (!isHigher && (right > left || count > 1)) {
      joined.push(`${sheet.getCell(next, left).address}:${sheet.getCell(next + count - 1, right).address}`);
    }
    const code = onlyName(textOf(row.getCell(left)));
    const link = code === null ? undefined : paper.codes[code];
    if (link !== undefined && link !== '') putInCell({ book, sheet }, drawn(link).png, next, { left, count });
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
