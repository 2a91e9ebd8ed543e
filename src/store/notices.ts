/** 书面通知 in the database: numbered by estate, form and year; only their answer is added to them. */
import type { Instant } from '../core/calendar.js';
import { nextNumber, type Notice, type NoticeForm } from '../core/notice.js';
import type { Db, Tx } from './db.js';
import { findRow, findRows, insertRow, updateRows, type RowOf } from './rows.js';

export type StoredNotice = Notice & {
  readonly id: number;
  readonly estate: string;
  readonly followUp: number | null;
  readonly dutyNo: number | null;
};

export type NewNotice = Omit<StoredNotice, 'id' | 'number' | 'answer' | 'answeredAt'> & {
  readonly event: string | null;
  readonly household: string | null;
};

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

/** A row as the core knows it. */
export const toNotice = (row: RowOf<'notice'>): StoredNotice => ({
  id: row.id,
  estate: row.estateId,
  form: row.form as NoticeForm,
  number: row.number,
  followUp: row.followUp,
  dutyNo: row.dutyNo,
  to: row.recipient,
  matter: row.matter,
  finding: row.finding,
  wantedAt: instant(row.wantedAt),
  issuedAt: Number(row.issuedAt) as Instant,
  issuedBy: row.issuedBy,
  answer: row.answer,
  answeredAt: instant(row.answeredAt),
});

/** Issues a notice under the next number of its form and `year`. */
export async function issueNotice(
  tx: Tx,
  { kind }: Pick<Db, 'kind'>,
  notice: NewNotice,
  year: string,
): Promise<StoredNotice> {
  const { estate, form, followUp, dutyNo, event, household, to, matter, finding, wantedAt, issuedAt, issuedBy } =
    notice;
  // The estate's row is the one lock under which numbers are given out.
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "Estate" WHERE "id" = ${estate} FOR UPDATE`;
  const last = await findRow(tx, 'notice', { estateId: estate, form }, 'ORDER BY "id" DESC');
  const row = await insertRow(tx, 'notice', {
    estateId: estate,
    form,
    number: nextNumber(year, last?.number ?? null),
    followUp,
    dutyNo,
    eventId: event,
    household,
    recipient: to,
    matter,
    finding,
    wantedAt: wantedAt === null ? null : BigInt(wantedAt),
    issuedAt: BigInt(issuedAt),
    issuedBy,
  });
  if (row === null) throw new Error('a notice was not stored');
  return toNotice(row);
}

/** The notices of a case, the oldest first. */
export async function noticesOf(tx: Tx, followUp: number): Promise<readonly StoredNotice[]> {
  return (await findRows(tx, 'notice', { followUp }, 'ORDER BY "id"')).map(toNotice);
}

/** The notice that was issued under a duty. */
export async function noticeOfDuty(tx: Tx, dutyNo: number): Promise<StoredNotice | null> {
  const row = await findRow(tx, 'notice', { dutyNo }, 'ORDER BY "id" DESC');
  return row === null ? null : toNotice(row);
}

/** Writes on a notice what came of it, after what stands there. */
export async function answerNotice(
  tx: Tx,
  { id, answer }: StoredNotice,
  { text, by, at }: { readonly text: string; readonly by: string; readonly at: Instant },
): Promise<void> {
  const words = answer === null ? text : `${answer}；${text}`;
  await updateRows(tx, 'notice', { id }, { answer: words, answeredAt: BigInt(at), answeredBy: by });
}
