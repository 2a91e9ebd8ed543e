/** 档案 in the database: records that can be put away, what was put away, and what was kept long enough. */
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import type { Tx } from './db.js';
import { findRow, insertRows, OR_LEAVE, updateRows, type RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

/** A record of which nothing is open: no case, no asking again, no duty of its visit. */
export type Settled = {
  readonly no: number;
  readonly policy: string;
  readonly policyVersion: string;
  readonly clause: string;
  readonly record: string;
  readonly due: Instant;
  readonly madeAt: Instant;
  /** Since when. */
  readonly settledAt: Instant;
};

const number = (value: bigint | number | null): number => (value === null ? 0 : Number(value));

/** Cases that somebody works; what was only passed on has no end of its own. */
const CASES = `('nonconformity', 'promise', 'finding')`;
const STILL_ASKED = `('planned', 'drawn', 'assigned', 'asked', 'postponed', 'with-staff')`;

/** Such records of an estate after a visit's number, the lowest first; whether they are reviewed is not looked at. */
export async function settledRecords(
  tx: Tx,
  estate: string,
  after: number,
  limit: number,
  policy: string | null = null,
): Promise<readonly Settled[]> {
  const text = `SELECT v."no", v."policyId", v."policyVersion", v."clause", v."record", v."due",
      COALESCE(r."at", v."answeredAt") AS "madeAt", r."reviewedAt",
      (SELECT MAX(f."closedAt") FROM "FollowUp" f WHERE f."visitNo" = v."no") AS "closedAt"
    FROM "Visit" v LEFT JOIN "Record" r ON r."visitNo" = v."no" AND r."current"
    WHERE v."estateId" = ? AND v."status" IN ('recorded', 'reviewed') AND v."servedBy" IS NULL AND v."no" > ?
      ${policy === null ? '' : 'AND v."policyId" = ?'}
      AND COALESCE(r."at", v."answeredAt") IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "FollowUp" f WHERE f."visitNo" = v."no" AND f."kind" IN ${CASES}
        AND f."status" = 'open')
      AND NOT EXISTS (SELECT 1 FROM "FollowUp" f JOIN "Visit" w ON w."no" = f."recheckNo"
        WHERE f."visitNo" = v."no" AND w."status" IN ${STILL_ASKED})
      AND (v."startedBy" NOT LIKE 'follow-up:%'
        OR NOT EXISTS (SELECT 1 FROM "FollowUp" f WHERE f."recheckNo" = v."no" AND f."status" = 'open'))
      AND NOT EXISTS (SELECT 1 FROM "Duty" d WHERE d."visitNo" = v."no" AND d."status" = 'open')
    ORDER BY v."no" LIMIT ${limit}`;
  const values = [estate, after, ...(policy === null ? [] : [policy])];
  const rows = await rowsOfText<{
    no: number | bigint;
    policyId: string;
    policyVersion: string;
    clause: string;
    record: string;
    due: number | bigint;
    madeAt: number | bigint;
    reviewedAt: number | bigint | null;
    closedAt: number | bigint | null;
  }>(tx, text, values);
  return rows.map(({ policyId, policyVersion, clause, record, ...row }) => ({
    no: Number(row.no),
    policy: policyId,
    policyVersion,
    clause,
    record,
    due: Number(row.due) as Instant,
    madeAt: Number(row.madeAt) as Instant,
    settledAt: Math.max(number(row.madeAt), number(row.reviewedAt), number(row.closedAt)) as Instant,
  }));
}

/** What was put away: a record by its visit's number, a report by its own. */
export type Archived = {
  readonly kind: 'record' | 'report';
  readonly subject: string;
  readonly visitNo: number | null;
  readonly estate: string;
  readonly policy: string;
  readonly form: string;
  readonly madeAt: Instant;
  readonly archivedAt: Instant;
  readonly archivedBy: string;
  readonly hash: string;
  /** Null: no term. */
  readonly keepUntil: Instant | null;
  readonly handOver: boolean;
  readonly by: readonly Role[];
  readonly handedOverAt: Instant | null;
  readonly deletedAt: Instant | null;
};

/** Puts one away; what is there already stays. */
export async function keepArchived(tx: Tx, one: Archived): Promise<void> {
  const { estate, policy, by, handedOverAt: _handed, deletedAt: _deleted, ...rest } = one;
  await insertRows(tx, 'archive', [{ ...rest, estateId: estate, policyId: policy, by: JSON.stringify(by) }], OR_LEAVE);
}

/** What lies there was made anew with what came after: it lies under another hash, which the audit tells. */
export const rehashArchived = (tx: Tx, kind: Archived['kind'], subject: string, hash: string): Promise<number> =>
  updateRows(tx, 'archive', { kind, subject }, { hash });

const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));

const toArchived = (row: RowOf<'archive'>): Archived => ({
  kind: row.kind as Archived['kind'],
  subject: row.subject,
  visitNo: row.visitNo,
  estate: row.estateId,
  policy: row.policyId,
  form: row.form,
  madeAt: Number(row.madeAt) as Instant,
  archivedAt: Number(row.archivedAt) as Instant,
  archivedBy: row.archivedBy,
  hash: row.hash,
  keepUntil: instant(row.keepUntil),
  handOver: Boolean(row.handOver),
  by: JSON.parse(row.by) as Role[],
  handedOverAt: instant(row.handedOverAt),
  deletedAt: instant(row.deletedAt),
});

export async function archiveOfVisit(tx: Tx, visitNo: number): Promise<Archived | null> {
  const row = await findRow(tx, 'archive', { kind: 'record', subject: String(visitNo) });
  return row === null ? null : toArchived(row);
}

/** What was kept long enough and needs no list, or was handed over: to be deleted, the oldest term first. */
export async function toDelete(tx: Tx, now: Instant, limit: number): Promise<readonly Archived[]> {
  const text = `SELECT * FROM "Archive" WHERE "deletedAt" IS NULL AND "keepUntil" <= ?
    AND (NOT "handOver" OR "handedOverAt" IS NOT NULL) ORDER BY "keepUntil", "id" LIMIT ${limit}`;
  return (await rowsOfText<RowOf<'archive'>>(tx, text, [now])).map(toArchived);
}

/** 交接清单: what was kept long enough and waits to be handed over, of an estate and a policy, or of all. */
export async function toHandOver(
  tx: Tx,
  now: Instant,
  of: { readonly estate: string; readonly policy: string } | null = null,
): Promise<readonly Archived[]> {
  const text = `SELECT * FROM "Archive" WHERE "deletedAt" IS NULL AND "keepUntil" <= ? AND "handOver"
    AND "handedOverAt" IS NULL ${of === null ? '' : 'AND "estateId" = ? AND "policyId" = ?'} ORDER BY "keepUntil", "id"`;
  const rows = await rowsOfText<RowOf<'archive'>>(tx, text, [now, ...(of === null ? [] : [of.estate, of.policy])]);
  return rows.map(toArchived);
}

type Which = Pick<Archived, 'kind' | 'subject'>;

export async function markHandedOver(
  tx: Tx,
  { kind, subject }: Which,
  { at, by, to }: { readonly at: Instant; readonly by: string; readonly to: string },
): Promise<void> {
  await updateRows(tx, 'archive', { kind, subject }, { handedOverAt: at, handedOverBy: by, handedOverTo: to });
}

export async function markDeleted(tx: Tx, { kind, subject }: Which, at: Instant): Promise<void> {
  await updateRows(tx, 'archive', { kind, subject }, { deletedAt: at });
}
