/** The whole product for the benchmark: `huifang serve` as it is installed, on a SQLite file of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { packageRoot } from '../../src/package-root.js';
import { AES_KEY, AGENT_ID, CORP_ID, TOKEN } from './platform.mjs';

export type Huifang = {
  readonly process: ChildProcess;
  readonly port: number;
  readonly folder: string;
  /** To be asked when the process has ended. */
  messagesOnDisk(): Promise<number>;
};

const READY_WITHIN_S = 30;

/**
 * Starts it and waits until it answers. BENCH_MAIN names another build than dist/main.js. No call to the platform's API
 * is made: its address leads nowhere, and the senders of the benchmark are on nobody's roster.
 */
export async function startHuifang(): Promise<Huifang> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-bench-'));
  const port = await freePort();
  const url = `file:${path.join(folder, 'bench.db')}`;
  const main = process.env['BENCH_MAIN'] ?? path.join(packageRoot(), 'dist/main.js');
  const env = { ...benchVariables(url), PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'error' };
  const child = fork(main, ['serve'], { cwd: folder, env, execArgv: [] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('huifang ended early; see its message above')));
  await Promise.race([untilAlive(port), ended]);
  return { process: child, port, folder, messagesOnDisk: () => countMessages(url) };
}

/** What the product is told of its database and of a platform that is never called. */
export const benchVariables = (url: string) => ({
  DATABASE_URL: url,
  WECOM_CORP_ID: CORP_ID,
  WECOM_API_BASE: 'http://127.0.0.1:9',
  WECOM_AGENT_ID: String(AGENT_ID),
  WECOM_AGENT_SECRET: 'secret',
  WECOM_APP_TOKEN: TOKEN,
  WECOM_APP_AES_KEY: AES_KEY,
  API_TOKENS: randomBytes(16).toString('hex'),
  DATA_KEY: randomBytes(32).toString('base64'),
});

async function untilAlive(port: number): Promise<void> {
  for (let tries = 0; tries < READY_WITHIN_S * 10; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error(`huifang did not answer within ${READY_WITHIN_S} s; is dist/ built? (npm run setup)`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function countMessages(url: string): Promise<number> {
  const client = createClient({ url });
  const { rows } = await client.execute(
    'SELECT (SELECT count(*) FROM "Inbox") + (SELECT coalesce(sum("count"), 0) FROM "Arrival") AS n',
  );
  client.close();
  return Number(rows[0]?.['n'] ?? 0);
}
