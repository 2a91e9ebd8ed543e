/** The line under test when its process is killed: the sandbox platform, a program started again and again, its people. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/wecom-server.js';
import { API_TOKEN, startServer, type ServerProcess } from './server-process.js';
import { eventually } from './eventually.js';

export type KilledLine = {
  readonly sandbox: Sandbox;
  readonly databaseUrl: string;
  /** The variables of the program. */
  readonly env: Readonly<Record<string, string>>;
  server(): ServerProcess;
  /** Starts the program and tells the platform its address; answers after how many milliseconds it listened. */
  start(): Promise<number>;
  kill(): Promise<void>;
  /** Kills and starts again. */
  restart(): Promise<number>;
  kills(): number;
  post(route: string, body: unknown): Promise<unknown>;
  items(route: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function openKilledLine(more: Readonly<Record<string, string>> = {}): Promise<KilledLine> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-kill-'));
  // As patient as the platform: three deliveries, five seconds apart.
  const sandbox = await startSandbox({ retryDelayMs: 5_000, deliveries: 3 });
  const databaseUrl = `file:${path.join(folder, 'line.db')}`;
  const env = { ...sandbox.environment(), DATABASE_URL: databaseUrl, ...more };
  let server: ServerProcess | null = null;
  let url = '';
  let kills = 0;
  const running = (): ServerProcess => {
    if (server === null) throw new Error('the program was not started');
    return server;
  };
  const call = async (route: string, init: RequestInit): Promise<unknown> => {
    const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${route}`, { ...init, headers });
    if (response.status !== 200) throw new Error(`${route} answered ${response.status}`);
    return response.json();
  };
  const line: KilledLine = {
    sandbox,
    databaseUrl,
    env,
    server: running,
    async start() {
      const begun = performance.now();
      server = startServer(env);
      url = await server.ready;
      sandbox.setCallbackBase(url);
      return performance.now() - begun;
    },
    async kill() {
      kills += 1;
      await running().kill();
    },
    async restart() {
      await line.kill();
      return line.start();
    },
    kills: () => kills,
    post: (route, body) => call(route, { method: 'POST', body: JSON.stringify(body) }),
    items: async (route) =>
      ((await call(route, {})) as { readonly items: readonly Readonly<Record<string, unknown>>[] }).items,
    async [Symbol.asyncDispose]() {
      await server?.kill();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return line;
}

export const ESTATE = { id: 'cuihu', name: '翠湖花园', policies: ['p08'], timezone: 'Asia/Shanghai', quietHours: null };

/** A steward, a supervisor who is alerted, a manager who asks for figures. */
export const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'dispatcher' }], households: ['*'] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
];

/** A resident of the estate, in a household of their own, with words of their own in the complaint that was handled. */
export type Neighbour = { readonly id: string; readonly matter: string; readonly event: string };

export const neighbour = (no: number): Neighbour => ({
  id: `wmNeighbour${no}`,
  matter: `第${no}号楼道有杂物`,
  event: `C-${no}`,
});

/** Brings the estate, its staff and `count` neighbours in; each of them has written once and been answered. */
export async function moveIn(line: KilledLine, count: number): Promise<readonly Neighbour[]> {
  for (const { userid, name } of STAFF) line.sandbox.staff(userid, { name });
  await line.post('/api/v1/estates', ESTATE);
  await line.post('/api/v1/staff', STAFF);
  const neighbours = Array.from({ length: count }, (_none, no) => neighbour(no));
  const residents = neighbours.map(({ id }, no) => ({
    id: `r-${no}`,
    estate: 'cuihu',
    household: `3-1-${100 + no}`,
    name: '李敏',
    phone: `1380000${String(1000 + no)}`,
    relation: 'owner',
    externalUserId: id,
    consent: true,
  }));
  await line.post('/api/v1/residents', residents);
  for (const { id } of neighbours) await line.sandbox.resident(id).says('你好');
  const greeted = (): boolean => neighbours.every(({ id }) => line.sandbox.resident(id).hears().length > 0);
  await eventually('everybody is greeted', greeted);
  return neighbours;
}

/** The complaint was handled a minute ago: the question is due at once. */
export const handled = ({ event, matter }: Neighbour, no: number) => ({
  id: event,
  estate: 'cuihu',
  kind: 'complaint',
  severity: 'general',
  household: `3-1-${100 + no}`,
  description: matter,
  resolvedAt: new Date(Date.now() - 60_000).toISOString().replace('Z', '+00:00'),
});
