/** The surveys 调查 of an estate whose time touches a period, and the ballots of one. */
import type { Instant } from '../../core/calendar.js';
import { opened, toSurvey, type StoredSurvey } from '../ballots.js';
import type { Sheet } from '../../core/ballot.js';
import type { Box } from '../box.js';
import type { Tx } from '../db.js';

/** The newest first. */
export async function surveysWithin(
  tx: Tx,
  estate: string,
  [from, to]: readonly [Instant, Instant],
): Promise<readonly StoredSurvey[]> {
  const rows = await tx.survey.findMany({
    where: { estateId: estate, openedAt: { lt: BigInt(to) }, closesAt: { gt: BigInt(from) } },
    orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map(toSurvey);
}

export async function surveyById(tx: Tx, id: string): Promise<StoredSurvey | null> {
  const row = await tx.survey.findUnique({ where: { id } });
  return row === null ? null : toSurvey(row);
}

/** A ballot of a survey by name 记名: whose it is, and what it says. */
export type NamedBallot = {
  readonly household: string;
  readonly issuedAt: Instant | null;
  readonly returnedAt: Instant | null;
  readonly sheet: Sheet;
  /** The visit that asked. */
  readonly visitNo: number | null;
};

/** The first so many ballots of a survey by name that went out: those that came back first. None of an anonymous one. */
export async function namedBallots(
  tx: Tx,
  box: Box,
  survey: StoredSurvey,
  most: number,
): Promise<readonly NamedBallot[]> {
  if (survey.anonymous) return [];
  const rows = await tx.ballot.findMany({
    where: { surveyId: survey.id, issuedAt: { not: null }, household: { not: null } },
    orderBy: [{ returnedAt: { sort: 'desc', nulls: 'last' } }, { household: 'asc' }],
    take: most,
  });
  const visits = await tx.visit.findMany({
    where: {
      estateId: survey.estate,
      clause: survey.clause,
      startedBy: survey.period,
      eventId: null,
      household: { in: rows.flatMap(({ household }) => household ?? []) },
    },
    select: { no: true, household: true },
  });
  const numberOf = new Map(visits.map(({ no, household }) => [household, no]));
  return rows.map(({ household, issuedAt, returnedAt, answers, remark }) => ({
    household: household ?? '',
    issuedAt: issuedAt === null ? null : (Number(issuedAt) as Instant),
    returnedAt: returnedAt === null ? null : (Number(returnedAt) as Instant),
    sheet: {
      answers: opened<Sheet['answers']>(box, answers),
      remarks: opened<Sheet['remarks']>(box, remark),
    },
    visitNo: numberOf.get(household) ?? null,
  }));
}
