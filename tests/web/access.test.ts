/** Every route as somebody who may not: without a token, with a wrong one, with one that is good elsewhere. */
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildServer } from '../../src/web/server.js';
import { callbackFront, callbackRoutes } from '../../src/web/callbacks.js';
import { makeCallbackGate } from '../../src/wecom/callback.js';
import { openSurvey, type SurveyHome } from '../helpers/survey-home.js';

const API_TOKEN = 'api-token-0123456789abcdef';
const CALLBACK_TOKEN = 'callbackToken';

/** What is there without a token: it tells of shapes, states and counts, and of nobody. */
const PUBLIC = [
  'GET /board/board.css',
  'GET /docs',
  'GET /docs/style.css',
  'GET /healthz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /readyz',
  'GET /s/questionnaire.css',
  'GET /s/questionnaire.js',
];
/** Whose right is in the address or in the message itself. */
const BY_THEIR_OWN = [
  'GET /s/:token',
  'POST /s/:token',
  'GET /wecom/app',
  'GET /wecom/kf',
  'POST /wecom/app',
  'POST /wecom/kf',
];
/** For staff who are signed in; who of them may see what: board-access.test.ts. */
const SIGNED_IN = [
  'GET /papers/:token',
  'GET /',
  'GET /board',
  'GET /board/archive',
  'GET /board/archive/:id',
  'GET /board/cases',
  'GET /board/cases/:id',
  'GET /board/dues',
  'GET /board/duties/:id',
  'GET /board/records',
  'GET /board/survey',
  'GET /board/surveys',
  'GET /board/visits',
  'GET /board/visits/:id',
];
/** The way in and out: sign-in.test.ts. */
const SIGN_IN = ['GET /board/sign-in', 'GET /board/sign-in/back', 'POST /board/sign-out'];
const WITH_A_TOKEN = [
  'GET /api/v1/archive',
  'GET /api/v1/archive/:id',
  'GET /api/v1/compliance',
  'GET /api/v1/events',
  'GET /api/v1/rates',
  'GET /api/v1/reach',
  'GET /api/v1/records',
  'GET /api/v1/reports',
  'GET /api/v1/reports/:kind',
  'GET /api/v1/themes',
  'GET /api/v1/visits',
  'GET /api/v1/visits/:id/why',
  'POST /api/v1/estates',
  'POST /api/v1/events',
  'POST /api/v1/rain',
  'POST /api/v1/records',
  'POST /api/v1/residents',
  'POST /api/v1/staff',
  'POST /api/v1/themes',
];

let home: SurveyHome;
let server: FastifyInstance;
let routes: string[];
let stored: number;

beforeEach(async () => {
  home = await openSurvey(['101', '102']);
  const { ctx } = home.world;
  const gate = makeCallbackGate({ token: CALLBACK_TOKEN, aesKey: 'a'.repeat(43), corpId: 'ww1', maxAgeS: 300 });
  const gates = { app: gate, kf: gate };
  stored = 0;
  const inbox = { write: async () => void (stored += 1), close: async () => undefined };
  const front = callbackFront(ctx, gates, inbox as never);
  routes = [];
  server = buildServer({
    ctx,
    apiTokens: [API_TOKEN],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
    plugins: [callbackRoutes(ctx, gates, front)],
    front,
  });
  server.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => `${one} ${url}`)));
  await server.ready();
});
afterEach(async () => {
  await server.close();
  await home.world.close();
});

/** What stands in the database that a call could have changed. */
async function rows(): Promise<unknown> {
  const { read } = home.world.ctx.db;
  const ballots = await read.ballot.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, answers: true, returnedAt: true },
  });
  const counts = [
    read.estate.count(),
    read.resident.count(),
    read.staff.count(),
    read.event.count(),
    read.audit.count(),
  ];
  return [
    JSON.stringify(ballots, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    await Promise.all(counts),
  ];
}

