/** A picture on a sheet: below what stands there over as many rows as it is high, or in a cell. */
import type { Workbook, Worksheet } from 'exceljs';

export type Picture = { readonly png: Uint8Array; readonly width: number; readonly height: number };

const ROW_HEIGHT = 20;
/** Points of a character of the sheet's standard font, and pixels of a point. */
const POINTS_A_CHARACTER = 5.4;
const PIXELS_A_POINT = 96 / 72;

/** Puts a picture as wide as the sheet from a row on, or into a cell; answers the row after it. */
export function putPicture(
  { book, sheet, source }: { readonly book: Workbook; readonly sheet: Worksheet; readonly source: Worksheet },
  { png, width, height }: Picture,
  row: number,
  cell?: { readonly left: number; readonly count: number },
): number {
  const imageId = book.addImage({ buffer: Buffer.from(png) as never, extension: 'png' });
  if (cell !== undefined) {
    const points = (sheet.getRow(row).height ?? ROW_HEIGHT) * cell.count - 8;
    const size = { width: points * PIXELS_A_POINT, height: points * PIXELS_A_POINT };
    sheet.addImage(imageId, {
      tl: { col: cell.left - 1 + 0.1, row: row - 1 + 4 / (sheet.getRow(row).height ?? ROW_HEIGHT) },
      ext: size,
      editAs: 'oneCell',
    });
    return row + cell.count;
  }
  let characters = 0;
  for (let col = 1; col <= source.columnCount; col += 1) characters += source.getColumn(col).width ?? 9;
  const across = characters * POINTS_A_CHARACTER;
  const down = (across * height) / width;
  const rows = Math.ceil(down / ROW_HEIGHT) + 1;
  for (let at = 0; at < rows; at += 1) sheet.getRow(row + at).height = ROW_HEIGHT;
  const ext = { width: across * PIXELS_A_POINT, height: down * PIXELS_A_POINT };
  sheet.addImage(imageId, { tl: { col: 0, row: row - 1 + 0.2 }, ext, editAs: 'oneCell' });
  return row + rows;
}

/** A PNG says its size in its first chunk. */
export function pngSize(png: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
