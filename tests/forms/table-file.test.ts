import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { csvCell, csvLines, tableXlsx } from '../../src/forms/table-file.js';

async function* rowsOf(rows: readonly (readonly string[])[]): AsyncIterable<readonly string[]> {
  for (const row of rows) yield await Promise.resolve(row);
}

async function csvOf(heads: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const lines: string[] = [];
  for await (const line of csvLines({ heads, rows: rowsOf(rows) })) lines.push(line);
  return lines.join('');
}

describe('a CSV file', () => {
  it('begins with the mark by which Excel takes it as UTF-8, and ends its lines as Excel does', async () => {
    expect(await csvOf(['任务', '说明'], [['12', '住户说,"还漏"\n很急']])).toBe(
      '\uFEFF任务,说明\r\n12,"住户说,""还漏""\n很急"\r\n',
    );
  });

  test.each(['=1+1', '+8613800000000', '-5', '@SUM(A1)', '\t=1', ' =cmd|x', '＝HYPERLINK("x")'])(
    '%j is no formula in it',
    (cell) => {
      expect(csvCell(cell).replace(/^"/u, '')).toMatch(/^'/u);
    },
  );

  it('gives every cell back as it was, but for the apostrophe before what would be a formula', async () => {
    const cell = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\r') && !text.includes('\uFEFF'));
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = await csvOf(['a', 'b', 'c'], rows);
        const read: string[][] = parse(text, { bom: true, relaxQuotes: false, recordDelimiter: '\r\n' });
        expect(read.slice(1).map((row) => row.map((one) => one.replace(/^'/u, '')))).toEqual(
          rows.map((row) => row.map((one) => one.replace(/^'/u, ''))),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('an XLSX file', () => {
  it('holds texts, not formulas', async () => {
    const bytes = await tableXlsx('到访台账', { heads: ['任务', '说明'], rows: rowsOf([['12', '=1+1']]) });
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as never);
    const page = book.getWorksheet('到访台账');
    expect(page?.getCell('A1').value).toBe('任务');
    expect(page?.getCell('B2').value).toBe('=1+1');
    expect(page?.getCell('B2').formula).toBeUndefined();
  });
});
