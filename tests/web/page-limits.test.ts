/** 限流: how often one address may ask for questionnaires, and that nothing else is held up by it. */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PAGE_LIMITS } from '../../src/web/page-limits.js';
import { buildServer } from '../../src/web/server.js';
import { openHousehold } from '../helpers/one-household.js';
import { openSurvey, type SurveyHome } from '../helpers/survey-home.js';
import { openWorld } from '../helpers/world.js';

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
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await home.world.close();
});

type Asked = { readonly from?: string; readonly through?: string; readonly path?: string };
const get = ({ from = '203.0.113.7', through, path = url }: Asked = {}) =>
  server.inject({
    method: 'GET',
    url: path,
    remoteAddress: through ?? from,
    headers: through === undefined ? {} : { 'x-forwarded-for': from },
  });
const unknown = () => `/s/${randomBytes(24).toString('base64url')}`;
const guessed = async (times: number, asked: Asked = {}) => {
  const answers = [];
  for (let at = 0; at < times; at += 1) answers.push(await get({ ...asked, path: unknown() }));
  return answers;
};
const codes = (answers: readonly { readonly statusCode: number }[]) => new Set(answers.map((one) => one.statusCode));

describe('tokens that lead nowhere', () => {
  it('are answered so many times a minute, then by a page that says when to come again', async () => {
    expect(codes(await guessed(PAGE_LIMITS.unknown))).toEqual(new Set([404]));
    const [over] = await guessed(1);
    expect(over?.statusCode).toBe(429);
    expect(over?.headers['content-type']).toContain('text/html');
    expect(over?.headers['cache-control']).toBe('no-store');
    const wait = Number(over?.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(over?.body).toContain('请稍等一会儿');
    expect(over?.body).toContain('过一分钟再打开');
    vi.setSystemTime(Date.now() + wait * 1000);
    expect(codes(await guessed(1))).toEqual(new Set([404]));
  });

  it('hold up neither whoever has a link, nor another address', async () => {
    await guessed(PAGE_LIMITS.unknown + 1);
    expect(await get()).toMatchObject({ statusCode: 200 });
    expect(codes(await guessed(1, { from: '203.0.113.8' }))).toEqual(new Set([404]));
  });

  it('count by the address that the proxy before us names, and nobody else can name one', async () => {
    await guessed(PAGE_LIMITS.unknown + 1, { through: '127.0.0.1' });
    expect(codes(await guessed(1, { through: '127.0.0.1' }))).toEqual(new Set([429]));
    expect(codes(await guessed(1, { through: '127.0.0.1', from: '203.0.113.8' }))).toEqual(new Set([404]));
    await guessed(PAGE_LIMITS.unknown + 1, { through: '198.51.100.1' });
    expect(codes(await guessed(1, { through: '198.51.100.1', from: '203.0.113.9' }))).toEqual(new Set([429]));
  });
});

describe('a questionnaire', () => {
  it('is shown and saved as often as a house full of people needs, not without end', async () => {
    for (let at = 0; at < PAGE_LIMITS.all; at += 1) await get();
    expect(await get()).toMatchObject({ statusCode: 429 });
    const save = (accept: string) =>
      server.inject({
        method: 'POST',
        url,
        remoteAddress: '203.0.113.7',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept },
        payload: 'q1=satisfied',
      });
    expect((await save('text/html')).body).toContain('请稍等一会儿');
    // The script tries again by itself; what was answered waits on the phone.
    const scripted = await save('application/json');
    expect(scripted).toMatchObject({ statusCode: 429 });
    expect(scripted.json()).toEqual({ answered: [] });
    expect(await home.ballot('101')).toMatchObject({ isReturned: false });
    expect(await get({ from: '203.0.113.8' })).toMatchObject({ statusCode: 200 });
    expect(await get({ path: '/healthz' })).toMatchObject({ statusCode: 200 });
  });
});

it('callbacks from the same address are taken all the same', { timeout: 60_000 }, async () => {
  vi.useRealTimers();
  await using world = await openWorld();
  await openHousehold(world);
  const asked = Array.from({ length: PAGE_LIMITS.unknown + 20 }, () => fetch(`${world.url}${unknown()}`));
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([404, 429]));
  await world.sandbox.resident('wmLi').says('厨房的水管又漏了');
  await world.settle();
  expect(world.sandbox.resident('wmLi').last()?.text).toContain('您说的事已转给同事处理');
});
