/** Reports of a period's visits: what was handled, visited and heard, by kind of service and by clause. */
import type { Context } from '../../context.js';
import { previousPeriod } from '../../core/period.js';
import { compliancePaper } from '../../core/report/compliance-report.js';
import { complaintMonth } from '../../core/report/complaint-month.js';
import { countCauses } from '../../core/report/cause-counts.js';
import { monthSummary } from '../../core/report/month-summary.js';
import { headingBefore, periodFull } from '../../core/report/period-head.js';
import type { Paper } from '../../core/report/paper.js';
import { performancePaper } from '../../core/report/performance-paper.js';
import { quarterReport } from '../../core/report/quarter-report.js';
import { visitStatistics } from '../../core/report/visit-statistics.js';
import { gradesByHousehold } from '../../store/period-figures.js';
import { casesIn } from '../../store/period-cases.js';
import { nonconformingIn } from '../../store/period-lists.js';
import { namedPerformance } from '../answer-performance.js';
import { complianceIn } from '../compliance.js';
import { policiesOfEstate } from '../policies-of-estate.js';
import type { Makers, ReportAsk } from './makers.js';
import {
  adoptedOf,
  cutOffOf,
  figuresOf,
  filedIn,
  headingFor,
  numberFor,
  questionOf,
  repeatRuleOf,
  repeatsIn,
  trendOf,
} from './period-scope.js';

/** The cases that a summary of visits lists. */
const RAISED = ['nonconformity', 'promise', 'request'];

/** A paper for each policy of the form that is adopted. */
export async function eachPolicy(
  ctx: Context,
  ask: ReportAsk,
  make: (policy: ReturnType<typeof adoptedOf>[number]) => Promise<Paper>,
): Promise<readonly Paper[]> {
  const papers: Paper[] = [];
  for (const policy of adoptedOf(ctx, ask)) papers.push({ ...(await make(policy)), number: numberFor(ask, policy.id) });
  return papers;
}

const monthSummaries = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const { estate, form } = ask;
    const tx = ctx.db.read;
    const cutOff = cutOffOf(policy, form.title);
    const heading = headingFor(ask, cutOff);
    const question = questionOf(estate, heading, policy.id);
    return monthSummary({
      heading,
      policy,
      now: await figuresOf(tx, question),
      before: await figuresOf(tx, questionOf(estate, headingBefore(heading, cutOff), policy.id)),
      beforeLabel: periodFull(previousPeriod(ask.period)),
      cases: await casesIn(tx, question, RAISED),
    });
  });

const statistics = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const heading = headingFor(ask);
    const question = questionOf(ask.estate, heading, policy.id);
    return visitStatistics({
      heading,
      now: await figuresOf(ctx.db.read, question),
      before: await figuresOf(ctx.db.read, questionOf(ask.estate, headingBefore(heading, null), policy.id)),
      beforeLabel: periodFull(previousPeriod(ask.period)),
      nonconforming: await nonconformingIn(ctx.db.read, question, ask.now),
    });
  });

const quarterReports = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const { estate, period, now } = ask;
    const tx = ctx.db.read;
    const heading = headingFor(ask);
    const question = questionOf(estate, heading, policy.id);
    const filed = await filedIn(ctx, question, true);
    const rule = repeatRuleOf(policy);
    return quarterReport({
      heading,
      policy,
      rule,
      now: await figuresOf(tx, question),
      before: await figuresOf(tx, questionOf(estate, headingBefore(heading, null), policy.id)),
      beforeLabel: periodFull(previousPeriod(period)),
      nonconforming: await nonconformingIn(tx, question, now),
      repeats: await repeatsIn(tx, estate, heading, rule, filed),
      causes: countCauses(filed),
      trend: await trendOf(tx, estate, period),
      compliance: (await complianceIn(ctx, estate, period, now)).filter((line) => line.policy === policy.id),
      byHousehold: await gradesByHousehold(tx, question),
    });
  });

const complaintMonths = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const { estate } = ask;
    const tx = ctx.db.read;
    const heading = headingFor(ask);
    const question = questionOf(estate, heading, policy.id);
    const filed = (await filedIn(ctx, question, false)).filter(({ blame }) => blame.kind === 'complaint');
    const rule =
      policiesOfEstate(ctx, estate)
        .map(repeatRuleOf)
        .find((one) => one !== null) ?? null;
    return complaintMonth({
      heading,
      policy,
      now: await figuresOf(tx, question),
      before: await figuresOf(tx, questionOf(estate, headingBefore(heading, null), policy.id)),
      beforeLabel: periodFull(previousPeriod(ask.period)),
      nonconforming: (await nonconformingIn(tx, question, ask.now)).filter(({ kind }) => kind === 'complaint'),
      causes: countCauses(filed),
      rule,
      repeats: await repeatsIn(tx, estate, heading, rule, filed),
    });
  });

async function compliancePapers(ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> {
  const lines = await complianceIn(ctx, ask.estate, ask.period, ask.now);
  const titles = new Map(policiesOfEstate(ctx, ask.estate).map(({ id, title }) => [id, title]));
  return [{ ...compliancePaper(headingFor(ask), lines, titles), number: numberFor(ask, null) }];
}

async function performancePapers(ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> {
  const heading = headingFor(ask);
  const { estate, range } = questionOf(ask.estate, heading, null);
  const people = await namedPerformance(ctx.db.read, { estate, range, now: ask.now });
  return [{ ...performancePaper(heading, people), number: numberFor(ask, null) }];
}

export const visitMakers: Makers = {
  'month-summary': monthSummaries,
  'visit-statistics': statistics,
  'quarter-report': quarterReports,
  'complaint-month': complaintMonths,
  compliance: compliancePapers,
  performance: performancePapers,
};
