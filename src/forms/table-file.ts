/** A table of texts as a file: CSV that Excel opens as UTF-8 and takes no cell of for a formula, or XLSX. */

/** A head and its rows; every cell is text. */
export type TextTable = { readonly heads: readonly string[]; readonly rows: AsyncIterable<readonly string[]> };

const BOM = '\uFEFF';
/** What a spreadsheet would take for a formula, also behind spaces. */
const FORMULA = /^[\s\0]*[=+\-@\t\r＝＋－＠]/u;

/** The lines of a CSV file: BOM first, CRLF after each, quoted where it must be, formulas made harmless by an apostrophe. */
export async function* csvLines({ heads, rows }: TextTable): AsyncIterable<string> {
  yield csvHead(heads);
  for await (const row of rows) yield csvLine(row);
}

/** The first line of a CSV file. */
export const csvHead = (heads: readonly string[]): string => `${BOM}${csvLine(heads)}`;

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A cell as it stands in the file. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An XLSX file of one sheet; its cells are text, so that nothing in them is computed. */
export async function tableXlsx(sheet: string, { heads, rows }: TextTable): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  const page = book.addWorksheet(sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
  page.addRow([...heads]).font = { bold: true };
  for await (const row of rows) page.addRow([...row]);
  heads.forEach((head, index) => {
    page.getColumn(index + 1).width = Math.max(10, head.length * 2 + 4);
  });
  return new Uint8Array(await book.xlsx.writeBuffer());
}
