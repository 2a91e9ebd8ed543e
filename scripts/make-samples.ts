/** Writes the xlsx twin of each sample import file in templates/estate: the same heads and cells, as text. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import excel from 'exceljs';
import { parse } from 'csv-parse/sync';
import { packageRoot } from '../src/package-root.js';

/** A day that does not move: the same samples give the same files. */
const CREATED = new Date('2026-01-01T00:00:00Z');
const folder = path.join(packageRoot(), 'templates', 'estate');

for (const name of (await readdir(folder)).filter((one) => one.endsWith('.csv'))) {
  const [heads = [], ...rows] = parse(await readFile(path.join(folder, name), 'utf8'), { bom: true });
  const book = new excel.Workbook();
  book.created = CREATED;
  book.modified = CREATED;
  const sheet = book.addWorksheet(path.parse(name).name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = heads.map((head, index) => ({
    header: head,
    width: Math.min(40, Math.max(8, ...[head, ...rows.map((row) => row[index] ?? '')].map((text) => text.length * 2))),
    style: { numFmt: '@' },
  }));
  sheet.addRows(rows);
  sheet.getRow(1).font = { bold: true };
  const file = path.join(folder, `${path.parse(name).name}.xlsx`);
  await book.xlsx.writeFile(file);
  process.stdout.write(`${file}\n`);
}
