/** A report out of the archive as its file; that it was read, and by whom, stands in the audit. */
import type { FastifyReply } from 'fastify';
import { sealedCopy } from '../app/report-walk/archived-copy.js';
import type { Context } from '../context.js';
import { appendAudit } from '../store/audit.js';
import { IN_ARCHIVE } from '../store/report-archive.js';
import type { StoredReport } from '../store/reports.js';

/** Sends it; or says that there is no file any more, or one that is not what was archived, which is never given out. */
export async function sendArchived(
  ctx: Context,
  reply: FastifyReply,
  report: StoredReport,
  actor: string,
): Promise<FastifyReply | 'gone' | 'altered'> {
  if (!IN_ARCHIVE.includes(report.status)) return 'gone';
  const copy = await sealedCopy(ctx, report.id);
  if (copy.kind === 'gone') return 'gone';
  if (copy.kind === 'altered') {
    ctx.log.error({ report: report.id }, 'an archived copy is not what was archived');
    return 'altered';
  }
  const { name, mime, sha256 } = copy.version;
  const entry = { at: ctx.clock.now(), actor, action: 'report.read', estate: report.estate };
  const subject = `report:${report.id}`;
  await ctx.db.write((tx) => appendAudit(tx, ctx.db, [{ ...entry, subject, detail: { sha256 } }]));
  const encoded = encodeURIComponent(name);
  void reply.header('content-disposition', `attachment; filename="archive-${report.id}"; filename*=UTF-8''${encoded}`);
  return reply.type(mime).send(Buffer.from(copy.bytes));
}
