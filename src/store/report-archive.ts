/** 档案: the reports in the archive, page by page, and the hash under which each went in. */
import { formatInstant, type Instant } from '../core/calendar.js';
import type { ReportStatus } from '../core/report/report-walk.js';
import type { Tx } from './db.js';
import { CursorError, type Page, type PageRequest } from './lists.js';
import { toReport, type StoredReport } from './reports.js';
import { rowOfText, rowsOfText } from './statements.js';
import type { RowOf } from './rows.js';

export type ArchiveFilter = {
  readonly estates?: readonly string[];
  /** Part of a form's title. */
  readonly form?: string | undefined;
  readonly period?: string | undefined;
  readonly statuses?: readonly ReportStatus[];
};

/** What is in the archive, or was, before its time was over. */
export const IN_ARCHIVE: readonly ReportStatus[] = ['archived', 'deleted'];

/** As other systems and the command line read it; instants are ISO 8601 with the estate's offset. */
export type ArchiveItem = {
  readonly id: string;
  readonly estate: string;
  readonly policy: string;
  readonly form: string;
  readonly period: string;
  readonly number: string | null;
  readonly status: ReportStatus;
  readonly version: number;
  readonly approvedAt: string | null;
  readonly archivedAt: string | null;
  readonly keepUntil: string | null;
  readonly deletedAt: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
};

type Row = RowOf<'report'> & {
  readonly timezone: string;
  readonly number: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
};

/** The newest first. */
export async function listArchive(
  tx: Tx,
  filter: ArchiveFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ArchiveItem>> {
  const { where, values } = conditions(filter);
  const before = readCursor(cursor);
  const text = `SELECT r.*, e."timezone" AS "timezone", v."number" AS "number", v."sha256" AS "sha256", v."bytes" AS "bytes"
    FROM "Report" r JOIN "Estate" e ON e."id" = r."estateId"
    LEFT JOIN "ReportVersion" v ON v."reportId" = r."id" AND v."version" = r."version" AND v."final" = TRUE
    WHERE ${where}${before === null ? '' : ' AND r."id" < ?'} ORDER BY r."id" DESC LIMIT ${limit + 1}`;
  const rows = await rowsOfText<Row>(tx, text, [...values, ...(before === null ? [] : [before])]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(String(last.id)).toString('base64url') : null;
  return { items: page.map(toItem), next };
}

/** How many there are of it. */
export async function countArchive(tx: Tx, filter: ArchiveFilter): Promise<number> {
  const { where, values } = conditions(filter);
  const row = await rowOfText<{ n: bigint | number }>(
    tx,
    `SELECT count(*) AS "n" FROM "Report" r WHERE ${where}`,
    values,
  );
  return Number(row?.n ?? 0);
}

function conditions({ estates, form, period, statuses = IN_ARCHIVE }: ArchiveFilter) {
  const places = (list: readonly unknown[]): string => list.map(() => '?').join(', ');
  const parts: (readonly [string, readonly unknown[]])[] = [
    [`r."status" IN (${places(statuses)})`, statuses],
    ...(estates === undefined ? [] : [[`r."estateId" IN (${places(estates)})`, estates] as const]),
    ...(form === undefined
      ? []
      : [[`r."form" LIKE ? ESCAPE '!'`, [`%${form.replaceAll(/[!%_]/gu, '!$&')}%`]] as const]),
    ...(period === undefined ? [] : [[`(r."period" = ? OR r."period" LIKE ?)`, [period, within(period)]] as const]),
  ];
  if (estates?.length === 0) return { where: '1 = 0', values: [] };
  return { where: parts.map(([text]) => text).join(' AND '), values: parts.flatMap(([, values]) => values) };
}

/** A year holds its months, quarters and halves; of any other period the name itself is meant. */
const within = (period: string): string => (/^\d{4}$/u.test(period) ? `${period}%` : period);

function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const id = Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Number.isSafeInteger(id) || id <= 0) throw new CursorError('no page gave this cursor');
  return id;
}

function toItem(row: Row): ArchiveItem {
  const report: StoredReport = toReport(row);
  const when = (at: Instant | null): string | null => (at === null ? null : formatInstant(at, row.timezone));
  return {
    id: String(report.id),
    estate: report.estate,
    policy: report.policy,
    form: report.form,
    period: report.period,
    number: row.number,
    status: report.status,
    version: report.version,
    approvedAt: when(report.approvedAt),
    archivedAt: when(report.archivedAt),
    keepUntil: when(report.keepUntil),
    deletedAt: when(report.deletedAt),
    sha256: row.sha256,
    bytes: row.bytes,
  };
}

/** The hash with which the audit chain tells that a report was archived; null while it was not. */
export async function archivedHash(tx: Tx, report: number): Promise<string | null> {
  const text = `SELECT "detail" FROM "Audit" WHERE "subject" = ? AND "action" = 'report.archive' ORDER BY "seq" DESC LIMIT 1`;
  const row = await rowOfText<{ detail: string }>(tx, text, [`report:${report}`]);
  return row === null ? null : ((JSON.parse(row.detail) as { sha256: string | null }).sha256 ?? null);
}
