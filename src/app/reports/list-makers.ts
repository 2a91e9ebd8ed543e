/** Papers that list what is to be done or was done in a period: plans, forms signed for, key households, duties on a form. */
import type { Context } from '../../context.js';
import type { Event } from '../../core/event.js';
import {
  commonDefects,
  correctiveMeasures,
  HARD_FORM,
  hardProblems,
  repairMethods,
  weeklyRound,
  type Corrective,
  type FormDuty,
  type WorksVisit,
} from '../../core/report/duty-lists.js';
import type { Paper } from '../../core/report/paper.js';
import { formSignOut, keyHouseholdSheet, visitPlan, type KeyVisit } from '../../core/report/visit-lists.js';
import { matterZh } from '../../core/visit-words.js';
import { worksWithDefects } from '../../store/events.js';
import { keyHouseholds } from '../../store/key-households.js';
import { casesIn, stepsOfCases } from '../../store/period-cases.js';
import { dutiesOnForm, visitsOf } from '../../store/period-lists.js';
import { heardIn, heardOfEvent, nextOfKeyHouseholds, type HeardRecord } from '../../store/period-people.js';
import type { Makers, ReportAsk, ReportMaker } from './makers.js';
import { paperWords } from './paper-words.js';
import { headingFor, questionOf } from './period-scope.js';
import { eachPolicy } from './visit-makers.js';

const plans = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const heading = headingFor(ask);
  const { person } = await paperWords(ctx.db.read, heading.zone);
  return eachPolicy(ctx, ask, async (policy) => {
    const visits = await visitsOf(ctx.db.read, questionOf(ask.estate, heading, policy.id), 'window');
    return visitPlan(heading, policy, visits, person);
  });
};

const signOuts = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const heading = headingFor(ask);
  const { person } = await paperWords(ctx.db.read, heading.zone);
  return eachPolicy(ctx, ask, async ({ id }) =>
    formSignOut(heading, await visitsOf(ctx.db.read, questionOf(ask.estate, heading, id), 'assigned'), person),
  );
};

const keySheets = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const tx = ctx.db.read;
  const heading = headingFor(ask);
  const { person } = await paperWords(tx, heading.zone);
  const heard = await heardIn(tx, questionOf(ask.estate, heading, null), 'key-households');
  const next = await nextOfKeyHouseholds(tx, ask.estate.id, ask.now);
  const households = (await keyHouseholds(tx, ask.estate.id)).map(({ code, reason, since }) => ({
    household: code,
    reason,
    since,
    visits: heard.filter(({ household }) => household === code).map(keyVisitOf),
    next: next.get(code) ?? null,
  }));
  return eachPolicy(ctx, ask, async (policy) => keyHouseholdSheet(heading, policy, households, person));
};

function keyVisitOf(one: HeardRecord): KeyVisit {
  const { at, method, grade, remark, topics, data } = one;
  const description = data === null ? null : (JSON.parse(data) as Event).description;
  const by = one.by.startsWith('resident:') && one.assignee !== null ? one.assignee : one.by;
  const wishes = [topics.needs, topics.suggestions].flatMap((words) => words ?? []);
  return { at, by, method, matter: matterZh(one, description), grade, remark, wishes };
}

/** A paper of the duties on the form itself, whichever policy of it asked for them. */
const ofDuties =
  (
    make: (
      heading: ReturnType<typeof headingFor>,
      duties: readonly FormDuty[],
      names: (userid: string) => string,
    ) => Paper,
  ): ReportMaker =>
  async (ctx, ask) => {
    const heading = headingFor(ask);
    const { person } = await paperWords(ctx.db.read, heading.zone);
    return eachPolicy(ctx, ask, async ({ id }) => {
      const found = await dutiesOnForm(ctx.db.read, questionOf(ask.estate, heading, id), ask.form.title);
      return make(
        heading,
        found.filter(({ duty }) => !duty.item.startsWith('watch:')).map(({ duty, event }) => ({ ...duty, event })),
        person,
      );
    });
  };

const defects = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const tx = ctx.db.read;
  const heading = headingFor(ask);
  const [, until] = questionOf(ask.estate, heading, null).range;
  const works = await worksWithDefects(tx, ask.estate.id);
  const visits: WorksVisit[] = [];
  for (const { id: event } of works)
    for (const { at, counterparty, grade, remark } of await heardOfEvent(tx, ask.estate.id, event))
      if (at < until) visits.push({ event, at, asked: counterparty.replace(/^[a-z-]+:/, ''), grade, remark });
  return eachPolicy(ctx, ask, () => Promise.resolve(commonDefects(heading, works, visits)));
};

/** Cases with a step on the form, and what the form was asked for by itself (p05.12). */
const corrective = async (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> => {
  const tx = ctx.db.read;
  const heading = headingFor(ask);
  const { person } = await paperWords(tx, heading.zone);
  return eachPolicy(ctx, ask, async (policy) => {
    const question = questionOf(ask.estate, heading, policy.id);
    const cases = await casesIn(tx, question, ['nonconformity', 'promise', 'request', 'finding'], ask.form.title);
    const steps = await stepsOfCases(
      tx,
      cases.map(({ id }) => id),
    );
    const ofCases = cases.map((one): Corrective => {
      const own = (steps.get(one.id) ?? []).filter(({ form }) => form === ask.form.title);
      const last = own.at(-1);
      return {
        finding: one.text ?? one.matter,
        at: one.openedAt,
        measure: one.outcome ?? (own.flatMap(({ note }) => note ?? []).join('；') || null),
        by: last?.doneBy ?? last?.assignee ?? null,
        until: last?.due ?? null,
        doneAt: one.closedAt ?? last?.doneAt ?? null,
        answer: one.answer,
      };
    });
    const decided = (await dutiesOnForm(tx, question, ask.form.title)).flatMap(({ duty }): readonly Corrective[] =>
      duty.followUp === null
        ? [
            {
              finding: duty.says,
              at: duty.earliest,
              measure: duty.note,
              by: duty.doneBy ?? duty.assignee,
              until: duty.due,
              doneAt: duty.doneAt,
              answer: null,
            },
          ]
        : [],
    );
    return correctiveMeasures(
      heading,
      policy,
      [...ofCases, ...decided].toSorted((a, b) => a.at - b.at),
      person,
    );
  });
};

const problems = (ctx: Context, ask: ReportAsk): Promise<readonly Paper[]> =>
  eachPolicy(ctx, ask, async (policy) => {
    const tx = ctx.db.read;
    const heading = headingFor(ask);
    const cases = await casesIn(
      tx,
      questionOf(ask.estate, heading, policy.id),
      ['nonconformity', 'promise', 'request', 'finding'],
      HARD_FORM,
    );
    const steps = await stepsOfCases(
      tx,
      cases.map(({ id }) => id),
    );
    return hardProblems(
      heading,
      policy,
      cases.map((one) => ({ case: one, steps: steps.get(one.id) ?? [] })),
    );
  });

export const listMakers: Makers = {
  'visit-plan': plans,
  'form-sign-out': signOuts,
  'key-households': keySheets,
  'weekly-round': ofDuties(weeklyRound),
  'repair-methods': ofDuties(repairMethods),
  'common-defects': defects,
  'corrective-measures': corrective,
  'hard-problems': problems,
};
