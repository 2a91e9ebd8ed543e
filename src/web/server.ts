/** The HTTP server, not yet listening: the API, its description, health, and the plugins that the caller gives. */
import { createServer, type RequestListener, type Server } from 'node:http';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Context } from '../context.js';
import { api } from './api.js';
import type { Front } from './callbacks.js';
import { docs } from './docs.js';
import { answerErrors, answerFrameworkError } from './errors.js';
import { health, type HealthOptions } from './health.js';
import { boardRoutes } from './board/routes.js';
import { paperRoutes } from './papers.js';
import { questionnaireRoutes } from './questionnaire.js';
import type { SignInDoor } from './sign-in.js';

export type ServerOptions = HealthOptions & {
  readonly ctx: Context;
  readonly apiTokens: readonly string[];
  /** Callbacks, pages, the demo: each in a scope of its own, with its own body parsers. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** How staff sign in to the board, null where no app of WeCom is configured; and whether `/` is the board. */
  readonly board?: { readonly door: SignInDoor | null; readonly isHome: boolean };
  /** Looks at every request first, and answers what is its own. */
  readonly front?: Front;
};

const BODY_LIMIT = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;

/** Only a proxy on this machine, or in its own network, is believed whose request it passes on. */
const PROXIES = ['loopback', 'linklocal', 'uniquelocal'];

/** Scripts, styles and pictures from here only, nothing inline, no frame around us. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Builds the server; the caller listens and closes. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { ctx, apiTokens, plugins = [], front, ready, metrics, board = NO_DOOR } = options;
  const app = fastify({
    logger: false,
    trustProxy: PROXIES,
    bodyLimit: BODY_LIMIT,
    serverFactory: (handler) => openServer(front, handler),
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    frameworkErrors: answerFrameworkError,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, reply, done) => {
    // No browser reads the answer to a callback, and nothing answers more often.
    if (request.url.startsWith('/wecom/')) {
      done();
      return;
    }
    void reply.headers(SECURITY_HEADERS);
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    done();
  });
  answerErrors(app, ctx.log);
  void app.register(swagger, { openapi: OPENAPI, hideUntagged: true, transform: jsonSchemaTransform });
  void app.register(docs);
  void app.register(health, { ready, metrics });
  void app.register(questionnaireRoutes(ctx));
  void app.register(boardRoutes(ctx, board.door, board.isHome ? ['/', '/board'] : ['/board']));
  void app.register(paperRoutes(ctx));
  void app.withTypeProvider<ZodTypeProvider>().register(api, { prefix: '/api/v1', ctx, tokens: apiTokens });
  for (const plugin of plugins) void app.register(plugin);
  return app;
}

const NO_DOOR = { door: null, isHome: true } as const;

/** A server that asks `front` before the framework. While it closes, answered connections are not kept. */
function openServer(front: Front = () => false, handler: RequestListener): Server {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    if (!server.listening) response.shouldKeepAlive = false;
    if (!front(request, response)) handler(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: '回访 huifang API',
    version: '1',
    description:
      '供其他系统登记项目、住户、员工和服务事项，查询回访任务、回访记录和满意率。时间均为带时区的 ISO 8601。',
  },
  tags: [{ name: 'v1', description: '第一版' }],
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
};
