/** 预约 in the database: what a member of staff has agreed with households, and their days away, for what else they can agree. */
import type { Instant } from '../core/calendar.js';
import type { Absence } from './absences.js';
import type { Db, Tx } from './db.js';
import { updateRows } from './rows.js';
import { rowsOfText } from './statements.js';
import { toVisit } from './visits.js';

export type StoredAppointment = { readonly userid: string; readonly at: Instant };

/** What these people have agreed with households, `except` of one visit; those of the past among them. */
export async function appointmentsOf(
  tx: Tx,
  userids: readonly string[],
  except: number,
): Promise<readonly StoredAppointment[]> {
  const rows = await tx.visit.findMany({
    where: {
      assignee: { in: [...userids] },
      status: { in: ['postponed', 'with-staff'] },
      why: { contains: '"appointment":' },
      no: { not: except },
    },
  });
  return rows
    .map(toVisit)
    .flatMap(({ assignee, why: { appointment } }) =>
      assignee === null || appointment === undefined ? [] : [{ userid: assignee, at: appointment }],
    );
}

/** Their absences of which something is in `[from, until)`. */
export async function absencesWithin(
  tx: Tx,
  userids: readonly string[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<readonly Absence[]> {
  if (userids.length === 0) return [];
  const rows = await rowsOfText<{ userid: string; from: bigint; until: bigint; deputy: string | null }>(
    tx,
    `SELECT * FROM "Absence" WHERE "userid" IN (${userids.map(() => '?').join(', ')})
      AND "from" < ? AND "until" > ? ORDER BY "from"`,
    [...userids, until, from],
  );
  return rows.map((row) => ({
    userid: row.userid,
    from: Number(row.from) as Instant,
    until: Number(row.until) as Instant,
    deputy: row.deputy,
  }));
}

/** Two households do not agree on the same hour of one person at once. SQLite has one writer and needs no lock. */
export async function lockAgenda(tx: Tx, { kind }: Pick<Db, 'kind'>, userids: readonly string[]): Promise<void> {
  if (kind === 'sqlite') return;
  for (const userid of userids.toSorted())
    await tx.$queryRaw`SELECT 1 FROM "Staff" WHERE "userid" = ${userid} FOR UPDATE`;
}

/** Reminders of an appointment that stands no more do not go out. */
export async function dropReminders(tx: Tx, visitNo: number): Promise<void> {
  const dropped = { status: 'refused', reason: 'the appointment was moved' };
  for (const status of ['pending', 'held'])
    await updateRows(tx, 'outbox', { visitNo, purpose: 'appointment', status }, dropped);
}
