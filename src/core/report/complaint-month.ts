/** 《投诉回访月度统计分析》 (p08.1) and 《职能回访分析与整改意见》 (p08.2), reported to the manager each month. */
import type { Policy } from '../policy/schema.js';
import type { Repeat, RepeatRule } from '../repeats.js';
import { gradesZh, kindLine, lineZh, lowestZh, sentence } from './analysis.js';
import { causeRows, causesZh, type CauseCount } from './cause-counts.js';
import { kindRow, shown, type PeriodFigures } from './month-summary.js';
import { dayOf, headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { Nonconforming } from './period-values.js';
import { nonconformingRows, repeatRows } from './quarter-report.js';
import { placeOf } from './visit-statistics.js';
import type { Names } from './visit-lists.js';
import type { Paper } from './paper.js';
import { rate, type Tally } from '../survey.js';
import { GRADES, type Grade } from '../terms.js';
import type { Instant } from '../calendar.js';

export type ComplaintMonth = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly now: PeriodFigures;
  readonly before: PeriodFigures;
  readonly beforeLabel: string;
  readonly nonconforming: readonly Nonconforming[];
  readonly causes: readonly CauseCount[];
  /** The same matter complained of so often as a policy of the estate says; null where none does. */
  readonly rule: RepeatRule | null;
  readonly repeats: readonly Repeat[];
};

export function complaintMonth(given: ComplaintMonth): Paper {
  const { heading, policy, now, before, beforeLabel, nonconforming, causes, rule, repeats } = given;
  const line = kindLine('complaint', now.handled, now.recorded);
  const past = kindLine('complaint', before.handled, before.recorded);
  const repeated = repeats.filter(({ kind }) => kind === 'complaint');
  return {
    form: 'complaint-month',
    number: null,
    fields: {
      ...headFields(heading),
      统计分析: [
        lineZh(line, past, beforeLabel),
        nonconforming.length === 0 ? '' : `回访不合格 ${nonconforming.length} 宗，明细见表。`,
        rule === null ? '' : `同一事项投诉 ${rule.complaints} 次以上的 ${repeated.length} 起（含本数）。`,
        causesZh(causes),
      ]
        .filter((words) => words !== '')
        .join('\n'),
      总结: leftTo(titleOf(policy, 'dispatcher')),
      负责人审阅: leftTo(titleOf(policy, 'manager')),
    },
    lists: {
      统计: [kindRow(line)],
      不合格: nonconformingRows(nonconforming, heading.zone),
      重复投诉: repeatRows(repeats, 'complaint', heading.zone),
      原因: causeRows(causes),
    },
    charts: [],
  };
}

/** A function-head's visits of a month: drawn, made, and what was heard. */
export type FunctionVisits = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly population: number;
  readonly drawn: number;
  readonly made: number;
  readonly grades: Tally;
  readonly byPerson: readonly { readonly person: string; readonly tally: Tally }[];
  readonly heard: readonly HeardLine[];
};
export type HeardLine = {
  readonly at: Instant;
  readonly household: string | null;
  readonly counterparty: string;
  readonly grade: Grade | null;
  readonly remark: string | null;
  readonly by: string;
};

export function functionVisits(given: FunctionVisits, names: Names): Paper {
  const { heading, policy, population, drawn, made, grades, byPerson, heard } = given;
  const head = titleOf(policy, 'function-head');
  const rated = byPerson.map(({ person, tally }) => ({ ...tally, label: names(person) }));
  return {
    form: 'function-visits',
    number: null,
    fields: {
      ...headFields(heading),
      总户数: population,
      抽中户数: drawn,
      已回访户数: made,
      完成率: shown(rate(made, drawn)),
      统计分析: [
        sentence([
          `共 ${population} 户，抽中 ${drawn} 户，已回访 ${made} 户`,
          made < drawn ? `还差 ${drawn - made} 户` : '',
        ]),
        `${gradesZh(grades)}。`,
        lowestZh(rated, '人'),
      ]
        .filter((words) => words !== '')
        .join('\n'),
      整改意见: leftTo(head),
      负责人审阅: leftTo(titleOf(policy, 'manager')),
    },
    lists: {
      按职能: rated.map(({ label, issued, satisfied, fairly, dissatisfied, rate: of }) => ({
        回访人: label,
        回访户数: issued,
        满意: satisfied,
        一般满意: fairly,
        不满意: dissatisfied,
        满意率: shown(of),
      })),
      记录: heard.map((one, at) => ({
        序号: at + 1,
        日期: dayOf(one.at, heading.zone),
        户: placeOf(one),
        评价: one.grade === null ? null : GRADES[one.grade].zh,
        意见: one.remark,
        回访人: names(one.by),
      })),
    },
    charts: [],
  };
}
