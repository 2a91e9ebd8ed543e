/** Reports of surveys: 满意率统计表, 综合回访报告, 问卷验证和总结报告, counted ballot by ballot. */
import { DIRECTIONS, keysOf } from '../../../../src/core/terms.js';
import { rateOf, type Counted } from '../recount.js';
import { caseParts, caseRows, casesIn, isFew, lowestParts, periodSpan, type Span } from './lines.js';
import { inWords, line, type Asked, type Recount, type Row } from './said.js';
import { trendOf, trendPanel, trendParts } from './visits.js';

type Survey = Counted['surveys'][number];
type Sheet = Counted['sheets'][number];
type Question = readonly [string, string];
type Item = {
  readonly label: string;
  readonly satisfied: number;
  readonly fairly: number;
  readonly dissatisfied: number;
  readonly returned: number;
  readonly answered: number;
  readonly rate: string | null;
};

const questionsOf = ({ questions }: Survey): readonly Question[] =>
  questions === null
    ? keysOf(DIRECTIONS).map((item) => [item, DIRECTIONS[item].zh])
    : (JSON.parse(questions) as Question[]);
const isOwn = (survey: Survey): boolean =>
  questionsOf(survey).some(([item, text]) => DIRECTIONS[item as keyof typeof DIRECTIONS].zh !== text);

/** Surveys whose last day is in the span: those by the directions, or those with questions of their own. */
export const surveysIn = (all: Counted, [from, to]: Span, own: boolean): readonly Survey[] =>
  all.surveys.filter(
    (survey) => Number(survey.closesAt) > from && Number(survey.closesAt) <= to && isOwn(survey) === own,
  );

const issuedOf = (all: Counted, { id }: Survey): readonly Sheet[] =>
  all.sheets.filter(({ surveyId, issuedAt }) => surveyId === id && issuedAt !== null);
const backOf = (all: Counted, survey: Survey): readonly Sheet[] =>
  issuedOf(all, survey).filter(({ returnedAt, answers }) => returnedAt !== null && Object.keys(answers).length > 0);

/** Nothing is told of an anonymous survey that is open, or that only one to four answered. */
function isWithheld(all: Counted, survey: Survey): boolean {
  const back = backOf(all, survey).length;
  return Boolean(survey.anonymous) && (survey.closedAt === null || (back > 0 && back < 5));
}
export const sheetsShown = (all: Counted, survey: Survey): readonly Sheet[] =>
  isWithheld(all, survey) ? [] : issuedOf(all, survey);

function itemOf(back: readonly Sheet[], [item, label]: Question): Item {
  const of = (grade: string): number => back.filter(({ answers }) => answers[item] === grade).length;
  const [satisfied, fairly, dissatisfied] = [of('satisfied'), of('fairly'), of('dissatisfied')];
  return {
    label,
    satisfied,
    fairly,
    dissatisfied,
    returned: back.length,
    answered: satisfied + fairly + dissatisfied,
    rate: rateOf(satisfied + fairly, back.length),
  };
}
const itemsOf = (all: Counted, survey: Survey): readonly Item[] =>
  isWithheld(all, survey)
    ? []
    : keysOf(DIRECTIONS).map((item) => itemOf(backOf(all, survey), [item, DIRECTIONS[item].zh]));

const isOverall = (at: number): boolean => at === 12;
const markOf = ({ marks }: Asked, at: number): number | null => (isOverall(at) ? marks.overall : marks.item);
const verdictOf = (rate: string | null, mark: number | null): string | null =>
  rate === null || mark === null ? null : Number.parseFloat(rate) >= mark ? '达标' : '未达标';

const gradeCells = ({ satisfied, fairly, dissatisfied, returned, answered }: Item): Row =>
  returned === 0
    ? { 满意: null, 一般满意: null, 不满意: null, 未答: null }
    : { 满意: satisfied, 一般满意: fairly, 不满意: dissatisfied, 未答: returned - answered };

const itemRows = (items: readonly Item[], asked: Asked): readonly Row[] =>
  items.map((item, at) => {
    const { label, rate } = item;
    const mark = markOf(asked, at);
    return {
      定向: label,
      ...gradeCells(item),
      满意率: rate,
      合格线: mark === null ? null : `${mark}%`,
      是否达标: verdictOf(rate, mark),
    };
  });

function remarkRows(all: Counted, survey: Survey): readonly Row[] {
  const shown = sheetsShown(all, survey);
  return [...questionsOf(survey), ['0', '整体'] as const].flatMap(([item, label]) => {
    const said = shown.flatMap(({ remarks }) => remarks[item] ?? []);
    const words = [...new Set(said)].map((one) => [one, said.filter((other) => other === one).length] as const);
    return words.toSorted(([, a], [, b]) => b - a).map(([意见, 份数]) => ({ 定向: label, 意见, 份数 }));
  });
}

/** The picture of the single items, and that of the whole. */
function itemPanels(items: readonly Item[], issued: number): readonly string[] {
  if (items.every(({ returned }) => returned === 0)) return [];
  const bar = (one: Item) => [one.label, issued, one.returned, one.satisfied, one.fairly, one.dissatisfied, one.rate];
  return [
    line(items.filter((_, at) => !isOverall(at)).map(bar)),
    line(items.filter((_, at) => isOverall(at)).map(bar)),
  ];
}

