/** Papers as files: what a clerk's template gets, read back with a library. */
import excel, { type Workbook, type Worksheet } from 'exceljs';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import { readFormFiles } from '../../src/form-files.js';
import { fillPaper, NO_ROWS, TO_SIGN } from '../../src/core/report/filled-paper.js';
import { fieldsOf, listsOf, NO_COMPANY, readForms, type Form } from '../../src/core/report/form.js';
import type { Paper } from '../../src/core/report/paper.js';
import { plainText } from '../../src/forms/document.js';
import { renderPapers } from '../../src/forms/render-papers.js';
import { documentTemplate } from '../../scripts/form-templates/document.js';
import { sheetTemplate } from '../../scripts/form-templates/sheet.js';

const HEADING = {
  company: { ...NO_COMPANY, 名称: '测试物业' },
  estate: '翠湖花园',
  period: '2026 年 3 月',
  date: '2026-03-31',
};

function formOf(body: string): Form {
  const read = readForms(
    `forms:\n  t:\n    title: 测试表\n    policies: [p03]\n    about: record\n    period: month\n    body:\n${body}`,
    't.yaml',
  );
  if ('faults' in read) throw new Error(read.faults.map(({ message }) => message).join('\n'));
  return read.forms[0] as Form;
}

const FIELDS = formOf('      - fields: [客户姓名, 房号, { name: 内容, lines: 3 }, { name: 住户签名, fill: sign }]\n');
const LIST = formOf(
  '      - fields: [合计]\n      - list: 明细\n        columns: [序号, { name: 事项, width: 6 }, 满意率, { name: 备注, width: 4 }]\n',
);

const paper = (fields: Paper['fields'], lists: Paper['lists'] = {}, number: string | null = 'T-1'): Paper => ({
  form: 't',
  number,
  fields,
  lists,
  charts: [],
});

async function rendered(form: Form, papers: readonly Paper[], type: 'xlsx' | 'docx' | 'csv'): Promise<Uint8Array> {
  const library = {
    ...readFormFiles(null),
    template: async (of: Form, as: 'xlsx' | 'docx') => (as === 'xlsx' ? sheetTemplate(of) : documentTemplate(of)),
  };
  const filled = papers.map((one) => fillPaper(form, one, HEADING));
  const bytes = await renderPapers(library, form, filled, type);
  if (bytes === null) throw new Error('nothing was drawn');
  return bytes;
}

async function opened(bytes: Uint8Array): Promise<Workbook> {
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  return book;
}

function firstSheet(book: Workbook): Worksheet {
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('there is no sheet');
  return sheet;
}

/** What stands beside a label. */
function beside(book: Workbook, label: string, sheetAt = 0): unknown {
  let found: unknown;
  book.worksheets[sheetAt]?.eachRow((row) => {
    row.eachCell((cell, at) => {
      if (cell.master !== cell || cell.value !== label) return;
      let next = at + 1;
      while (row.getCell(next).master === cell) next += 1;
      found ??= row.getCell(next).value;
    });
  });
  return found;
}

const documentText = (bytes: Uint8Array): string =>
  [...(new PizZip(Buffer.from(bytes)).file('word/document.xml')?.asText() ?? '').matchAll(/<w:p[ >][\s\S]*?<\/w:p>/gu)]
    .map(([xml]) => plainText(xml))
    .join('\n');

