/** What whoever oversees the policies reads: 执行率, and the events that came in, with those that no policy covers. */
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { whyAbout } from '../app/answer-tasks.js';
import { complianceIn } from '../app/compliance.js';
import { whyLines, whyParts } from '../core/visit-why.js';
import { listEvents } from '../store/uncovered.js';
import { whyFactsOf } from '../store/why.js';
import {
  documented,
  emptyIsNotGiven,
  faults,
  knownEstate,
  periodAsked,
  refuseCursor,
  type ApiOptions,
} from './api-common.js';
import {
  complianceAnswer,
  complianceQuery,
  errorAnswer,
  eventsAnswer,
  eventsQuery,
  whyAnswer,
  whyParams,
} from './api-schemas.js';
import { ApiError } from './errors.js';

export const oversightRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  app.addHook('preValidation', emptyIsNotGiven);
  const readFaults = { ...faults, 404: errorAnswer };
  app.get(
    '/compliance',
    {
      schema: {
        ...documented,
        summary: '制度执行率',
        querystring: complianceQuery,
        response: { 200: complianceAnswer, ...readFaults },
      },
    },
    async ({ query }) => {
      const estate = await knownEstate(ctx, query.estate);
      const period = periodAsked(ctx, estate, query.period);
      const lines = await complianceIn(ctx, estate, period, ctx.clock.now());
      const items = lines.map((line) => ({ ...line, reasons: { ...line.reasons } }));
      return { estate: estate.id, period: period.name, items };
    },
  );
  app.get(
    '/events',
    {
      schema: {
        ...documented,
        summary: '服务事项',
        querystring: eventsQuery,
        response: { 200: eventsAnswer, ...readFaults },
      },
    },
    async ({ query: { estate, uncovered, limit, cursor } }) => {
      if (estate !== undefined) await knownEstate(ctx, estate);
      const filter = { estate, uncovered: uncovered === undefined ? undefined : uncovered === 'true' };
      const page = await listEvents(ctx.db.read, filter, { limit, cursor }).catch(refuseCursor);
      return { ...page, items: [...page.items] };
    },
  );
  app.get(
    '/visits/:id/why',
    {
      schema: {
        ...documented,
        summary: '为什么有这次回访',
        params: whyParams,
        response: { 200: whyAnswer, ...readFaults },
      },
    },
    async ({ params: { id } }) => {
      const row = await ctx.db.read.visit.findUnique({ where: { no: id }, select: { estateId: true } });
      const zone = row === null ? ctx.defaultZone : (await knownEstate(ctx, row.estateId)).timezone;
      const facts = await whyFactsOf(ctx.db.read, id, whyAbout(ctx, zone));
      if (facts === null) throw new ApiError(404, 'unknown_visit', `没有任务 ${id}`, 'id');
      return { id: String(id), text: whyLines(facts).join('\n'), parts: [...whyParts(facts)] };
    },
  );
  done();
};
