/** One survey 满意度调查 on the board: how many went out and came back, question by question, and by name whose they are. */
import type { Context } from '../../context.js';
import { FEWEST_SHOWN, missingOf, remarksZh } from '../../core/ballot.js';
import { householdZh } from '../../core/household.js';
import { percent } from '../../core/report/report.js';
import { surveyRates, type Ballot } from '../../core/survey.js';
import { GRADES } from '../../core/terms.js';
import { namedBallots, surveyById } from '../../store/board/surveys.js';
import type { StoredSurvey } from '../../store/ballots.js';
import { ballotsOfSurvey, figuresOf, type SurveyFigures } from '../../store/survey-figures.js';
import { timeText } from './list.js';
import { surveyRateZh } from './other-lists.js';
import type { RecordContent, RecordReader, RecordScene, RecordSection } from './record-page.js';

export const surveyReader = (ctx: Context, id: string): RecordReader => ({
  estateOf: async () => (await surveyById(ctx.db.read, id))?.estate ?? null,
  read: async (scene) => {
    const survey = await surveyById(ctx.db.read, id);
    return survey === null ? null : surveyContent(ctx, survey, scene);
  },
});

async function surveyContent(ctx: Context, survey: StoredSurvey, scene: RecordScene): Promise<RecordContent> {
  const { estate } = scene;
  const ballots = await ballotsOfSurvey(ctx.db.read, ctx.box, survey.id);
  const figures = figuresOf(survey, ballots);
  const facts = [
    { title: '条款', text: survey.clause },
    { title: '方式', text: survey.anonymous ? '不记名：谁答了什么，结束前没有人能看，结束后不再查得到' : '记名' },
    {
      title: '时间',
      text: `${timeText(survey.openedAt, estate)} 起，${timeText(survey.closesAt, estate, true)} 止${survey.closedAt === null ? '，进行中' : '，已结束'}`,
    },
    { title: '发出 / 回收', text: `${figures.issued} / ${figures.returned}` },
    { title: '综合评议满意率', text: surveyRateZh(figures) },
  ];
  return {
    estate: survey.estate,
    title: survey.title,
    facts,
    sections: [
      questionSection(survey, ballots, figures),
      ...(survey.anonymous ? [] : [await ballotSection(ctx, survey, figures, scene)]),
    ],
    subjects: [`survey:${survey.id}`],
  };
}

function questionSection(survey: StoredSurvey, ballots: readonly Ballot[], { withheld }: SurveyFigures): RecordSection {
  const rates = new Map(surveyRates(withheld === null ? ballots : []).map((one) => [one.item, one]));
  const rows = survey.questions.flatMap(({ item, text }) => {
    const one = rates.get(item);
    if (one === undefined) return [];
    if (survey.anonymous && one.answered < FEWEST_SHOWN)
      return [[text, `不足 ${FEWEST_SHOWN} 份，不单列`, '', '', '', '']];
    const { answered, satisfied, fairly, dissatisfied, rate } = one;
    return [[text, ...[answered, satisfied, fairly, dissatisfied].map(String), percent(rate)]];
  });
  return {
    title: '逐题',
    heads: ['题目', '答', '满意', '一般', '不满意', '满意率'],
    rows: withheld === null ? rows : [],
  };
}

const MOST_BALLOTS = 300;

/** Those that came back first; the visits of its clause list them all. */
async function ballotSection(
  ctx: Context,
  survey: StoredSurvey,
  { issued }: SurveyFigures,
  { estate }: RecordScene,
): Promise<RecordSection> {
  const ballots = await namedBallots(ctx.db.read, ctx.box, survey, MOST_BALLOTS);
  return {
    title: '问卷',
    rest: issued - ballots.length,
    heads: ['住户', '发出', '回收', '答卷', '意见', '任务'],
    rows: ballots.map(({ household, issuedAt, returnedAt, sheet, visitNo }) => {
      const missing = missingOf(survey.questions, sheet.answers).length;
      const said = survey.questions.flatMap(({ item, text }) => {
        const grade = sheet.answers[item];
        return grade === undefined || grade === 'satisfied' ? [] : [`${text} ${GRADES[grade].zh}`];
      });
      const answered = survey.questions.length - missing;
      const rest = said.length === 0 ? '' : `，${said.join('、')}`;
      return [
        householdZh(household),
        timeText(issuedAt, estate),
        returnedAt === null ? '没有回收' : timeText(returnedAt, estate),
        answered === 0 ? '' : `答 ${answered} 项${rest === '' ? '，都满意' : rest}`,
        remarksZh(survey.questions, sheet.remarks) ?? '',
        visitNo === null ? '' : { text: `任务 ${visitNo}`, of: { kind: 'visit', no: visitNo } },
      ];
    }),
  };
}
