/** A picture on a sheet: over as many rows as it is high, or in a cell. */
import type { Workbook, Worksheet } from 'exceljs';

export type Picture = { readonly png: Uint8Array; readonly width: number; readonly height: number };

const ROW_HEIGHT = 20;
/** Points of a character of the sheet's standard font, 宋体, and pixels of a point. */
const POINTS_A_CHARACTER = 6;
const PIXELS_A_POINT = 96 / 72;

type Where = { readonly book: Workbook; readonly sheet: Worksheet };

/** How wide a sheet is, in points. */
export function widthOf(sheet: Worksheet): number {
  let characters = 0;
  for (let col = 1; col <= sheet.columnCount; col += 1) characters += sheet.getColumn(col).width ?? 9;
  return characters * POINTS_A_CHARACTER;
}

/** Puts a picture that is `down` points high from a row on; answers the row after it. */
export function putPicture(
  { book, sheet }: Where,
  { png, width, height }: Picture,
  row: number,
  { down }: { readonly down: number },
): number {
  const rows = Math.ceil(down / ROW_HEIGHT);
  for (let at = 0; at < rows; at += 1) sheet.getRow(row + at).height = ROW_HEIGHT;
  const ext = { width: ((down * width) / height) * PIXELS_A_POINT, height: down * PIXELS_A_POINT };
  sheet.addImage(imageOf(book, png), { tl: { col: 0, row: row - 1 }, ext, editAs: 'oneCell' });
  return row + rows;
}

/** Puts a square picture into a cell that is `count` rows high. */
export function putInCell(
  { book, sheet }: Where,
  png: Uint8Array,
  row: number,
  { left, count }: { readonly left: number; readonly count: number },
): void {
  const height = sheet.getRow(row).height ?? ROW_HEIGHT;
  const side = (height * count - 8) * PIXELS_A_POINT;
  sheet.addImage(imageOf(book, png), {
    tl: { col: left - 1 + 0.1, row: row - 1 + 4 / height },
    ext: { width: side, height: side },
    editAs: 'oneCell',
  });
}

const imageOf = (book: Workbook, png: Uint8Array): number =>
  book.addImage({ buffer: Buffer.from(png) as never, extension: 'png' });

/** A PNG says its size in its first chunk. */
export function pngSize(png: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
