import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildServer } from '../../src/web/server.js';
import { AUTHORIZED, errorOf, openApi, OTHER_TOKEN, TOKEN, type ApiTest } from '../helpers/api.js';
import { CUIHU, LI_MIN } from '../helpers/intake.js';

let api: ApiTest;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());
const post = (path: string, payload: unknown) => api.post(path, payload);
const resultsOf = (answer: {
  json(): unknown;
}): { id: string; status: string; errors: { field: string; message: string }[] }[] =>
  (answer.json() as { results: never[] }).results;

describe('who may call', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'Bearer wrong'],
    ['a cut one', `Bearer ${TOKEN.slice(0, -1)}`],
    ['a longer one', `Bearer ${TOKEN}x`],
    ['two in one', `Bearer ${TOKEN} ${TOKEN}`],
    ['an empty one', 'Bearer '],
    ['a list of them', `Bearer ${OTHER_TOKEN},${TOKEN}`],
    ['another scheme', `Basic ${TOKEN}`],
  ])('with %s: 401, and nothing is stored', async (_, authorization) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/v1/estates',
      payload: CUIHU,
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer.statusCode).toBe(401);
    expect(errorOf(answer).code).toBe('unauthorized');
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(await api.world.ctx.db.read.estate.count()).toBe(0);
  });

  it('each of the tokens opens', async () => {
    for (const token of [TOKEN, OTHER_TOKEN]) {
      const answer = await api.app.inject({ url: '/api/v1/visits', headers: { authorization: `bearer ${token}` } });
      expect(answer.statusCode).toBe(200);
    }
  });

  it('where no token is configured nobody may', async () => {
    const closed = buildServer({
      ctx: api.world.ctx,
      apiTokens: [''],
      ready: () => Promise.resolve({ ok: true, reasons: [] }),
      metrics: () => Promise.resolve(''),
    });
    for (const authorization of ['', 'Bearer', 'Bearer ']) {
      expect((await closed.inject({ url: '/api/v1/visits', headers: { authorization } })).statusCode).toBe(401);
    }
    await closed.close();
  });
});

