/** GET /api/v1/archive: the reports in the archive, and one of them as its file; who had it stands in the audit. */
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parsePeriod } from '../core/period.js';
import { REPORT_STATUSES } from '../core/report/report-walk.js';
import { keysOf } from '../core/terms.js';
import { listArchive } from '../store/report-archive.js';
import { reportById } from '../store/reports.js';
import { documented, emptyIsNotGiven, faults, knownEstate, refuseCursor, type ApiOptions } from './api-common.js';
import { errorAnswer, instant, paging, text } from './api-schemas.js';
import { callerOf } from './bearer.js';
import { ApiError } from './errors.js';
import { sendArchived } from './send-archived.js';

const archiveQuery = z.object({
  estate: text('estate').optional().describe('项目编号'),
  form: text('form').optional().describe('表名或其中几个字'),
  period: text('period').optional().describe('2026-10、2026Q3、2026H1；2026 为这一年的各期'),
  ...paging,
});
const archiveAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      estate: z.string(),
      policy: z.string(),
      form: z.string(),
      period: z.string(),
      number: z.string().nullable(),
      status: z.enum(keysOf(REPORT_STATUSES)).describe('archived 已存档，deleted 已期满销毁'),
      version: z.int(),
      approvedAt: instant.nullable(),
      archivedAt: instant.nullable(),
      keepUntil: instant.nullable(),
      deletedAt: instant.nullable(),
      sha256: z.string().nullable(),
      bytes: z.int().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
const archiveParams = z.object({ id: z.coerce.number({ error: 'id 应为档案编号' }).int().positive() });

export const archiveRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  app.addHook('preValidation', emptyIsNotGiven);
  app.get(
    '/archive',
    {
      schema: {
        ...documented,
        summary: '存档的报表',
        querystring: archiveQuery,
        response: { 200: archiveAnswer, ...faults, 404: errorAnswer },
      },
    },
    async ({ query: { estate, form, period, limit, cursor } }) => {
      if (estate !== undefined) await knownEstate(ctx, estate);
      if (period !== undefined && parsePeriod(period) === null) {
        throw new ApiError(400, 'invalid', 'period 应写作 2026-10、2026Q3、2026H1 或 2026', 'period');
      }
      const filter = { ...(estate === undefined ? {} : { estates: [estate] }), form, period };
      const page = await listArchive(ctx.db.read, filter, { limit, cursor }).catch(refuseCursor);
      return { ...page, items: [...page.items] };
    },
  );
  app.get(
    '/archive/:id',
    {
      schema: {
        ...documented,
        summary: '一份存档的报表，为文件',
        params: archiveParams,
        response: { 200: z.any().describe('文件'), ...faults, 404: errorAnswer, 409: errorAnswer },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const report = await reportById(ctx.db.read, id);
      const sent = report === null ? 'gone' : await sendArchived(ctx, reply, report, callerOf(request));
      if (sent === 'gone') throw new ApiError(404, 'unknown_archive', `档案里没有 ${id}`, 'id');
      if (sent === 'altered') throw new ApiError(409, 'altered', '文件与存档时的指纹不符，不能给出', 'id');
      return sent;
    },
  );
  done();
};
