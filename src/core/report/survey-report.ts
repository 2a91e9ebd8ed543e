/** 《综合回访报告》 (p08.4): what was asked, what came back, what people said, and the corrections that the manager sets. */
import type { Policy } from '../policy/schema.js';
import { DIRECTIONS, OVERALL } from '../terms.js';
import { lowestOf } from './analysis.js';
import { directionsChart, trendChart, trendTitle, trendZh } from './period-charts.js';
import { headFields, leftTo, titleOf, type Heading } from './period-head.js';
import { surveyZh } from './satisfaction-statistics.js';
import type { Paper, PaperRow } from './paper.js';
import { percent, type TrendPoint } from './report.js';
import { directionRows, remarkRows, verdictOf, type PassMarks, type SurveyValues } from './survey-values.js';

/** `surveys`: those of the period; `trend`: 满意率 of visits in the twelve months up to its end. */
export type SurveyReport = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly surveys: readonly SurveyValues[];
  readonly marks: PassMarks;
  readonly trend: readonly TrendPoint[];
};

export function surveyReport({ heading, policy, surveys, marks, trend }: SurveyReport): Paper {
  const manager = titleOf(policy, 'manager');
  const several = surveys.length > 1;
  const named = (survey: SurveyValues, row: PaperRow): PaperRow => ({ 调查: survey.title, ...row });
  const contents = surveys.map(
    ({ title, questions }) =>
      `《${title}》问 ${questions.length} 项：${questions.map(({ text }) => text).join('；')}。`,
  );
  const analysis = surveys.flatMap((survey) => [
    ...(several ? [`《${survey.title}》`] : []),
    ...surveyZh(survey, marks),
  ]);
  return {
    form: 'survey-report',
    number: null,
    fields: {
      ...headFields(heading),
      回访内容: surveys.length === 0 ? '本期没有全面综合回访。' : contents.join('\n'),
      意见分析: [...analysis, trendZh(trend)].join('\n'),
      原因分析: leftTo(manager),
      公司主管领导意见: leftTo(titleOf(policy, 'company-leader')),
    },
    lists: {
      票数: surveys.map(({ title, issued, returned }) => ({ 调查: title, 发出票数: issued, 回收票数: returned })),
      各项: surveys.flatMap((survey) => directionRows(survey, marks).map((row) => named(survey, row))),
      意见: surveys
        .flatMap((survey) => remarkRows(survey).map((row) => named(survey, row)))
        .map((row, at) => ({ ...row, 序号: at + 1 })),
      整改措施: surveys
        .flatMap((survey) => weakest(survey, marks))
        .map((问题, at) => ({
          序号: at + 1,
          问题,
          整改措施: leftTo(manager),
          责任人: null,
          完成时间: null,
        })),
    },
    charts: [
      ...surveys.flatMap((survey) =>
        survey.withheld === null ? directionsChart(survey.title, survey.items, marks) : [],
      ),
      ...trendChart(trendTitle(heading.period), trend, marks.overall),
    ],
  };
}

/** What asks for a measure: the items below their mark, or where no mark is set the three lowest. */
function weakest({ items, withheld, returned }: SurveyValues, marks: PassMarks): readonly string[] {
  if (withheld !== null || returned === 0) return [];
  const rated = items.map((one) => ({ ...one, label: DIRECTIONS[one.item].zh }));
  const markOf = (item: string): number | null => (item === OVERALL ? marks.overall : marks.item);
  const below = rated.filter(({ item, rate }) => verdictOf(rate, markOf(item)) === '未达标');
  const each = rated.filter(({ item }) => item !== OVERALL);
  const chosen = marks.item === null ? [...below, ...lowestOf(each)] : below;
  return chosen.map(({ label, rate, dissatisfied }) => `${label} 满意率 ${percent(rate)}（不满意 ${dissatisfied}）`);
}
