/**
 * `/s/:token`, the questionnaire on a phone: GET shows it, POST saves what was changed. The token is all the right there
 * is: nothing of the page may be kept, sent on in a referrer, or framed. It works without a script.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { openBallot, saveBallot, type BallotPage, type PageEntry } from '../app/ballot-page.js';
import type { Direction, Grade } from '../core/terms.js';
import { DIRECTIONS, GRADES, keysOf } from '../core/terms.js';
import { pageLimits } from './page-limits.js';
import { ASSETS, formPage, messagePage, REMARK_MOST, thanksPage } from './questionnaire-page.js';

/** Fourteen remarks at their longest, percent-encoded, and the page as it was shown. */
const BODY_LIMIT = 96 * 1024;

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
} as const;

type Params = { readonly token: string };
type Query = { readonly done?: string };

/** The page, its style and its script. */
export function questionnaireRoutes(ctx: Context): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    const parse = { parseAs: 'string', bodyLimit: BODY_LIMIT } as const;
    app.addContentTypeParser('application/x-www-form-urlencoded', parse, (_request, body, done) => done(null, body));
    app.setErrorHandler((error, request, reply) => {
      const { statusCode = 500 } = error as { readonly statusCode?: number };
      if (statusCode < 500 || isScript(request)) return reply.send(error);
      ctx.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a questionnaire could not be saved');
      return html(reply, 503, messagePage(ctx.sayings, 'page-busy', ctx.sayings['page-busy-text']));
    });
    asset(app, '/s/questionnaire.css', 'text/css; charset=utf-8', ASSETS.css);
    asset(app, '/s/questionnaire.js', 'text/javascript; charset=utf-8', ASSETS.js);
    const limits = await pageLimits(app);
    const notTooOften = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const wait = await limits.all(request);
      return wait === null ? undefined : tooOften(ctx, request, reply, wait);
    };
    const route = { schema: { hide: true }, onRequest: notTooOften };
    const gone = async (request: FastifyRequest, reply: FastifyReply, kind: Gone): Promise<FastifyReply> => {
      const wait = kind === 'unknown' ? await limits.unknown(request) : null;
      if (wait !== null) return tooOften(ctx, request, reply, wait);
      if (isScript(request)) return reply.code(STATUS[kind]).headers(HEADERS).send(NOTHING_SAVED);
      const { sayings } = ctx;
      return html(reply, STATUS[kind], messagePage(sayings, `page-${kind}`, sayings[`page-${kind}-text`]));
    };
    app.get<{ Params: Params; Querystring: Query }>('/s/:token', route, async (request, reply) => {
      const page = await openBallot(ctx, request.params.token);
      if (page.kind !== 'open') return gone(request, reply, page.kind);
      const isDone = request.query.done === '1' && Object.keys(page.sheet.answers).length > 0;
      return html(reply, 200, (isDone ? thanksPage : formPage)(ctx.sayings, page));
    });
    app.post<{ Params: Params; Body: unknown }>('/s/:token', route, async (request, reply) => {
      const entry = entryOf(typeof request.body === 'string' ? request.body : '');
      const page = await saveBallot(ctx, request.params.token, entry);
      if (page.kind !== 'open') return gone(request, reply, page.kind);
      const answered = Object.keys(page.sheet.answers);
      if (isScript(request)) return reply.code(200).headers(HEADERS).send({ answered });
      if (answered.length === 0) return html(reply, 422, formPage(ctx.sayings, { ...page, fault: 'page-nothing' }));
      return reply
        .code(303)
        .headers(HEADERS)
        .redirect(`/s/${request.params.token}${entry.isSent ? '?done=1' : ''}`, 303);
    });
  };
}

type Gone = Exclude<BallotPage['kind'], 'open'>;
const STATUS = { closed: 410, reviewed: 410, unknown: 404 } as const satisfies Record<Gone, number>;

/** What the script is told where there is nothing to fill in, or not now: it is told what is answered. */
const NOTHING_SAVED = { answered: [] } as const;

const isScript = (request: FastifyRequest): boolean => request.headers.accept === 'application/json';

/** Too many from one address: what was filled in is not lost by coming again. */
function tooOften({ sayings }: Context, request: FastifyRequest, reply: FastifyReply, waitS: number): FastifyReply {
  const later = reply.header('retry-after', waitS);
  if (isScript(request)) return later.code(429).headers(HEADERS).send(NOTHING_SAVED);
  return html(later, 429, messagePage(sayings, 'page-often', sayings['page-often-text']));
}

const html = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(text);

function asset(app: FastifyInstance, url: string, type: string, text: string): void {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
  app.get(url, { schema: { hide: true } }, async (request, reply) => {
    const kept = reply.headers({ 'cache-control': 'public, max-age=300', etag });
    return request.headers['if-none-match'] === etag ? kept.code(304).send() : kept.type(type).send(text);
  });
}

/** What a form says was changed: fields that stand as they were shown count for nothing. */
function entryOf(body: string): PageEntry {
  const form = new URLSearchParams(body);
  const was = shownBefore(form.get('was'));
  const changed = (name: string): string | null => {
    const value = form.get(name);
    return value === null || value.replaceAll('\r\n', '\n').trim() === (was[name] ?? '') ? null : value;
  };
  const answers: Partial<Record<Direction, Grade>> = {};
  const remarks: Partial<Record<Direction | '0', string>> = {};
  for (const item of keysOf(DIRECTIONS)) {
    const grade = keysOf(GRADES).find((one) => one === changed(`q${item}`));
    if (grade !== undefined) answers[item] = grade;
  }
  for (const item of [...keysOf(DIRECTIONS), '0'] as const) {
    const words = changed(`r${item}`);
    if (words !== null) remarks[item] = clean(words, item === '0' ? REMARK_MOST.whole : REMARK_MOST.item);
  }
  return { sheet: { answers, remarks }, isSent: form.get('do') === 'send' };
}

function shownBefore(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Words without control characters, which PostgreSQL would not take, at most so many characters. */
const clean = (words: string, most: number): string =>
  Array.from(
    words
      .replaceAll('\r\n', '\n')
      .replaceAll(/[^\P{Cc}\n]/gu, ' ')
      .trim(),
  )
    .slice(0, most)
    .join('');
