/** Rounds 周期回访 in the database: their households and visits, and a survey's ballots, page by page. */
import type { Instant } from '../core/calendar.js';
import type { Direction, Grade } from '../core/terms.js';
import type { Box } from './box.js';
import { Prisma, type Tx } from './db.js';
import { insertRows, updateRows, type RowOf } from './rows.js';
import { rowsOf } from './statements.js';
import { newRow } from './visit-row.js';
import type { NewVisit, StoredVisit } from './visits.js';

/** A household of an estate, and since when a round counts it. */
export type RoundHousehold = { readonly code: string; readonly since: Instant };

/** What names the visits of one round of one period. */
export type RoundIdentity = {
  readonly estate: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: string;
  readonly visit: number;
};

/** The households of an estate, or its key households 重点户, without their visit of the round; by code. */
export async function householdsWithout(
  tx: Tx,
  round: RoundIdentity,
  of: 'households' | 'key-households',
): Promise<readonly RoundHousehold[]> {
  const { estate, policy, clause, period, visit } = round;
  const rows = await rowsOf<Pick<RowOf<'household'>, 'code' | 'createdAt' | 'keySince'>>(
    tx,
    Prisma.sql`SELECT h."code", h."createdAt", h."keySince" FROM "Household" h
      WHERE h."estateId" = ${estate} AND (h."keyHousehold" OR ${of === 'households'})
        AND NOT EXISTS (SELECT 1 FROM "Visit" v
          WHERE v."estateId" = h."estateId" AND v."policyId" = ${policy} AND v."clause" = ${clause}
            AND v."startedBy" = ${period} AND v."counterparty" = h."code" AND v."visit" = ${visit})
      ORDER BY h."code"`,
  );
  return rows.map(({ code, createdAt, keySince }) => ({
    code,
    since: Number(of === 'key-households' ? (keySince ?? createdAt) : createdAt) as Instant,
  }));
}

/** How many visits a round has. */
export async function countRound(tx: Tx, { estate, policy, clause, period, visit }: RoundIdentity): Promise<number> {
  const [row] = await rowsOf<{ count: bigint | number }>(
    tx,
    Prisma.sql`SELECT count(*) AS "count" FROM "Visit"
      WHERE "estateId" = ${estate} AND "policyId" = ${policy} AND "clause" = ${clause}
        AND "startedBy" = ${period} AND "visit" = ${visit}`,
  );
  return Number(row?.count ?? 0);
}

/** A visit of a round: assigned as it is made, where there is somebody. */
export type RoundVisit = NewVisit & {
  readonly assignee: string | null;
  readonly drawId: string | null;
  readonly drawPosition: number | null;
};

export async function createRoundVisits(tx: Tx, visits: readonly RoundVisit[], now: Instant): Promise<void> {
  const rows = visits.map((visit) => ({
    ...newRow(visit, now),
    assignee: visit.assignee,
    assignedAt: visit.assignee === null ? null : BigInt(now),
    drawId: visit.drawId,
    drawPosition: visit.drawPosition,
  }));
  await insertRows(tx, 'visit', rows);
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
  const rows = households.map((household) => ({
    id: ballotId(id, household),
    surveyId: id,
    estateId: estate,
    household,
  }));
  await insertRows(tx, 'ballot', rows);
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
  await updateRows(tx, 'ballot', { id }, { issuedAt: at });
}

/** The ballot came back 回收 with these answers by direction, sealed as long as the survey is open. */
export async function markReturned(tx: Tx, box: Box, visit: StoredVisit, answer: BallotAnswer): Promise<void> {
  const id = ballotOf(visit);
  if (id === null) return;
  const { at, remark, source } = answer;
  const answers = box.seal(JSON.stringify(answer.answers));
  await updateRows(tx, 'ballot', { id, issuedAt: null }, { issuedAt: at });
  await updateRows(tx, 'ballot', { id }, { returnedAt: at, answers, remark, source });
}

export type BallotAnswer = {
  readonly at: Instant;
  readonly answers: Readonly<Partial<Record<Direction, Grade>>>;
  readonly remark: string | null;
  readonly source: string;
};
