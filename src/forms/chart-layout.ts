/** Where each panel of a chart lies, and what its axes say. */
import type { EChartsOption } from 'echarts';
import type { Panel } from '../core/report/report.js';
import { GRID, INK, MUTED } from './chart-look.js';
import { lineLabel } from './chart-panels.js';

const BAR_ROW = 46;
const TREND = 200;
const HEAT_ROW = 44;
/** Room for the bars' names at the left and for their rates at the right. */
const LEFT = 124;
const RIGHT = 132;

export function panelHeight(panel: Panel): number {
  switch (panel.kind) {
    case 'grades':
    case 'shares':
    case 'counts':
      return panel.bars.length * BAR_ROW;
    case 'trend':
    case 'line':
      return TREND + 30;
    case 'heat':
      return panel.rows.length * HEAT_ROW + 30;
    default:
      return panel satisfies never;
  }
}

type Axis = Extract<NonNullable<EChartsOption['xAxis']>, readonly unknown[]>[number];
type YAxis = Extract<NonNullable<EChartsOption['yAxis']>, readonly unknown[]>[number];
export type Layout = { readonly grid: object; readonly xAxis: Axis; readonly yAxis: YAxis };

export function layoutOf(panel: Panel, index: number, top: number): Layout {
  switch (panel.kind) {
    case 'grades':
    case 'shares':
    case 'counts':
      return barLayout(panel, index, top);
    case 'trend':
    case 'line':
      return timeLayout(panel, index, top);
    case 'heat':
      return heatLayout(panel, index, top);
    default:
      return panel satisfies never;
  }
}

function barLayout(panel: Extract<Panel, { bars: unknown }>, index: number, top: number): Layout {
  const most = panel.kind === 'counts' ? Math.max(...panel.bars.map(({ count }) => count)) : 100;
  return {
    grid: { left: LEFT, right: RIGHT, top, height: panel.bars.length * BAR_ROW },
    xAxis: { type: 'value', gridIndex: index, min: 0, max: most, show: false },
    yAxis: {
      type: 'category',
      gridIndex: index,
      inverse: true,
      data: panel.bars.map(({ label }) => label),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: INK, fontSize: panel.kind === 'counts' ? 13 : 15, width: LEFT - 20, overflow: 'break' },
    },
  };
}

function timeLayout({ kind, points }: Extract<Panel, { points: unknown }>, index: number, top: number): Layout {
  return {
    grid: { left: 60, right: 76, top: top + 40, height: TREND - 40 },
    xAxis: {
      type: 'category',
      gridIndex: index,
      data: points.map((point) => (kind === 'line' ? lineLabel(point) : point.label)),
      axisLine: { lineStyle: { color: MUTED } },
      axisTick: { show: false },
      axisLabel: { color: INK, fontSize: kind === 'line' ? 12 : 15, interval: 0 },
    },
    yAxis: {
      type: 'value',
      gridIndex: index,
      min: 0,
      max: 100,
      interval: 50,
      axisLabel: { color: MUTED, fontSize: 14, formatter: '{value}%' },
      splitLine: { lineStyle: { color: GRID } },
    },
  };
}

function heatLayout({ rows, columns }: Extract<Panel, { kind: 'heat' }>, index: number, top: number): Layout {
  const plain = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const;
  return {
    grid: { left: 76, right: 24, top, height: rows.length * HEAT_ROW },
    xAxis: {
      type: 'category',
      gridIndex: index,
      data: [...columns],
      ...plain,
      axisLabel: { color: INK, fontSize: 13, interval: 0, width: 64, overflow: 'break' },
    },
    yAxis: {
      type: 'category',
      gridIndex: index,
      inverse: true,
      data: [...rows],
      ...plain,
      axisLabel: { color: INK, fontSize: 14 },
    },
  };
}
