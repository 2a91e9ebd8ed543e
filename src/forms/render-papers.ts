/** Papers as a file of any type that their form is made in. */
import type { FilledPaper } from '../core/report/filled-paper.js';
import type { FileType, Form } from '../core/report/form.js';
import type { ChartValue } from '../core/report/report.js';
import type { FormLibrary } from '../form-files.js';
import { renderChart, renderCharts } from './chart.js';
import { papersDocx } from './document.js';
import { papersTable } from './paper-text.js';
import { qrCode } from './qr-code.js';
import { papersXlsx } from './sheet.js';
import { pngSize, type Picture } from './sheet-picture.js';
import { csvLines } from './table-file.js';

export const MIME: Readonly<Record<FileType, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** Null: there is no picture to draw, or nothing to draw it with. */
export async function renderPapers(
  library: FormLibrary,
  form: Form,
  papers: readonly FilledPaper[],
  type: FileType,
): Promise<Uint8Array | null> {
  switch (type) {
    case 'xlsx':
      return papersXlsx(await library.template(form, type), papers, PICTURES);
    case 'docx':
      return papersDocx(await library.template(form, type), papers, PICTURES);
    case 'csv': {
      const lines: string[] = [];
      for await (const line of csvLines(papersTable(form, papers))) lines.push(line);
      return Buffer.from(lines.join(''), 'utf8');
    }
    case 'png':
    case 'svg': {
      const charts = papers.flatMap((paper) => paper.charts.map((chart) => ofPaper(chart, paper, papers.length)));
      const drawn = charts.length === 0 ? null : await renderCharts(charts);
      if (drawn?.kind !== 'chart') return null;
      return type === 'png' ? drawn.png : Buffer.from(drawn.svg, 'utf8');
    }
    default:
      return type satisfies never;
  }
}

/** Where several papers stand in one picture each chart says which it is of. */
const ofPaper = (chart: ChartValue, { fields }: FilledPaper, papers: number): ChartValue =>
  papers === 1
    ? chart
    : {
        ...chart,
        subtitle: [fields['制度'] ?? fields['编号'], chart.subtitle]
          .filter((one) => one != null && one !== '')
          .join('　'),
      };

const PICTURES = {
  async charts({ charts }: FilledPaper): Promise<readonly Picture[]> {
    const drawn = await Promise.all(charts.map(renderChart));
    return drawn.flatMap((one) => (one.kind === 'chart' ? [{ png: one.png, ...pngSize(one.png) }] : []));
  },
  code: qrCode,
};
