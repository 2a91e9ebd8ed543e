/**
 * The two callbacks, /wecom/app and /wecom/kf: verify, decrypt, store, answer 200 with nothing; then the work begins.
 * Nothing of a message is looked at. Messages are answered straight from node:http:
 * the framework's pipeline would cost each of them as much as its decryption does (decision 0004).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Context } from '../context.js';
import type { ArrivalWriter } from '../store/arrival-writer.js';
import { MAX_BODY_BYTES, type CallbackGate, type CallbackRequest, type Opened } from '../wecom/callback.js';
import { readBody } from './read-body.js';

export type CallbackGates = { readonly app: CallbackGate | null; readonly kf: CallbackGate | null };

type Shell = Pick<Context, 'clock' | 'log' | 'wake'>;
type Door = { readonly name: keyof CallbackGates; readonly gate: CallbackGate };
type Refusal = Extract<Opened, { readonly kind: 'refused' }>;

/** Answers a request that is a callback's message; false: it is something else, and is left alone. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

const EMPTY = { 'content-length': 0 } as const;
const TEXT = 'text/plain; charset=utf-8';
const TOO_LARGE: Refusal = { kind: 'refused', status: 413, reason: 'too-large' };

/** What receives messages: `POST /wecom/app` and `/wecom/kf`, where an account is configured. */
export function callbackFront(ctx: Shell, gates: CallbackGates, arrivals: ArrivalWriter): Front {
  const doors = new Map(doorsOf(gates).map((door) => [`/wecom/${door.name}`, door]));
  return (request, response) => {
    const [path, query] = splitUrl(request);
    const door = request.method === 'POST' ? doors.get(path) : undefined;
    if (door === undefined) return false;
    readBody(request, MAX_BODY_BYTES, (body) => {
      if (body === null) {
        refuseUnread(ctx, request, response, path);
        return;
      }
      const unkept = (error: unknown): void => {
        ctx.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a callback could not be stored');
        response.writeHead(503, EMPTY).end();
      };
      try {
        receive(
          ctx,
          arrivals,
          door,
          { query: parse(query), body },
          (refusal) => {
            if (refusal === null) response.writeHead(200, EMPTY).end();
            else refuse(ctx, response, path, refusal);
          },
          unkept,
        );
      } catch (error) {
        unkept(error);
      }
    });
    return true;
  };
}

/** The callbacks' routes: `GET` for the platform's verification of the address, `POST` for messages, by `front`. */
export function callbackRoutes(ctx: Shell, gates: CallbackGates, front: Front): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const { name, gate } of doorsOf(gates)) {
      const path = `/wecom/${name}`;
      server.get(path, { schema: { hide: true } }, (request, reply) => {
        const opened = gate.verify(request.query as Record<string, unknown>, ctx.clock.now());
        const told = opened.kind === 'refused' ? refused(ctx, path, opened) : { status: 200, text: opened.plain };
        return reply.code(told.status).type(TEXT).send(told.text);
      });
      server.post(path, { schema: { hide: true } }, (request, reply) => {
        reply.hijack();
        front(request.raw, reply.raw);
      });
    }
  };
}

const doorsOf = (gates: CallbackGates): readonly Door[] =>
  (['app', 'kf'] as const).flatMap((name) => {
    const gate = gates[name];
    return gate === null ? [] : [{ name, gate }];
  });

function splitUrl({ url = '' }: IncomingMessage): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Answers null when the message is on disk, else why it was refused; or calls `failed` where it cannot be kept. */
function receive(
  ctx: Shell,
  arrivals: ArrivalWriter,
  { name, gate }: Door,
  request: CallbackRequest,
  answer: (refusal: Refusal | null) => void,
  failed: (error: unknown) => void,
): void {
  const now = ctx.clock.now();
  const opened = gate.open(request, now);
  if (opened.kind === 'refused') {
    answer(opened);
    return;
  }
  const { plain, signature } = opened;
  const kept = (): void => {
    answer(null);
    ctx.wake('inbox');
  };
  arrivals.take({ source: name, plain, signature, receivedAt: now }, kept, failed);
}

function refused(
  ctx: Shell,
  path: string,
  { status, reason }: Refusal,
): { readonly status: number; readonly text: string } {
  ctx.log.info({ path, status, reason }, 'a callback was refused');
  return { status, text: reason };
}

/** Answers at once a body that is still being sent, and ends the answer, which closes the connection, with the body. */
function refuseUnread(ctx: Shell, request: IncomingMessage, response: ServerResponse, path: string): void {
  const { status, text } = refused(ctx, path, TOO_LARGE);
  response.writeHead(status, { 'content-type': TEXT, 'content-length': text.length, connection: 'close' });
  response.write(text);
  request.on('end', () => response.end());
}

function refuse(ctx: Shell, response: ServerResponse, path: string, refusal: Refusal): void {
  const { status, text } = refused(ctx, path, refusal);
  response.writeHead(status, { 'content-type': TEXT }).end(text);
}
