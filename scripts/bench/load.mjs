/**
 * The platform's side of one measurement, in a process of its own: makes all its messages first, then sends each once
 * over 50 connections and answers `{ perSecond, p50, p99, sent, not200 }`. Told `{ port, count, round }`.
 */
import autocannon from 'autocannon';
import { makeCallback } from './platform.mjs';

const CONNECTIONS = 50;
const MEMBERS = 500;

process.once('message', ({ port, count, round }) => {
  const each = Math.ceil(count / CONNECTIONS);
  const nowS = Math.floor(Date.now() / 1000);
  const lists = Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: each }, (_message, index) => {
      const number = connection * each + index;
      const id = `${nowS}${String(round).padStart(3, '0')}${String(number).padStart(7, '0')}`;
      return { method: 'POST', ...makeCallback(id, `member-${number % MEMBERS}`, nowS) };
    }),
  );
  const options = {
    url: `http://127.0.0.1:${port}`,
    connections: CONNECTIONS,
    pipelining: 1,
    amount: each * CONNECTIONS,
    headers: { 'content-type': 'text/xml' },
    setupClient: (client) => client.setRequests(lists.pop() ?? []),
  };
  autocannon(options, (error, result) => {
    if (error) throw error;
    const { latency, duration, statusCodeStats } = result;
    const answered = statusCodeStats['200']?.count ?? 0;
    process.send({
      perSecond: answered / duration,
      p50: latency.p50,
      p99: latency.p99,
      sent: each * CONNECTIONS,
      not200: each * CONNECTIONS - answered,
    });
  });
});
