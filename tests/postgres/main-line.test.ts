import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueLines } from '../../src/app/timetable.js';
import { readConfig } from '../../src/config.js';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { openRuntime, type Runtime } from '../../src/runtime.js';
import { verifyAudit } from '../../src/store/audit.js';
import { migrate } from '../../src/store/migrate.js';
import { openEmptyPostgres, type EmptyPostgres } from '../helpers/empty-postgres.js';
import { API_TOKEN, openWorld, type World } from '../helpers/world.js';

const ESTATE = { id: 'cuihu', name: '翠湖花园', policies: ['p03', 'p08'], timezone: 'Asia/Shanghai' };
const resident = (nth: number) => ({
  id: `r-${nth}`,
  estate: 'cuihu',
  household: `3-2-12${String(nth).padStart(2, '0')}`,
  name: '李敏',
  phone: `138000000${String(nth).padStart(2, '0')}`,
  relation: 'owner',
  externalUserId: `wm${nth}`,
  consent: true,
});
const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }], households: ['3-*'] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
];
const complaint = (nth: number) => ({
  id: `C-${nth}`,
  estate: 'cuihu',
  kind: 'complaint',
  severity: 'general',
  household: resident(nth).household,
  description: `楼道堆放杂物之${nth}`,
  resolvedAt: '2026-03-10T09:30:00+08:00',
});

let database: EmptyPostgres;
beforeEach(async () => {
  database = await openEmptyPostgres(process.env['TEST_POSTGRES_URL'] ?? '');
  await migrate(database.url);
});
afterEach(() => database.remove());

const open = (): Promise<World> => openWorld({ env: { DATABASE_URL: database.url } });

async function people(world: World, count: number): Promise<void> {
  for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
  await world.post('/api/v1/estates', ESTATE);
  await world.post('/api/v1/staff', STAFF);
  await world.post(
    '/api/v1/residents',
    Array.from({ length: count }, (_, nth) => resident(nth)),
  );
  for (let nth = 0; nth < count; nth += 1) await world.sandbox.resident(`wm${nth}`).says('你好');
  await world.settle();
}

const items = async (world: World, route: string): Promise<Record<string, unknown>[]> =>
  ((await world.get(route)).json as { items: Record<string, unknown>[] }).items;

