/** What the parts of a chart share: colours that keep apart in grey too, and the small print of counts. */
import type { TrendPoint } from '../core/report/report.js';
import { isFew } from '../core/report/report.js';

export const INK = '#1f2937';
export const MUTED = '#5b6472';
export const GRID = '#e2e6ec';
export const COLUMN = '#14577f';

export const COUNTS = {
  rate: { fontSize: 16, color: INK, lineHeight: 21 },
  counts: { fontSize: 13, color: MUTED, lineHeight: 18 },
};

export const countsLabel = (point: TrendPoint): string =>
  `${point.returned} / ${point.issued}${restsOnFew(point) ? (point.base === undefined ? '，份数少' : '，件数少') : ''}`;

export const restsOnFew = ({ returned, base = returned }: TrendPoint): boolean => isFew(base);

/** Behind the bars, so that it crosses out no number. */
export const passLine = (at: { xAxis: number } | { yAxis: number }, passMark: number) => ({
  silent: true,
  symbol: 'none',
  z: 1,
  lineStyle: { color: INK, type: 'dashed' as const, width: 1.5 },
  label: {
    formatter: `合格 ${passMark}%`,
    color: INK,
    fontSize: 13,
    position: 'end' as const,
  },
  data: [at],
});