const BODIES: Readonly<Record<string, unknown>> = {
  estates: { id: 'cuihu', name: '别名' },
  residents: { id: 'r-9', estate: 'cuihu', household: '1-1-109', name: '生人', relation: 'owner', consent: true },
  staff: { userid: 'stranger', name: '生人', roles: [{ estate: 'cuihu', role: 'manager' }] },
};

it('lists every route that there is: a new one says here who may', () => {
  const given = routes.filter((one) => !one.startsWith('HEAD ')).toSorted();
  expect(given).toEqual([...PUBLIC, ...BY_THEIR_OWN, ...WITH_A_TOKEN, ...SIGNED_IN, ...SIGN_IN].toSorted());
  for (const head of routes.filter((one) => one.startsWith('HEAD ')))
    expect(given).toContain(head.replace('HEAD', 'GET'));
});

describe('a route with a token', () => {
  const WRONG = (page: string): readonly (readonly [string, Readonly<Record<string, string>>, string?])[] => [
    ['none', {}],
    ['an empty one', { authorization: 'Bearer ' }],
    ['a wrong one', { authorization: `Bearer ${'x'.repeat(API_TOKEN.length)}` }],
    ['the beginning of one', { authorization: `Bearer ${API_TOKEN.slice(0, -1)}` }],
    ['more than one', { authorization: `Bearer ${API_TOKEN}x` }],
    ['two', { authorization: `Bearer ${API_TOKEN} ${API_TOKEN}` }],
    ['as a password', { authorization: `Basic ${Buffer.from(`:${API_TOKEN}`).toString('base64')}` }],
    ['a questionnaire’s', { authorization: `Bearer ${page}` }],
    ['the callbacks’', { authorization: `Bearer ${CALLBACK_TOKEN}` }],
    ['in the address', {}, `?token=${API_TOKEN}&access_token=${API_TOKEN}`],
    ['in a cookie', { cookie: `token=${API_TOKEN}; authorization=Bearer ${API_TOKEN}` }],
    ['behind another name', { 'x-api-key': API_TOKEN, 'proxy-authorization': `Bearer ${API_TOKEN}` }],
  ];

  it.each(WITH_A_TOKEN)('%s is closed to every wrong one, and tells and stores nothing', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const before = await rows();
    for (const verb of method === 'GET' ? (['GET', 'HEAD'] as const) : (['POST'] as const)) {
      for (const [how, headers, query = ''] of WRONG(home.token('101'))) {
        const url = `${path.replace(':id', '1')}${query}`;
        const body = verb === 'POST' ? { payload: BODIES[path.split('/').at(-1) ?? ''] ?? {} } : {};
        const answer = await server.inject({ method: verb, url, headers, ...body });
        expect([how, answer.statusCode]).toEqual([how, 401]);
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/u);
        if (verb === 'HEAD') continue;
        expect(Object.keys(answer.json<object>())).toEqual(['error']);
        expect(answer.json<{ error: { code: string; message: string } }>().error.message).toMatch(/令牌/u);
        expect(answer.body).not.toMatch(/翠湖|李敏|cuihu/u);
      }
    }
    expect(await rows()).toEqual(before);
  });
});

describe('a page for staff', () => {
  it.each(SIGNED_IN)('%s leads whoever is not signed in to the sign-in, and tells nothing', async (route) => {
    const before = await rows();
    const cookies = [
      '',
      'huifang=',
      `huifang=${'x'.repeat(43)}`,
      `huifang=${API_TOKEN}`,
      `huifang=${home.token('101')}`,
    ];
    for (const cookie of cookies) {
      const url = route.split(' ')[1]?.replaceAll(/:\w+/gu, '1') ?? '';
      const headers = { cookie, authorization: `Bearer ${API_TOKEN}` };
      const answer = await server.inject({ url: `${url}?estate=cuihu`, headers });
      expect([cookie, answer.statusCode]).toEqual([cookie, 302]);
      expect(answer.headers.location).toMatch(/^\/board\/sign-in\?next=/u);
      expect(answer.body).not.toMatch(/翠湖|李敏/u);
    }
    expect(await rows()).toEqual(before);
  });
});

