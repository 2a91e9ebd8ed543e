/** 报表的流转 in the database: where each report stands, and what is to be done with it when. */
import type { Instant } from '../core/calendar.js';
import type { ReportStatus, ReportTodo } from '../core/report/report-walk.js';
import type { Db, Tx } from './db.js';
import { findRow, insertRows, OR_LEAVE, updateRows, type RowOf } from './rows.js';
import { rowsOfText } from './statements.js';

/** Its identity is (estate, policy, form, period); people write its number as 档12. */
export type StoredReport = {
  readonly id: number;
  readonly estate: string;
  readonly policy: string;
  readonly form: string;
  readonly period: string;
  readonly status: ReportStatus;
  readonly step: number;
  readonly dutyNo: number | null;
  readonly since: Instant;
  readonly version: number;
  readonly todo: ReportTodo | null;
  readonly nextAt: Instant | null;
  readonly revision: number;
  readonly approvedAt: Instant | null;
  readonly archivedAt: Instant | null;
  readonly keepUntil: Instant | null;
  readonly deletedAt: Instant | null;
};

type Row = RowOf<'report'>;
const instant = (value: bigint | number | null): Instant | null => (value === null ? null : (Number(value) as Instant));
const big = (value: Instant | null): bigint | null => (value === null ? null : BigInt(value));

export const toReport = (row: Row): StoredReport => ({
  id: row.id,
  estate: row.estateId,
  policy: row.policyId,
  form: row.form,
  period: row.period,
  status: row.status as ReportStatus,
  step: row.step,
  dutyNo: row.dutyNo,
  since: Number(row.since) as Instant,
  version: row.version,
  todo: row.todo as ReportTodo | null,
  nextAt: instant(row.nextAt),
  revision: row.revision,
  approvedAt: instant(row.approvedAt),
  archivedAt: instant(row.archivedAt),
  keepUntil: instant(row.keepUntil),
  deletedAt: instant(row.deletedAt),
});

export type NewReport = Pick<StoredReport, 'estate' | 'policy' | 'form' | 'period' | 'dutyNo'> & {
  readonly makeAt: Instant;
};

/** Begins reports that are not there yet; how many. */
export async function beginReports(tx: Tx, reports: readonly NewReport[], now: Instant): Promise<number> {
  const rows = reports.map(({ estate, policy, form, period, dutyNo, makeAt }) => ({
    estateId: estate,
    policyId: policy,
    form,
    period,
    status: 'making' satisfies ReportStatus,
    step: 0,
    dutyNo,
    since: BigInt(makeAt),
    version: 0,
    todo: 'make' satisfies ReportTodo,
    nextAt: BigInt(makeAt),
    revision: 0,
    createdAt: BigInt(now),
    updatedAt: BigInt(now),
  }));
  return insertRows(tx, 'report', rows, OR_LEAVE);
}

export async function reportById(tx: Tx, id: number): Promise<StoredReport | null> {
  const row = await findRow(tx, 'report', { id });
  return row === null ? null : toReport(row);
}

/** The report, and on PostgreSQL nobody else changes it before this transaction ends. */
export async function lockReport(tx: Tx, { kind }: Pick<Db, 'kind'>, id: number): Promise<StoredReport | null> {
  if (kind === 'postgres') await tx.$queryRaw`SELECT 1 FROM "Report" WHERE "id" = ${id} FOR UPDATE`;
  return reportById(tx, id);
}

type ReportKey = Pick<StoredReport, 'estate' | 'policy' | 'form' | 'period'>;

export async function reportOf(tx: Tx, { estate, policy, form, period }: ReportKey): Promise<StoredReport | null> {
  const row = await findRow(tx, 'report', { estateId: estate, policyId: policy, form, period });
  return row === null ? null : toReport(row);
}

/** Writes what may change of a report, unless somebody has changed it since it was read; whether it was written. */
export async function saveReport(tx: Tx, report: StoredReport, now: Instant): Promise<boolean> {
  const { id, revision, status, step, dutyNo, version, todo } = report;
  const change = {
    status,
    step,
    dutyNo,
    version,
    todo,
    since: BigInt(report.since),
    nextAt: big(report.nextAt),
    approvedAt: big(report.approvedAt),
    archivedAt: big(report.archivedAt),
    keepUntil: big(report.keepUntil),
    deletedAt: big(report.deletedAt),
    revision: revision + 1,
    updatedAt: BigInt(now),
  };
  return (await updateRows(tx, 'report', { id, revision }, change)) === 1;
}

/** Reports of which something is to be done by now, those that waited longest. */
export async function dueReports(tx: Tx, now: Instant, limit: number): Promise<readonly StoredReport[]> {
  const text = `SELECT * FROM "Report" WHERE "nextAt" <= ? ORDER BY "nextAt", "id" LIMIT ${limit}`;
  return (await rowsOfText<Row>(tx, text, [now])).map(toReport);
}

/** Takes a due report for this instance for so long: null where another one has it. */
export async function claimReport(
  db: Db,
  report: StoredReport,
  until: Instant,
  now: Instant,
): Promise<StoredReport | null> {
  const claimed = { ...report, nextAt: until };
  const isOurs = await db.write((tx) => saveReport(tx, claimed, now));
  return isOurs ? { ...claimed, revision: report.revision + 1 } : null;
}
