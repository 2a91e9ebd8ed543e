/** 档案、通过 事13、退回 事13: what is in the archive, a report out of it again, and the verdicts on one under way. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import { parsePeriod } from '../core/period.js';
import { periodLabel } from '../core/report/labels.js';
import { REPORT_STATUSES } from '../core/report/report-walk.js';
import type { ArchiveArgs, ArchiveCommand, ReportVerdict } from '../core/understand/command-reports.js';
import { countArchive, IN_ARCHIVE, listArchive, type ArchiveItem } from '../store/report-archive.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { reportById, type StoredReport } from '../store/reports.js';
import { answerDutyDone, openDutyFor } from './answer-duties.js';
import { listed, permitted, words, written, type Answer, type Asker } from './answer.js';
import { sealedCopy } from './report-walk/archived-copy.js';
import { returnReport } from './report-walk/pass-report.js';
import { ANOTHER_YEAR } from './report-walk/report-words.js';
import { unseen } from './seen-by.js';

export function answerArchive(
  ctx: Context,
  asker: Asker,
  { args }: ArchiveCommand,
  now: Instant,
): Answer | Promise<Answer> {
  return 'report' in args ? fromArchive(ctx, asker, args.report, now) : archiveList(ctx, asker, args, now);
}

/** 通过 事13 意见 does what 办结 does; 退回 sends the report back by one step. */
export function answerVerdict(ctx: Context, { staff }: Asker, { duty: no, verdict, opinion }: ReportVerdict): Answer {
  return written(async (tx, now) => {
    const asked = { staff, no, now };
    if (verdict === 'approve') return answerDutyDone(tx, ctx, asked, opinion ?? null);
    const found = await openDutyFor(tx, ctx, asked);
    return typeof found === 'string'
      ? found
      : returnReport(tx, ctx, { ...found, staff, opinion: opinion ?? null }, now);
  });
}

const MOST_LINES = 30;

async function archiveList(
  ctx: Context,
  asker: Asker,
  args: Exclude<ArchiveArgs, { readonly report: number }>,
  now: Instant,
): Promise<Answer> {
  const found = permitted(ctx, asker, 'see archive', { name: args.estate, example: '档案', now });
  if ('answer' in found) return found.answer;
  const { estate } = found;
  const { form, period } = args;
  const filter = { estates: [estate.id], form, period };
  const total = await countArchive(ctx.db.read, filter);
  const what = `${estate.name}的档案`;
  if (total === 0) return words(`${what}里没有${form === undefined ? '' : `「${form}」`}${periodZh(period)}报表。`);
  const { items } = await listArchive(ctx.db.read, filter, { limit: MOST_LINES });
  const lines = items.map(lineOf);
  const text = listed(
    `${what} ${total} 份，新的在前。要文件请写：档案 12。`,
    lines,
    (shown) => `……另有 ${total - shown} 份。`,
    total,
  );
  return words(text);
}

const periodZh = (period: string | undefined): string => {
  const found = period === undefined ? null : parsePeriod(period);
  return found === null ? '' : ` ${periodLabel(found, ANOTHER_YEAR)} 的`;
};

function lineOf({ id, form, period, status, archivedAt, keepUntil }: ArchiveItem): string {
  const kept =
    status === 'archived' ? `${day(archivedAt)}存档${keepUntil === null ? '' : `，保管到 ${day(keepUntil)}`}` : '';
  const state = kept === '' ? REPORT_STATUSES[status].zh : kept;
  return `档${id} ${form} ${period}（${state}）`;
}
const day = (at: string | null): string => at?.slice(0, 10) ?? '';

type Seen = { readonly report: StoredReport; readonly estate: Estate };

/** The report, where it is in an archive that the person may see. */
async function seenBy(tx: Tx, { staff }: Asker, id: number): Promise<Seen | null> {
  const report = await reportById(tx, id);
  const estate = report === null ? null : await estateOf(tx, report.estate);
  if (report === null || estate === null || !IN_ARCHIVE.includes(report.status)) return null;
  return can(staff, 'see archive', { estate: estate.id }).allowed ? { report, estate } : null;
}

/** 档案 12: the signed copy again; who had it stands in the audit. */
async function fromArchive(ctx: Context, asker: Asker, id: number, now: Instant): Promise<Answer> {
  const tx = ctx.db.read;
  const seen = await seenBy(tx, asker, id);
  const none = `没有您可以查看的 档${id}。`;
  if (seen === null) {
    const estate = (await reportById(tx, id))?.estate ?? null;
    return unseen(ctx, { staff: asker.staff, action: 'see archive', estate, subject: `report:${id}` }, none);
  }
  const { report, estate } = seen;
  const copy = await sealedCopy(ctx, id);
  if (copy.kind === 'gone')
    return words(`档${id} ${report.form} ${report.period}：${REPORT_STATUSES[report.status].zh}。`);
  if (copy.kind === 'altered') {
    ctx.log.error({ report: id }, 'an archived copy is not what was archived');
    return words(`档${id} 的文件与存档时的指纹不符，不能发出。请让管理员运行 huifang audit verify 并查明原因。`);
  }
  const { name, mime, sha256 } = copy.version;
  const entry = { at: now, actor: asker.staff.userid, action: 'report.read', estate: estate.id };
  return {
    texts: [`档${id} ${report.form} ${report.period}，编号 ${copy.version.number}，见下面的文件。`],
    files: [{ kind: 'file', name, mime, sha256, bytes: copy.bytes, sealedFor: estate.id }],
    writes: (write) =>
      appendAudit(write, ctx.db, [{ ...entry, subject: `report:${id}`, detail: { sha256 } }]).then(() => []),
  };
}
