/**
 * 记录的内容: what a record says of people, and where else the same stands: its cases, notices, photographs and talk. It
 * goes with the record's term; numbers, grades, methods and times stay, and the audit chain with them.
 */
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { findRow, findRows, updateRows } from './rows.js';
import { changedByText } from './statements.js';
import type { Why } from './visits.js';

/** A keyed hash of all rows of a visit's record, as they stand. */
export async function hashOfRecord(tx: Tx, box: Box, visitNo: number): Promise<string> {
  const rows = await findRows(tx, 'record', { visitNo }, 'ORDER BY "seq"');
  const said = rows.map(({ id, grade, grades, remark, topics, calledCipher, opinion, by, at, confirmedBy }) => [
    id,
    grade,
    grades,
    remark,
    topics,
    calledCipher,
    opinion,
    by,
    Number(at),
    confirmedBy,
  ]);
  return box.hash(JSON.stringify(said));
}

const RESIDENT = 'resident';

/** Deletes it. Safe to repeat. */
export async function forgetRecord(tx: Tx, visitNo: number): Promise<void> {
  const nothing = { remark: null, topics: null, calledCipher: null, opinion: null, household: null };
  await updateRows(tx, 'record', { visitNo }, nothing);
  const by = (column: string): string =>
    `UPDATE "Record" SET "${column}" = ? WHERE "visitNo" = ? AND "${column}" LIKE ?`;
  for (const column of ['by', 'confirmedBy']) await changedByText(tx, by(column), [RESIDENT, visitNo, `${RESIDENT}:%`]);
  const cases = await findRows(tx, 'followUp', { visitNo });
  for (const { id } of cases)
    await updateRows(tx, 'notice', { followUp: id }, { matter: '', finding: null, answer: null, household: null });
  await updateRows(tx, 'followUp', { visitNo }, { text: null, outcome: null, household: null });
  await updateRows(tx, 'duty', { visitNo }, { note: null, household: null });
  await updateRows(tx, 'attempt', { visitNo }, { note: null, household: null });
  for (const table of ['File', 'Conversation', 'RecordTalk'])
    await changedByText(tx, `DELETE FROM "${table}" WHERE "visitNo" = ?`, [visitNo]);
  await forgetAskedAgain(tx, visitNo);
}

/** A visit that asked again after a case holds what was said in it. */
async function forgetAskedAgain(tx: Tx, visitNo: number): Promise<void> {
  const row = await findRow(tx, 'visit', { no: visitNo });
  const why = row === null ? null : (JSON.parse(row.why) as Why);
  if (why?.recheck === undefined) return;
  const recheck = { ...why.recheck, said: null, done: '' };
  await updateRows(tx, 'visit', { no: visitNo }, { why: JSON.stringify({ ...why, recheck }) });
}
