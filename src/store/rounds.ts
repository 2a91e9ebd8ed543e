/** Rounds 周期回访 in the database: their households and visits, and a survey's ballots, page by page. */
import type { Instant } from '../core/calendar.js';
import type { Direction, Grade } from '../core/terms.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { newRow } from './visit-row.js';
import type { NewVisit, StoredVisit } from './visits.js';

/** A household of an estate, and since when a round counts it. */
export type RoundHousehold = { readonly code: string; readonly since: Instant };

/** The households of an estate, or its key households 重点户, by code. */
export async function householdsOf(
  tx: Tx,
  estate: string,
  of: 'households' | 'key-households',
): Promise<readonly RoundHousehold[]> {
  const rows = await tx.household.findMany({
    where: { estateId: estate, ...(of === 'key-households' ? { keyHousehold: true } : {}) },
    select: { code: true, createdAt: true, keySince: true },
    orderBy: { code: 'asc' },
  });
  return rows.map(({ code, createdAt, keySince }) => ({
    code,
    since: Number(of === 'key-households' ? (keySince ?? createdAt) : createdAt) as Instant,
  }));
}

/** What names the visits of one round of one period. */
export type RoundIdentity = {
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: string;
  readonly visit: number;
};

/** The households that have their visit of the round. */
export async function householdsInRound(tx: Tx, round: RoundIdentity): Promise<ReadonlySet<string>> {
  const { estate, policy, clause, period, visit } = round;
  const where = { estateId: estate, policyId: policy, clause, startedBy: period, visit };
  const rows = await tx.visit.findMany({ where, select: { counterparty: true } });
  return new Set(rows.map(({ counterparty }) => counterparty));
}

/** A visit of a round: assigned as it is made, where there is somebody. */
export type RoundVisit = NewVisit & {
  readonly assignee: string | null;
  readonly drawId: string | null;
  readonly drawPosition: number | null;
};

export async function createRoundVisits(tx: Tx, visits: readonly RoundVisit[], now: Instant): Promise<void> {
  const data = visits.map((visit) => ({
    ...newRow(visit, now),
    assignee: visit.assignee,
    assignedAt: visit.assignee === null ? null : BigInt(now),
    drawId: visit.drawId,
    drawPosition: visit.drawPosition,
  }));
  await tx.visit.createMany({ data });
}

/** A survey's id follows from its clause and period, a ballot's from the survey and the household. */
export const surveyId = ({ estate, clause, period }: Omit<RoundIdentity, 'policy' | 'visit'>): string =>
  `${estate}:${clause}:${period}`;
const ballotId = (survey: string, household: string): string => `${survey}:${household}`;

export type NewSurvey = RoundIdentity & { readonly title: string; readonly closesAt: Instant };

/** The survey of a round, made once; its open ballots for these households with it. */
export async function issueBallots(
  tx: Tx,
  survey: NewSurvey,
  households: readonly string[],
  now: Instant,
): Promise<void> {
  const id = surveyId(survey);
  const { estate, policy, clause, period, title, closesAt } = survey;
  await tx.survey.upsert({
    where: { id },
    create: {
      id,
      estateId: estate,
      policyId: policy,
      clause,
      period,
      title,
      anonymous: false,
      openedAt: BigInt(now),
      closesAt: BigInt(closesAt),
    },
    update: {},
  });
  const data = households.map((household) => ({
    id: ballotId(id, household),
    surveyId: id,
    estateId: estate,
    household,
  }));
  await tx.ballot.createMany({ data });
}

/** The ballot that a visit of a round asks for; null where no period started the visit. */
function ballotOf({ estate, clause, startedBy, event, household }: StoredVisit): string | null {
  if (event !== null || household === null) return null;
  return ballotId(surveyId({ estate, clause, period: startedBy }), household);
}

/** The question was delivered: the ballot is issued 发出; null: it was not after all. */
export async function markIssued(tx: Tx, visit: StoredVisit, at: Instant | null): Promise<void> {
  const id = ballotOf(visit);
  if (id === null) return;
  await tx.ballot.updateMany({ where: { id }, data: { issuedAt: at === null ? null : BigInt(at) } });
}

/** The ballot came back 回收 with these answers by direction, sealed as long as the survey is open. */
export async function markReturned(tx: Tx, box: Box, visit: StoredVisit, answer: BallotAnswer): Promise<void> {
  const id = ballotOf(visit);
  if (id === null) return;
  const at = BigInt(answer.at);
  const answers = box.seal(JSON.stringify(answer.answers));
  await tx.ballot.updateMany({ where: { id, issuedAt: null }, data: { issuedAt: at } });
  await tx.ballot.updateMany({
    where: { id },
    data: { returnedAt: at, answers, remark: answer.remark, source: answer.source },
  });
}

export type BallotAnswer = {
  readonly at: Instant;
  readonly answers: Readonly<Partial<Record<Direction, Grade>>>;
  readonly remark: string | null;
  readonly source: string;
};
