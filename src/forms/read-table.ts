/** A CSV or xlsx file as rows of text, each with its line; what cannot be read is told with the place. */
import { parse, type CsvError, type Info } from 'csv-parse/sync';
import type { CellValue } from 'exceljs';

/** `serial` is set for a number of an xlsx cell: it may be a date that nobody formatted as one. */
export type Cell = { readonly text: string; readonly serial?: number; readonly fault?: string };
/** `line` counts from 1, as an editor or a spreadsheet shows it. */
export type Row = { readonly line: number; readonly cells: readonly Cell[] };

/** Thrown where no row can be read at all; the message is for the one who gave the file. */
export class TableError extends Error {
  override readonly name = 'TableError';
}

/** The rows that hold anything, the heads first. What the file is, its content tells, not its name. */
export async function readTable(file: Buffer): Promise<readonly Row[]> {
  if (file.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    throw new TableError('这是旧版 .xls 文件，请另存为 .xlsx 或 CSV');
  }
  const isZip = file.subarray(0, 2).toString() === 'PK';
  const rows = isZip ? await readWorkbook(file) : readCsv(decode(file));
  return rows.filter((row) => row.cells.some((cell) => cell.text !== '' || cell.fault !== undefined));
}

/** UTF-8 or UTF-16 with a mark, UTF-8 without, else GB18030: what Chinese Excel writes. */
function decode(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    const text = new TextDecoder('gb18030').decode(file);
    if (text.includes('\uFFFD')) throw new TableError('文件编码无法识别，请存为 UTF-8 或 GBK（GB18030）的 CSV');
    return text;
  }
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: '引号没有结束',
  INVALID_OPENING_QUOTE: '单元格中间出现了引号，含引号的内容应整格加引号',
  CSV_INVALID_CLOSING_QUOTE: '结束引号之后还有内容',
};

function readCsv(text: string): readonly Row[] {
  if (text.includes('\0')) throw new TableError('不是文本文件，应为 CSV 或 xlsx');
  try {
    const records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: Info }[];
    return records.map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record.map((cell) => ({ text: cell.trim() })),
    }));
  } catch (error) {
    const { code, lines } = error as CsvError & { readonly lines?: number };
    if (code === undefined) throw error;
    throw new TableError(`${lines === undefined ? '' : `第 ${lines} 行：`}${CSV_FAULTS[code] ?? '不是合法的 CSV'}`);
  }
}

/** Comma, semicolon or tab: whichever the heads hold most. */
function delimiterOf(text: string): string {
  const heads = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string): number => heads.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function readWorkbook(file: Buffer): Promise<readonly Row[]> {
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  try {
    await workbook.xlsx.load(file as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  } catch {
    throw new TableError('文件损坏，不是可以读取的 xlsx');
  }
  const rows: Row[] = [];
  const sheet = workbook.worksheets.find((one) => one.actualRowCount > 0);
  sheet?.eachRow((row, line) => {
    const cells: Cell[] = [];
    for (let column = 1; column <= row.cellCount; column += 1) cells.push(toCell(row.getCell(column).value));
    rows.push({ line, cells });
  });
  return rows;
}

function toCell(value: CellValue): Cell {
  if (value === null || value === undefined) return { text: '' };
  if (typeof value === 'number') return { text: String(value), serial: value };
  if (typeof value === 'string' || typeof value === 'boolean') return { text: String(value).trim() };
  if (value instanceof Date) return { text: wallClock(value.getTime()) };
  if ('richText' in value)
    return {
      text: value.richText
        .map((part) => part.text)
        .join('')
        .trim(),
    };
  if ('error' in value) return { text: '', fault: `单元格是公式错误 ${value.error}` };
  if ('hyperlink' in value) return toCell(value.text);
  if ('result' in value) return toCell(value.result);
  return { text: '', fault: '公式没有保存结果，请在表格软件中重新保存，或改为数值' };
}

const EXCEL_EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;

/** A date that a spreadsheet keeps as a number of days, as a clock on the wall shows it. */
export function serialDate(serial: number): string {
  return wallClock((serial - EXCEL_EPOCH_DAYS) * DAY_MS);
}

/** Spreadsheets keep the clock on the wall, without a zone, and not to the millisecond. */
function wallClock(utc: number): string {
  const text = new Date(Math.round(utc / 1000) * 1000).toISOString();
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
