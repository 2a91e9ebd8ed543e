/** 请假与代班 in the database: from when until when somebody is away, and who stands in for them. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { rowsOfText } from './statements.js';

/** `[from, until)`. */
export type Absence = {
  readonly userid: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly deputy: string | null;
};

type Row = { userid: string; from: bigint | number; until: bigint | number; deputy: string | null };

const toAbsence = ({ userid, from, until, deputy }: Row): Absence => ({
  userid,
  from: Number(from) as Instant,
  until: Number(until) as Instant,
  deputy,
});

/** Makes these all the absences of a member of staff; whether that changed anything. */
export async function replaceAbsences(
  tx: Tx,
  userid: string,
  after: readonly Omit<Absence, 'userid'>[],
  now: Instant,
): Promise<boolean> {
  const before = await tx.absence.findMany({ where: { userid } });
  const shape = (absences: readonly Omit<Absence, 'userid'>[]): string =>
    absences
      .map(({ from, until, deputy }) => JSON.stringify([from, until, deputy]))
      .toSorted()
      .join();
  if (shape(before.map(toAbsence)) === shape(after)) return false;
  await tx.absence.deleteMany({ where: { userid } });
  await tx.absence.createMany({ data: after.map((one) => ({ ...toRow({ ...one, userid }), createdAt: BigInt(now) })) });
  return true;
}

export async function addAbsence(tx: Tx, absence: Absence, now: Instant): Promise<void> {
  await tx.absence.create({ data: { ...toRow(absence), createdAt: BigInt(now) } });
}

const toRow = ({ userid, from, until, deputy }: Absence) => ({
  userid,
  from: BigInt(from),
  until: BigInt(until),
  deputy,
});

/** Ends the absences of somebody who is back, and takes back those to come; how many there were. */
export async function endAbsences(tx: Tx, userid: string, now: Instant): Promise<number> {
  const coming = await tx.absence.deleteMany({ where: { userid, from: { gte: BigInt(now) } } });
  const ended = await tx.absence.updateMany({
    where: { userid, from: { lt: BigInt(now) }, until: { gt: BigInt(now) } },
    data: { until: BigInt(now) },
  });
  return coming.count + ended.count;
}

/** Those of these people who are away at an instant, each with the absence that lasts longest. */
export async function absencesAt(
  tx: Tx,
  userids: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, Absence>> {
  if (userids.length === 0) return new Map();
  const rows = await rowsOfText<Row>(
    tx,
    `SELECT * FROM "Absence" WHERE "userid" IN (${userids.map(() => '?').join(', ')})
      AND "from" <= ? AND "until" > ? ORDER BY "until"`,
    [...userids, at, at],
  );
  return new Map(rows.map((row) => [row.userid, toAbsence(row)]));
}

/** Everybody whose absence has begun and did not end before `since`. */
export async function awaySince(tx: Tx, since: Instant, now: Instant): Promise<readonly string[]> {
  const rows = await rowsOfText<Pick<Row, 'userid'>>(
    tx,
    'SELECT DISTINCT "userid" FROM "Absence" WHERE "until" > ? AND "from" <= ? ORDER BY "userid"',
    [since, now],
  );
  return rows.map(({ userid }) => userid);
}
