import excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { ImportKind } from '../../src/forms/import-columns.js';
import { readImport } from '../../src/forms/import.js';

const around = { estates: [{ id: 'cuihu', name: '翠湖花园', timezone: 'Asia/Shanghai' }], estate: null };

async function objects(kind: ImportKind, file: Buffer): Promise<readonly unknown[]> {
  const { rows, faults } = await readImport(kind, file, around);
  expect(faults).toEqual([]);
  return rows.map((row) => row.object);
}

describe('an xlsx file', () => {
  const workbook = async (rows: readonly (readonly unknown[])[]): Promise<Buffer> => {
    const book = new excel.Workbook();
    book.addWorksheet('空');
    book.addWorksheet('数据').addRows(rows.map((row) => [...row]));
    return Buffer.from(await book.xlsx.writeBuffer());
  };

  it('may hold dates, numbers, formulas, rich text and booleans', async () => {
    const rich = { richText: [{ text: '客厅' }, { font: { bold: true }, text: '渗水' }] };
    const file = await workbook([
      ['编号', '项目', '类型', '内容', '报修时间', '完成时间'],
      [1001, 'cuihu', { formula: '"维"&"修"', result: '维修' }, rich, new Date('2026-03-01T09:00:00Z'), 46083.5],
    ]);
    expect(await objects('events', file)).toEqual([
      {
        id: '1001',
        estate: 'cuihu',
        kind: 'repair',
        description: '客厅渗水',
        reportedAt: '2026-03-01T09:00:00+08:00',
        resolvedAt: '2026-03-02T12:00:00+08:00',
      },
    ]);
    const people = await workbook([
      ['编号', '项目', '房号', '姓名', '电话', '同意回访'],
      ['r-1', 'cuihu', '3-2-1204', '李敏', 13800000000, true],
    ]);
    expect(await objects('residents', people)).toMatchObject([{ phone: '13800000000', consent: true }]);
  });

  it('tells the row of the sheet, and a formula that failed', async () => {
    const file = await workbook([
      ['编号', '项目', '房号', '姓名'],
      [],
      ['r-1', 'cuihu', '1-1', { formula: 'A9/0', result: { error: '#DIV/0!' } }],
    ]);
    const { faults } = await readImport('residents', file, around);
    expect(faults).toEqual([{ line: 3, column: '姓名（D3）', message: '单元格是公式错误 #DIV/0!' }]);
  });
});
