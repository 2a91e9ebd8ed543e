/** 《月回访汇总表》 (p02.16): what was handled and visited since the last cut-off, what was raised and how it stands. */
import type { Instant } from '../calendar.js';
import { shortTime } from '../day-words.js';
import { householdZh } from '../household.js';
import type { Policy } from '../policy/schema.js';
import { gradesZh, handledZh, kindLines, lineZh, lowestZh, totalLine, visitRate, type KindLine } from './analysis.js';
import { visitRateChart } from './period-charts.js';
import { dayOf, headFields, leftTo, periodFull, titleOf, type Heading } from './period-head.js';
import type { Handled, PeriodCase, Recorded } from './period-values.js';
import type { Paper, PaperRow } from './paper.js';
import { percent } from './report.js';

/** A period's figures and those of the one before, for what changed. */
export type PeriodFigures = { readonly handled: readonly Handled[]; readonly recorded: readonly Recorded[] };

export type MonthSummary = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly now: PeriodFigures;
  readonly before: PeriodFigures;
  readonly beforeLabel: string;
  readonly cases: readonly PeriodCase[];
};

export function monthSummary({ heading, policy, now, before, beforeLabel, cases }: MonthSummary): Paper {
  const lines = kindLines(now.handled, now.recorded);
  const total = totalLine(lines);
  const past = kindLines(before.handled, before.recorded);
  return {
    form: 'month-summary',
    number: null,
    fields: {
      ...headFields(heading),
      数据分析: [
        lineZh(total, totalLine(past), beforeLabel),
        ...lines.map((line) => `${line.label}：${handledZh(line)}；${gradesZh(line.records)}。`),
        lowestZh(ratedLines(lines), '类'),
        casesZh(cases, heading.madeAt),
      ]
        .filter((line) => line !== '')
        .join('\n'),
      经理分析: leftTo(titleOf(policy, 'manager')),
      审批意见: leftTo(titleOf(policy, 'vice-president')),
      落实情况: leftTo(titleOf(policy, 'quality')),
    },
    lists: {
      汇总: [...lines, ...(lines.length > 1 ? [total] : [])].map(kindRow),
      问题: caseRows(cases, heading),
    },
    charts: visitRateChart(`${periodFull(heading.period)}回访率`, lines),
  };
}

/** The rates of the kinds that are to be compared with each other. */
export const ratedLines = (lines: readonly KindLine[]) =>
  lines.map(({ label, records }) => ({ label, rate: records.rate, returned: records.returned }));

/**
 * A kind of service as a printed row; what there was none of is a dash. Visits that no event asked for are records alone:
 * the column 回访宗数 adds up to its sum, which the rate is of.
 */
export const kindRow = (line: KindLine): PaperRow => {
  const { issued, returned, satisfied, fairly, dissatisfied, rate } = line.records;
  return {
    类别: line.label,
    处理宗数: line.handled,
    回访宗数: line.handled === null ? null : line.visited,
    回访率: shown(visitRate(line)),
    回访记录: issued,
    有评价: returned,
    满意: satisfied,
    一般满意: fairly,
    不满意: dissatisfied,
    满意率: shown(rate),
  };
};

/** A rate as a cell: null stays null, for a dash. */
export const shown = (rate: string | null): string | null => (rate === null ? null : percent(rate));

const CASE_KINDS: Readonly<Record<string, string>> = {
  nonconformity: '不合格',
  promise: '承诺',
  request: '住户报事',
  finding: '检查发现',
  'wrong-person': '找错人',
};
export const caseKindZh = (kind: string): string => CASE_KINDS[kind] ?? kind;

/** How a case stands at a moment. */
export function caseStateZh({ isOpen, promisedAt }: PeriodCase, now: Instant): string {
  if (!isOpen) return '已办结';
  return promisedAt !== null && promisedAt <= now ? '逾期未答复' : '办理中';
}

/** 个案 as printed rows, in the order of their numbers. */
export const caseRows = (cases: readonly PeriodCase[], { zone, madeAt }: Heading): readonly PaperRow[] =>
  cases.map((one, at) => ({
    序号: at + 1,
    个案: `案${one.id}`,
    户: one.household === null ? null : householdZh(one.household),
    类别: caseKindZh(one.kind),
    事项: one.matter,
    问题: one.text,
    提出日期: dayOf(one.openedAt, zone),
    答复时限: one.promisedAt === null ? null : shortTime(one.promisedAt, zone, madeAt),
    状态: caseStateZh(one, madeAt),
    处理结果: one.outcome,
  }));

/** `问题 5 件：已办结 3 件，办理中 1 件，逾期未答复 1 件。` */
export function casesZh(cases: readonly PeriodCase[], now: Instant): string {
  if (cases.length === 0) return '没有提出问题。';
  const states = cases.map((one) => caseStateZh(one, now));
  const parts = ['已办结', '办理中', '逾期未答复'].flatMap((state) => {
    const count = states.filter((one) => one === state).length;
    return count === 0 ? [] : [`${state} ${count} 件`];
  });
  return `提出的问题和承诺 ${cases.length} 件：${parts.join('，')}。`;
}
