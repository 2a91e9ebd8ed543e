/** Reviews 审核 in the database: what waits for one, what became of it, and what a reviewer was shown. */
import type { Instant } from '../core/calendar.js';
import type { Tx } from './db.js';
import { factOf, keepFact } from './facts.js';
import { findRow, updateRows } from './rows.js';
import { rowsOfText } from './statements.js';

/** A visit whose record is not reviewed, for itself or as one that the record's own visit serves. */
export type Unreviewed = {
  /** The visit that has the record. */
  readonly no: number;
  readonly policy: string;
  readonly policyVersion: string;
  readonly clause: string;
  readonly record: string;
  readonly recordId: string;
  /** Who made the record, and who did the work that it is about. */
  readonly by: string;
  readonly worker: string | null;
};

/** All of an estate under these policies, the visits made first at the head. */
export async function unreviewedOf(
  tx: Tx,
  estate: string,
  policies: readonly string[],
): Promise<readonly Unreviewed[]> {
  if (policies.length === 0) return [];
  const text = `SELECT COALESCE(v."servedBy", v."no") AS "no", v."policyId" AS "policy", v."policyVersion", v."clause",
      v."record", r."id" AS "recordId", r."by", e."worker"
    FROM "Visit" v JOIN "Record" r ON r."visitNo" = COALESCE(v."servedBy", v."no") AND r."current"
      LEFT JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
    WHERE v."estateId" = ? AND v."status" = 'recorded' AND v."policyId" IN (${policies.map(() => '?').join(', ')})
    ORDER BY r."at", 1, v."no"`;
  return rowsOfText<Unreviewed>(tx, text, [estate, ...policies]);
}

/** `approved`: the record stays as it is; else it was returned, and this row keeps by whom and why. */
export type Verdict = {
  readonly approved: boolean;
  readonly by: string;
  readonly at: Instant;
  readonly opinion: string;
};

export async function keepVerdict(tx: Tx, recordId: string, { approved, by, at, opinion }: Verdict): Promise<void> {
  await updateRows(tx, 'record', { id: recordId }, { reviewed: approved, reviewedBy: by, reviewedAt: at, opinion });
}

/** The verdict by which a visit's record was returned last; null where it never was. */
export async function lastReturn(tx: Tx, visitNo: number): Promise<Verdict | null> {
  const rest = 'AND "reviewedBy" IS NOT NULL ORDER BY "seq" DESC';
  return verdictOf(await findRow(tx, 'record', { visitNo, reviewed: false }, rest));
}

/** The verdict by which a visit's record was approved; null where it was not, or in no way that says by whom. */
export async function approvalOf(tx: Tx, visitNo: number): Promise<Verdict | null> {
  return verdictOf(await findRow(tx, 'record', { visitNo, reviewed: true }, 'ORDER BY "seq" DESC'));
}

type Row = NonNullable<Awaited<ReturnType<typeof findRow<'record'>>>>;

function verdictOf(row: Row | null): Verdict | null {
  if (row === null || row.reviewedBy === null || row.reviewedAt === null) return null;
  const { reviewed, reviewedBy: by, reviewedAt, opinion } = row;
  return { approved: Boolean(reviewed), by, at: Number(reviewedAt) as Instant, opinion: opinion ?? '' };
}

/** When a visit's record was made, or made again after it was returned: from then on it waits. */
export async function handedInAt(tx: Tx, visitNo: number): Promise<Instant | null> {
  const row = await findRow(
    tx,
    'audit',
    { subject: `visit:${visitNo}`, action: 'visit.record' },
    'ORDER BY "seq" DESC',
  );
  return row === null ? null : (Number(row.at) as Instant);
}

/** What a reviewer was shown: each record by its visit, and the visits of the list that they were asked about last. */
export type Shown = {
  readonly seen: Readonly<Record<string, string>>;
  readonly asked: { readonly at: Instant; readonly visits: readonly number[] } | null;
};

const NOTHING: Shown = { seen: {}, asked: null };
const nameOf = (userid: string): string => `reviews-shown:${userid}`;

export async function shownTo(tx: Tx, userid: string, now: Instant): Promise<Shown> {
  const fact = await factOf(tx, nameOf(userid), now);
  return fact === null ? NOTHING : (JSON.parse(fact.value) as Shown);
}

export const keepShown = (tx: Tx, userid: string, shown: Shown, now: Instant): Promise<void> =>
  keepFact(tx, nameOf(userid), JSON.stringify(shown), now);
