import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runArchive } from '../../src/cli/archive.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { buildServer } from '../../src/web/server.js';
import { putArchived } from '../helpers/archived-report.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const TOKEN = 'api-token-0123456789abcdef';

let test: EstateTest;
let server: FastifyInstance;
let ids: { readonly cuihu: number; readonly jin: number };
beforeEach(async () => {
  test = await openEstate(['p02']);
  await takeInEstates(test.ctx, [{ id: 'jin', name: '锦园家园', policies: ['p02'] }]);
  ids = { cuihu: await putArchived(test, 'cuihu'), jin: await putArchived(test, 'jin') };
  server = buildServer({
    ctx: test.ctx,
    apiTokens: [TOKEN],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
    plugins: [],
  });
  await server.ready();
});
afterEach(async () => {
  await server.close();
  await test.close();
});

const get = (url: string) => server.inject({ url: `/api/v1${url}`, headers: { authorization: `Bearer ${TOKEN}` } });
const idsOf = async (url: string): Promise<readonly number[]> =>
  (await get(url)).json<{ items: { id: string }[] }>().items.map(({ id }) => Number(id));
const readBy = async (): Promise<readonly string[]> =>
  (await test.ctx.db.read.audit.findMany({ where: { action: 'report.read' } })).map(({ actor }) => actor);

describe('GET /api/v1/archive', () => {
  it('lists what is archived, by estate, form and period, page by page', async () => {
    expect(await idsOf('/archive')).toEqual([ids.jin, ids.cuihu]);
    expect(await idsOf('/archive?estate=cuihu')).toEqual([ids.cuihu]);
    expect(await idsOf('/archive?form=季度')).toEqual([]);
    expect(await idsOf('/archive?period=2024')).toHaveLength(2);
    const first = (await get('/archive?limit=1')).json<{ next: string }>();
    expect(await idsOf(`/archive?limit=1&cursor=${first.next}`)).toEqual([ids.cuihu]);
    const [item] = (await get('/archive?estate=jin')).json<{ items: unknown[] }>().items;
    expect(item).toMatchObject({
      estate: 'jin',
      policy: 'p02',
      form: '月回访汇总表',
      period: '2024-02',
      number: 'jin-P02-月回访汇总表-2024-02-1',
      status: 'archived',
      archivedAt: '2026-03-10T10:00:00+08:00',
    });
  });

  it.each([
    ['/archive?estate=nowhere', 404],
    ['/archive?period=soon', 400],
    ['/archive?cursor=nonsense', 400],
    ['/archive/999', 404],
    ['/archive/zero', 400],
  ])('%s is %i', async (url, status) => expect((await get(url)).statusCode).toBe(status));

  it('gives one as its file, and keeps who had it', async () => {
    const answer = await get(`/archive/${ids.cuihu}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.toString()).toBe('cuihu 2024-02');
    expect(await readBy()).toEqual([expect.stringMatching(/^api:/)]);
  });

  it('gives none that was altered', async () => {
    await test.ctx.db.write((tx) => tx.file.updateMany({ data: { bytes: Uint8Array.from([1, 2, 3]) } }));
    expect((await get(`/archive/${ids.cuihu}`)).statusCode).toBe(409);
    expect(await readBy()).toEqual([]);
  });
});

describe('huifang archive', () => {
  const run = async (...argv: readonly string[]): Promise<readonly string[]> => {
    const lines: string[] = [];
    const open = () => Promise.resolve({ ctx: test.ctx, close: () => Promise.resolve() });
    await runArchive(argv, { open, out: (line) => void lines.push(line) });
    return lines;
  };

  it('lists, an object a line', async () => {
    const lines = await run('list', '--estate', '锦园家园', '--period', '2024-02');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([String(ids.jin)]);
    expect(await run('list')).toHaveLength(2);
    await expect(run('list', '--estate', '天上')).rejects.toThrow('没有项目「天上」；现有：');
    await expect(run('list', '--period', 'soon')).rejects.toThrow('--period 写法不对');
    await expect(run('get', String(ids.jin))).rejects.toThrow('用法');
  });

  it('writes one to a file, and keeps that it did', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-archive-'));
    const file = path.join(folder, 'a.xlsx');
    await run('get', `档${ids.jin}`, '--out', file);
    expect((await readFile(file)).toString()).toBe('jin 2024-02');
    expect(await readBy()).toEqual(['cli']);
    await rm(folder, { recursive: true });
  });
});