/** The survey that a paper is of, by its number. */
const surveyOf = (all: Counted, number: unknown): Survey | undefined =>
  all.surveys.find(
    ({ policyId, period }) => `${policyId.toUpperCase()}-${period.replace('/survey-', '-')}` === String(number),
  );

export const satisfactionStatistics: Recount = (all, asked, said) => {
  const survey = surveyOf(all, said.fields['编号']);
  if (survey === undefined) return {};
  const [issued, back] = [issuedOf(all, survey).length, backOf(all, survey).length];
  const items = itemsOf(all, survey);
  const overall = items[12]?.rate ?? null;
  const { marks } = asked;
  return {
    fields: {
      发出票数: issued,
      回收票数: back,
      回收率: rateOf(back, issued),
      综合评议满意率: overall,
      国家规定的综合评议满意率: marks.overall === null ? '（由公司填写）' : `${marks.overall}%`,
      对照结果: verdictOf(overall, marks.overall),
      说明: inWords(...(!isWithheld(all, survey) && isFew(back) ? [back] : [])),
    },
    lists: { 各项: itemRows(items, asked), 意见: remarkRows(all, survey) },
    charts: itemPanels(items, issued),
  };
};

export const surveyReport: Recount = (all, asked) => {
  const { policy, marks } = asked;
  const surveys = surveysIn(all, periodSpan(asked), false).filter(({ policyId }) => policyId === policy);
  const trend = trendOf(all, asked);
  const each = surveys.map((survey) => {
    const items = itemsOf(all, survey);
    return { survey, items, issued: issuedOf(all, survey).length, back: backOf(all, survey).length };
  });
  const words = each.flatMap(({ survey, items, issued, back }) => {
    const head = [...(surveys.length > 1 ? [survey.title] : []), issued, back, rateOf(back, issued)];
    const single = items.filter((_, at) => !isOverall(at));
    const below = single.filter(({ rate }) => verdictOf(rate, marks.item) === '未达标');
    if (isWithheld(all, survey) || back === 0) return head;
    const overall = items[12]?.rate ?? null;
    return [
      ...head,
      overall,
      ...(verdictOf(overall, marks.overall) === null ? [] : [marks.overall]),
      ...(marks.item === null ? [] : [marks.item]),
      ...(below.length === 0 ? [] : [below.length, ...below.flatMap(({ label, rate }) => [label, rate])]),
      ...lowestParts(single.map((one) => ({ ...one, answered: one.returned }))),
      ...(isFew(back) ? [back] : []),
    ];
  });
  const weak = each.flatMap(({ survey, items, back }) => {
    if (isWithheld(all, survey) || back === 0) return [];
    const below = items.filter(({ rate }, at) => verdictOf(rate, markOf(asked, at)) === '未达标');
    const single = items.filter(({ rate }, at) => !isOverall(at) && rate !== null);
    const low = single.toSorted((a, b) => Number.parseFloat(a.rate ?? '') - Number.parseFloat(b.rate ?? ''));
    return marks.item === null ? [...below, ...low.slice(0, 3)] : below;
  });
  return {
    fields: {
      回访内容: inWords(
        ...surveys.flatMap((survey) => {
          const questions = questionsOf(survey);
          return [survey.title, questions.length, ...questions.map(([, text]) => text)];
        }),
      ),
      意见分析: inWords(...words, ...trendParts(trend)),
    },
    lists: {
      票数: each.map(({ issued, back }) => ({ 发出票数: issued, 回收票数: back })),
      各项: each.flatMap(({ items }) => itemRows(items, asked)),
      意见: surveys.flatMap((survey) => remarkRows(all, survey)),
      整改措施: weak.map(({ label, rate, dissatisfied }) => ({ 问题: inWords(label, rate, dissatisfied) })),
    },
    charts: [...each.flatMap(({ items, issued }) => itemPanels(items, issued)), ...trendPanel(trend)],
  };
};

export const questionnaireReport: Recount = (all, asked, said) => {
  const survey = surveyOf(all, said.fields['编号']);
  if (survey === undefined) return {};
  const [issued, back] = [issuedOf(all, survey).length, backOf(all, survey)];
  const items = isWithheld(all, survey) ? [] : questionsOf(survey).map((question) => itemOf(back, question));
  const cases = casesIn(all, asked.policy, periodSpan(asked), ['nonconformity', 'request']);
  return {
    fields: {
      发出票数: issued,
      回收票数: back.length,
      结果分析: inWords(
        issued,
        back.length,
        rateOf(back.length, issued),
        ...lowestParts(items.map((one) => ({ ...one, answered: one.returned }))),
        ...(!isWithheld(all, survey) && isFew(back.length) ? [back.length] : []),
        ...caseParts(cases, asked.now),
      ),
    },
    lists: {
      各题: items.map((item) => ({ 问题: item.label, ...gradeCells(item), 满意率: item.rate })),
      意见: remarkRows(all, survey),
      处理: caseRows(cases, asked.now),
    },
  };
};