describe('a paper as a sheet', () => {
  it('has its fields, company, estate, number, period and a place to sign', async () => {
    const book = await opened(
      await rendered(FIELDS, [paper({ 客户姓名: '李敏', 房号: '3-2-1204', 内容: '已修好' })], 'xlsx'),
    );
    const words = book.worksheets[0]?.getSheetValues().flat().map(String) ?? [];
    expect(words).toEqual(
      expect.arrayContaining(['测试物业', '测试表', '项目：翠湖花园', '编号：T-1', '期间：2026 年 3 月']),
    );
    expect(beside(book, '客户姓名')).toBe('李敏');
    expect(beside(book, '住户签名')).toBe(TO_SIGN);
  });

  it('prints on A4 with a footer of pages, in fonts of an office', async () => {
    const book = await opened(await rendered(FIELDS, [paper({ 客户姓名: '', 房号: '', 内容: '' })], 'xlsx'));
    const sheet = book.worksheets[0];
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, orientation: 'portrait', fitToWidth: 1 });
    expect(sheet?.headerFooter.oddFooter).toContain('第 &P 页 共 &N 页');
    expect(sheet?.getCell('A1').font.name).toBe('仿宋');
    expect(sheet?.getCell('A2').font.name).toBe('黑体');
  });

  it('keeps what looks like a formula as text, and rare characters whole', async () => {
    const strange = ['=1+1', '@SUM(A1)', '+8613800000000', '-5', '𠮷野䶮', 'a<b & "c"'];
    for (const one of strange) {
      const book = await opened(await rendered(FIELDS, [paper({ 客户姓名: one, 房号: '', 内容: '' })], 'xlsx'));
      expect(beside(book, '客户姓名')).toBe(one);
    }
  });

  it('makes a row as high as 400 characters need, up to the highest that there is', async () => {
    const long = '漏'.repeat(400);
    const book = await opened(await rendered(FIELDS, [paper({ 客户姓名: '', 房号: '', 内容: long })], 'xlsx'));
    const row = book.worksheets[0]?.getRow(6);
    expect(beside(book, '内容')).toBe(long);
    expect(row?.height).toBeGreaterThan(120);
    expect(row?.height).toBeLessThanOrEqual(409);
  });

  it('joins rows where one cannot be high enough', async () => {
    const long = '漏'.repeat(3000);
    const book = await opened(await rendered(FIELDS, [paper({ 客户姓名: '', 房号: '', 内容: long })], 'xlsx'));
    expect(beside(book, '内容')).toBe(long);
    const sheet = firstSheet(book);
    const heights = Array.from({ length: sheet.rowCount }, (_, at) => sheet.getRow(at + 1).height ?? 0);
    expect(Math.max(...heights)).toBeLessThanOrEqual(409);
    expect(heights.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(900);
  });

  it('repeats the head of the list that goes on over the page, of several, and has the charts on pages of their own, none cut in two', async () => {
    const form = formOf(
      '      - { list: 短, columns: [序号, 事项] }\n      - { list: 长, columns: [序号, 户] }\n      - charts: true\n',
    );
    const rows = Array.from({ length: 60 }, (_, at) => ({ 序号: at + 1, 户: '3 栋 2 单元 1204' }));
    const bar = { label: '维修', issued: 9, returned: 8, satisfied: 6, fairly: 1, dissatisfied: 1, rate: '87.5' };
    const panels = [{ kind: 'grades' as const, title: '满意程度', bars: Array.from({ length: 9 }, () => bar) }];
    const chart = { title: '满意率', subtitle: null, passMark: null, notes: [], panels };
    const lists = { 短: [{ 序号: 1, 事项: '投诉' }], 长: rows };
    const filled = { ...paper({}, lists), charts: [chart, chart, chart] };
    const bytes = await rendered(form, [filled], 'xlsx');
    const book = await opened(bytes);
    const [list, charts] = book.worksheets;
    const head = Number(/^(\d+):\1$/u.exec(list?.pageSetup.printTitlesRow ?? '')?.[1]);
    expect(list?.getRow(head).values).toEqual(expect.arrayContaining(['序号', '户']));
    expect(list?.getImages()).toHaveLength(0);
    expect(charts?.pageSetup).toMatchObject({ paperSize: 9, fitToWidth: 1 });
    expect(charts?.pageSetup.printTitlesRow).toBeUndefined();
    const xml = new PizZip(Buffer.from(bytes)).file(`xl/worksheets/sheet${charts?.id}.xml`)?.asText() ?? '';
    const breaks = [0, ...[...xml.matchAll(/<brk id="(\d+)"/gu)].map(([, id]) => Number(id))];
    expect(breaks.length).toBeGreaterThan(1);
    const pageOf = (row: number): number => breaks.findLastIndex((id) => row >= id);
    const places = (charts?.getImages() ?? []).map(({ range }) => {
      const { ext } = range as unknown as { readonly ext: { readonly height: number } };
      return [range.tl.nativeRow, range.tl.nativeRow + ext.height / (20 * (96 / 72)) - 0.01] as const;
    });
    expect(places).toHaveLength(3);
    for (const [top, bottom] of places) expect(pageOf(Math.floor(bottom))).toBe(pageOf(top));
  });

  it('repeats the sheet’s title where several lists go on over the page: the head of one would be wrong over the other', async () => {
    const form = formOf('      - { list: 甲, columns: [序号, 事项] }\n      - { list: 乙, columns: [序号, 户] }\n');
    const rows = Array.from({ length: 60 }, (_, at) => at + 1);
    const lists = {
      甲: rows.map((at) => ({ 序号: at, 事项: '投诉' })),
      乙: rows.map((at) => ({ 序号: at, 户: '3 栋 2 单元 1204' })),
    };
    const sheet = firstSheet(await opened(await rendered(form, [paper({}, lists)], 'xlsx')));
    const head = Number(/^(\d+):\1$/u.exec(sheet.pageSetup.printTitlesRow ?? '')?.[1]);
    expect(sheet.getRow(head).values).toEqual(expect.arrayContaining(['测试表']));
  });

  it('says that a list is empty beside its column of numbers, which is too narrow for it', async () => {
    const [none] = fillPaper(LIST, paper({ 合计: 0 }), HEADING).lists['明细'] ?? [];
    expect(none).toEqual({ 序号: '', 事项: NO_ROWS, 满意率: '', 备注: '' });
  });

  it('puts papers without lists under each other, a page each', async () => {
    const papers = ['甲', '乙', '丙'].map((name, at) => paper({ 客户姓名: name, 房号: '', 内容: '' }, {}, `T-${at}`));
    const bytes = await rendered(FIELDS, papers, 'xlsx');
    const book = await opened(bytes);
    expect(book.worksheets).toHaveLength(1);
    const words = book.worksheets[0]?.getSheetValues().flat().map(String) ?? [];
    expect(words).toEqual(expect.arrayContaining(['甲', '乙', '丙', '编号：T-0', '编号：T-2']));
    const sheet = new PizZip(Buffer.from(bytes)).file(/^xl\/worksheets\/sheet\d+\.xml$/u)[0]?.asText() ?? '';
    expect(sheet.match(/<brk /gu)).toHaveLength(2);
  });

  it('repeats the row of a list, keeps numbers numbers, tells 0 from nothing, and repeats its head on each page', async () => {
    const rows = [
      { 序号: 1, 事项: '投诉', 满意率: '0.0%', 备注: '' },
      { 序号: 2, 事项: '维修', 满意率: null, 备注: '=1+1' },
    ];
    const book = await opened(await rendered(LIST, [paper({ 合计: 2 }, { 明细: rows })], 'xlsx'));
    const sheet = firstSheet(book);
    const head = sheet.getSheetValues().findIndex((row) => Array.isArray(row) && row.includes('序号'));
    const read = [1, 2].map((at) => (sheet.getRow(head + at).values as unknown[]).filter((one) => one !== undefined));
    expect(read.map((row) => [...new Set(row)].slice(0, 3))).toEqual([
      [1, '投诉', '0.0%'],
      [2, '维修', '—'],
    ]);
    expect(sheet.pageSetup.printTitlesRow).toBe(`${head}:${head}`);
  });

  it('says that a list is empty', async () => {
    const book = await opened(await rendered(LIST, [paper({ 合计: 0 }, { 明细: [] })], 'xlsx'));
    expect(book.worksheets[0]?.getSheetValues().flat()).toContain('（无）');
  });
});

