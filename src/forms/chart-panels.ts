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
      label: {
        show: true,
        position: 'top',
        distance: 6,
        color: INK,
        backgroundColor: '#ffffff',
        fontSize: 12,
        formatter: point.rate ?? NOTHING,
      },
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

/** The least rate of each shade, from where nearly all are satisfied to where few are, and the ink that shows on it. */
const SHADES = [
  { least: 95, fill: '#eef6fb', ink: INK },
  { least: 90, fill: '#b9dcef', ink: INK },
  { least: 80, fill: '#6ba8cf', ink: INK },
  { least: 60, fill: '#2f739f', ink: '#ffffff' },
  { least: 0, fill: '#0d3a57', ink: '#ffffff' },
] as const;
const inkOf = (rate: string): string => SHADES.find(({ least }) => Number(rate) >= least)?.ink ?? INK;

/** A field a row and column; one without answers is white with a dash. */
export const heatSeries = ({ rows, columns, cells }: Of<'heat'>, index: number): SeriesOption => ({
  type: 'heatmap',
  xAxisIndex: index,
  yAxisIndex: index,
  silent: true,
  itemStyle: { borderColor: MUTED, borderWidth: 1 },
  data: rows.flatMap((_, row) =>
    columns.map((__, column) => {
      const cell = cells[row]?.[column] ?? null;
      return {
        value: [column, row, cell === null ? -1 : Number(cell.rate)],
        label: {
          show: true,
          color: cell === null ? MUTED : inkOf(cell.rate),
          fontSize: 13,
          formatter: cell === null ? NOTHING : `${cell.rate}\n(${cell.returned})`,
        },
      };
    }),
  ),
});

/** The shades of the heat map at a place among the series. */
export const heatShades = (seriesIndex: number) => ({
  type: 'piecewise' as const,
  show: false,
  seriesIndex,
  dimension: 2,
  pieces: [
    { value: -1, color: '#ffffff' },
    ...SHADES.map(({ least, fill }, at) => ({ gte: least, lt: SHADES[at - 1]?.least ?? 101, color: fill })),
  ],
});
