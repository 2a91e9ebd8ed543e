/** 居家服务情况统计分析报告 (p04.9), 职能回访分析与整改意见 (p08.2), 回访服务报告 (p10.4). */
import type { Context } from '../../context.js';
import { periodRange } from '../../core/period.js';
import type { Clause, Policy } from '../../core/policy/schema.js';
import { functionVisits } from '../../core/report/complaint-month.js';
import {
  addTopicGrades,
  homeServiceReport,
  noTopicGrades,
  type Need,
  type ServiceMonth,
} from '../../core/report/home-service-report.js';
import { sumTallies } from '../../core/report/analysis.js';
import { periodFull } from '../../core/report/period-head.js';
import type { Paper } from '../../core/report/paper.js';
import type { PeriodCase } from '../../core/report/period-values.js';
import { worksServiceReport, type ServiceVisit } from '../../core/report/works-service-report.js';
import { required, tierPercent } from '../../core/sampling.js';
import { countedTally } from '../../core/survey.js';
import { quotaOf } from '../../core/policy/population.js';
import { eventOf } from '../../store/events.js';
import { householdsOf } from '../../store/people.js';
import { recordedIn } from '../../store/period-figures.js';
import { casesIn, casesOfEvent } from '../../store/period-cases.js';
import { dutiesOnForm, nonconformingIn } from '../../store/period-lists.js';
import { drawnFrom, heardIn, householdsOfClause } from '../../store/period-people.js';
import { topicsIn } from '../../store/period-words.js';
import { currentRecord } from '../../store/records.js';
import { visitsOfEvent } from '../../store/visits.js';
import type { Makers, ReportAsk } from './makers.js';
import { paperWords } from './paper-words.js';
import { adoptedOf, dayOf, headingFor, monthsEndedIn, questionOf } from './period-scope.js';
import { eachPolicy } from './visit-makers.js';

/** The clauses that draw among the households served in a month, by tiers. */
const serviceClauses = ({ clauses }: Pick<Policy, 'clauses'>): readonly Clause[] =>
  clauses.filter(({ visits, sampling }) => visits !== undefined && sampling?.unit === 'household');
const serviceOf = ({ title }: Clause): string => title.replace(/回访$/u, '');

const homeServices = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const tx = ctx.db.read;
    // What is summed by the 5th goes into the report of the 9th (p04.8).
    const heading = headingFor(ask, needsDayOf(policy));
    const question = questionOf(ask.estate, heading, policy.id);
    const clauses = serviceClauses(policy);
    const recorded = [];
    for (const clause of clauses) {
      const own = await recordedIn(tx, { ...question, clause: clause.id });
      recorded.push({ service: serviceOf(clause), ...sumTallies(own) });
    }
    const topics = noTopicGrades();
    const needs: Need[] = [];
    for (const { topics: said, ...who } of await topicsIn(tx, question)) {
      addTopicGrades(topics, said);
      for (const words of [said.needs, said.suggestions]) if (words !== undefined) needs.push({ ...who, words });
    }
    return homeServiceReport({
      heading,
      policy,
      months: await serviceMonths(ctx, ask, clauses, heading),
      recorded,
      topics,
      needs,
      nonconforming: await nonconformingIn(tx, question, ask.now),
      cases: await casesIn(tx, question, ['nonconformity', 'promise', 'request']),
    });
  });

/** The day up to which needs are summed (p04.8): the earliest day that a duty of each quarter must be done by. */
function needsDayOf({ clauses }: Pick<Policy, 'clauses'>): number | null {
  const days = clauses
    .flatMap(({ duties = [] }) => duties)
    .flatMap((duty) => (duty.every === 'quarter' ? dayOf(duty) : []));
  return days.length === 0 ? null : Math.min(...days);
}