describe('a paper as a document', () => {
  it('has its fields, and what looks like a placeholder in what people wrote stays as they wrote it', async () => {
    const text = documentText(
      await rendered(FIELDS, [paper({ 客户姓名: '𠮷 {{房号}} <b>', 房号: '3-2-1204', 内容: '一\n二' })], 'docx'),
    );
    expect(text).toContain('𠮷 {{房号}} &lt;b&gt;');
    expect(text).toContain('3-2-1204');
    expect(text).toContain('编号：T-1');
    expect(text.match(/\{\{/gu)).toHaveLength(1);
  });

  it('repeats the row of a list and begins each paper on a page of its own', async () => {
    const rows = ['投诉', '维修', '求助'].map((what, at) => ({ 序号: at + 1, 事项: what, 满意率: null, 备注: '' }));
    const bytes = await rendered(LIST, [paper({ 合计: 3 }, { 明细: rows }), paper({ 合计: 0 }, {}, 'T-2')], 'docx');
    const text = documentText(bytes);
    for (const word of ['投诉', '维修', '求助', '（无）', '编号：T-2']) expect(text).toContain(word);
    const xml = new PizZip(Buffer.from(bytes)).file('word/document.xml')?.asText() ?? '';
    expect(xml.match(/<w:pageBreakBefore\/>/gu)).toHaveLength(1);
    // The list's name and the names of its columns, on each page.
    expect(xml.match(/<w:tblHeader\/>/gu)).toHaveLength(4);
    expect(xml).not.toContain('{{');
  });
});

describe('papers for machines', () => {
  it('are one table of CSV with the papers’ numbers, formulas harmless', async () => {
    const text = Buffer.from(
      await rendered(
        LIST,
        [paper({ 合计: 1 }, { 明细: [{ 序号: 1, 事项: '=1+1', 满意率: null, 备注: 'a,b' }] })],
        'csv',
      ),
    ).toString();
    expect(text).toBe(`\uFEFF编号,序号,事项,满意率,备注\r\nT-1,1,'=1+1,—,"a,b"\r\n`);
  });
});

describe('what people write', () => {
  const LONG = `${'客厅天花还在漏，'.repeat(49)}请尽快`.padEnd(400, '。');
  const strange = ['=1+1', '@SUM(A1)', '+8613800000000', '𠮷野䶮', LONG];

  it('stands whole in a document, and no character of it is lost', async () => {
    for (const one of strange) {
      const bytes = await rendered(FIELDS, [paper({ 客户姓名: one, 房号: '', 内容: one })], 'docx');
      expect(
        documentText(bytes)
          .split('\n')
          .filter((line) => line === one),
      ).toHaveLength(2);
      expect(new PizZip(Buffer.from(bytes)).file('word/document.xml')?.asText()).not.toContain('w:instrText');
    }
  });

  it('stands whole in CSV, with an apostrophe before what a spreadsheet would compute', async () => {
    const rows = strange.map((one, at) => ({ 序号: at + 1, 事项: one, 满意率: null, 备注: '' }));
    const text = Buffer.from(await rendered(LIST, [paper({ 合计: 5 }, { 明细: rows })], 'csv')).toString();
    const cells = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2]);
    expect(cells).toEqual(["'=1+1", "'@SUM(A1)", "'+8613800000000", '𠮷野䶮', LONG]);
  });
});