describe('the main line on PostgreSQL', () => {
  it('asks, records the tap, tells the manager the rate, and leaves a whole audit chain', async () => {
    await using world = await open();
    await people(world, 1);
    const posted = await world.post('/api/v1/events', [complaint(0), complaint(0)]);
    expect(posted.json).toMatchObject({ results: [{ status: 'created' }, { status: 'unchanged' }] });
    await world.settle();
    const li = world.sandbox.resident('wm0');
    expect(li.last()?.text).toContain('楼道堆放杂物');
    await li.taps('满意');
    await world.settle();
    expect(await items(world, '/api/v1/records?estate=cuihu')).toMatchObject([
      { event: 'C-0', grade: 'satisfied', method: 'chat' },
    ]);
    await world.sandbox.staff('sun').says('满意率 本月');
    await world.settle();
    const heard = world.sandbox.staff('sun').seen();
    expect(heard[0]?.text).toMatch(/满意率 100\.0%（回收 1 \/ 发出 1/);
    expect(heard[1]?.file?.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect((await verifyAudit(world.runtime.ctx.db.read)).faults).toEqual([]);
  });

  it('records a typed dissatisfied answer and alerts the supervisor; reminds once and hands over', async () => {
    await using world = await open();
    await people(world, 2);
    await world.post('/api/v1/events', [complaint(0), complaint(1)]);
    await world.settle();
    await world.sandbox.resident('wm0').says('不满意，还在漏𠮷');
    await world.settle();
    const [record] = await items(world, '/api/v1/records?estate=cuihu&event=C-0');
    expect(record).toMatchObject({ grade: 'dissatisfied', remark: '还在漏𠮷' });
    expect(world.sandbox.staff('liuyan').hears().join('\n')).toContain('还在漏');
    const asked = world.sandbox.resident('wm1').hears().length;
    await world.advance(25 * HOUR);
    expect(world.sandbox.resident('wm1').hears()).toHaveLength(asked + 1);
    await world.advance(25 * HOUR);
    expect(world.sandbox.resident('wm1').hears()).toHaveLength(asked + 1);
    expect((await items(world, '/api/v1/visits?estate=cuihu')).map(({ status }) => status)).toContain('with-staff');
  });

  it('takes texts with a NUL, which PostgreSQL stores nowhere', async () => {
    await using world = await open();
    await people(world, 1);
    const answered = await world.post('/api/v1/events', [
      { ...complaint(0), description: '楼道\u0000堆放' },
      complaint(1),
    ]);
    expect(answered.json).toMatchObject({ results: [{ status: 'created' }, { status: 'created' }] });
    await world.post('/api/v1/residents', { ...resident(1), name: '李\u0000敏' });
    await world.settle();
    await world.sandbox.resident('wm0').says('不满意，还\u0000在漏');
    await world.settle();
    expect(await items(world, '/api/v1/records?estate=cuihu')).toMatchObject([
      { grade: 'dissatisfied', remark: '还在漏' },
    ]);
  });
});

describe('two instances on one database', () => {
  const COUNT = 12;

  it('make each visit, ask each question, record each answer and fetch each token once', async () => {
    await using world = await open();
    await people(world, COUNT);
    const other = await openOther(world);
    try {
      const events = Array.from({ length: COUNT }, (_, nth) => complaint(nth));
      const answers = await Promise.all([world.post('/api/v1/events', events), postTo(other.url, events)]);
      const statuses = answers.flatMap(({ json }) =>
        (json as { results: { status: string }[] }).results.map(({ status }) => status),
      );
      expect(statuses.toSorted()).toEqual([
        ...Array(COUNT).fill('created'),
        ...Array(COUNT).fill('unchanged'),
      ] as string[]);
      await settleBoth(world, other.runtime);
      expect(await items(world, '/api/v1/visits?estate=cuihu&limit=100')).toHaveLength(
        (await world.runtime.ctx.db.read.visit.groupBy({ by: ['startedBy', 'policyId', 'clause'] })).length,
      );
      const questions = (nth: number) =>
        world.sandbox
          .resident(`wm${nth}`)
          .hears()
          .filter((text) => text.includes(`杂物之${nth}`));
      for (let nth = 0; nth < COUNT; nth += 1) expect([nth, questions(nth).length]).toEqual([nth, 1]);
      await Promise.all(
        Array.from({ length: COUNT }, async (_, nth) => {
          if (nth % 2 === 0) world.sandbox.setCallbackBase(other.url);
          await world.sandbox.resident(`wm${nth}`).says('满意');
          world.sandbox.setCallbackBase(world.url);
        }),
      );
      await settleBoth(world, other.runtime);
      const records = await world.runtime.ctx.db.read.record.groupBy({ by: ['visitNo'], _count: true });
      expect(records.map(({ _count }) => _count)).toEqual(Array(COUNT).fill(1));
      const secrets = world.sandbox.calls('/cgi-bin/gettoken');
      expect(secrets.length).toBeGreaterThan(0);
      expect(secrets.length).toBeLessThanOrEqual(2);
      expect((await verifyAudit(world.runtime.ctx.db.read)).faults).toEqual([]);
    } finally {
      await other.runtime.close();
    }
  });

  it('run each line of the timetable once, also what was missed while both were down', async () => {
    await using world = await open();
    await people(world, 1);
    const other = await openOther(world);
    try {
      await world.advance(3 * DAY);
      await Promise.all([1, 2, 3, 4].map((nth) => runDueLines((nth % 2 ? world.runtime : other.runtime).ctx)));
      const runs = await world.runtime.ctx.db.read.timetableRun.groupBy({ by: ['name', 'slot'], _count: true });
      expect(runs.length).toBeGreaterThan(0);
      expect(await world.runtime.ctx.db.read.timetableRun.count({ where: { doneAt: null } })).toBe(0);
    } finally {
      await other.runtime.close();
    }
  });
});

/** A second runtime on the world's database, platform and clock. */
async function openOther(world: World): Promise<{ readonly runtime: Runtime; readonly url: string }> {
  const config = readConfig({
    ...world.sandbox.environment(),
    PORT: '0',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    API_TOKENS: API_TOKEN,
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  const runtime = await openRuntime({ config, clock: { now: () => world.now() }, timetable: false });
  return { runtime, url: await runtime.start() };
}

async function settleBoth(world: World, other: Runtime): Promise<void> {
  await Promise.all([world.settle(), other.engine.settle()]);
  await world.settle();
}

async function postTo(url: string, body: unknown): Promise<{ json: unknown }> {
  const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { json: await response.json() };
}
