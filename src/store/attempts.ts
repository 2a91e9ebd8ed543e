/** Attempts 到访台账 in the database: every try to reach a drawn household, numbered within its visit. */
import type { Instant } from '../core/calendar.js';
import type { Attempt } from '../core/reach.js';
import type { AttemptOutcome, Method } from '../core/terms.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { findRow, findRows, insertRows, updateRows, type RowOf } from './rows.js';
import type { StoredVisit } from './visits.js';

export type StoredAttempt = Attempt & { readonly note: string | null };
export type NewAttempt = Omit<Attempt, 'number'> & { readonly note?: string | null };

/** Appends an attempt with the visit's next number. Its caller holds the visit (`lockVisit`), so that numbers are its own. */
export async function addAttempt(
  tx: Tx,
  box: Box,
  visit: Pick<StoredVisit, 'no' | 'estate' | 'household'>,
  attempt: NewAttempt,
): Promise<number> {
  const last = await findRow(tx, 'attempt', { visitNo: visit.no }, 'ORDER BY "number" DESC');
  const number = (last?.number ?? 0) + 1;
  const { channel, at, by, outcome, note = null } = attempt;
  await insertRows(tx, 'attempt', [
    {
      estateId: visit.estate,
      visitNo: visit.no,
      household: visit.household,
      number,
      channel,
      at,
      by,
      outcome,
      note: note === null ? null : box.seal(note),
    },
  ]);
  return number;
}

/** What came of the questions that were delivered and still waited; how many there were. */
export async function settleAttempts(tx: Tx, visitNo: number, outcome: AttemptOutcome): Promise<number> {
  return updateRows(tx, 'attempt', { visitNo, outcome: 'delivered' }, { outcome });
}

/** A visit's attempts in their order, with what was noted of each. */
export async function attemptsOf(tx: Tx, box: Box, visitNo: number): Promise<readonly StoredAttempt[]> {
  const rows = await findRows(tx, 'attempt', { visitNo }, 'ORDER BY "number"');
  return rows.map((row) => toAttempt(row, box));
}

type Row = RowOf<'attempt'>;

const toAttempt = (row: Row, box: Box): StoredAttempt => ({
  number: row.number,
  channel: row.channel as Method | 'paper',
  at: Number(row.at) as Instant,
  by: row.by,
  outcome: row.outcome as AttemptOutcome,
  note: row.note === null ? null : box.open(row.note),
});
