/**
 * The platform's side of one measurement, in a process of its own. Told `{ port, count, round }`, it makes all messages
 * first, sends some to warm itself up, then sends `count` once each over 50 connections, and answers
 * `{ perSecond, p50, p99, sent, not200 }`; `sent` and `not200` include the warm-up.
 */
import autocannon from 'autocannon';
import { makeCallback } from './platform.mjs';

const CONNECTIONS = 50;
const MEMBERS = 500;
const WARM_UP = 3_000;

/** autocannon's own duration ends on a whole second: ours is from the first request to the last response. */
function fire(options) {
  return new Promise((done, failed) => {
    const begun = performance.now();
    let last = begun;
    const run = autocannon(options, (error, result) => {
      if (error) failed(error);
      else done({ ...result, seconds: (last - begun) / 1000 });
    });
    run.on('response', () => {
      last = performance.now();
    });
  });
}

/** A list of distinct messages for each connection; `from` is the number of the first. */
function makeLists(count, round, from) {
  const nowS = Math.floor(Date.now() / 1000);
  const each = Math.ceil(count / CONNECTIONS);
  return Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: each }, (_message, index) => {
      const number = from + connection * each + index;
      const id = `${nowS}${String(round).padStart(3, '0')}${String(number).padStart(7, '0')}`;
      return { method: 'POST', ...makeCallback(id, `member-${number % MEMBERS}`, nowS) };
    }),
  );
}

async function send(port, lists) {
  const amount = lists.reduce((sum, list) => sum + list.length, 0);
  const waiting = [...lists];
  const result = await fire({
    url: `http://127.0.0.1:${port}`,
    connections: CONNECTIONS,
    pipelining: 1,
    amount,
    headers: { 'content-type': 'text/xml' },
    setupClient: (client) => client.setRequests(waiting.pop() ?? []),
  });
  return { amount, answered: result.statusCodeStats['200']?.count ?? 0, result };
}

async function measure({ port, count, round }) {
  const [first, measured] = [makeLists(WARM_UP, round, 0), makeLists(count, round, WARM_UP)];
  const warmUp = await send(port, first);
  const { amount, answered, result } = await send(port, measured);
  process.send({
    perSecond: answered / result.seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    sent: warmUp.amount + amount,
    not200: warmUp.amount + amount - warmUp.answered - answered,
  });
}

process.once('message', (asked) => void measure(asked));
