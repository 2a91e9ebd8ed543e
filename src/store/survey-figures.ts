/** What a period's ballots 票 say: those that may be shown, and of each survey how many went out and came back. */
import { asksItsOwn, FEWEST_SHOWN, gradeShown } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import { satisfaction, type Ballot } from '../core/survey.js';
import { opened, toSurvey, type StoredSurvey } from './ballots.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { findRow } from './rows.js';

/** `withheld`: why no grades are shown: nobody sees those of an anonymous survey before its end, or where they are few. */
export type SurveyFigures = {
  readonly id: string;
  readonly title: string;
  readonly anonymous: boolean;
  readonly closesAt: Instant;
  readonly issued: number;
  readonly returned: number;
  /** 综合评议满意率 (p08.9). */
  readonly rate: string | null;
  readonly withheld: 'open' | 'few' | null;
};

export type SurveysOfPeriod = { readonly counted: readonly Ballot[]; readonly surveys: readonly SurveyFigures[] };

/** All ballots of a survey that were delivered. */
export async function ballotsOfSurvey(tx: Tx, box: Box, survey: string): Promise<readonly Ballot[]> {
  const rows = await tx.ballot.findMany({
    where: { surveyId: survey, issuedAt: { not: null } },
    select: { id: true, returnedAt: true, answers: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, returnedAt, answers }) => ({
    id,
    returned: returnedAt !== null,
    answers: opened<Ballot['answers']>(box, answers),
  }));
}

/** The ballots that were delivered in the period; those of an anonymous survey count with its last day. */
export async function surveysOfPeriod(
  tx: Tx,
  box: Box,
  { estate, range }: { readonly estate: string; readonly range: readonly [Instant, Instant] },
): Promise<SurveysOfPeriod> {
  const rows = await tx.ballot.findMany({
    where: { estateId: estate, issuedAt: { gte: BigInt(range[0]), lt: BigInt(range[1]) } },
    select: { id: true, surveyId: true, returnedAt: true, answers: true },
    orderBy: { id: 'asc' },
  });
  const ballots = new Map<string, Ballot[]>();
  for (const { id, surveyId, returnedAt, answers } of rows) {
    const ballot = { id, returned: returnedAt !== null, answers: opened<Ballot['answers']>(box, answers) };
    ballots.set(surveyId, [...(ballots.get(surveyId) ?? []), ballot]);
  }
  const counted: Ballot[] = [];
  const surveys: SurveyFigures[] = [];
  for (const [id, ones] of ballots) {
    const row = await findRow(tx, 'survey', { id });
    const survey = row === null ? null : toSurvey(row);
    const figures = survey === null ? null : figuresOf(survey, ones);
    if (figures !== null) surveys.push(figures);
    const isOwn = survey !== null && asksItsOwn(survey.questions);
    if (!isOwn && (figures === null || figures.withheld === null)) counted.push(...ones);
  }
  return { counted, surveys };
}

/** What may be said of a survey by its ballots. */
export function figuresOf(
  { id, title, anonymous, closesAt, closedAt, questions }: StoredSurvey,
  ballots: readonly Ballot[],
): SurveyFigures {
  const back = ballots.filter((one) => one.returned && Object.keys(one.answers).length > 0);
  const grades = back.flatMap(({ answers }) => gradeShown(questions, answers) ?? []);
  const { issued, returned, rate } = satisfaction(ballots.length, back.length, grades);
  const withheld = !anonymous ? null : closedAt === null ? 'open' : returned < FEWEST_SHOWN ? 'few' : null;
  return { id, title, anonymous, closesAt, issued, returned, rate: withheld === null ? rate : null, withheld };
}
