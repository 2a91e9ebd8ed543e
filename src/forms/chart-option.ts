/**
 * What echarts is told. Colours keep apart for colour-blind eyes and in grey (dark, light, middle with stripes), every
 * share also says its number, and letters are large enough for a phone.
 */
import type { EChartsOption, SeriesOption } from 'echarts';
import type { ChartValue, GradeBar, Panel, TrendPoint } from '../core/report/report.js';
import { percent } from '../core/report/report.js';
import { layoutOf, panelHeight } from './chart-layout.js';
import { COLUMN, COUNTS, countsLabel, INK, MUTED, passLine, restsOnFew } from './chart-look.js';
import { countSeries, heatSeries, heatShades, lineSeries, shareSeries } from './chart-panels.js';

export const CHART_FONT = 'Noto Sans SC';
/** The picture's own units; letters of 15 are about 3 mm on a phone. */
export const CHART_WIDTH = 600;

const GRADES = [
  { key: 'satisfied', label: '满意', fill: '#14577f', ink: '#ffffff' },
  { key: 'fairly', label: '一般', fill: '#b9dcef', ink: INK },
  { key: 'dissatisfied', label: '不满意', fill: '#f08a3c', ink: INK },
] as const;

const HEAD = 112;
/** Without a legend, and without a second line, less stands above the panels. */
const LEGEND = 30;
const SUBTITLE = 24;
const PANEL_HEAD = 40;
const PANEL_GAP = 18;
const NOTE_LINE = 20;
/** A share narrower than this holds no number: it stands in the table and the words. */
const NARROWEST_LABELLED = 0.06;

/** Of the whole picture, in its own units. */
export function chartHeight(chart: ChartValue): number {
  return tops(chart).end + chart.notes.length * NOTE_LINE + 16;
}

const headOf = (chart: ChartValue): number =>
  hasLegend(chart) ? HEAD : HEAD - LEGEND - (chart.subtitle === null ? SUBTITLE : 0);
const hasLegend = ({ panels }: ChartValue): boolean => panels.some(({ kind }) => kind === 'grades');

/** Where each panel's drawing begins, and where the notes do. */
function tops(chart: ChartValue): { readonly panels: readonly number[]; readonly end: number } {
  let at = headOf(chart);
  const starts = chart.panels.map((panel) => {
    const start = at + PANEL_HEAD;
    at = start + panelHeight(panel) + PANEL_GAP;
    return start;
  });
  return { panels: starts, end: at + 8 };
}

export function chartOption(chart: ChartValue): EChartsOption {
  const { panels: starts, end } = tops(chart);
  const layouts = chart.panels.map((panel, index) => layoutOf(panel, index, starts[index] ?? HEAD));
  const series = chart.panels.flatMap((panel, index) => seriesOf(panel, index, chart.passMark));
  const heats = series.flatMap(({ type }, index) => (type === 'heatmap' ? [heatShades(index)] : []));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: CHART_FONT, color: INK, fontSize: 15 },
    title: [
      headline(chart),
      ...chart.panels.map(({ title }, index) => smallTitle(title, (starts[index] ?? HEAD) - PANEL_HEAD + 6, 16, INK)),
      ...chart.notes.map((note, index) => smallTitle(note, end + index * NOTE_LINE, 13, MUTED)),
    ],
    legend: {
      show: hasLegend(chart),
      top: 80,
      left: 16,
      itemWidth: 22,
      itemHeight: 14,
      selectedMode: false,
      textStyle: { fontSize: 15, color: INK },
      data: GRADES.map(({ label }) => label),
    },
    grid: layouts.map(({ grid }) => grid),
    xAxis: layouts.map(({ xAxis }) => xAxis),
    yAxis: layouts.map(({ yAxis }) => yAxis),
    series,
    ...(heats.length === 0 ? {} : { visualMap: heats }),
  };
}

function seriesOf(panel: Panel, index: number, passMark: number | null): readonly SeriesOption[] {
  switch (panel.kind) {
    case 'grades':
      return gradeSeries(panel.bars, index, passMark);
    case 'trend':
      return [trendSeries(panel.points, index, passMark)];
    case 'line':
      return [lineSeries(panel.points, index, passMark)];
    case 'shares':
      return [shareSeries(panel, index)];
    case 'counts':
      return [countSeries(panel, index)];
    case 'heat':
      return [heatSeries(panel, index)];
    default:
      return panel satisfies never;
  }
}

