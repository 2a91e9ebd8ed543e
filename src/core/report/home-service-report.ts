/** 《居家服务情况统计分析报告》 (p04.8, p04.9): tiers and draws, the three grades of each service, needs and problems. */
import type { Policy } from '../policy/schema.js';
import { TOPICS } from '../policy/words.js';
import { countedTally, rate } from '../survey.js';
import { GRADES, keysOf, type Grade } from '../terms.js';
import { gradesZh, sentence, sumTallies } from './analysis.js';
import { caseRows, casesZh, shown } from './month-summary.js';
import { dayOf, headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { Nonconforming, PeriodCase, Recorded } from './period-values.js';
import { nonconformingRows, nonconformingZh } from './quarter-report.js';
import { placeOf } from './visit-statistics.js';
import type { Paper } from './paper.js';
import type { Instant } from '../calendar.js';

/** A month's draw of one service: households served, what the tier asks of them, what was chosen and made. */
export type ServiceMonth = {
  readonly month: string;
  readonly service: string;
  readonly households: number;
  readonly percent: number | null;
  readonly required: number;
  readonly chosen: number;
  readonly made: number;
};
/** How often each of the graded topics got which grade. */
export type TopicGrades = Readonly<Record<ServiceTopic, Readonly<Partial<Record<Grade, number>>>>>;
export const SERVICE_TOPICS = ['timeliness', 'skill', 'attitude'] as const;
export type ServiceTopic = (typeof SERVICE_TOPICS)[number];
/** What a household wished for, in its own words. */
export type Need = {
  readonly at: Instant;
  readonly household: string | null;
  readonly counterparty: string;
  readonly words: string;
};

export type HomeServiceReport = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly months: readonly ServiceMonth[];
  /** Records of home services, by service. */
  readonly recorded: readonly (Pick<
    Recorded,
    'issued' | 'returned' | 'satisfied' | 'fairly' | 'dissatisfied' | 'rate'
  > & {
    readonly service: string;
  })[];
  readonly topics: TopicGrades;
  readonly needs: readonly Need[];
  readonly nonconforming: readonly Nonconforming[];
  readonly cases: readonly PeriodCase[];
};

export function homeServiceReport(given: HomeServiceReport): Paper {
  const { heading, policy, months, recorded, topics, needs, nonconforming, cases } = given;
  const supervisor = titleOf(policy, 'supervisor');
  return {
    form: 'home-service-report',
    number: null,
    fields: {
      ...headFields(heading),
      说明: daysNote(heading),
      统计分析: analysisZh(given).join('\n'),
      需求汇总:
        needs.length === 0
          ? '没有记录到需求。'
          : `记录到需求 ${needs.length} 条，明细见表；归纳：${leftTo(supervisor)}`,
      措施: leftTo(supervisor),
      新增服务: leftTo(titleOf(policy, 'department-manager')),
      部门经理审批: leftTo(titleOf(policy, 'department-manager')),
    },
    lists: {
      抽样: months.map(({ month, service, households, percent, required, chosen, made }) => ({
        月份: month,
        类别: service,
        服务户数: households,
        抽样比例: percent === null ? null : `不低于 ${percent}%`,
        应访户数: required,
        抽中户数: chosen,
        已访户数: made,
        回访比例: shown(rate(made, households)),
      })),
      评价: SERVICE_TOPICS.map((topic) => {
        const tally = countedTally(0, topics[topic]);
        const { returned, satisfied, fairly, dissatisfied } = tally;
        return {
          项目: TOPICS[topic].zh,
          评价份数: returned,
          满意: satisfied,
          一般满意: fairly,
          不满意: dissatisfied,
          满意率: shown(tally.rate),
        };
      }),
      总评: recorded.map(({ service, issued, returned, satisfied, fairly, dissatisfied, rate: of }) => ({
        类别: service,
        回访记录: issued,
        有评价: returned,
        满意: satisfied,
        一般满意: fairly,
        不满意: dissatisfied,
        满意率: shown(of),
      })),
      需求: needs.map((need, at) => ({
        序号: at + 1,
        日期: dayOf(need.at, heading.zone),
        户: placeOf(need),
        需求: need.words,
      })),
      不合格: nonconformingRows(nonconforming, heading.zone),
      问题: caseRows(cases, heading),
    },
    charts: [],
  };
}

/** Draws are of whole months, all else of the days from one cut-off to the next: both stand on one paper. */
const daysNote = ({ from, to, period }: Heading): string =>
  from === period.from && to === period.to
    ? ''
    : '评价、需求、不合格和问题按起止日期计，即上次截止的次日至本次截止；抽样按其间结束的自然月计，两者的天数不同。';

function analysisZh({ heading, months, recorded, topics, nonconforming, cases }: HomeServiceReport): readonly string[] {
  const items = SERVICE_TOPICS.map((topic) => {
    const { rate: of, returned } = countedTally(0, topics[topic]);
    return `${TOPICS[topic].zh} ${of === null ? '—' : `${of}%（${returned} 份）`}`;
  });
  return [
    ...recorded.map((one) => `${one.service}：${gradesZh(one)}。`),
    recorded.length > 1 ? `合计：${gradesZh(sumTallies(recorded))}。` : '',
    `各项${GRADES.satisfied.zh}率：${items.join('、')}。`,
    drawsZh(months),
    nonconformingZh(nonconforming.length, sumTallies(recorded).issued),
    casesZh(cases, heading.madeAt),
  ].filter((words) => words !== '');
}

/** Whether the draws of the months were made; where no household was to be visited there was nothing to reach. */
function drawsZh(months: readonly ServiceMonth[]): string {
  const short = months.filter(({ made, required }) => made < required);
  if (short.length > 0)
    return sentence(short.map((one) => `${one.month} ${one.service}还差 ${one.required - one.made} 户`));
  if (months.length === 0) return '没有满一个月的抽样。';
  return months.every(({ required }) => required === 0) ? '各月都没有应访的户。' : '各月回访都达到抽样比例。';
}

/** Empty counts for each topic. */
export const noTopicGrades = (): Record<ServiceTopic, Partial<Record<Grade, number>>> => ({
  timeliness: {},
  skill: {},
  attitude: {},
});

/** Adds what a record said to the graded topics; words that are no grade are left out. */
export function addTopicGrades(
  counts: Record<ServiceTopic, Partial<Record<Grade, number>>>,
  topics: Readonly<Record<string, string>>,
): void {
  for (const topic of SERVICE_TOPICS) {
    const grade = keysOf(GRADES).find((one) => one === topics[topic]);
    if (grade !== undefined) counts[topic][grade] = (counts[topic][grade] ?? 0) + 1;
  }
}
