/** Draws a chart from top to bottom on a portrait A4 sheet as SVG. Lengths are tenths of a millimetre: 2100 × 2970. */
import { arrow, END, laidOut, pill, RHOMBUS, SHEET } from './flow-chart-shapes.js';
import type { ChartItem, Laid } from './flow-chart-shapes.js';
import { escaped, text } from './flow-chart-text.js';

const TITLE_ROOM = 172;
const END_ROOM = END.height;
const GAP = { least: 38, most: 96 } as const;
/** The largest type; the smallest, for a policy with very many words, is still drawn. */
const TYPE = { most: 38, least: 12 } as const;
const FONTS = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

/** The whole sheet; `subtitle` in one line each. */
export function drawChart(title: string, subtitles: readonly string[], items: readonly ChartItem[]): string {
  const { laid, gap } = fitted(items);
  const parts = [
    text(SHEET.width / 2, 140, 56, title, { anchor: 'middle', bold: true }),
    ...subtitles.map((words, index) => text(SHEET.width / 2, 200 + index * 46, 32, words, { anchor: 'middle' })),
  ];
  let top = SHEET.margin + TITLE_ROOM;
  for (const [index, one] of laid.entries()) {
    const next = items[index + 1];
    parts.push(one.draw({ top, gap, isLast: next === undefined }));
    if (items[index]?.kind !== 'branch' && next?.kind !== 'branch') {
      parts.push(arrow(SHEET.width / 2, top + one.height, top + one.height + gap - 2));
    }
    top += one.height + gap;
  }
  parts.push(pill(items.at(-1)?.kind === 'branch' ? RHOMBUS.x : SHEET.width / 2, top));
  const name = escaped([title, ...subtitles].join(' '));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 ${SHEET.width} ${SHEET.height}" ` +
      `font-family="${FONTS}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<rect width="${SHEET.width}" height="${SHEET.height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

/** The largest type at which everything stands on one sheet. */
function fitted(items: readonly ChartItem[]): { readonly laid: readonly Laid[]; readonly gap: number } {
  const room = SHEET.height - 2 * SHEET.margin - TITLE_ROOM - END_ROOM;
  for (let size: number = TYPE.most; ; size -= 0.5) {
    const laid = items.map((item) => laidOut(item, size));
    const spare = room - laid.reduce((sum, { height }) => sum + height, 0);
    const gap = Math.min(GAP.most, spare / Math.max(1, items.length));
    if (gap >= GAP.least || size <= TYPE.least) return { laid, gap: Math.max(gap, GAP.least / 2) };
  }
}
