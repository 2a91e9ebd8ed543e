/** GET /api/v1/reports: what forms there are, and one as a file. */
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findForm } from '../app/reports/find-form.js';
import { knownForms, makeReport, reportEntry } from '../app/reports/make-report.js';
import { ABOUT, FILE_TYPES, FORM_PERIODS } from '../core/report/form.js';
import { keysOf } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import { documented, emptyIsNotGiven, faults, knownEstate, periodAsked, type ApiOptions } from './api-common.js';
import { errorAnswer, text } from './api-schemas.js';
import { callerOf } from './bearer.js';
import { ApiError } from './errors.js';

const reportsAnswer = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      title: z.string(),
      also: z.array(z.string()),
      policies: z.array(z.string()),
      about: z.enum(keysOf(ABOUT)),
      period: z.enum(keysOf(FORM_PERIODS)),
      files: z.array(z.enum(FILE_TYPES)),
    }),
  ),
});
const reportParams = z.object({ kind: text('kind').describe('表的编号或中文名称') });
const reportQuery = z.object({
  estate: text('estate').min(1, '缺少 estate').describe('项目编号'),
  period: text('period').optional().describe('2026-10、2026Q3、2026H1、2026 或起..止；默认为该表当期'),
  id: text('id').optional().describe('一次回访、一件个案或一项工程的编号；不写则为期间内全部，一页一份'),
  format: z
    .enum(FILE_TYPES, { error: `format 应为 ${FILE_TYPES.join('、')} 之一` })
    .optional()
    .describe('默认为该表的第一种文件'),
});

export const reportRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  app.addHook('preValidation', emptyIsNotGiven);
  app.get(
    '/reports',
    { schema: { ...documented, summary: '有哪些表单和报表', response: { 200: reportsAnswer, ...faults } } },
    async () => ({
      items: knownForms(ctx).map(({ key, title, also, policies, about, period, files }) => ({
        kind: key,
        title,
        also,
        policies,
        about,
        period,
        files: [...files],
      })),
    }),
  );
  app.get(
    '/reports/:kind',
    {
      schema: {
        ...documented,
        summary: '一种表单或报表，为文件',
        params: reportParams,
        querystring: reportQuery,
        response: { 200: z.any().describe('文件'), ...faults, 404: errorAnswer, 409: errorAnswer },
      },
    },
    async (request, reply) => {
      const { estate: name, period: words, id = null, format } = request.query;
      const estate = await knownEstate(ctx, name);
      const found = await findForm(ctx, { word: request.params.kind, estate, id });
      if (found.kind === 'none') throw new ApiError(404, 'unknown_report', found.says, 'kind');
      if (found.kind === 'many') {
        const keys = found.forms.map(({ key }) => key).join('、');
        throw new ApiError(409, 'ambiguous_report', `这个项目用几种同名的表，请写明 ${keys} 之一`, 'kind');
      }
      const { form } = found;
      const period = words === undefined ? null : periodAsked(ctx, estate, words);
      const type = format ?? form.files[0] ?? 'xlsx';
      if (!form.files.includes(type)) {
        throw new ApiError(400, 'invalid', `《${form.title}》的 format 应为 ${form.files.join('、')} 之一`, 'format');
      }
      const asked = { form, estate, period, id, now: ctx.clock.now() };
      const made = await makeReport(ctx, asked, type);
      if (made.kind === 'none') throw new ApiError(404, 'nothing_to_print', made.says, 'id');
      const { file } = made;
      const entry = reportEntry(asked, type, callerOf(request), file.papers);
      await ctx.db.write((tx) => appendAudit(tx, ctx.db, [entry]));
      const encoded = encodeURIComponent(file.name);
      void reply.header(
        'content-disposition',
        `attachment; filename="${form.key}.${type}"; filename*=UTF-8''${encoded}`,
      );
      void reply.type(file.mime);
      // Bytes go out as they are.
      return reply.send(Buffer.from(file.bytes));
    },
  );
  done();
};
