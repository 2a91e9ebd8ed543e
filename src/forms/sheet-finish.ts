/**
 * What the library does not do well is written into the finished file: merged cells, each of which it compares with all
 * before it, which takes minutes for a list of a few thousand rows; and the font by which columns are as wide as they are.
 */
import PizZip from 'pizzip';

/** The workbook with these ranges merged, by the sheet's file in the archive, and with columns that are measured in 宋体. */
export function finished(bytes: Uint8Array, ranges: ReadonlyMap<string, readonly string[]>): Uint8Array {
  const zip = new PizZip(Buffer.from(bytes));
  const change = (file: string, by: (xml: string) => string): void => {
    const xml = zip.file(file)?.asText();
    if (xml === undefined) throw new Error(`the workbook has no ${file}`);
    zip.file(file, by(xml));
  };
  for (const [file, all] of ranges) {
    if (all.length === 0) continue;
    const cells = all.map((range) => `<mergeCell ref="${range}"/>`).join('');
    change(file, (xml) =>
      xml.replace('</sheetData>', `</sheetData><mergeCells count="${all.length}">${cells}</mergeCells>`),
    );
  }
  change('xl/styles.xml', (xml) => xml.replace(FIRST_FONT, `$1${SONG}`));
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
}

/** A column's width is in digits of the first font: Calibri is not on every office PC, and another in its place is wider. */
const FIRST_FONT = /(<fonts [^>]*>)<font>.*?<\/font>/u;
const SONG = '<font><sz val="11"/><color theme="1"/><name val="宋体"/><family val="3"/><charset val="134"/></font>';