describe('what is there for everybody', () => {
  it.each(PUBLIC)('%s tells of nobody', async (route) => {
    const answer = await server.inject({ url: route.split(' ')[1] ?? '' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/翠湖花园客服|李敏|王芳|孙国栋|1-1-10\d|wm10\d/u);
    for (const secret of [API_TOKEN, CALLBACK_TOKEN, home.token('101')]) expect(answer.body).not.toContain(secret);
  });

  it('has no page and no clock of the demo', async () => {
    for (const url of ['/demo/clock', '/demo/state', '/demo/say', '/demo/demo.js'])
      for (const method of ['GET', 'POST'] as const)
        expect((await server.inject({ method, url, payload: { advance: 'P1D' } })).statusCode).toBe(404);
  });
});

describe('/s/:token', () => {
  const send = (
    token: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    server.inject({
      method: 'POST',
      url: `/s/${token}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });

  it('opens and fills the ballot of its own household alone, whatever else is said', async () => {
    const [mine, theirs] = [home.token('101'), home.token('102')];
    expect(mine).not.toBe(theirs);
    const other = { token: theirs, id: 'cuihu:p08.4:2026H2:1-1-102', household: '1-1-102' };
    const sent = await send(
      mine,
      { q1: 'dissatisfied', r1: '只有一零一知道', do: 'send', ...other },
      { cookie: `token=${theirs}`, authorization: `Bearer ${theirs}` },
    );
    expect(sent.statusCode).toBe(303);
    expect((await home.ballot('101')).answers).toEqual({ '1': 'dissatisfied' });
    expect(await home.ballot('102')).toMatchObject({ answers: {}, remarks: {}, isReturned: false });
    const shown = await server.inject({ url: `/s/${theirs}?token=${mine}`, headers: { cookie: `token=${mine}` } });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).not.toContain('只有一零一知道');
  });

  it('answers every token that is none alike, and stores nothing', async () => {
    const good = home.token('101');
    const before = await rows();
    const none = [
      good.slice(0, -1),
      `${good}A`,
      good.toUpperCase(),
      [...good].toReversed().join(''),
      API_TOKEN,
      'x'.repeat(32),
      '..%2F..%2Fetc',
    ];
    const pages = new Set<string>();
    for (const token of none) {
      const answer = await server.inject({ url: `/s/${token}` });
      expect([token, answer.statusCode]).toEqual([token, 404]);
      pages.add(answer.body);
      expect((await send(token, { q1: 'satisfied', do: 'send' })).statusCode).toBe(404);
    }
    expect(pages.size).toBe(1);
    expect(await rows()).toEqual(before);
  });
});

describe('/wecom/*', () => {
  it.each(['/wecom/app', '/wecom/kf'])(
    '%s takes no message that the platform did not sign, with whatever token',
    async (path) => {
      const xml = '<xml><ToUserName>ww1</ToUserName><Encrypt>AAAA</Encrypt></xml>';
      for (const query of [
        '',
        '?msg_signature=0&timestamp=1&nonce=1',
        `?token=${CALLBACK_TOKEN}&msg_signature=${'0'.repeat(40)}&timestamp=1&nonce=1`,
      ]) {
        const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'text/xml' };
        const posted = await server.inject({ method: 'POST', url: `${path}${query}`, headers, payload: xml });
        expect([400, 401, 403]).toContain(posted.statusCode);
        const asked = await server.inject({ url: `${path}${query === '' ? '?' : `${query}&`}echostr=AAAA`, headers });
        expect([400, 401, 403]).toContain(asked.statusCode);
        expect(asked.body).not.toContain(CALLBACK_TOKEN);
      }
      expect(stored).toBe(0);
    },
  );
});
