/** Papers on their pages: a form fills one, words written at length stay on it, and no signature stands alone. */
import excel, { type Worksheet } from 'exceljs';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import { readFormFiles } from '../../src/form-files.js';
import { emptyPaper, fillPaper, type FilledPaper } from '../../src/core/report/filled-paper.js';
import { fieldsOf, listsOf, NO_COMPANY, type Form } from '../../src/core/report/form.js';
import { plainText } from '../../src/forms/document.js';
import { renderPapers } from '../../src/forms/render-papers.js';

const library = readFormFiles(null);
const printed = [...library.forms.values()].filter(({ files }) => files.includes('xlsx'));
const alone = printed.filter((form) => listsOf(form).length === 0);
const listed = printed.filter((form) => listsOf(form).length > 0);
const formOf = (key: string): Form => {
  const form = library.forms.get(key);
  if (form === undefined) throw new Error(`no form ${key}`);
  return form;
};

const HEADING = { company: NO_COMPANY, estate: '翠湖花园', period: '2026 年 3 月', date: '2026-03-31' };
const LONG = '客厅天花渗水，修过以后还漏，'.repeat(29).slice(0, 400);
/** A4 between margins of three quarters of an inch, in points. */
const PAGE = { portrait: 842 - 108, landscape: 595 - 108 } as const;

/** `remark`: what stands in the form's field with the most room; `rows`: how many each list has. */
function filled(form: Form, { remark = '', rows = 0 } = {}): FilledPaper {
  const longest = fieldsOf(form)
    .filter(({ fill, says }) => fill === 'print' && says === undefined)
    .toSorted((a, b) => b.lines - a.lines)[0];
  const fields = Object.fromEntries(fieldsOf(form).map(({ name }) => [name, name === longest?.name ? remark : '']));
  const lists = listsOf(form).map(({ list, columns }) => {
    const row = Object.fromEntries(columns.map(({ name }) => [name, '示例']));
    return [list, Array.from({ length: rows }, () => row)] as const;
  });
  return fillPaper(
    form,
    { ...emptyPaper(form, ''), fields: { ...fields, 说明: '' }, lists: Object.fromEntries(lists) },
    HEADING,
  );
}

async function sheetOf(form: Form, paper: FilledPaper): Promise<{ sheet: Worksheet; breaks: readonly number[] }> {
  const bytes = await renderPapers(library, form, [paper], 'xlsx');
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes ?? []) as never);
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('no sheet');
  const xml = new PizZip(Buffer.from(bytes ?? [])).file(`xl/worksheets/sheet${sheet.id}.xml`)?.asText() ?? '';
  return { sheet, breaks: [...xml.matchAll(/<brk id="(\d+)"/gu)].map(([, id]) => Number(id)) };
}

const heightsOf = (sheet: Worksheet): readonly number[] =>
  Array.from({ length: sheet.rowCount }, (_, at) => sheet.getRow(at + 1).height ?? 15);
const total = (heights: readonly number[]): number => heights.reduce((sum, one) => sum + one, 0);
const rowsWith = (sheet: Worksheet, words: readonly string[]): readonly number[] => {
  const rows: number[] = [];
  sheet.eachRow((row, at) => {
    row.eachCell(({ text }) => void (words.includes(text) && rows.push(at)));
  });
  return [...new Set(rows)];
};

describe('a form that is one page', () => {
  it.each(alone)('$key uses its page', async (form) => {
    const { sheet, breaks } = await sheetOf(form, filled(form));
    const height = total(heightsOf(sheet));
    expect(breaks).toEqual([]);
    expect(height).toBeLessThanOrEqual(PAGE[form.orientation] * 0.97);
    // A card is not stretched.
    expect(height).toBeGreaterThanOrEqual(PAGE[form.orientation] * (form.key === 'service-card' ? 0.6 : 0.9));
  });

  it.each(alone)('$key stays one page with a remark of 400 characters', async (form) => {
    const { sheet, breaks } = await sheetOf(form, filled(form, { remark: LONG }));
    expect(breaks).toEqual([]);
    expect(total(heightsOf(sheet))).toBeLessThanOrEqual(PAGE[form.orientation] * 0.97);
    const at = rowsWith(sheet, [LONG])[0] ?? 0;
    expect(sheet.getRow(at).height).toBeGreaterThan(170);
  });

  it('of a document gives its room to what is written too', async () => {
    const form = formOf('record-p03');
    const height = async (paper: FilledPaper): Promise<readonly number[]> => {
      const bytes = await renderPapers(library, form, [paper], 'docx');
      const xml = new PizZip(Buffer.from(bytes ?? [])).file('word/document.xml')?.asText() ?? '';
      return [...xml.matchAll(/<w:trHeight w:val="(\d+)"/gu)].map(([, twips]) => Number(twips) / 20);
    };
    const [short, long] = [await height(filled(form)), await height(filled(form, { remark: LONG }))];
    expect(long.every((one, at) => one <= (short[at] ?? 0))).toBe(true);
    expect(total(short) - total(long)).toBeGreaterThan(100);
  });
});

describe('a form with lists', () => {
  it.each(listed)(
    '$key has no signature alone on a page, however long its lists are',
    async (form) => {
      const signs = fieldsOf(form).flatMap(({ name, fill }) => (fill === 'sign' ? [name] : []));
      if (signs.length === 0) return;
      for (const rows of [1, 7, 11, 12, 13, 14, 17, 23, 29, 37]) {
        const { sheet, breaks } = await sheetOf(form, filled(form, { rows }));
        const last = rowsWith(sheet, signs).at(-1) ?? 0;
        const start = breaks.findLast((id) => id < last) ?? 0;
        const first = rowsWith(sheet, signs).find((row) => row > start) ?? 0;
        expect([rows, first - start - 1 >= 2]).toEqual([rows, true]);
      }
    },
    60_000,
  );

  it('keeps the end of the list before it with a place to sign in a document', async () => {
    const form = formOf('indoor-repair-record');
    const bytes = await renderPapers(library, form, [filled(form, { rows: 9 })], 'docx');
    const xml = new PizZip(Buffer.from(bytes ?? [])).file('word/document.xml')?.asText() ?? '';
    const rows = xml.match(/<w:tr[ >][\s\S]*?<\/w:tr>/gu) ?? [];
    const items = rows.filter((row) => plainText(row).includes('示例'));
    expect(items.map((row) => row.includes('<w:keepNext/>'))).toEqual([...Array(7).fill(false), true, true]);
  });

  it('that is written in by hand has empty rows to write in, and none says that there is nothing', async () => {
    const form = formOf('warranty-certificate');
    const { sheet } = await sheetOf(form, filled(form));
    const [head = 0] = rowsWith(sheet, ['建设单位验收签认']);
    const [next = 0] = rowsWith(sheet, ['保修单位名称']);
    expect(next - head - 1).toBeGreaterThanOrEqual(8);
    expect(sheet.getRow(head + 1).values).not.toContain('（无）');
  });

  it('has 回访结果分析 over its three lines, as the source prints it', async () => {
    const form = formOf('visit-statistics');
    const { sheet } = await sheetOf(form, filled(form, { rows: 3 }));
    const [first = 0, ...others] = rowsWith(sheet, ['回访结果分析']);
    expect(others).toHaveLength(2);
    expect(sheet.getCell(first + 2, 1).master.address).toBe(`A${first}`);
    expect(rowsWith(sheet, ['投诉', '维修项目', '特约服务'])).toEqual([first - 4, first, first + 1, first + 2]);
  });
});
