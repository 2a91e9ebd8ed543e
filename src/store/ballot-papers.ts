/** Ballots that can still be answered, for the paper that is carried to a door. */
import type { Instant } from '../core/calendar.js';
import { toSurvey, type StoredSurvey } from './ballots.js';
import type { Tx } from './db.js';

export type OpenBallot = {
  readonly survey: StoredSurvey;
  readonly ballot: { readonly id: string; readonly household: string };
};

/** Those of the surveys of these policies that are open now, not returned yet; `id`: of one survey, or one ballot. */
export async function openBallots(
  tx: Tx,
  which: {
    readonly estate: string;
    readonly policies: readonly string[];
    readonly id: string | null;
    readonly now: Instant;
  },
): Promise<readonly OpenBallot[]> {
  const { estate: estateId, policies, id, now } = which;
  const surveys = await tx.survey.findMany({
    where: { estateId, policyId: { in: [...policies] }, closedAt: null, closesAt: { gt: BigInt(now) } },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  const open: OpenBallot[] = [];
  for (const row of surveys) {
    const ballots = await tx.ballot.findMany({
      where: { surveyId: row.id, returnedAt: null, tokenHash: { not: null }, household: { not: null } },
      select: { id: true, household: true },
      orderBy: { household: 'asc' },
    });
    const survey = toSurvey(row);
    open.push(...ballots.map((one) => ({ survey, ballot: { id: one.id, household: one.household ?? '' } })));
  }
  return id === null ? open : open.filter(({ survey, ballot }) => survey.id === id || ballot.id === id);
}
