import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInResidents } from '../../src/app/take-in-people.js';
import { metricsText, type Readiness } from '../../src/web/health.js';
import { buildServer } from '../../src/web/server.js';
import { CUIHU, LI_MIN, NOW, openIntake } from '../helpers/intake.js';

let world: Awaited<ReturnType<typeof openIntake>>;
let app: FastifyInstance;
let state: Readiness | Error;

const textPlugin: FastifyPluginAsync = async (scope) => {
  scope.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  scope.post('/echo', (request) => ({ body: request.body }));
};

beforeEach(async () => {
  world = await openIntake();
  state = { ok: true, reasons: [] };
  app = buildServer({
    ctx: world.ctx,
    apiTokens: ['t'],
    plugins: [textPlugin],
    ready: () => (state instanceof Error ? Promise.reject(state) : Promise.resolve(state)),
    metrics: () => metricsText(world.ctx),
  });
});
afterEach(async () => {
  await app.close();
  await world.close();
});

it('every answer carries the security headers, also a refusal', async () => {
  for (const url of ['/healthz', '/docs', '/nothing', '/api/v1/visits']) {
    const { headers } = await app.inject({ url });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
});

describe('health', () => {
  it('lives and is ready', async () => {
    expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
    expect((await app.inject({ url: '/readyz' })).json()).toEqual({ ok: true, reasons: [] });
  });

  it('is not ready with its reasons, also where asking fails', async () => {
    state = { ok: false, reasons: ['数据库无法写入'] };
    const answer = await app.inject({ url: '/readyz' });
    expect([answer.statusCode, answer.json()]).toEqual([503, state]);
    state = new Error('secret');
    const failed = await app.inject({ url: '/readyz' });
    expect(failed.statusCode).toBe(503);
    expect(failed.body).not.toContain('secret');
  });

  it('metrics count rows by status, and name nobody', async () => {
    await takeInEstates(world.ctx, [CUIHU]);
    await takeInResidents(world.ctx, [LI_MIN]);
    const row = { source: 'kf', person: 'wmLiMin', body: 'x', nextAt: BigInt(NOW), receivedAt: BigInt(NOW - 90_000) };
    await world.ctx.db.write((tx) =>
      tx.inbox.createMany({
        data: [
          { ...row, key: 'a', status: 'new' },
          { ...row, key: 'b', status: 'done', receivedAt: 0n },
        ],
      }),
    );
    await world.ctx.db.write((tx) =>
      tx.arrival.create({ data: { receivedAt: BigInt(NOW - 30_000), count: 12, body: 'x' } }),
    );
    const { body, headers } = await app.inject({ url: '/metrics' });
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).toContain(
      '# TYPE huifang_inbox gauge\nhuifang_inbox{status="arrived"} 12\nhuifang_inbox{status="done"} 1\nhuifang_inbox{status="new"} 1\n',
    );
    expect(body).toContain('huifang_inbox_waiting_seconds 90\n');
    expect(body).toContain('huifang_outbox_waiting_seconds 0\n');
    expect(body).not.toMatch(/wmLiMin|李敏|1380/);
  });
});

describe('the API’s description', () => {
  it('is OpenAPI of the routes that stand, each with its shapes', async () => {
    const description = (await app.inject({ url: '/openapi.json' })).json() as {
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; security: unknown; responses: object }>>;
    };
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths).toSorted()).toEqual(
      'archive archive/{id} compliance estates events rain rates reach records reports reports/{kind} residents staff themes visits visits/{id}/why'
        .split(' ')
        .map((name) => `/api/v1/${name}`),
    );
    expect(JSON.stringify(description.paths['/api/v1/events']?.['post']?.requestBody)).toContain('works-completion');
    expect(Object.keys(description.paths['/api/v1/rates']?.['get']?.responses ?? {})).toContain('404');
  });

  it('is a page without any script', async () => {
    const { body, headers } = await app.inject({ url: '/docs' });
    expect(headers['content-type']).toContain('text/html');
    expect(body).toContain('/api/v1/residents');
    expect(body).toContain('externalUserId');
    expect(body).not.toMatch(/<script|<style|style=/i);
    expect((await app.inject({ url: '/docs/style.css' })).statusCode).toBe(200);
  });
});

describe('plugins', () => {
  it('bring their own body parsers, which hold for nobody else', async () => {
    const headers = { 'content-type': 'text/xml', authorization: 'Bearer t' };
    const echoed = await app.inject({ method: 'POST', url: '/echo', headers, payload: '<xml/>' });
    expect(echoed.json()).toEqual({ body: '<xml/>' });
    const refused = await app.inject({ method: 'POST', url: '/api/v1/estates', headers, payload: '<xml/>' });
    expect(refused.statusCode).toBe(415);
  });

  it('take no more than 1 MiB', async () => {
    const headers = { 'content-type': 'text/xml' };
    const answer = await app.inject({ method: 'POST', url: '/echo', headers, payload: 'x'.repeat(1024 * 1024 + 1) });
    expect(answer.statusCode).toBe(413);
  });
});
