/**
 * 《季度统计分析报告》 (p03.13, p05.12): statistics, nonconforming visits, the same matter complained of and the same repair
 * made so often as the policy says, and the causes behind them.
 */
import type { ComplianceLine } from '../compliance.js';
import { localDate } from '../calendar.js';
import { dayZh } from '../day-words.js';
import { householdZh } from '../household.js';
import type { Policy } from '../policy/schema.js';
import { matterOf, repeatZh, type Repeat, type RepeatRule } from '../repeats.js';
import { EVENT_KINDS, GRADES } from '../terms.js';
import { kindLines, lineZh, lowestZh, totalLine } from './analysis.js';
import { causeRows, causesZh, type CauseCount } from './cause-counts.js';
import { kindRow, ratedLines, type PeriodFigures } from './month-summary.js';
import { heatChart, overdueChart, trendChart, trendTitle, trendZh, visitRateChart } from './period-charts.js';
import { dayOf, headFields, leftTo, periodFull, titleOf, type Heading } from './period-head.js';
import type { HouseholdGrade, Nonconforming } from './period-values.js';
import { placeOf } from './visit-statistics.js';
import type { Paper, PaperRow } from './paper.js';
import type { TrendPoint } from './report.js';

export type QuarterReport = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles' | 'title'>;
  /** As the policy file says; null where it names none. */
  readonly rule: RepeatRule | null;
  readonly now: PeriodFigures;
  readonly before: PeriodFigures;
  readonly beforeLabel: string;
  readonly nonconforming: readonly Nonconforming[];
  readonly repeats: readonly Repeat[];
  readonly causes: readonly CauseCount[];
  readonly trend: readonly TrendPoint[];
  readonly compliance: readonly ComplianceLine[];
  readonly byHousehold: readonly HouseholdGrade[];
};

export function quarterReport(given: QuarterReport): Paper {
  const { heading, policy, now, nonconforming, repeats, causes, trend, compliance, byHousehold } = given;
  const lines = kindLines(now.handled, now.recorded);
  const total = totalLine(lines);
  const title = periodFull(heading.period);
  return {
    form: 'quarter-report',
    number: null,
    fields: {
      ...headFields(heading),
      制度: policy.title,
      统计分析: analysisZh(given).join('\n'),
      审核意见: leftTo(titleOf(policy, 'supervisor')),
      处理决定: leftTo(titleOf(policy, 'manager')),
    },
    lists: {
      统计: [...lines, ...(lines.length > 1 ? [total] : [])].map(kindRow),
      不合格: nonconformingRows(nonconforming, heading.zone),
      重复投诉: repeatRows(repeats, 'complaint', heading.zone),
      重复维修: repeatRows(repeats, 'repair', heading.zone),
      原因: causeRows(causes),
    },
    charts: [
      ...visitRateChart(`${title}回访率`, lines),
      ...trendChart(trendTitle(heading.period), trend),
      ...overdueChart(`${title}逾期`, compliance),
      ...heatChart(`${title}各楼栋满意率`, byHousehold),
    ],
  };
}

/** So many are told in words; the tables hold all. */
const MOST_NAMED = 20;

/** The table counts matters, the picture beside it clauses. */
const BASIS_NOTE =
  '注：处理宗数、回访宗数按事项计；逾期图按制度条款计，一件事项涉及几条的，每条各计一次，两者不相加减。';

function analysisZh(given: QuarterReport): readonly string[] {
  const { now, before, beforeLabel, nonconforming, repeats, rule, causes, trend, compliance } = given;
  const lines = kindLines(now.handled, now.recorded);
  const count = (kind: Repeat['kind']): number => repeats.filter((one) => one.kind === kind).length;
  const repeated =
    rule === null
      ? []
      : [
          `同一事项投诉 ${rule.complaints} 次以上的 ${count('complaint')} 起，同一种维修 ${rule.repairs} 次以上的 ${count('repair')} 起（均含本数）。`,
          ...repeats.slice(0, MOST_NAMED).map((one) => `· ${repeatZh(one, '共')}`),
          ...(repeats.length > MOST_NAMED ? [`· 另有 ${repeats.length - MOST_NAMED} 起，明细见表。`] : []),
        ];
  return [
    lineZh(totalLine(lines), totalLine(kindLines(before.handled, before.recorded)), beforeLabel),
    lowestZh(ratedLines(lines), '类'),
    nonconformingZh(nonconforming.length, totalLine(lines).records.issued),
    ...repeated,
    causesZh(causes),
    trendZh(trend),
    compliance.some(({ overdue }) => overdue > 0) ? BASIS_NOTE : '',
  ].filter((line) => line !== '');
}

/** How many visits were not as they should be. Where none was recorded there is nothing to judge, and nothing is said. */
export function nonconformingZh(count: number, recorded: number): string {
  if (count > 0) return `回访不合格 ${count} 宗，明细见表。`;
  return recorded === 0 ? '' : '回访没有不合格。';
}

/** 不合格的回访 as printed rows. */
export const nonconformingRows = (all: readonly Nonconforming[], zone: string): readonly PaperRow[] =>
  all.map((one, at) => ({
    序号: at + 1,
    日期: dayOf(one.at, zone),
    户: placeOf(one),
    类别: EVENT_KINDS[one.kind].zh,
    事项: one.description,
    不合格: faultsZh(one),
    住户意见: one.remark,
    处理:
      one.case === null
        ? null
        : (one.case.outcome ?? (one.case.isOpen ? `案${one.case.id} 办理中` : `案${one.case.id} 已办结`)),
  }));

function faultsZh({ grade, unfinished, promiseMissed }: Nonconforming): string {
  const faults = [
    ...(grade === 'dissatisfied' ? [GRADES.dissatisfied.zh] : []),
    ...(unfinished ? ['没有做完'] : []),
    ...(promiseMissed ? ['承诺逾期'] : []),
  ];
  return faults.length === 0 ? '有单项不合格' : faults.join('、');
}

/** 同一事项投诉、同一种维修 as printed rows. */
export const repeatRows = (repeats: readonly Repeat[], kind: Repeat['kind'], zone: string): readonly PaperRow[] =>
  repeats
    .filter((one) => one.kind === kind)
    .map((one, at) => ({
      序号: at + 1,
      户: householdZh(one.household),
      事项: matterOf(one),
      次数: one.events.length,
      称未修好: one.again,
      日期: one.events
        .flatMap(({ reportedAt, resolvedAt }) => reportedAt ?? resolvedAt ?? [])
        .map((when) => dayZh(localDate(when, zone)))
        .join('、'),
    }));
