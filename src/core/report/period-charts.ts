/** 图: the pictures of a period's reports, each only where there is something to draw. */
import { sumOf, type ComplianceLine } from '../compliance.js';
import { addDays } from '../calendar.js';
import { monthPeriod, periodsUpTo, type Period } from '../period.js';
import { countedTally, type ItemRate, type Tally } from '../survey.js';
import { DIRECTIONS, EVENT_KINDS, keysOf, OVERALL, type Grade } from '../terms.js';
import { visitRate, type KindLine } from './analysis.js';
import { periodFull } from './period-head.js';
import type { HouseholdGrade } from './period-values.js';
import { isFew, percent, type ChartValue, type HeatCell, type Panel, type TrendPoint } from './report.js';

const FORMULA = '满意率 =（满意 + 一般）÷ 回收；没有回收的写「—」。';
const COUNTS_NOTE = '百分数旁的两个数是回收 / 发出。';

type Picture = Pick<ChartValue, 'title' | 'notes'> & { readonly subtitle?: string | null; readonly panel: Panel };
const picture = (
  { title, subtitle = null, panel, notes }: Picture,
  passMark: number | null = null,
): readonly ChartValue[] => [{ title, subtitle, panels: [panel], passMark, notes }];

/** 回访率 of each kind of service that was handled. */
export function visitRateChart(title: string, lines: readonly KindLine[]): readonly ChartValue[] {
  const bars = lines.flatMap((line) =>
    line.handled === null || line.handled === 0
      ? []
      : [{ label: line.label, part: line.visited, whole: line.handled, rate: visitRate(line) }],
  );
  if (bars.length === 0) return [];
  const panel = { kind: 'shares', title: '各类服务', bars } as const;
  return picture({ title, panel, notes: ['百分数旁的两个数是回访 / 处理。'] });
}

/** 满意率走势: the months up to this one as a line, with the pass mark and the numbers answered. */
export function trendChart(
  { title, subtitle }: Pick<ChartValue, 'title' | 'subtitle'>,
  points: readonly TrendPoint[],
  passMark: number | null = null,
): readonly ChartValue[] {
  if (!points.some(({ rate }) => rate !== null)) return [];
  const few = points.some(({ returned }) => isFew(returned)) ? ['空心的点回收不足 10 份，仅供参考。'] : [];
  const panel = { kind: 'line', title: '满意率（月份下为回收份数）', points } as const;
  return picture({ title, subtitle, panel, notes: [FORMULA, ...few] }, passMark);
}

/** 各定向满意率 with the pass mark of the single items, and 综合评议 with its own. */
export function directionsChart(
  title: string,
  items: readonly ItemRate[],
  marks: { readonly item: number | null; readonly overall: number | null },
): readonly ChartValue[] {
  if (!items.some(({ returned }) => returned > 0)) return [];
  const bar = (one: ItemRate) => ({ ...one, label: DIRECTIONS[one.item].zh });
  const each = items.filter(({ item }) => item !== OVERALL).map(bar);
  const overall = items.filter(({ item }) => item === OVERALL).map(bar);
  const notes = [FORMULA, COUNTS_NOTE, '空白处是没有答这一项的。'];
  return [
    ...picture({ title, panel: { kind: 'grades', title: '单项服务', bars: each }, notes }, marks.item),
    ...picture(
      { title: `${title}：综合评议`, panel: { kind: 'grades', title: '综合评议', bars: overall }, notes },
      marks.overall,
    ),
  ];
}

const MOST_CLAUSES = 12;

/** 逾期: the clauses that have something overdue, the most first. */
export function overdueChart(title: string, lines: readonly ComplianceLine[]): readonly ChartValue[] {
  const late = lines.filter(({ overdue }) => overdue > 0).toSorted((a, b) => b.overdue - a.overdue);
  if (late.length === 0) return [];
  const bars = late
    .slice(0, MOST_CLAUSES)
    .map((line) => ({ label: `${line.clause} ${line.title}`, count: line.overdue, of: line.due }));
  const rest = late.slice(MOST_CLAUSES);
  const more = rest.length === 0 ? [] : [`另有 ${rest.length} 条，共逾期 ${sumOf(rest).overdue} 件。`];
  const panel = { kind: 'counts', title: '逾期未办', bars } as const;
  return picture({
    title,
    panel,
    notes: ['条旁的两个数是逾期 / 应办；按制度条款计，一件事项涉及几条的，每条各计一次。', ...more],
  });
}

/** A household's building: what stands before its code's first dash. */
export const buildingOf = (household: string): string => {
  const [building = household, ...rest] = household.split('-');
  return rest.length === 0 ? '其他' : `${building} 栋`;
};

/** 楼栋热力图: the rate of each building and kind of service. */
export function heatChart(title: string, grades: readonly HouseholdGrade[]): readonly ChartValue[] {
  const kinds = keysOf(EVENT_KINDS).filter((kind) => grades.some((one) => one.kind === kind));
  const buildings = [...new Set(grades.map(({ household }) => buildingOf(household)))].toSorted(byNumber);
  if (buildings.length < 2) return [];
  const cellOf = (building: string, kind: string): HeatCell => {
    const counts: Partial<Record<Grade, number>> = {};
    for (const one of grades)
      if (one.kind === kind && buildingOf(one.household) === building)
        counts[one.grade] = (counts[one.grade] ?? 0) + one.count;
    const tally: Tally = countedTally(0, counts);
    return tally.rate === null ? null : { rate: tally.rate, returned: tally.returned };
  };
  const panel = {
    kind: 'heat',
    title: '满意率 %（括号内为评价份数）',
    rows: buildings,
    columns: kinds.map((kind) => EVENT_KINDS[kind].zh),
    cells: buildings.map((building) => kinds.map((kind) => cellOf(building, kind))),
  } as const;
  return picture({ title, panel, notes: ['颜色越深满意率越低；没有评价的写「—」。'] });
}

const byNumber = (one: string, other: string): number =>
  (Number.parseInt(one, 10) || Infinity) - (Number.parseInt(other, 10) || Infinity) || (one < other ? -1 : 1);

/** The heading of a line over the twelve months up to a period's end. */
export const trendTitle = (period: Period): Pick<ChartValue, 'title' | 'subtitle'> => {
  const last = monthPeriod(addDays(period.to, -1));
  const [first = last] = periodsUpTo(last, TREND_MONTHS);
  return { title: '满意率近 12 个月', subtitle: `${periodFull(first)}至 ${periodFull(last)}` };
};
export const TREND_MONTHS = 12;

/** What the line says in words: the first and the last month that have a rate. */
export function trendZh(points: readonly TrendPoint[]): string {
  const known = points.filter(({ rate }) => rate !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return '近 12 个月没有评价。';
  if (first === last)
    return `近 12 个月只有 ${first.label}有评价，满意率 ${percent(first.rate)}（${first.returned} 份）。`;
  return `近 12 个月满意率从 ${first.label}的 ${percent(first.rate)}（${first.returned} 份）到 ${last.label}的 ${percent(last.rate)}（${last.returned} 份）。`;
}
