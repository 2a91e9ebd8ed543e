/** 期间的话: what residents said in a period: what they were not satisfied with, what they wished for, how they graded topics. */
import { asksItsOwn, type Remarks } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import type { Blame, BlameSource } from '../core/causes.js';
import type { TopicAnswers } from '../core/policy/content.js';
import type { SurveyValues } from '../core/report/survey-values.js';
import { surveyRates, type Ballot } from '../core/survey.js';
import { isGrade, keysOf, OVERALL, type EventKind, type Grade } from '../core/terms.js';
import { opened, toSurvey, type StoredSurvey } from './ballots.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { COUNTED, underPolicy, type PeriodQuestion } from './period-figures.js';
import { rowsOfText } from './statements.js';
import { figuresOf } from './survey-figures.js';

type Count = bigint | number;

/** Topics whose words tell what is wrong, whatever the grade. */
const WRONG = ['shortcomings', 'problems'] as const satisfies readonly (keyof TopicAnswers)[];

/** What records of the period say was wrong, in the order in which it was said. */
export async function blamesIn(tx: Tx, question: PeriodQuestion): Promise<readonly Blame[]> {
  const under = underPolicy(question);
  const wrong = WRONG.map((topic) => `r."topics" LIKE '%"${topic}"%'`).join(' OR ');
  type Row = {
    readonly remark: string | null;
    readonly topics: string | null;
    readonly grade: Grade | null;
    readonly unfinished: boolean | Count;
    readonly kind: EventKind;
    readonly eventId: string | null;
    readonly at: Count;
  };
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT r."remark", r."topics", r."grade", r."unfinished", r."kind", r."eventId", r."at"
      FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND ${COUNTED} AND ${under.sql}
        AND ((r."remark" IS NOT NULL AND (r."grade" IN ('fairly', 'dissatisfied') OR r."unfinished")) OR ${wrong})
      ORDER BY r."at", r."visitNo"`,
    [question.estate, ...question.range, ...under.values],
  );
  return rows.flatMap(({ remark, topics, grade, unfinished, kind, eventId, at }) => {
    const said = topics === null ? {} : (JSON.parse(topics) as TopicAnswers);
    const judged = grade === 'fairly' || grade === 'dissatisfied' || Boolean(unfinished);
    const words = new Set([
      ...(judged && remark !== null ? [remark] : []),
      ...WRONG.flatMap((topic) => said[topic] ?? []),
    ]);
    return [...words]
      .filter((one) => !isGrade(one))
      .map((one) => ({ words: one, kind, direction: null, event: eventId, at: Number(at) as Instant }));
  });
}

/** What ballots of surveys by directions say was wrong; a question graded 满意 blames nobody. */
export const blamesOfBallots = (sheets: readonly BlameSource[]): readonly Blame[] =>
  sheets.flatMap(({ answers, remarks, at }) =>
    ([...keysOf(answers), '0'] as const).flatMap((item) => {
      const words = remarks[item];
      const grade = item === '0' ? answers[OVERALL] : answers[item];
      if (words === undefined || grade === 'satisfied') return [];
      return [{ words, kind: null, direction: item === '0' ? null : item, event: null, at }];
    }),
  );

/** Surveys whose last day is in the period, the earliest first, with all that may be said of them, and their sheets. */
export async function surveysEndingIn(
  tx: Tx,
  box: Box,
  { estate, range }: Pick<PeriodQuestion, 'estate' | 'range'>,
): Promise<
  readonly { readonly survey: StoredSurvey; readonly values: SurveyValues; readonly sheets: readonly BlameSource[] }[]
> {
  const [from, to] = range;
  const rows = await tx.survey.findMany({
    where: { estateId: estate, closesAt: { gt: BigInt(from), lte: BigInt(to) } },
    orderBy: [{ closesAt: 'asc' }, { id: 'asc' }],
  });
  const all = [];
  for (const row of rows) {
    const survey = toSurvey(row);
    const ballots = await sheetsOf(tx, box, survey);
    const { issued, returned, ...figures } = figuresOf(survey, ballots);
    // Where nothing came back there is nothing to withhold.
    const withheld = figures.withheld === 'few' && returned === 0 ? null : figures.withheld;
    const shown = withheld === null ? ballots : [];
    const values: SurveyValues = {
      title: survey.title,
      issued,
      returned,
      withheld,
      isOpen: survey.closedAt === null,
      items: withheld === null ? surveyRates(ballots) : [],
      questions: survey.questions,
      remarks: shown.map(({ remarks }) => remarks).filter((one) => Object.keys(one).length > 0),
    };
    const sheets = asksItsOwn(survey.questions)
      ? []
      : shown.map(({ answers, remarks }) => ({ answers, remarks, at: survey.closesAt }));
    all.push({ survey, values, sheets });
  }
  return all;
}

/** All ballots of a survey that were delivered, with what was said on them. */
async function sheetsOf(
  tx: Tx,
  box: Box,
  { id }: StoredSurvey,
): Promise<readonly (Ballot & { readonly remarks: Remarks })[]> {
  const rows = await tx.ballot.findMany({
    where: { surveyId: id, issuedAt: { not: null } },
    select: { id: true, returnedAt: true, answers: true, remark: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id: ballot, returnedAt, answers, remark }) => ({
    id: ballot,
    returned: returnedAt !== null,
    answers: opened<Ballot['answers']>(box, answers),
    remarks: opened<Remarks>(box, remark),
  }));
}

/** What records of the period say to topics, for those that say anything. */
export async function topicsIn(
  tx: Tx,
  question: PeriodQuestion,
): Promise<
  readonly {
    readonly at: Instant;
    readonly household: string | null;
    readonly counterparty: string;
    readonly topics: TopicAnswers;
  }[]
> {
  const under = underPolicy(question);
  const rows = await rowsOfText<{ at: Count; household: string | null; counterparty: string; topics: string }>(
    tx,
    `SELECT r."at", v."household", v."counterparty", r."topics" FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo"
      WHERE r."estateId" = ? AND r."current" AND r."at" >= ? AND r."at" < ? AND r."topics" IS NOT NULL AND ${COUNTED}
        AND ${under.sql} ORDER BY r."at", r."visitNo"`,
    [question.estate, ...question.range, ...under.values],
  );
  return rows.map(({ at, topics, ...row }) => ({
    ...row,
    at: Number(at) as Instant,
    topics: JSON.parse(topics) as TopicAnswers,
  }));
}
