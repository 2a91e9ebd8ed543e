/** Charts of a paper on a sheet of their own: one that does not fit on what is left of a page begins the next, none is cut in two. */
import type { Workbook, Worksheet } from 'exceljs';
import { putPicture, widthOf, type Picture } from './sheet-picture.js';

/** What A4 takes between the usual margins, in points. */
const PAGE = { portrait: 720, landscape: 470 } as const;

/** Puts the charts under each other on a new sheet that looks like the template. */
export function putCharts(book: Workbook, sheet: Worksheet, source: Worksheet, charts: readonly Picture[]): void {
  const page = PAGE[source.pageSetup.orientation === 'landscape' ? 'landscape' : 'portrait'];
  const across = widthOf(source);
  Reflect.deleteProperty(sheet.pageSetup, 'printTitlesRow');
  let next = 1;
  let used = 0;
  for (const chart of charts) {
    const down = Math.min((across * chart.height) / chart.width, page);
    if (used > 0 && used + down > page) {
      sheet.getRow(next - 1).addPageBreak();
      used = 0;
    }
    next = putPicture({ book, sheet }, chart, next, { down });
    used += down;
  }
  sheet.pageSetup.printArea = `A1:${sheet.getColumn(source.columnCount).letter}${Math.max(1, next - 1)}`;
}

/** 图表, 图表 2: Excel takes no name twice. */
export function chartsName(book: Workbook): string {
  const others = book.worksheets.filter(({ name }) => name.startsWith(CHARTS)).length;
  return others === 0 ? CHARTS : `${CHARTS} ${others + 1}`;
}
const CHARTS = '图表';