async function serviceMonths(
  ctx: Context,
  { estate }: ReportAsk,
  clauses: readonly Clause[],
  heading: ReturnType<typeof headingFor>,
): Promise<readonly ServiceMonth[]> {
  const lines: ServiceMonth[] = [];
  for (const month of monthsEndedIn(heading)) {
    for (const clause of clauses) {
      const range = periodRange(month, estate.timezone);
      const question = { estate: estate.id, range, policy: null, clause: clause.id };
      const { population, drawn, made } = await householdsOfClause(ctx.db.read, question);
      const quota = quotaOf(clause);
      const percent = quota?.kind === 'tiers' ? tierPercent(quota.tiers, population) : null;
      lines.push({
        month: periodFull(month),
        service: serviceOf(clause),
        households: population,
        percent,
        required: percent === null ? drawn : required(population, percent),
        chosen: drawn,
        made,
      });
    }
  }
  return lines;
}

const functionReports = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const tx = ctx.db.read;
  const { person } = await paperWords(tx, ask.estate.timezone);
  return eachPolicy(ctx, ask, async (policy) => {
    const heading = headingFor(ask);
    const question = questionOf(ask.estate, heading, policy.id);
    const clause =
      policy.clauses.find(({ rounds }) => rounds?.some(({ record }) => record === ask.form.title))?.id ?? '';
    const own = { ...question, clause };
    const { drawn, made } = await householdsOfClause(tx, own);
    const heard = await heardIn(tx, own);
    const periods = monthsEndedIn({ ...heading }).map(({ name }) => name);
    const population =
      (await drawnFrom(tx, ask.estate.id, clause, [...new Set([ask.period.name, ...periods])])) ??
      (await householdsOf(tx, ask.estate.id)).length;
    const byOf = (one: (typeof heard)[number]): string => one.assignee ?? one.by;
    const people = [...new Set(heard.map(byOf))].toSorted();
    const tallyOf = (some: typeof heard) => {
      const count = (grade: string): number => some.filter((one) => one.grade === grade).length;
      return countedTally(some.length, {
        satisfied: count('satisfied'),
        fairly: count('fairly'),
        dissatisfied: count('dissatisfied'),
      });
    };
    return functionVisits(
      {
        heading,
        policy,
        population,
        drawn,
        made,
        grades: tallyOf(heard),
        byPerson: people.map((one) => ({
          person: one,
          tally: tallyOf(heard.filter((record) => byOf(record) === one)),
        })),
        heard: heard.map((one) => ({ ...one, by: byOf(one) })),
      },
      person,
    );
  });
};

/** A paper for each works whose last visit was made in the period; with an id, of that works as it stands. */
const worksReports = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const tx = ctx.db.read;
  const { person } = await paperWords(tx, ask.estate.timezone);
  const papers: Paper[] = [];
  for (const policy of adoptedOf(ctx, ask)) {
    const heading = headingFor(ask);
    const duties =
      ask.id === null ? await dutiesOnForm(tx, questionOf(ask.estate, heading, policy.id), ask.form.title) : [];
    const ids = ask.id === null ? [...new Set(duties.flatMap(({ duty }) => duty.event ?? []))] : [ask.id];
    for (const id of ids) {
      const event = await eventOf(tx, ask.estate.id, id);
      if (event === null) continue;
      const cases: readonly PeriodCase[] = await casesOfEvent(tx, ask.estate.id, id, policy.id);
      const visits = await worksVisits(ctx, ask, policy.id, id);
      papers.push({ ...worksServiceReport({ heading, policy, event, visits, cases }, person), number: id });
    }
  }
  return papers;
};

async function worksVisits(
  ctx: Context,
  { estate }: ReportAsk,
  policy: string,
  event: string,
): Promise<readonly ServiceVisit[]> {
  const visits = (await visitsOfEvent(ctx.db.read, estate.id, event)).filter(
    (one) => one.policy === policy && one.status !== 'cancelled' && !one.startedBy.startsWith('follow-up:'),
  );
  const lines: ServiceVisit[] = [];
  for (const one of visits.toSorted((a, b) => a.due - b.due || a.no - b.no)) {
    const record = await currentRecord(ctx.db.read, one.servedBy ?? one.no);
    lines.push({
      visit: one.visit,
      earliest: one.earliest,
      due: one.due,
      asked: one.counterparty.replace(/^[a-z-]+:/, ''),
      record,
    });
  }
  return lines;
}

export const serviceMakers: Makers = {
  'home-service-report': homeServices,
  'function-visits': functionReports,
  'works-service-report': worksReports,
};
