/**
 * Panels of a period's reports: a trend as a line, shares and counts as bars, a heat map. Shades run from light to dark and
 * every field says its number, so that they can be read in grey and by colour-blind eyes.
 */
import type { SeriesOption } from 'echarts';
import type { Panel, TrendPoint } from '../core/report/report.js';
import { NOTHING, percent } from '../core/report/report.js';
import { COLUMN, COUNTS, INK, MUTED, passLine, restsOnFew } from './chart-look.js';

type Of<Kind extends Panel['kind']> = Extract<Panel, { readonly kind: Kind }>;
const HATCH = {
  symbol: 'rect',
  color: 'rgba(31, 41, 55, 0.35)',
  dashArrayX: [1, 0],
  dashArrayY: [2, 6],
  rotation: -Math.PI / 4,
};

/** A line with a point a period: hollow where few answered, broken where nothing came back. */
export function lineSeries(points: readonly TrendPoint[], index: number, passMark: number | null): SeriesOption {
  return {
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    connectNulls: false,
    symbol: 'circle',
    symbolSize: 10,
    lineStyle: { color: COLUMN, width: 2.5 },
    data: points.map((point) => ({
      value: point.rate === null ? null : Number(point.rate),
      itemStyle: restsOnFew(point)
        ? { color: '#ffffff', borderColor: COLUMN, borderWidth: 2 }
        : { color: COLUMN, borderColor: COLUMN, borderWidth: 2 },
      label: { show: true, position: 'top', distance: 6, color: INK, fontSize: 12, formatter: point.rate ?? NOTHING },
    })),
    ...(passMark === null ? {} : { markLine: passLine({ yAxis: passMark }, passMark) }),
  };
}

/** Under a month of the line: how many answered. */
export const lineLabel = ({ label, returned }: TrendPoint): string =>
  `${label}\n${returned === 0 ? NOTHING : returned}`;

/** The visited of what was handled, of 100. */
export const shareSeries = ({ bars }: Of<'shares'>, index: number): SeriesOption => ({
  type: 'bar',
  xAxisIndex: index,
  yAxisIndex: index,
  barWidth: 26,
  silent: true,
  showBackground: true,
  backgroundStyle: { color: '#eef1f5' },
  itemStyle: { color: COLUMN },
  data: bars.map(({ part, whole, rate }) => sided(Number(rate ?? 0), percent(rate), `${part} / ${whole}`)),
});

/** How many, beside how many there were. */
export const countSeries = ({ bars }: Of<'counts'>, index: number): SeriesOption => ({
  type: 'bar',
  xAxisIndex: index,
  yAxisIndex: index,
  barWidth: 26,
  silent: true,
  itemStyle: { color: '#f08a3c', borderColor: INK, borderWidth: 1, decal: HATCH },
  data: bars.map(({ count, of }) => sided(count, String(count), `${count} / ${of}`)),
});

const sided = (value: number, rate: string, counts: string) => ({
  value,
  label: {
    show: true,
    position: 'right' as const,
    distance: 8,
    color: INK,
    formatter: `{rate|${rate}}\n{counts|${counts}}`,
    rich: COUNTS,
  },
});

/** From the shade of a rate where all are satisfied to that of one where few are. */
const SHADES = [
  [95, '#eef6fb', INK],
  [90, '#b9dcef', INK],
  [80, '#6ba8cf', INK],
  [60, '#2f739f', '#ffffff'],
  [0, '#0d3a57', '#ffffff'],
] as const;
const shadeOf = (rate: string): readonly [string, string] => {
  const [, fill, ink] = SHADES.find(([least]) => Number(rate) >= least) ??
    SHADES[SHADES.length - 1] ?? [0, '#ffffff', INK];
  return [fill, ink];
};

/** A field a row and column; one without answers is white with a dash. */
export const heatSeries = ({ rows, columns, cells }: Of<'heat'>, index: number): SeriesOption => ({
  type: 'heatmap',
  xAxisIndex: index,
  yAxisIndex: index,
  silent: true,
  data: rows.flatMap((_, row) =>
    columns.map((__, column) => {
      const cell = cells[row]?.[column] ?? null;
      const [fill, ink] = cell === null ? ['#ffffff', MUTED] : shadeOf(cell.rate);
      return {
        value: [column, row, cell === null ? -1 : Number(cell.rate)],
        itemStyle: { color: fill, borderColor: MUTED, borderWidth: 1 },
        label: {
          show: true,
          color: ink,
          fontSize: 13,
          formatter: cell === null ? NOTHING : `${cell.rate}\n(${cell.returned})`,
        },
      };
    }),
  ),
});
