/** A report as it lies in the archive, for tests of who may have it. */
import { createHash } from 'node:crypto';
import { appendAudit } from '../../src/store/audit.js';
import { keepVersion } from '../../src/store/report-versions.js';
import { beginReports, reportOf, saveReport } from '../../src/store/reports.js';
import type { EstateTest } from './estate.js';

/** Archived as one of long ago; its number. */
export async function putArchived({ ctx }: Pick<EstateTest, 'ctx'>, estate: string): Promise<number> {
  const key = { estate, policy: 'p02', form: '月回访汇总表', period: '2024-02' };
  const now = ctx.clock.now();
  const bytes = Buffer.from(`${estate} 2024-02`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return ctx.db.write(async (tx) => {
    await beginReports(tx, [{ ...key, dutyNo: null, makeAt: now }], now);
    const report = await reportOf(tx, key);
    if (report === null) throw new Error('no report was begun');
    const about = { report: report.id, version: 1, final: true, number: `${estate}-P02-月回访汇总表-2024-02-1` };
    const file = { file: `archived-${estate}`, name: '月回访汇总表.xlsx', mime: 'application/octet-stream', sha256 };
    await keepVersion(tx, ctx.box, { ...about, ...file, size: bytes.length, madeAt: now, paper: '[]', estate, bytes });
    const archived = { status: 'archived', version: 1, archivedAt: now, todo: null, nextAt: null } as const;
    await saveReport(tx, { ...report, ...archived }, now);
    const entry = { at: now, actor: 'system', action: 'report.archive', estate, subject: `report:${report.id}` };
    await appendAudit(tx, ctx.db, [{ ...entry, detail: { sha256 } }]);
    return report.id;
  });
}
