/** GET /api/v1/reach: the reach ledger 到访台账, as JSON page by page, or whole as CSV. */
import { Readable } from 'node:stream';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ledgerItem, ledgerTable } from '../app/reach-ledger.js';
import { periodRange } from '../core/period.js';
import { ATTEMPT_OUTCOMES, GRADES, keysOf, METHODS, REACH_OUTCOMES, VISIT_STATUSES } from '../core/terms.js';
import { csvLines } from '../forms/table-file.js';
import { ledgerPage } from '../store/reach-ledger.js';
import { documented, emptyIsNotGiven, faults, knownEstate, periodAsked, type ApiOptions } from './api-common.js';
import { errorAnswer, paging, text } from './api-schemas.js';
import { ApiError } from './errors.js';

const FORMAT_FAULT = 'format 应为 json 或 csv';
const reachQuery = z.object({
  estate: text('estate').min(1, '缺少 estate').describe('项目编号'),
  period: text('period').optional().describe('时限在此期间截止的：2026-10、2026Q3、2026H1、2026 或起..止；默认本月'),
  format: z.enum(['json', 'csv'], { error: FORMAT_FAULT }).default('json'),
  ...paging,
});

const id = z.string();
const reachAnswer = z.object({
  items: z.array(
    z.object({
      visit: id,
      household: z.string().nullable(),
      counterparty: z.string(),
      policy: z.string(),
      clause: z.string(),
      event: z.string().nullable(),
      form: z.string(),
      status: z.enum(keysOf(VISIT_STATUSES)),
      earliest: z.string(),
      due: z.string(),
      assignee: z.string().nullable(),
      outcome: z.enum(keysOf(REACH_OUTCOMES)),
      outcomeAt: z.string().nullable(),
      replaces: id.nullable(),
      replacedBy: id.nullable(),
      grade: z.enum(keysOf(GRADES)).nullable(),
      called: z.string().nullable().describe('拨打的号码，中间四位隐去'),
      signature: z.enum(['not-needed', 'waiting', 'signed']).nullable(),
      attempts: z.array(
        z.object({
          number: z.int(),
          channel: z.enum([...keysOf(METHODS), 'paper']),
          at: z.string(),
          by: z.string(),
          outcome: z.enum(keysOf(ATTEMPT_OUTCOMES)),
          note: z.string().nullable(),
        }),
      ),
    }),
  ),
  next: z.string().nullable(),
});

export const reachRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  app.addHook('preValidation', emptyIsNotGiven);
  app.get(
    '/reach',
    {
      schema: {
        ...documented,
        summary: '到访台账（format=csv 为整份文件）',
        querystring: reachQuery,
        response: { 200: reachAnswer, ...faults, 404: errorAnswer },
      },
    },
    async ({ query: { estate: name, period: words, format, limit, cursor = '0' } }, reply) => {
      const estate = await knownEstate(ctx, name);
      const period = periodAsked(ctx, estate, words);
      if (format === 'csv') {
        const file = encodeURIComponent(`到访台账 ${estate.name} ${period.name}.csv`);
        reply.header('content-disposition', `attachment; filename="reach.csv"; filename*=UTF-8''${file}`);
        reply.type('text/csv; charset=utf-8');
        // A stream goes out as it is; the shape above is the JSON's.
        return reply.send(Readable.from(csvLines(await ledgerTable(ctx, estate, period))) as never);
      }
      if (!/^\d{1,9}$/.test(cursor)) throw new ApiError(400, 'invalid', 'cursor 应为上一页给出的 next', 'cursor');
      const question = { estate: estate.id, range: periodRange(period, estate.timezone) };
      const page = await ledgerPage(ctx.db.read, ctx.box, question, { after: Number(cursor), limit: limit + 1 });
      const shown = page.slice(0, limit);
      const items = shown.map((visit) => ledgerItem(visit, estate, ctx.clock.now()));
      return { items, next: page.length > limit ? String(shown.at(-1)?.visit ?? '') : null };
    },
  );
  done();
};
