/**
 * Merged cells of a finished sheet: the library compares each new one with all before it, which takes minutes for a list
 * of a few thousand rows; they are written into the file at once instead.
 */
import PizZip from 'pizzip';

/** The workbook with these ranges merged, by the sheet's file in the archive. */
export function withMerges(bytes: Uint8Array, ranges: ReadonlyMap<string, readonly string[]>): Uint8Array {
  const merged = [...ranges].filter(([, all]) => all.length > 0);
  if (merged.length === 0) return bytes;
  const zip = new PizZip(Buffer.from(bytes));
  for (const [file, all] of merged) {
    const xml = zip.file(file)?.asText();
    if (xml === undefined) throw new Error(`the workbook has no ${file}`);
    const cells = all.map((range) => `<mergeCell ref="${range}"/>`).join('');
    zip.file(file, xml.replace('</sheetData>', `</sheetData><mergeCells count="${all.length}">${cells}</mergeCells>`));
  }
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
}
