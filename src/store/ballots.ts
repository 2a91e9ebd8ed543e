/** Surveys 满意度调查 and their ballots 票: issued, found by the token of their link, filled, as long as the survey is open. */
import { createHash } from 'node:crypto';
import { DIRECTION_QUESTIONS, type Question, type Sheet } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import type { RoundIdentity } from './rounds.js';
import { findRow, insertRows, updateRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import type { StoredVisit } from './visits.js';

export type StoredSurvey = {
  readonly id: string;
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: string;
  readonly title: string;
  readonly anonymous: boolean;
  readonly questions: readonly Question[];
  readonly openedAt: Instant;
  readonly closesAt: Instant;
  readonly closedAt: Instant | null;
};

export type StoredBallot = {
  readonly id: string;
  readonly survey: string;
  readonly household: string | null;
  /** Whether a link leads to it. */
  readonly hasLink: boolean;
  readonly issuedAt: Instant | null;
  readonly returnedAt: Instant | null;
  readonly source: string | null;
  readonly sheet: Sheet;
};

/** A survey's id follows from its clause and period, a ballot's from the survey and the household. */
const surveyId = ({ estate, clause, period }: Omit<RoundIdentity, 'policy' | 'visit'>): string =>
  `${estate}:${clause}:${period}`;
const ballotId = (survey: string, household: string): string => `${survey}:${household}`;

/**
 * The token of a ballot's link: 192 bits that follow from the ballot and DATA_KEY, so that a reminder can carry the link
 * again although no table holds it. The database keeps its hash.
 */
export const tokenOf = (box: Pick<Box, 'token'>, ballot: string): string => box.token(`ballot:${ballot}`);
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export type NewSurvey = RoundIdentity &
  Pick<StoredSurvey, 'title' | 'anonymous' | 'questions'> & { readonly closesAt: Instant };

/** The survey of a round, made once; its open ballots for these households with it. */
export async function issueBallots(
  tx: Tx,
  box: Box,
  survey: NewSurvey,
  households: readonly string[],
  now: Instant,
): Promise<void> {
  const id = surveyId(survey);
  const { estate, policy, clause, period, title, anonymous, closesAt } = survey;
  const questions = JSON.stringify(survey.questions.map(({ item, text }) => [item, text]));
  const row = { id, estateId: estate, policyId: policy, clause, period, title, anonymous, questions };
  await insertRows(tx, 'survey', [{ ...row, openedAt: now, closesAt }], 'ON CONFLICT ("id") DO NOTHING');
  const rows = households.map((household) => ({
    id: ballotId(id, household),
    surveyId: id,
    estateId: estate,
    household,
    tokenHash: hashOf(tokenOf(box, ballotId(id, household))),
  }));
  await insertRows(tx, 'ballot', rows);
}

/** The survey that a visit of a round asks for; null where no period started the visit, or it is no survey. */
export async function surveyOfVisit(
  tx: Tx,
  {
    estate,
    clause,
    startedBy,
    event,
    household,
  }: Pick<StoredVisit, 'estate' | 'clause' | 'startedBy' | 'event' | 'household'>,
): Promise<StoredSurvey | null> {
  if (event !== null || household === null) return null;
  const row = await findRow(tx, 'survey', { id: surveyId({ estate, clause, period: startedBy }) });
  return row === null ? null : toSurvey(row);
}

/** The ballot of a visit, as it is filled now; null once the survey is closed and nothing leads to it. */
export async function ballotOfVisit(
  tx: Tx,
  box: Box,
  survey: StoredSurvey,
  visit: StoredVisit,
): Promise<StoredBallot | null> {
  const row = await findRow(tx, 'ballot', { id: ballotId(survey.id, visit.household ?? '') });
  return row === null ? null : toBallot(box, row);
}

/** What a link leads to: the ballot, its survey and the number of its visit. Null: to nothing. */
export async function ballotByToken(
  tx: Tx,
  box: Box,
  token: string,
): Promise<{ readonly survey: StoredSurvey; readonly ballot: StoredBallot; readonly visitNo: number } | null> {
  const row = await findRow(tx, 'ballot', { tokenHash: hashOf(token) });
  const found = row === null ? null : await findRow(tx, 'survey', { id: row.surveyId });
  if (row === null || found === null || row.household === null) return null;
  const survey = toSurvey(found);
  const visits = await rowsOf<{ no: bigint | number }>(
    tx,
    Prisma.sql`SELECT "no" FROM "Visit" WHERE "estateId" = ${survey.estate} AND "clause" = ${survey.clause}
      AND "startedBy" = ${survey.period} AND "counterparty" = ${row.household} AND "eventId" IS NULL`,
  );
  const no = visits[0]?.no;
  return no === undefined ? null : { survey, ballot: toBallot(box, row), visitNo: Number(no) };
}

/** The question was delivered: the ballot is issued 发出; null: it was not after all. */
export async function markIssued(tx: Tx, visit: StoredVisit, at: Instant | null): Promise<void> {
  const { estate, clause, startedBy, event, household } = visit;
  if (event !== null || household === null) return;
  const id = ballotId(surveyId({ estate, clause, period: startedBy }), household);
  await updateRows(tx, 'ballot', { id }, { issuedAt: at });
}

/** The households of a survey to whom nothing was issued yet. */
export async function unissuedHouseholds(tx: Tx, survey: string): Promise<readonly string[]> {
  const rows = await tx.ballot.findMany({
    where: { surveyId: survey, issuedAt: null, household: { not: null } },
    select: { household: true },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap(({ household }) => household ?? []);
}

/** Sheets were handed out on paper: so many ballots were issued by it that were not before. */
export async function markIssuedOnPaper(
  tx: Tx,
  survey: string,
  households: readonly string[],
  at: Instant,
): Promise<number> {
  let issued = 0;
  for (let from = 0; from < households.length; from += AT_ONCE) {
    const ids = households.slice(from, from + AT_ONCE).map((household) => ballotId(survey, household));
    const { count } = await tx.ballot.updateMany({
      where: { id: { in: ids }, issuedAt: null },
      data: { issuedAt: BigInt(at) },
    });
    issued += count;
  }
  return issued;
}
/** So many ids a statement. */
const AT_ONCE = 500;

/** Puts the sheet on the ballot, sealed; with the first answer it has come back 回收, and so was issued. */
export async function saveSheet(
  tx: Tx,
  box: Box,
  ballot: StoredBallot,
  { sheet, source, at }: { readonly sheet: Sheet; readonly source: string; readonly at: Instant },
): Promise<void> {
  const isReturned = Object.keys(sheet.answers).length > 0;
  const sealed = (value: object): string | null =>
    Object.keys(value).length === 0 ? null : box.seal(JSON.stringify(value));
  await updateRows(
    tx,
    'ballot',
    { id: ballot.id },
    {
      answers: sealed(sheet.answers),
      remark: sealed(sheet.remarks),
      source,
      issuedAt: ballot.issuedAt ?? (isReturned ? at : null),
      returnedAt: ballot.returnedAt ?? (isReturned ? at : null),
    },
  );
}

/** The words of a JSON column that is sealed while its survey is open. */
export const opened = <T>(box: Pick<Box, 'open'>, text: string | null): T =>
  JSON.parse(text === null ? '{}' : text.startsWith('{') ? text : box.open(text)) as T;

export function toSurvey(row: RowOf<'survey'>): StoredSurvey {
  const asked = row.questions === null ? null : (JSON.parse(row.questions) as [Question['item'], string][]);
  return {
    id: row.id,
    estate: row.estateId,
    policy: row.policyId,
    clause: row.clause,
    period: row.period,
    title: row.title,
    anonymous: Boolean(row.anonymous),
    questions: asked === null ? DIRECTION_QUESTIONS : asked.map(([item, text]) => ({ item, text })),
    openedAt: Number(row.openedAt) as Instant,
    closesAt: Number(row.closesAt) as Instant,
    closedAt: row.closedAt === null ? null : (Number(row.closedAt) as Instant),
  };
}

const toBallot = (box: Box, row: RowOf<'ballot'>): StoredBallot => ({
  id: row.id,
  survey: row.surveyId,
  household: row.household,
  hasLink: row.tokenHash !== null,
  issuedAt: row.issuedAt === null ? null : (Number(row.issuedAt) as Instant),
  returnedAt: row.returnedAt === null ? null : (Number(row.returnedAt) as Instant),
  source: row.source,
  sheet: {
    answers: opened<Sheet['answers']>(box, row.answers),
    remarks: opened<Sheet['remarks']>(box, row.remark),
  },
});
