/** 稿 and 步: the versions of a report with their files, sealed, and what was done to it on its road. */
import type { Instant } from '../core/calendar.js';
import type { DoneStep, StepWhat } from '../core/report/report-walk.js';
import type { Box } from './box.js';
import type { Tx } from './db.js';
import { findRow, findRows, insertRow, updateRows, type RowOf } from './rows.js';

export type Version = {
  readonly report: number;
  readonly version: number;
  /** 定稿: with the signatures in it. */
  readonly final: boolean;
  readonly number: string;
  /** Null once the file is gone. */
  readonly file: string | null;
  readonly name: string;
  readonly mime: string;
  readonly sha256: string;
  readonly size: number;
  readonly madeAt: Instant;
};

const toVersion = (row: RowOf<'reportVersion'>): Version => ({
  report: row.reportId,
  version: row.version,
  final: Boolean(row.final),
  number: row.number,
  file: row.fileId,
  name: row.name,
  mime: row.mime,
  sha256: row.sha256,
  size: row.bytes,
  madeAt: Number(row.madeAt) as Instant,
});

/** `paper`: what is on it, so that it can be made again with the signatures. */
export type NewVersion = Omit<Version, 'file'> & { readonly file: string; readonly paper: string };

/** Keeps a version and its file, sealed. */
export async function keepVersion(
  tx: Tx,
  box: Box,
  { estate, ...version }: NewVersion & { readonly estate: string; readonly bytes: Uint8Array },
): Promise<void> {
  const { report, name, mime, sha256, file, madeAt } = version;
  const sealed = Uint8Array.from(box.sealBytes(version.bytes));
  const about = { id: file, name, mime, sha256, estateId: estate, reportId: report };
  await tx.file.create({ data: { ...about, media: 'file', bytes: sealed, createdAt: BigInt(madeAt) } });
  await insertRow(tx, 'reportVersion', {
    reportId: report,
    version: version.version,
    final: version.final,
    number: version.number,
    fileId: file,
    name,
    mime,
    sha256,
    bytes: version.size,
    paper: box.seal(version.paper),
    madeAt: BigInt(madeAt),
  });
}

/** The versions of a report, the oldest first; the final one after the others. */
export async function versionsOf(tx: Tx, report: number): Promise<readonly Version[]> {
  return (await findRows(tx, 'reportVersion', { reportId: report }, 'ORDER BY "version", "final"')).map(toVersion);
}

/** What stands on a version, or on its signed copy; null where there is none. */
export async function paperOf(
  tx: Tx,
  box: Box,
  report: number,
  version: number,
  final = false,
): Promise<string | null> {
  const row = await findRow(tx, 'reportVersion', { reportId: report, version, final });
  return row === null || row.paper === '' ? null : box.open(row.paper);
}

/** A signed copy gives way to the one that is made anew; whether there was one. */
export async function dropFinal(tx: Tx, report: number, version: number): Promise<boolean> {
  const [row] = await findRows(tx, 'reportVersion', { reportId: report, version, final: true });
  if (row === undefined) return false;
  if (row.fileId !== null) await tx.file.deleteMany({ where: { id: row.fileId, reportId: report } });
  await tx.reportVersion.deleteMany({ where: { reportId: report, version, final: true } });
  return true;
}

/** Deletes the files of a report's versions, all or those before the final one; what they were stays told. */
export async function deleteFiles(tx: Tx, report: number, which: 'all' | 'drafts'): Promise<void> {
  const gone = (await versionsOf(tx, report)).filter(({ final, file }) => file !== null && (which === 'all' || !final));
  for (const { version, final, file } of gone) {
    await tx.file.deleteMany({ where: { id: file ?? '', reportId: report } });
    await updateRows(tx, 'reportVersion', { reportId: report, version, final }, { fileId: null, paper: '' });
  }
}

type NewStep = DoneStep & { readonly report: number; readonly version: number };

export async function keepStep(tx: Tx, box: Box, step: NewStep): Promise<void> {
  const { report, version, at, opinion, step: nth, what, by, name, title } = step;
  await insertRow(tx, 'reportStep', {
    reportId: report,
    version,
    step: nth,
    what,
    by,
    name,
    title,
    at: BigInt(at),
    opinion: opinion === null || opinion === '' ? null : box.seal(opinion),
  });
}

/** What was handed in is the version that was made of it then. */
export const versionOfStep = (tx: Tx, report: number, from: number, version: number): Promise<number> =>
  updateRows(tx, 'reportStep', { reportId: report, version: from, step: 0 }, { version });

/** What was done to a report, in order. */
export async function stepsOfReport(tx: Tx, box: Box, report: number): Promise<readonly DoneStep[]> {
  const rows = await findRows(tx, 'reportStep', { reportId: report }, 'ORDER BY "id"');
  return rows.map(({ step, what, by, name, title, at, opinion }) => ({
    step,
    what: what as StepWhat,
    by,
    name,
    title,
    at: Number(at) as Instant,
    opinion: opinion === null ? null : box.open(opinion),
  }));
}

/** After its time in the archive nothing is left that somebody wrote. */
export const forgetOpinions = (tx: Tx, report: number): Promise<number> =>
  updateRows(tx, 'reportStep', { reportId: report }, { opinion: null });