const HEADLINE = 23;
const MARGIN = 12;
/** A title that is too long for the picture is written smaller: Latin letters and digits take about half a square. */
const headlineSize = (title: string): number => {
  const squares = Array.from(title).reduce((sum, character) => sum + (/[ -~]/u.test(character) ? 0.58 : 1), 0);
  return Math.min(HEADLINE, Math.floor((CHART_WIDTH - 2 * MARGIN) / squares));
};

const headline = ({ title, subtitle }: ChartValue) => ({
  text: title,
  subtext: subtitle ?? '',
  left: MARGIN,
  top: 8,
  itemGap: 8,
  textStyle: { fontSize: headlineSize(title), fontWeight: 'normal' as const, color: INK },
  subtextStyle: { fontSize: 15, color: MUTED },
});

const smallTitle = (text: string, top: number, fontSize: number, color: string) => {
  return { text, left: MARGIN, top, textStyle: { fontSize, fontWeight: 'normal' as const, color } };
};

/** Shares of what came back, which add up to the bar's whole length; a bar without returns stays empty and says so. */
function gradeSeries(bars: readonly GradeBar[], index: number, passMark: number | null): readonly SeriesOption[] {
  const shares = GRADES.map(({ key, label, fill, ink }, place): SeriesOption => ({
    type: 'bar',
    name: label,
    stack: `grades-${index}`,
    xAxisIndex: index,
    yAxisIndex: index,
    barWidth: 28,
    silent: true,
    itemStyle: {
      color: fill,
      borderColor: '#ffffff',
      borderWidth: 1,
      ...(key === 'dissatisfied' ? { decal: STRIPES } : {}),
    },
    data: bars.map((bar) => ({
      value: bar.returned === 0 ? 0 : (bar[key] * 100) / bar.returned,
      label: {
        show: bar.returned > 0 && bar[key] / bar.returned >= NARROWEST_LABELLED,
        position: 'inside',
        color: ink,
        fontSize: 15,
        formatter: String(bar[key]),
        ...(key === 'dissatisfied' ? { backgroundColor: fill, padding: [1, 3], borderRadius: 2 } : {}),
      },
    })),
    ...(place === 0 && passMark !== null ? { markLine: passLine({ xAxis: passMark }, passMark) } : {}),
  }));
  return [...shares, sideLabels(bars, index)];
}

/** The rate at the right of each bar, always with returned and issued behind it: the label of an unseen last share. */
function sideLabels(bars: readonly GradeBar[], index: number): SeriesOption {
  return {
    type: 'bar',
    stack: `grades-${index}`,
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    itemStyle: { color: 'transparent' },
    data: bars.map((bar) => ({
      value: bar.returned === 0 ? 100 : 0,
      label: {
        show: true,
        position: 'right',
        distance: 10,
        color: INK,
        formatter: `{rate|${percent(bar.rate)}}\n{counts|${countsLabel(bar)}}`,
        rich: COUNTS,
      },
    })),
  };
}

/** A column a period; one that rests on few answers is only outlined, one without any is a dash. */
function trendSeries(points: readonly TrendPoint[], index: number, passMark: number | null): SeriesOption {
  return {
    type: 'bar',
    xAxisIndex: index,
    yAxisIndex: index,
    barMaxWidth: 44,
    silent: true,
    data: points.map((point) => ({
      value: Number(point.rate ?? 0),
      itemStyle: restsOnFew(point)
        ? { color: '#ffffff', borderColor: COLUMN, borderWidth: 2, borderType: 'dashed' }
        : { color: COLUMN },
      label: {
        show: true,
        position: 'top',
        distance: 4,
        color: INK,
        backgroundColor: '#ffffff',
        formatter: `{rate|${percent(point.rate)}}\n{counts|${countsLabel(point)}}`,
        rich: COUNTS,
      },
    })),
    ...(passMark === null ? {} : { markLine: passLine({ yAxis: passMark }, passMark) }),
  };
}

const STRIPES = {
  symbol: 'rect',
  color: 'rgba(31, 41, 55, 0.45)',
  dashArrayX: [1, 0],
  dashArrayY: [2, 6],
  rotation: -Math.PI / 4,
};
