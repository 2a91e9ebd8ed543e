/** The default XLSX template of a form. */
import excel, { type Style } from 'exceljs';
import type { Form } from '../../src/core/report/form.js';
import { finished } from '../../src/forms/sheet-finish.js';
import { CHARACTERS, laidOut, type LaidRow, type Look } from './layout.js';

const thin = { style: 'thin' } as const;
const RULED: Partial<Style> = { border: { top: thin, left: thin, bottom: thin, right: thin } };
const SHADE = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF2F2F2' } } as const;
const song = (size = 11, bold = false) => ({ name: '宋体', size, bold, charset: 134 });
const middle = (horizontal: 'left' | 'center' | 'right', indent = 0) =>
  ({ vertical: 'middle', horizontal, wrapText: true, indent }) as const;

const LOOKS: Readonly<Record<Look, Partial<Style>>> = {
  company: { font: { name: '仿宋', size: 12, charset: 134 }, alignment: middle('center') },
  title: { font: { name: '黑体', size: 18, charset: 134 }, alignment: middle('center') },
  line: { font: song(), alignment: middle('left') },
  'line-right': { font: song(), alignment: middle('right') },
  says: { font: song(), alignment: middle('left') },
  label: { ...RULED, font: song(11, true), fill: SHADE, alignment: middle('center') },
  value: { ...RULED, font: song(), alignment: middle('left', 1) },
  sign: { ...RULED, font: song(), alignment: middle('right', 1) },
  code: { ...RULED, font: song(), alignment: middle('left') },
  head: { ...RULED, font: song(11, true), fill: SHADE, alignment: middle('center') },
  item: { ...RULED, font: song(), alignment: middle('left') },
  short: { ...RULED, font: song(), alignment: middle('center') },
  text: { font: song(), alignment: middle('left') },
};

export async function sheetTemplate(form: Form): Promise<Uint8Array> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet(form.title.slice(0, 31), {
    pageSetup: {
      paperSize: 9,
      orientation: form.orientation,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 0.7, right: 0.7, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&"宋体"&9第 &P 页 共 &N 页' },
  });
  const rows = laidOut(form, 'sheet').flatMap((block) => block.rows);
  const edges = [
    ...new Set([0, 1, ...rows.flatMap(({ cells }) => cells.flatMap(({ from, to }) => [from, to]))]),
  ].toSorted((a, b) => a - b);
  const whole = CHARACTERS[form.orientation];
  edges.slice(1).forEach((edge, at) => {
    sheet.getColumn(at + 1).width = Math.round((edge - (edges[at] ?? 0)) * whole * 10) / 10;
  });
  rows.forEach((row, at) => putRow(sheet, row, at + 1, edges));
  const repeated = rows.findIndex(({ repeats }) => repeats === true) + 1;
  if (repeated > 0) sheet.pageSetup.printTitlesRow = `${repeated}:${repeated}`;
  return finished(new Uint8Array(await book.xlsx.writeBuffer()), new Map());
}

function putRow(sheet: excel.Worksheet, { height, cells }: LaidRow, at: number, edges: readonly number[]): void {
  sheet.getRow(at).height = height;
  for (const { text, look, from, to, down = 1 } of cells) {
    const [left, right] = [edges.indexOf(from) + 1, edges.indexOf(to)];
    for (let col = left; col <= right; col += 1) sheet.getCell(at, col).style = LOOKS[look];
    if (down === 0) continue;
    sheet.getCell(at, left).value = text;
    if (right > left || down > 1) sheet.mergeCells(at, left, at + down - 1, right);
  }
}
