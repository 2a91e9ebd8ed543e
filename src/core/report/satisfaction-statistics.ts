/** 《满意率统计表》 (p08.5–.9): one paper a survey: ballots issued and returned, each direction, 综合评议 and its mark. */
import { DIRECTIONS, OVERALL } from '../terms.js';
import { rate } from '../survey.js';
import { lowestZh, sentence } from './analysis.js';
import { shown } from './month-summary.js';
import { directionsChart } from './period-charts.js';
import { headFields, type Heading } from './period-head.js';
import type { Paper } from './paper.js';
import { percent } from './report.js';
import {
  directionRows,
  remarkRows,
  surveyNote,
  verdictOf,
  type PassMarks,
  type SurveyValues,
} from './survey-values.js';

export function satisfactionStatistics(heading: Heading, survey: SurveyValues, marks: PassMarks): Paper {
  const overall = survey.items.find(({ item }) => item === OVERALL) ?? null;
  const overallRate = survey.withheld === null ? (overall?.rate ?? null) : null;
  return {
    form: 'satisfaction-statistics',
    number: null,
    fields: {
      ...headFields(heading),
      调查名称: survey.title,
      发出票数: survey.issued,
      回收票数: survey.returned,
      回收率: shown(rate(survey.returned, survey.issued)),
      综合评议满意率: shown(overallRate),
      国家规定的综合评议满意率: marks.overall === null ? '（由公司填写）' : `${marks.overall}%`,
      对照结果: verdictOf(overallRate, marks.overall),
      说明: surveyNote(survey),
    },
    lists: { 各项: directionRows(survey, marks), 意见: remarkRows(survey) },
    charts: survey.withheld === null ? directionsChart(survey.title, survey.items, marks) : [],
  };
}

/** What a survey's figures say: what came back, the overall rate against its mark, the items below theirs, the lowest. */
export function surveyZh(survey: SurveyValues, marks: PassMarks): readonly string[] {
  const { issued, returned, withheld, items } = survey;
  const back = `发出 ${issued} 票，回收 ${returned} 票，回收率 ${percent(rate(returned, issued))}。`;
  const note = surveyNote(survey);
  if (withheld !== null || returned === 0) return [back, note].filter((line) => line !== '');
  const each = items.filter(({ item }) => item !== OVERALL);
  const overall = items.find(({ item }) => item === OVERALL);
  const verdict = verdictOf(overall?.rate ?? null, marks.overall);
  const below = each.filter(({ rate: of }) => verdictOf(of, marks.item) === '未达标');
  const belowZh = below.map(({ item, rate: of }) => `${DIRECTIONS[item].zh} ${percent(of)}`).join('；');
  const itemsZh =
    marks.item === null
      ? '单项合格线未填写'
      : below.length === 0
        ? `单项都达到合格线 ${marks.item}%`
        : `低于合格线 ${marks.item}% 的 ${below.length} 项：${belowZh}`;
  return [
    back,
    sentence([
      `综合评议满意率 ${percent(overall?.rate ?? null)}`,
      verdict === null ? '' : `对照 ${marks.overall}%，${verdict}`,
    ]),
    `${itemsZh}。`,
    lowestZh(each.map((one) => ({ ...one, label: DIRECTIONS[one.item].zh }))),
    note,
  ].filter((line) => line !== '');
}
