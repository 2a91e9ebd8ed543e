/** Papers as a file of any type that their form is made in. */
import type { FilledPaper } from '../core/report/filled-paper.js';
import type { FileType, Form } from '../core/report/form.js';
import type { FormLibrary } from '../form-files.js';
import { renderChart } from './chart.js';
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
      const chart = papers.flatMap(({ charts }) => charts)[0];
      const drawn = chart === undefined ? null : await renderChart(chart);
      if (drawn?.kind !== 'chart') return null;
      return type === 'png' ? drawn.png : Buffer.from(drawn.svg, 'utf8');
    }
    default:
      return type satisfies never;
  }
}

const PICTURES = {
  async charts({ charts }: FilledPaper): Promise<readonly Picture[]> {
    const drawn = await Promise.all(charts.map(renderChart));
    return drawn.flatMap((one) => (one.kind === 'chart' ? [{ png: one.png, ...pngSize(one.png) }] : []));
  },
  code: qrCode,
};
