/**
 * The demo: the real server on SQLite, talking the real protocol to a WeCom server of our own, with a page on which one
 * plays resident, steward and manager. It begins anew at each start, in data/demo.db, with keys of its own.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { advanceClock } from '../app/engine.js';
import { runDueLines } from '../app/timetable.js';
import { environment, readConfig, readLooseConfig } from '../config.js';
import { HOUR, instantAt, localDate, type Instant } from '../core/calendar.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { demoView } from '../sandbox/demo-view.js';
import { playSampleMonth } from '../sandbox/play-month.js';
import { introducePeople, postPeople, sampleEstate } from '../sandbox/sample-estate.js';
import type { DemoWorld } from '../sandbox/stage-world.js';
import { demoStage } from '../sandbox/stage.js';
import { lockSqliteFile } from '../store/server-lock.js';
import { startSandbox, type Sandbox } from '../sandbox/wecom-server.js';
import { untilStopped } from './serve.js';

export type DemoOptions = {
  readonly host: string;
  readonly port: number;
  /** The database file; it and what lies beside it are removed first. */
  readonly file: string;
  /** Without it the estate has its people, and no history. */
  readonly month: boolean;
  readonly policyDir: string | null;
  readonly formsDir?: string | null;
};

export type Demo = {
  readonly url: string;
  readonly apiToken: string;
  readonly world: DemoWorld;
  close(): Promise<void>;
};

/** The demo's day begins at this local hour, so that nobody meets the quiet hours first. */
const OPENING_HOUR = 10;

/** A clock that runs with the machine's and can be moved on. */
function demoClock(start: Instant): { now(): Instant; set(at: Instant): void } {
  let [origin, since] = [start as number, performance.now()];
  return {
    now: () => Math.floor(origin + performance.now() - since) as Instant,
    set(at) {
      [origin, since] = [at, performance.now()];
    },
  };
}

/** Starts sandbox, server and page; resolves when the page can be opened. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const zone = sampleEstate().estate.timezone;
  const opening = instantAt(localDate(Date.now() as Instant, zone), OPENING_HOUR * HOUR, zone);
  const clock = demoClock(opening);
  await beginAnew(options.file);
  const sandbox = await startSandbox({ now: () => clock.now(), idsFrom: Date.now() * 1000 });
  try {
    return await openStage(options, sandbox, clock, opening);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** Removes the last demo's file; not while another demo is using it. @throws FileInUse */
async function beginAnew(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unlock = await lockSqliteFile(`file:${file}`);
  for (const tail of ['', '-wal', '-shm']) await rm(`${file}${tail}`, { force: true });
  await unlock();
}

async function openStage(
  options: DemoOptions,
  sandbox: Sandbox,
  clock: ReturnType<typeof demoClock>,
  opening: Instant,
): Promise<Demo> {
  const sample = sampleEstate();
  const zone = sample.estate.timezone;
  const apiToken = randomBytes(24).toString('base64url');
  const config = readConfig({
    ...sandbox.environment(),
    HOST: options.host,
    PORT: String(options.port),
    DATABASE_URL: `file:${options.file}`,
    LOG_LEVEL: 'error',
    TZ_DEFAULT: zone,
    API_TOKENS: apiToken,
    DATA_KEY: randomBytes(32).toString('base64'),
    ...(options.policyDir === null ? {} : { POLICY_DIR: options.policyDir }),
    ...(options.formsDir ? { FORMS_DIR: options.formsDir } : {}),
  });
  let world: DemoWorld | null = null;
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((done) => {
    isReady = done;
  });
  const runtime = await openRuntime({
    config,
    clock,
    plugins: ({ ctx, engine }) => {
      world = {
        now: () => clock.now(),
        advance: (ms) => advanceClock(ctx, engine, clock, ms, () => runDueLines(ctx)).then(() => sandbox.settled()),
        hourly: () => runDueLines(ctx).then(() => sandbox.settled()),
        sandbox,
        sample,
        post: (route, body) => post(runtime, apiToken, route, body),
        view: (estate, household) => demoView(ctx, estate, household),
      };
      return [afterwards(ready, demoStage(world))];
    },
  });
  if (world === null) throw new Error('the demo has no stage');
  const playing: DemoWorld = world;
  introducePeople(sample, sandbox);
  const url = await runtime.start().catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  sandbox.setCallbackBase(url);
  await postPeople(sample, (route, body) => playing.post(route, body));
  if (options.month) await playSampleMonth(playing, clock, opening);
  isReady();
  return { url, apiToken, world: playing, close: () => close(runtime, sandbox) };
}

/** While the sample month is still being played the page itself can be opened; what it shows waits for it. */
const afterwards =
  (ready: Promise<void>, page: FastifyPluginAsync): FastifyPluginAsync =>
  async (app) => {
    app.addHook('onRequest', async ({ method, url }) => {
      if (method !== 'GET' || url.startsWith('/demo/state')) await ready;
    });
    await app.register(page);
  };

async function close(runtime: Runtime, sandbox: Sandbox): Promise<void> {
  await runtime.close();
  await sandbox.close();
}

/** The product's own API, as another system would call it. */
async function post(runtime: Runtime, token: string, route: string, body: unknown): Promise<unknown> {
  const response = await runtime.server.inject({
    method: 'POST',
    url: route,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  return response.json() as unknown;
}

/** `huifang demo`. */
export async function demo(_argv: readonly string[]): Promise<number> {
  const { host, port, policyDir, formsDir } = readLooseConfig(environment());
  process.stdout.write('正在准备演示：示例小区和过去一个月的回访…… / Preparing the demo …\n');
  const running = await startDemo({
    host,
    port,
    policyDir,
    formsDir,
    file: path.resolve('data', 'demo.db'),
    month: true,
  });
  process.stdout.write(
    [
      '',
      `  演示已就绪，请在浏览器打开：   ${running.url}/`,
      `  The demo is ready, open:        ${running.url}/`,
      '',
      `  接口说明 API:                   ${running.url}/docs`,
      `  接口令牌 token (this run only): ${running.apiToken}`,
      '  按 Ctrl+C 结束。 Press Ctrl+C to stop.',
      '',
      '',
    ].join('\n'),
  );
  return untilStopped(running);
}
