/**
 * The two callbacks, /wecom/app and /wecom/kf: verify, decrypt, store, answer 200 with nothing; then the work begins.
 * Nothing of a message is looked at beyond what its inbox key needs.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import type { InboxWriter } from '../store/inbox-writer.js';
import { MAX_BODY_BYTES, type CallbackGate } from '../wecom/callback.js';
import { inboxKey } from '../wecom/inbox-key.js';

export type CallbackGates = { readonly app: CallbackGate | null; readonly kf: CallbackGate | null };

type Shell = Pick<Context, 'clock' | 'box' | 'log' | 'wake'>;

export function callbackRoutes(ctx: Shell, gates: CallbackGates, inbox: InboxWriter): FastifyPluginAsync {
  return async (server: FastifyInstance) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => {
      done(null, body);
    });
    for (const name of ['app', 'kf'] as const) {
      const gate = gates[name];
      if (gate === null) continue;
      server.get(`/wecom/${name}`, { schema: { hide: true } }, (request, reply) => verify(ctx, gate, request, reply));
      server.post(`/wecom/${name}`, { schema: { hide: true } }, (request, reply) =>
        receive(ctx, gate, name, inbox, request, reply),
      );
    }
  };
}

async function verify(
  ctx: Shell,
  gate: CallbackGate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opened = gate.verify(request.query as Record<string, unknown>, ctx.clock.now());
  if (opened.kind === 'refused') return refuse(ctx, request, reply, opened);
  return reply.type('text/plain; charset=utf-8').send(opened.plain);
}

async function receive(
  ctx: Shell,
  gate: CallbackGate,
  source: 'app' | 'kf',
  inbox: InboxWriter,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = Buffer.isBuffer(request.body) ? request.body : '';
  const now = ctx.clock.now();
  const opened = gate.open({ query: request.query as Record<string, unknown>, body }, now);
  if (opened.kind === 'refused') return refuse(ctx, request, reply, opened);
  const { key, person } = inboxKey(opened.plain, source, opened.signature);
  const entry = { key, source, person: `${source}:${person}`, body: ctx.box.seal(opened.plain), receivedAt: now };
  try {
    await inbox.write(entry);
  } catch (error) {
    ctx.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a callback could not be stored');
    return reply.code(503).send();
  }
  ctx.wake('inbox');
  return reply.code(200).send();
}

function refuse(
  ctx: Shell,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, reason }: { readonly status: number; readonly reason: string },
): FastifyReply {
  ctx.log.info({ path: request.routeOptions.url, status, reason }, 'a callback was refused');
  return reply.code(status).type('text/plain; charset=utf-8').send(reason);
}
