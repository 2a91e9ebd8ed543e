/** The cases 个案 of an estate: those open now, and those that a period opened and closed. Counted and listed by one condition. */
import type { Instant } from '../../core/calendar.js';
import type { Tx } from '../db.js';
import { rowsOfText } from '../statements.js';

export const CASES_OF = ['open', 'overdue', 'opened', 'closed'] as const;
export type CasesOf = (typeof CASES_OF)[number];
export type CaseCounts = Readonly<Record<CasesOf, number>>;

export type CasesQuestion = {
  readonly estate: string;
  /** Half-open. */
  readonly range: readonly [Instant, Instant];
  readonly now: Instant;
};

/** What a promise 承诺 or a step had to be done by, and was not. */
const OVERDUE = `f."status" = 'open' AND (f."promisedAt" <= ? OR EXISTS (SELECT 1 FROM "Duty" d
  WHERE d."followUp" = f."id" AND d."status" = 'open' AND d."due" <= ?))`;

function condition({ range: [from, to], now }: CasesQuestion, of: CasesOf): readonly [string, readonly number[]] {
  switch (of) {
    case 'open':
      return [`f."status" = 'open'`, []];
    case 'overdue':
      return [OVERDUE, [now, now]];
    case 'opened':
      return [`f."openedAt" >= ? AND f."openedAt" < ?`, [from, to]];
    case 'closed':
      return [`f."closedAt" >= ? AND f."closedAt" < ?`, [from, to]];
    default:
      return of satisfies never;
  }
}

/** Their numbers, the newest first. */
export async function caseNumbers(tx: Tx, question: CasesQuestion, of: CasesOf): Promise<readonly number[]> {
  const [where, values] = condition(question, of);
  const text = `SELECT f."id" FROM "FollowUp" f WHERE f."estateId" = ? AND ${where} ORDER BY f."id" DESC`;
  return (await rowsOfText<{ id: number }>(tx, text, [question.estate, ...values])).map(({ id }) => id);
}

export async function caseCounts(tx: Tx, question: CasesQuestion): Promise<CaseCounts> {
  const counts: Record<CasesOf, number> = { open: 0, overdue: 0, opened: 0, closed: 0 };
  for (const of of CASES_OF) counts[of] = (await caseNumbers(tx, question, of)).length;
  return counts;
}
