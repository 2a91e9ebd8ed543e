/** Reports of a period's surveys: 满意率统计表, 综合回访报告, 问卷验证和总结报告. What is withheld stays so. */
import { asksItsOwn } from '../../core/ballot.js';
import type { Context } from '../../context.js';
import type { Paper } from '../../core/report/paper.js';
import { questionnaireReport } from '../../core/report/questionnaire-report.js';
import { satisfactionStatistics } from '../../core/report/satisfaction-statistics.js';
import { surveyReport } from '../../core/report/survey-report.js';
import { passMarksOf } from '../../core/report/survey-values.js';
import type { StoredSurvey } from '../../store/ballots.js';
import { casesIn } from '../../store/period-cases.js';
import { surveysEndingIn } from '../../store/period-words.js';
import { ORDERED } from '../../store/rounds.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { Makers, ReportAsk } from './makers.js';
import { adoptedOf, headingFor, questionOf, trendOf } from './period-scope.js';
import { eachPolicy } from './visit-makers.js';

/** The surveys whose last day is in the period; with an id, that one wherever it ends. */
async function surveysFor(ctx: Context, ask: ReportAsk, own: boolean) {
  const heading = headingFor(ask);
  const all = await surveysEndingIn(ctx.db.read, ctx.box, questionOf(ask.estate, heading, null));
  return all.filter(({ survey }) => asksItsOwn(survey.questions) === own && (ask.id === null || survey.id === ask.id));
}

/** `P08-2026H1`; one sent out by order with its own number, `P08-2026-11-3`. */
const numberOfSurvey = ({ policy, period }: StoredSurvey): string =>
  `${policy.toUpperCase()}-${period.replace(ORDERED, '-')}`;

/** A paper a survey by the fourteen directions, whichever policy asked for it. */
async function statistics(ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> {
  const marks = passMarksOf(policiesOfEstate(ctx, ask.estate));
  const surveys = await surveysFor(ctx, ask, false);
  return surveys.map(({ survey, values }) => ({
    ...satisfactionStatistics(headingFor(ask), values, marks),
    number: numberOfSurvey(survey),
  }));
}

const reports = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const surveys = await surveysFor(ctx, ask, false);
    return surveyReport({
      heading: headingFor(ask),
      policy,
      surveys: surveys.filter(({ survey }) => survey.policy === policy.id).map(({ values }) => values),
      marks: passMarksOf([policy]),
      trend: await trendOf(ctx.db.read, ask.estate, ask.period),
    });
  });

/** A paper for each questionnaire of a policy's own questions. */
async function questionnaires(ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> {
  const heading = headingFor(ask);
  const surveys = await surveysFor(ctx, ask, true);
  const papers: Paper[] = [];
  for (const policy of adoptedOf(ctx, ask)) {
    const cases = await casesIn(ctx.db.read, questionOf(ask.estate, heading, policy.id), ['nonconformity', 'request']);
    for (const { survey, values } of surveys)
      if (survey.policy === policy.id)
        papers.push({
          ...questionnaireReport({ heading, policy, survey: values, cases }),
          number: numberOfSurvey(survey),
        });
  }
  return papers;
}

export const surveyMakers: Makers = {
  'satisfaction-statistics': statistics,
  'survey-report': reports,
  'questionnaire-report': questionnaires,
};
