/** 看板: /board and below, for whoever answers for an estate. Server-rendered; nothing of it may be kept or framed. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.js';
import { pageLimits } from '../page-limits.js';
import { signInRoutes, TOO_OFTEN, type SignInDoor } from '../sign-in.js';
import { archiveFileRoute } from './archive.js';
import { sendList } from './list-page.js';
import { LISTS } from './lists.js';
import { overviewPage } from './overview.js';
import { BOARD_CSS, sendPage } from './page.js';
import { recordRoutes } from './records.js';
import { viewOf } from './view.js';

const headersOf = (door: SignInDoor | null) => ({
  // A form may first have to be signed in for: a browser follows it no further than it says here.
  'content-security-policy': `default-src 'none'; img-src data:; style-src 'self'; form-action ${["'self'", ...(door?.origins ?? [])].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
});

/** `homes`: the addresses of its first page. */
export function boardRoutes(ctx: Context, door: SignInDoor | null, homes: readonly string[]): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
      done(null, null),
    );
    const limits = await pageLimits(app);
    const headers = headersOf(door);
    app.addHook('onRoute', (route) => {
      route.schema = { hide: true };
    });
    app.addHook('onRequest', async (request, reply) => {
      void reply.headers(headers);
      const wait = await limits.all(request);
      if (wait !== null) return sendPage(reply.header('retry-after', wait), 429, TOO_OFTEN);
      return undefined;
    });
    app.get('/board/board.css', (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').type('text/css; charset=utf-8').send(BOARD_CSS),
    );
    signInRoutes(app, ctx, door, limits);
    const overview = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const view = await viewOf(ctx, request, reply);
      return view === null ? reply : sendPage(reply, 200, await overviewPage(ctx, view));
    };
    for (const url of homes) app.get(url, overview);
    for (const [url, pageOf] of Object.entries(LISTS)) {
      app.get(url, async (request, reply) => {
        const view = await viewOf(ctx, request, reply);
        return view === null ? reply : sendList(ctx, view, reply, await pageOf(ctx, view));
      });
    }
    recordRoutes(app, ctx);
    archiveFileRoute(app, ctx);
  };
}
