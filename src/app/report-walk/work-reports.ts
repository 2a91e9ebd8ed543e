/**
 * What is due for reports: versions, signed copies and the archive. Files are made outside of
 * transactions; a report is claimed for as long as that takes, and what was done to it meanwhile wins.
 */
import type { Context } from '../../context.js';
import { HOUR, MINUTE, type Instant } from '../../core/calendar.js';
import { dutyByNo } from '../../store/duties.js';
import { estateOf } from '../../store/estates.js';
import { versionsOf } from '../../store/report-versions.js';
import { claimReport, dueReports, lockReport, saveReport, type StoredReport } from '../../store/reports.js';
import { archiveReport } from './archive-report.js';
import { makeVersion, signVersion } from './make-version.js';
import { walkingOf } from './road-of.js';

const AT_ONCE = 16;
/** As long as a report may take; another instance tries it then. */
const LEASE_MS = 5 * MINUTE;

/** Works what is due; answers how many were taken. */
export async function workReports(ctx: Context, now: Instant): Promise<number> {
  let taken = 0;
  for (const due of await dueReports(ctx.db.read, now, AT_ONCE)) {
    const report = await claimReport(ctx.db, due, (now + LEASE_MS) as Instant, now);
    if (report === null) continue;
    taken += 1;
    try {
      await workReport(ctx, report, now);
    } catch (error) {
      const told = error instanceof Error ? error.message : 'unknown';
      ctx.log.error(
        { report: report.id, todo: report.todo, error: told },
        'a report could not be worked; it comes again',
      );
      await later(ctx, report, now);
    }
  }
  return taken;
}

async function workReport(ctx: Context, report: StoredReport, now: Instant): Promise<void> {
  const estate = await estateOf(ctx.db.read, report.estate);
  const making = estate === null ? null : walkingOf(ctx, estate, report);
  if (estate === null || making === null) throw new Error('nobody knows its road');
  switch (report.todo) {
    case 'make':
    case 'remake':
      await ((await isAsked(ctx, report)) ? makeVersion(ctx, making, now) : rest(ctx, report, now));
      return;
    case 'sign': {
      // Where nobody reviews it, what is handed in is made and signed at once.
      const isSigned = (await versionsOf(ctx.db.read, report.id)).some(({ final }) => final);
      const isOwn = report.version === 0 || (making.road.steps.length === 1 && !isSigned);
      const ready = isOwn ? await makeVersion(ctx, making, now) : report;
      return ready === null ? undefined : signVersion(ctx, { ...making, report: ready }, now);
    }
    case 'archive':
      return archiveReport(ctx, making, now);
    case null:
      return rest(ctx, report, now);
    default:
      return report.todo satisfies never;
  }
}

/** A duty that was cancelled or excused asks for no report. */
async function isAsked({ db }: Context, { dutyNo, version }: StoredReport): Promise<boolean> {
  const duty = dutyNo === null ? null : await dutyByNo(db.read, dutyNo);
  return version > 0 || duty?.status === 'open' || duty?.status === 'done';
}

const rest = (ctx: Context, report: StoredReport, now: Instant): Promise<void> =>
  put(ctx, report, { todo: null, nextAt: null }, now);

const later = (ctx: Context, report: StoredReport, now: Instant): Promise<void> =>
  put(ctx, report, { nextAt: (now + HOUR) as Instant }, now);

async function put(ctx: Context, report: StoredReport, change: Partial<StoredReport>, now: Instant): Promise<void> {
  await ctx.db.write(async (tx) => {
    const held = await lockReport(tx, ctx.db, report.id);
    if (held?.revision === report.revision) await saveReport(tx, { ...held, ...change }, now);
  });
}