describe('intake', () => {
  it('takes one object or an array, and answers in order', async () => {
    expect(resultsOf(await post('estates', CUIHU))).toEqual([{ id: 'cuihu', status: 'created', errors: [] }]);
    expect(resultsOf(await post('estates', [CUIHU, { ...CUIHU, name: '翠湖' }])).map((one) => one.status)).toEqual([
      'unchanged',
      'updated',
    ]);
    expect(resultsOf(await post('residents', [])).length).toBe(0);
    const staff = {
      userid: 'zhangwei',
      name: '张伟',
      roles: [{ estate: 'cuihu', role: 'steward' }],
      households: ['3-*'],
    };
    expect(resultsOf(await post('staff', staff))).toEqual([{ id: 'zhangwei', status: 'created', errors: [] }]);
  });

  it('one bad object never spoils the others', async () => {
    await post('estates', CUIHU);
    const bad = [null, 7, 'x', [], {}, { ...LI_MIN, id: 'r-9', phone: 1 }, { ...LI_MIN, id: 'r-8', consent: 'yes' }];
    const results = resultsOf(
      await post('residents', [LI_MIN, ...bad, { ...LI_MIN, id: 'r-2', externalUserId: null }]),
    );
    expect(results.map((one) => one.status)).toEqual(['created', ...bad.map(() => 'rejected'), 'created']);
    expect(
      results.slice(1, -1).every((one) => one.errors.length > 0 && one.errors.every((error) => error.message !== '')),
    ).toBe(true);
    expect(results.at(-2)?.errors).toEqual([{ field: 'consent', message: '应为 true 或 false，收到 "yes"' }]);
    expect(await api.world.ctx.db.read.resident.count()).toBe(2);
  });

  it('events are taken in once, however often they are sent', async () => {
    await post('estates', CUIHU);
    const event = {
      id: 'WO-1',
      estate: 'cuihu',
      kind: 'repair',
      household: '3-2-1204',
      description: '客厅天花渗水',
      resolvedAt: '2026-03-02T16:20:00+08:00',
    };
    expect(
      resultsOf(await post('events', [event, event, { ...event, kind: 'party' }])).map((one) => one.status),
    ).toEqual(['created', 'unchanged', 'rejected']);
  });

  it('ends of rain are taken in once, each for itself', async () => {
    await post('estates', CUIHU);
    const rain = { estate: 'cuihu', endedAt: '2026-03-09T16:00:00+08:00' };
    const results = resultsOf(await post('rain', [rain, rain, { ...rain, estate: 'nowhere' }, { estate: 'cuihu' }]));
    expect(results.map((one) => [one.status, ...one.errors.map(({ field }) => field)])).toEqual([
      ['created'],
      ['unchanged'],
      ['rejected', 'estate'],
      ['rejected', 'endedAt'],
    ]);
    expect(await api.world.ctx.db.read.rain.count()).toBe(1);
  });

  it('hostile texts are stored as they are and do no harm', async () => {
    await post('estates', CUIHU);
    const name = `<script>alert(1)</script>'; DROP TABLE "Resident"; -- {{7*7}}`;
    await post('residents', { ...LI_MIN, name, id: '../../etc/passwd' });
    const row = await api.world.ctx.db.read.resident.findFirstOrThrow();
    expect([row.name, row.id]).toEqual([name, '../../etc/passwd']);
  });

  it('keys of the prototype are nobody’s property', async () => {
    const payload = `{"id":"cuihu","name":"翠湖","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    expect(resultsOf(await post('estates', payload)).map((one) => one.status)).toEqual(['created']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(resultsOf(await post('estates', `[{"__proto__":{"id":"x","name":"x"}}]`))[0]?.status).toBe('rejected');
  });

  it('a text with NUL is refused by its field', async () => {
    const [result] = resultsOf(await post('estates', { ...CUIHU, name: 'a\0b' }));
    expect(result).toMatchObject({ status: 'rejected', errors: [{ field: 'name' }] });
  });

  it('5,000 objects are taken, 5,001 are too many and none is taken', async () => {
    await post('estates', CUIHU);
    const bad = Array.from({ length: 5_000 }, () => ({}));
    expect(resultsOf(await post('residents', bad)).length).toBe(5_000);
    const answer = await post('residents', [...bad, LI_MIN]);
    expect(answer.statusCode).toBe(413);
    expect(errorOf(answer)).toEqual({
      code: 'too_many_objects',
      message: '一次最多 5000 个对象，收到 5001 个，请分批发送',
    });
    expect(await api.world.ctx.db.read.resident.count()).toBe(0);
  });
});

describe('what is no request of ours', () => {
  it.each([
    ['malformed JSON', 'POST', '/api/v1/estates', 'application/json', '{"id":', 400, 'malformed_json'],
    ['nothing at all', 'POST', '/api/v1/estates', 'application/json', '', 400, 'empty_body'],
    ['null', 'POST', '/api/v1/estates', 'application/json', 'null', 400, 'empty_body'],
    ['a form', 'POST', '/api/v1/estates', 'application/x-www-form-urlencoded', 'id=1', 415, 'unsupported_media_type'],
    ['plain text', 'POST', '/api/v1/estates', 'text/plain', '{}', 415, 'unsupported_media_type'],
    ['another method', 'DELETE', '/api/v1/estates', undefined, undefined, 405, 'method_not_allowed'],
    ['a read of the intake', 'GET', '/api/v1/estates', undefined, undefined, 405, 'method_not_allowed'],
    ['an unknown path', 'GET', '/api/v1/nothing', undefined, undefined, 404, 'not_found'],
    ['an unknown page', 'GET', '/wp-login.php', undefined, undefined, 404, 'not_found'],
    ['a path that leaves', 'GET', '/../../etc/passwd', undefined, undefined, 404, 'not_found'],
    ['a broken path', 'GET', '/api/v1/%', undefined, undefined, 400, 'bad_url'],
    ['the demo’s clock', 'POST', '/demo/clock', 'application/json', '{"advance":"P1D"}', 404, 'not_found'],
  ] as const)('%s', async (_, method, url, type, payload, status, code) => {
    const answer = await api.app.inject({
      method,
      url,
      headers: { ...AUTHORIZED, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(payload === undefined ? {} : { payload }),
    });
    expect([answer.statusCode, errorOf(answer).code]).toEqual([status, code]);
    expect(errorOf(answer).message).toMatch(/[\u4e00-\u9fff]/);
    expect(answer.body).not.toMatch(/node_modules|\bat /);
  });

  it('more than 10 MiB: 413', async () => {
    const answer = await post('estates', JSON.stringify([{ id: 'x', name: 'y'.repeat(10 * 1024 * 1024) }]));
    expect([answer.statusCode, errorOf(answer).code]).toEqual([413, 'body_too_large']);
  });

  it('our own faults tell nothing but that they happened', async () => {
    await api.world.ctx.db.write((tx) => tx.$executeRawUnsafe('DROP TABLE "Estate"'));
    const answer = await post('estates', CUIHU);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({ error: { code: 'internal', message: '服务器内部错误，请稍后再试' } });
  });
});
