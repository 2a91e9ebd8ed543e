/** 《回访统计表》 (p05.13): the printed columns 投诉, 维修项目, 特约服务, and what the figures say of each. */
import type { EventKind } from '../terms.js';
import { kindLine, lineZh, visitRate, type KindLine } from './analysis.js';
import { householdZh } from '../household.js';
import { shown, type PeriodFigures } from './month-summary.js';
import { fullDay, headFields, type Heading } from './period-head.js';
import { localDate } from '../calendar.js';
import type { Nonconforming } from './period-values.js';
import type { Paper, PaperRow } from './paper.js';

export type VisitStatistics = {
  readonly heading: Heading;
  readonly now: PeriodFigures;
  readonly before: PeriodFigures;
  readonly beforeLabel: string;
  readonly nonconforming: readonly Nonconforming[];
};

/** The form's columns, as they are printed. */
const COLUMNS = [
  ['投诉', 'complaint'],
  ['维修项目', 'repair'],
  ['特约服务', 'contracted-service'],
] as const satisfies readonly (readonly [string, EventKind])[];

export function visitStatistics({ heading, now, before, beforeLabel, nonconforming }: VisitStatistics): Paper {
  const line = (kind: EventKind, { handled, recorded }: PeriodFigures): KindLine => kindLine(kind, handled, recorded);
  const row = (类别数据: string, cell: (one: KindLine) => PaperRow[string]): PaperRow => ({
    类别数据,
    ...Object.fromEntries(COLUMNS.map(([column, kind]) => [column, cell(line(kind, now))])),
  });
  const analysis = COLUMNS.map(([column, kind]) => {
    const figures = lineZh(line(kind, now), line(kind, before), beforeLabel);
    return [column, `${figures}${namedZh(nonconforming.filter((one) => one.kind === kind))}`] as const;
  });
  return {
    form: 'visit-statistics',
    number: null,
    fields: {
      ...headFields(heading),
      年月日: fullDay(localDate(heading.madeAt, heading.zone)),
      ...Object.fromEntries(analysis),
    },
    lists: {
      统计: [
        row('处理宗数', ({ handled }) => handled),
        row('回访宗数', ({ visited }) => visited),
        row('回访率', (one) => shown(visitRate(one))),
      ],
    },
    charts: [],
  };
}

const MOST_NAMED = 5;

/** `不合格 2 宗：3 栋 2 单元 1204（还漏）、…`; empty where there is none. */
export function namedZh(nonconforming: readonly Nonconforming[]): string {
  if (nonconforming.length === 0) return '';
  const named = nonconforming.slice(0, MOST_NAMED).map((one) => {
    const words = one.remark ?? one.description;
    return `${placeOf(one)}${words === null ? '' : `（${words}）`}`;
  });
  const more = nonconforming.length > MOST_NAMED ? '等' : '';
  return `不合格 ${nonconforming.length} 宗：${named.join('、')}${more}。`;
}

export const placeOf = ({ household, counterparty }: Pick<Nonconforming, 'household' | 'counterparty'>): string =>
  household === null ? counterparty.replace(/^[a-z-]+:/, '') || '—' : householdZh(household);
