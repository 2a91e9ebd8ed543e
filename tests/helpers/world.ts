/**
 * The one set-up of a world test: the real server on a real database, and the sandbox platform, over HTTP.
 *
 *     await using world = await openWorld({ now: '2026-03-10T10:00:00+08:00' });
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { advanceClock } from '../../src/app/engine.js';
import { runDueLines } from '../../src/app/timetable.js';
import { readConfig } from '../../src/config.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { openRuntime, type Runtime } from '../../src/runtime.js';
import type { SandboxOptions } from '../../src/sandbox/new-world.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/wecom-server.js';
import { placeMigrated } from './database.js';

export const API_TOKEN = 'test-token-0123456789abcdef';

export type World = {
  readonly sandbox: Sandbox;
  readonly runtime: Runtime;
  readonly url: string;
  /** The variables that the server was started with. */
  readonly env: Readonly<Record<string, string>>;
  now(): Instant;
  /** Until inbox and outbox are empty and nothing is due. */
  settle(): Promise<void>;
  /** Moves the clock of all on; what falls due on the way happens at its own time. */
  advance(ms: number): Promise<void>;
  post(route: string, body: unknown): Promise<{ status: number; json: unknown }>;
  get(route: string): Promise<{ status: number; json: unknown }>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type WorldOptions = {
  readonly now?: string;
  readonly sandbox?: SandboxOptions;
  readonly env?: Readonly<Record<string, string>>;
};

export async function openWorld({
  now = '2026-03-10T10:00:00+08:00',
  sandbox: given = {},
  env = {},
}: WorldOptions = {}): Promise<World> {
  let at = parseInstant(now) as Instant;
  const clock = { now: () => at, set: (to: Instant) => void (at = to) };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-'));
  const sandbox = await startSandbox({ now: () => at, retryDelayMs: 20, ...given });
  const file = path.join(folder, 'world.db');
  await placeMigrated(file);
  const variables = {
    ...sandbox.environment(),
    PORT: '0',
    DATABASE_URL: `file:${file}`,
    LOG_LEVEL: 'silent',
    API_TOKENS: API_TOKEN,
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...env,
  };
  const runtime = await openRuntime({ config: readConfig(variables), clock, timetable: false });
  const url = await runtime.start();
  sandbox.setCallbackBase(url);
  const { ctx, engine } = runtime;
  const call = async (route: string, init: RequestInit): Promise<{ status: number; json: unknown }> => {
    const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${route}`, { ...init, headers });
    return { status: response.status, json: await response.json() };
  };
  return {
    sandbox,
    runtime,
    url,
    env: variables,
    now: () => at,
    settle: async () => void (await engine.settle()),
    advance: (ms) => advanceClock(ctx, engine, clock, ms, () => runDueLines(ctx)),
    post: (route, body) => call(route, { method: 'POST', body: JSON.stringify(body) }),
    get: (route) => call(route, {}),
    async [Symbol.asyncDispose]() {
      await runtime.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
