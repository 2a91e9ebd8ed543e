/** /api/v1: intake for other systems, and the lists and figures that they read (contracts.md, HTTP). */
import type { FastifyPluginCallbackZod, FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { IntakeResult } from '../app/intake-result.js';
import { takeInEvents } from '../app/take-in-events.js';
import { takeInRain } from '../app/record-rain.js';
import { takeInThemes } from '../app/set-theme.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../app/take-in-people.js';
import { takeInRecords } from '../app/take-in-records.js';
import { formatInstant, localDate, quarterOf } from '../core/calendar.js';
import { periodRange } from '../core/period.js';
import { ratesOf } from '../store/figures.js';
import { themesInForce } from '../store/themes.js';
import { listRecords, listVisits } from '../store/lists.js';
import {
  errorAnswer,
  intakeAnswer,
  intakeBodies,
  ratesAnswer,
  ratesQuery,
  recordsAnswer,
  recordsQuery,
  themesAnswer,
  themesQuery,
  visitsAnswer,
  visitsQuery,
} from './api-schemas.js';
import {
  documented,
  emptyIsNotGiven,
  faults,
  knownEstate,
  periodAsked,
  refuseCursor,
  type ApiOptions,
} from './api-common.js';
import { oversightRoutes } from './api-oversight.js';
import { archiveRoutes } from './api-archive.js';
import { reachRoutes } from './api-reach.js';
import { reportRoutes } from './api-reports.js';
import { callerOf, requireToken } from './bearer.js';
import { ApiError } from './errors.js';

/** What one call may bring. */
export const INTAKE_LIMITS = { objects: 5_000, bytes: 10 * 1024 * 1024 } as const;

const TITLES = {
  estates: '登记项目',
  residents: '登记住户',
  staff: '登记员工',
  events: '登记服务事项',
  themes: '设定季度主题',
  records: '登记回访记录',
  rain: '报告雨停',
} as const;
/** The routes below /api/v1; every one asks for a token before it reads a body. */
export const api: FastifyPluginAsyncZod<ApiOptions> = async (app, { ctx, tokens }) => {
  app.addHook('onRequest', requireToken(tokens));
  await app.register(intakeRoutes, { ctx, tokens });
  await app.register(readRoutes, { ctx, tokens });
  await app.register(reachRoutes, { ctx, tokens });
  await app.register(oversightRoutes, { ctx, tokens });
  await app.register(reportRoutes, { ctx, tokens });
  await app.register(archiveRoutes, { ctx, tokens });
  await app.register(themeRoutes, { ctx, tokens });
};

const intakeRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  type Verb = (inputs: readonly unknown[], actor: string) => Promise<readonly IntakeResult[]>;
  const verbs: Record<keyof typeof intakeBodies, Verb> = {
    estates: (inputs, actor) => takeInEstates(ctx, inputs, { actor }),
    residents: (inputs, actor) => takeInResidents(ctx, inputs, { actor }),
    staff: (inputs, actor) => takeInStaff(ctx, inputs, { actor }),
    events: (inputs) => takeInEvents(ctx, inputs),
    themes: (inputs) => takeInThemes(ctx, inputs),
    records: (inputs, actor) => takeInRecords(ctx, inputs, actor),
    rain: (inputs) => takeInRain(ctx, inputs),
  };
  for (const name of Object.keys(verbs) as (keyof typeof verbs)[]) {
    app.route({
      method: 'POST',
      url: `/${name}`,
      bodyLimit: INTAKE_LIMITS.bytes,
      // One bad object must not spoil the others: the body's schema describes, the verb checks object by object.
      validatorCompiler: () => (value: unknown) => ({ value }),
      schema: {
        ...documented,
        summary: TITLES[name],
        body: intakeBodies[name],
        response: { 200: intakeAnswer, ...faults, 413: errorAnswer, 415: errorAnswer },
      },
      handler: async (request) => {
        const results = await verbs[name](listOf(request.body), callerOf(request));
        return { results: results.map(({ id, status, errors }) => ({ id, status, errors: [...errors] })) };
      },
    });
  }
  done();
};

function listOf(body: unknown): readonly unknown[] {
  if (body === undefined || body === null) throw new ApiError(400, 'empty_body', '正文为空，应为一个 JSON 对象或数组');
  if (isDeep(body)) throw new ApiError(400, 'malformed_json', `正文嵌套超过 ${MAX_DEPTH} 层`);
  const list: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (list.length <= INTAKE_LIMITS.objects) return list;
  const message = `一次最多 ${INTAKE_LIMITS.objects} 个对象，收到 ${list.length} 个，请分批发送`;
  throw new ApiError(413, 'too_many_objects', message);
}

/** No object of the intake needs more; what reads and writes JSON later would run out of stack. */
const MAX_DEPTH = 32;

function isDeep(body: unknown): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return level.length > 0;
}

const readRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  const { read } = ctx.db;
  app.addHook('preValidation', emptyIsNotGiven);
  const lists = { ...faults, 404: errorAnswer };
  app.get(
    '/visits',
    {
      schema: {
        ...documented,
        summary: '回访任务',
        querystring: visitsQuery,
        response: { 200: visitsAnswer, ...lists },
      },
    },
    async ({ query: { estate, event, status, limit, cursor } }) => {
      if (estate !== undefined) await knownEstate(ctx, estate);
      const statuses = status === undefined ? undefined : [status];
      const page = await listVisits(read, { estate, event, statuses }, { limit, cursor }).catch(refuseCursor);
      return { ...page, items: [...page.items] };
    },
  );
  app.get(
    '/records',
    {
      schema: {
        ...documented,
        summary: '回访记录',
        querystring: recordsQuery,
        response: { 200: recordsAnswer, ...lists },
      },
    },
    async ({ query: { estate, event, limit, cursor } }) => {
      if (estate !== undefined) await knownEstate(ctx, estate);
      const page = await listRecords(read, { estate, event }, { limit, cursor }).catch(refuseCursor);
      return { ...page, items: page.items.map((item) => ({ ...item, forms: [...item.forms] })) };
    },
  );
  app.get(
    '/rates',
    {
      schema: {
        ...documented,
        summary: '满意率与回访率',
        querystring: ratesQuery,
        response: { 200: ratesAnswer, ...lists },
      },
    },
    async ({ query: { estate: id, period: words, kind = null } }) => {
      const estate = await knownEstate(ctx, id);
      const period = periodAsked(ctx, estate, words);
      const rates = await ratesOf(read, ctx.box, { estate: id, range: periodRange(period, estate.timezone), kind });
      const surveys = rates.surveys.map((one) => ({ ...one, closesAt: formatInstant(one.closesAt, estate.timezone) }));
      return { estate: id, period: period.name, kind, ...rates, items: [...rates.items], surveys };
    },
  );
  done();
};

const themeRoutes: FastifyPluginCallbackZod<ApiOptions> = (app, { ctx }, done) => {
  const schema = {
    ...documented,
    summary: '季度主题',
    querystring: themesQuery,
    response: { 200: themesAnswer, ...faults },
  };
  app.get('/themes', { schema }, async ({ query }) => {
    const zone = ctx.defaultZone;
    const quarter = query.quarter ?? quarterOf(localDate(ctx.clock.now(), zone));
    const themes = await themesInForce(ctx.db.read, quarter);
    return { quarter, items: themes.map((theme) => ({ ...theme, at: formatInstant(theme.at, zone) })) };
  });
  done();
};