describe('what a form says on every paper', () => {
  it('is the clerk’s own text, and no maker’s', () => {
    const form = formOf('      - fields: [客户姓名, { name: 保修说明, lines: 3, says: 修好请签认。 }]\n');
    expect(fillPaper(form, paper({ 客户姓名: '李敏' }), HEADING).fields).toMatchObject({ 保修说明: '修好请签认。' });
  });

  it('stands on both certificates, and names no days that a policy sets', () => {
    for (const key of ['warranty-certificate', 'fit-out-certificate']) {
      const form = readFormFiles(null).forms.get(key);
      const said = form === undefined ? [] : fieldsOf(form).filter(({ says }) => says !== undefined);
      expect(said.map(({ name }) => name)).toEqual(['保修范围和内容', '保修说明']);
      expect(said.map(({ says }) => says).join('')).not.toMatch(/[\d一二三四五六七八九十][天日年月]|隔日/u);
    }
  });
});

describe('what a maker gives', () => {
  it('is what its form prints, nothing more and nothing less', () => {
    expect(() => fillPaper(FIELDS, paper({ 客户姓名: '李敏', 房号: '' }), HEADING)).toThrow('wants 内容');
    expect(() => fillPaper(FIELDS, paper({ 客户姓名: '', 房号: '', 内容: '', 电话: '' }), HEADING)).toThrow(
      'knows no 电话',
    );
    expect(fieldsOf(FIELDS)).toHaveLength(4);
    expect(listsOf(LIST)).toHaveLength(1);
  });
});
