/** 《问卷验证和总结报告》 (p10.5): a questionnaire's own questions, what came back, and what was done of it. */
import type { Policy } from '../policy/schema.js';
import { rate, type ItemRate } from '../survey.js';
import { lowestZh } from './analysis.js';
import { caseRows, casesZh, shown } from './month-summary.js';
import { headFields, leftTo, titleOf, type Heading } from './period-head.js';
import type { PeriodCase } from './period-values.js';
import { gradeCells, remarkRows, surveyNote, type SurveyValues } from './survey-values.js';
import type { Paper } from './paper.js';
import { percent } from './report.js';

export type QuestionnaireReport = {
  readonly heading: Heading;
  readonly policy: Pick<Policy, 'roles'>;
  readonly survey: SurveyValues;
  readonly cases: readonly PeriodCase[];
};

export function questionnaireReport({ heading, policy, survey, cases }: QuestionnaireReport): Paper {
  const lead = titleOf(policy, 'works-lead');
  const answers = survey.withheld === null ? questionLines(survey) : [];
  return {
    form: 'questionnaire-report',
    number: null,
    fields: {
      ...headFields(heading),
      问卷名称: survey.title,
      发出票数: survey.issued,
      回收票数: survey.returned,
      结果分析: [
        `发出 ${survey.issued} 份，回收 ${survey.returned} 份，回收率 ${percent(rate(survey.returned, survey.issued))}。`,
        lowestZh(answers),
        surveyNote(survey),
        casesZh(cases, heading.madeAt),
      ]
        .filter((words) => words !== '')
        .join('\n'),
      实施效果验证: leftTo(lead),
      总结: leftTo(lead),
    },
    lists: {
      各题: answers.map((one, at) => ({
        序号: at + 1,
        问题: one.label,
        ...gradeCells(one),
        满意率: shown(one.rate),
      })),
      意见: remarkRows(survey),
      处理: caseRows(cases, heading),
    },
    charts: [],
  };
}

const questionLines = ({ questions, items }: SurveyValues): readonly (ItemRate & { readonly label: string })[] =>
  questions.flatMap(({ item, text }) => {
    const found = items.find((one) => one.item === item);
    return found === undefined ? [] : [{ ...found, label: text }];
  });
