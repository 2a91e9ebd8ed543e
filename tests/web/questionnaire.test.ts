import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIRECTIONS, keysOf } from '../../src/core/terms.js';
import { buildServer } from '../../src/web/server.js';
import { CLOSES, openSurvey, type SurveyHome } from '../helpers/survey-home.js';

let home: SurveyHome;
let server: FastifyInstance;
let url: string;

beforeEach(async () => {
  home = await openSurvey(['101']);
  const { ctx } = home.world;
  const ready = () => Promise.resolve({ ok: true, reasons: [] });
  server = buildServer({ ctx, apiTokens: [], ready, metrics: () => Promise.resolve('') });
  await server.ready();
  url = `/s/${home.token('101')}`;
});
afterEach(async () => {
  await server.close();
  await home.world.close();
});

const get = (path: string) => server.inject({ method: 'GET', url: path });
const post = (path: string, fields: Readonly<Record<string, string>>, accept = 'text/html') =>
  server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept },
    payload: new URLSearchParams(fields).toString(),
  });

describe('GET /s/:token', () => {
  it('shows fourteen questions of three grades each, and tells nobody else of itself', async () => {
    const { statusCode, body, headers } = await get(url);
    expect(statusCode).toBe(200);
    expect(body.match(/<fieldset>/g)).toHaveLength(14);
    expect(body.match(/type="radio"/g)).toHaveLength(42);
    for (const item of keysOf(DIRECTIONS)) expect(body).toContain(DIRECTIONS[item].zh);
    expect(body).toContain('已答 0/14');
    expect(body).toContain('翠湖花园客服中心：这半年我们的服务');
    expect(body).toContain('12 月 31 日前随时可改');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
    // Nobody who looks over a shoulder learns who it is.
    expect(body).not.toMatch(/李敏|1-1-101|101 室/);
    expect(body).not.toMatch(/<script>|style=|onclick|src="(?!\/s\/)|href="(?!\/s\/|data:,)/);
  });

  it('weighs no more than 50 KB with all that it loads, and all that can be said on it', async () => {
    const remarks = keysOf(DIRECTIONS).map((item) => [`r${item}`, '长'.repeat(200)]);
    const said = { ...Object.fromEntries(remarks), r0: '长'.repeat(1000), q1: 'satisfied' };
    await post(url, said, 'application/json');
    const parts = await Promise.all([url, '/s/questionnaire.css', '/s/questionnaire.js'].map(get));
    expect(parts.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const bytes = parts.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    expect(bytes).toBeLessThanOrEqual(50 * 1024);
  });

  it('answers every other token alike, however near', async () => {
    const token = home.token('101');
    const other = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      token.slice(0, -1),
      `${token}A`,
      'x',
      '%00',
      '..%2f..%2fetc%2fpasswd',
      ...Array.from({ length: 50 }, () => randomBytes(24).toString('base64url')),
    ];
    const answers = await Promise.all(other.map((one) => get(`/s/${one}`)));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
    expect(answers[0]?.body).toContain('打不开这份问卷');
  });

  it('is over with the survey: 410, then as if it had never been', async () => {
    await home.world.advanceTo(CLOSES);
    expect(await get(url)).toMatchObject({ statusCode: 410 });
    expect((await get(url)).body).toContain('这次问卷已经结束');
    expect(await post(url, { q1: 'satisfied' })).toMatchObject({ statusCode: 410 });
  });

  it('is over with its visit', async () => {
    await home.world.ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'cancelled' } }));
    expect(await get(url)).toMatchObject({ statusCode: 410 });
  });

  it('leads nowhere by its hash, which is all that the database has', async () => {
    const ballot = await home.world.ctx.db.read.ballot.findFirstOrThrow();
    expect(ballot.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(ballot, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      home.token('101'),
    );
    expect(await get(`/s/${ballot.tokenHash}`)).toMatchObject({ statusCode: 404 });
  });
});

describe('POST /s/:token', () => {
  it('without a script sends the form, thanks, and shows what was sent', async () => {
    const sent = await post(url, {
      was: '{}',
      q1: 'satisfied',
      q6: 'dissatisfied',
      r6: '楼道<b>脏</b>',
      r0: '',
      do: 'send',
    });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${url}?done=1`]);
    const thanks = await get(`${url}?done=1`);
    expect(thanks.body).toContain('问卷已收到，谢谢您');
    expect(thanks.body).toContain('还有 12 项没有评');
    const { body } = await get(url);
    expect(body).toContain('已答 2/14');
    expect(body).toContain('name="q6" value="dissatisfied" checked');
    expect(body).toContain('楼道&lt;b&gt;脏&lt;/b&gt;');
    expect(body).not.toContain('<b>脏');
    expect(await home.visit('101')).toMatchObject({ status: 'recorded' });
  });

  it('leaves alone what the form shows unchanged: chat may have changed it meanwhile', async () => {
    await home.taps('101', '满意');
    const shown = /name="was" value="([^"]*)"/.exec((await get(url)).body)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const fields = Object.fromEntries(keysOf(DIRECTIONS).map((item) => [`q${item}`, 'satisfied']));
    await home.says('101', '8不满意');
    await post(url, { ...fields, was: shown, q3: 'fairly', do: 'send' });
    expect((await home.ballot('101')).answers).toMatchObject({ 3: 'fairly', 8: 'dissatisfied', 1: 'satisfied' });
  });

  it('saves each change for the script, the same twice, and says what is answered', async () => {
    for (const _ of [1, 2]) {
      const saved = await post(url, { q3: 'fairly' }, 'application/json');
      expect([saved.statusCode, saved.json()]).toEqual([200, { answered: ['3'] }]);
    }
    expect(await home.visit('101')).toMatchObject({ status: 'asked' });
    expect((await post('/s/nothing', { q3: 'fairly' }, 'application/json')).statusCode).toBe(404);
  });

  it('takes nothing but grades and words, and says so where there is nothing', async () => {
    const odd = await post(url, { q1: 'excellent', q99: 'satisfied', __proto__: 'x', was: '[[', do: 'send' });
    expect(odd.statusCode).toBe(422);
    expect(odd.body).toContain('还没有选任何一项');
    const long = await post(url, { q1: 'satisfied', r1: `${'长'.repeat(5000)}\u0000`, do: 'save' });
    expect(long.statusCode).toBe(303);
    expect((await home.ballot('101')).remarks['1']).toHaveLength(200);
    const json = await server.inject({ method: 'POST', url, payload: { q1: 'satisfied' } });
    expect(json.statusCode).toBe(415);
    const huge = await post(url, { r0: 'x'.repeat(200_000) });
    expect(huge.statusCode).toBe(413);
  });
});
