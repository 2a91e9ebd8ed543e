/** /healthz, /readyz and /metrics: whether it lives, whether it can work, and what waits. */
import type { FastifyPluginCallback } from 'fastify';
import type { Context } from '../context.js';
import { backlogOf } from '../store/backlog.js';

export type Readiness = { readonly ok: boolean; readonly reasons: readonly string[] };

export type HealthOptions = {
  readonly ready: () => Promise<Readiness>;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
};

/** Readiness is 503 with its reasons where something is missing, also where asking itself fails. */
export const health: FastifyPluginCallback<HealthOptions> = (app, { ready, metrics }, done) => {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const state = await ready().catch(() => ({ ok: false, reasons: ['无法检查运行状态'] }));
    return reply.code(state.ok ? 200 : 503).send({ ok: state.ok, reasons: state.reasons });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
  );
  done();
};

type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number };

/** Counts of rows as Prometheus text: statuses and channels are the only labels. */
export async function metricsText({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<string> {
  const backlog = await backlogOf(db.read, clock.now());
  return [
    metric('huifang_inbox', 'Messages taken in, by status.', byStatus(backlog.inbox)),
    metric(
      'huifang_outbox',
      'Messages to be sent or sent, by status and channel.',
      backlog.outbox.map(({ status, channel, count }) => ({ labels: { status, channel }, value: count })),
    ),
    metric('huifang_visits', 'Visit tasks, by status.', byStatus(backlog.visits)),
    metric('huifang_inbox_waiting_seconds', 'Age of the oldest message that waits to be worked.', [
      { value: backlog.inboxWaitingSeconds },
    ]),
    metric('huifang_outbox_waiting_seconds', 'Age of the oldest message that is due and not sent.', [
      { value: backlog.outboxWaitingSeconds },
    ]),
  ].join('');
}

const byStatus = (rows: readonly { readonly status: string; readonly count: number }[]): readonly Sample[] =>
  rows.map(({ status, count }) => ({ labels: { status }, value: count }));

function metric(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
