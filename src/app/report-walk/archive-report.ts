/** 存档: the signed copy is kept among what is archived, its hash in the audit chain; drafts go. After its years it goes as all else does. */
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import { archiveRuleOf, keptUntil } from '../../core/policy/archive.js';
import { keepArchived, rehashArchived } from '../../store/archives.js';
import { appendAudit } from '../../store/audit.js';
import type { Tx } from '../../store/db.js';
import { dutyOf } from '../../store/duties.js';
import { deleteFiles, forgetOpinions, type Version } from '../../store/report-versions.js';
import { lockReport, saveReport, type StoredReport } from '../../store/reports.js';
import { finishDuty } from '../finish-duty.js';
import { sealedCopy } from './archived-copy.js';
import type { Walking } from './road-of.js';

/** The signed copy goes into the archive; earlier versions go, their numbers and hashes stay. */
export async function archiveReport(ctx: Context, walking: Walking, now: Instant): Promise<void> {
  const { report, estate, policy } = walking;
  const copy = await sealedCopy(ctx, report.id);
  if (copy.kind !== 'whole') throw new Error(`the signed copy is ${copy.kind}`);
  const rule = archiveRuleOf(policy, report.form);
  const keepUntil = keptUntil(rule?.keepYears ?? null, now, estate.timezone);
  await ctx.db.write(async (tx) => {
    const held = await lockReport(tx, ctx.db, report.id);
    if (held?.revision !== report.revision) return;
    const rest = { status: 'archived', archivedAt: now, keepUntil, todo: null, nextAt: null } as const;
    if (!(await saveReport(tx, { ...held, ...rest }, now))) return;
    await deleteFiles(tx, report.id, 'drafts');
    await putAway(tx, held, copy.version, { keepUntil, handOver: rule?.handOver ?? false, by: rule?.by ?? [] }, now);
    await note(tx, ctx, held, copy.version, now);
    await finishArchiving(tx, ctx, walking, now);
  });
}

type Kept = Pick<Parameters<typeof keepArchived>[1], 'keepUntil' | 'handOver' | 'by'>;

const putAway = (tx: Tx, report: StoredReport, { sha256 }: Version, kept: Kept, now: Instant): Promise<unknown> =>
  keepArchived(tx, {
    ...kept,
    kind: 'report',
    subject: String(report.id),
    visitNo: null,
    estate: report.estate,
    policy: report.policy,
    form: report.form,
    madeAt: report.approvedAt ?? now,
    archivedAt: now,
    archivedBy: 'system',
    hash: sha256,
    handedOverAt: null,
    deletedAt: null,
  });

/** The clause's own duty to archive the form is done with it. */
async function finishArchiving(tx: Tx, ctx: Context, { report, estate, policy, road }: Walking, now: Instant) {
  const { archive } = road;
  if (archive === null || archive.duty.form !== report.form) return;
  const key = { estate: estate.id, policy: policy.id, clause: archive.clause.id, item: `duty:${archive.index}` };
  const duty = await dutyOf(tx, { ...key, startedBy: report.period });
  if (duty?.status === 'open') await finishDuty(tx, ctx, duty, { at: now, by: 'system' }, now);
}

/** What the audit tells of a signed copy. */
type Copy = Pick<Version, 'number' | 'sha256' | 'size'>;

async function note(tx: Tx, ctx: Context, report: StoredReport, copy: Copy, now: Instant): Promise<void> {
  const { id, estate, form, period } = report;
  const { number, sha256, size } = copy;
  const entry = { at: now, actor: 'system', action: 'report.archive', estate, subject: `report:${id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { form, period, number, sha256, bytes: size } }]);
}

/** What followed on the approval came after the report was archived: the copy with it lies there instead, which the audit tells. */
export async function archiveAnew(tx: Tx, ctx: Context, report: StoredReport, copy: Copy, now: Instant): Promise<void> {
  await rehashArchived(tx, 'report', String(report.id), copy.sha256);
  await note(tx, ctx, report, copy, now);
}

/** The files and what people wrote are gone; that it was, and its hash, stay here and in the audit. */
export async function forgetReport(
  tx: Tx,
  { kind }: Pick<Context['db'], 'kind'>,
  id: number,
  now: Instant,
): Promise<void> {
  const report = await lockReport(tx, { kind }, id);
  if (report === null) return;
  await saveReport(tx, { ...report, status: 'deleted', deletedAt: now, todo: null, nextAt: null }, now);
  await deleteFiles(tx, id, 'all');
  await forgetOpinions(tx, id);
}
