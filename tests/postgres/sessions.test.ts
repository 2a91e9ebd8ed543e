import { describe, expect, it } from 'vitest';
import pg from 'pg';
import { appendAudit, verifyAudit } from '../../src/store/audit.js';
import { openDb, Overtaken, Prisma, type Db } from '../../src/store/db.js';
import { keepFact } from '../../src/store/facts.js';
import { migrate } from '../../src/store/migrate.js';
import { claimInbox } from '../../src/store/inbox.js';
import { openRuntime } from '../../src/runtime.js';
import { readConfig } from '../../src/config.js';
import { startSandbox } from '../../src/sandbox/wecom-server.js';
import { openEmptyPostgres } from '../helpers/empty-postgres.js';
import { NOW, takeIn, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const keep = (db: Db, name: string) => db.write((tx) => keepFact(tx, name, '', NOW));

/** Ends every session on the test's database but the ones that do this. */
async function killSessions(): Promise<number> {
  const client = new pg.Client({ connectionString: test.url, application_name: 'killer' });
  await client.connect();
  const { rows } = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name <> 'killer'`,
  );
  await client.end();
  return rows.length;
}

describe('a transaction that another overtook', () => {
  it('is done again, and finds the row that was not there before', async () => {
    const seen: number[] = [];
    await test.db.write(async (tx) => {
      seen.push(await tx.fact.count());
      if (seen.length > 1) return;
      await keep(test.db, 'of the other');
      throw new Overtaken('the row was made by another meanwhile');
    });
    expect(seen).toEqual([0, 1]);
  });
});

describe('sessions that PostgreSQL ends', () => {
  it('while idle are replaced without anyone noticing', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, nth) => keep(test.db, `a${nth}`)));
    expect(await killSessions()).toBeGreaterThan(0);
    await Promise.all(Array.from({ length: 8 }, (_, nth) => keep(test.db, `b${nth}`)));
    expect(await test.db.read.fact.count()).toBe(16);
  });

  it('in the middle of a transaction have it done again, once', async () => {
    let tries = 0;
    await test.db.write(async (tx) => {
      tries += 1;
      await appendAudit(tx, test.db, [{ at: NOW, actor: 'a', action: 'b', estate: null, subject: 'c' }]);
      if (tries === 1) await killSessions();
      await keepFact(tx, 'a', '', NOW);
    });
    expect(tries).toBe(2);
    expect(await verifyAudit(test.db.read)).toMatchObject({ rows: 1, faults: [] });
  });

  it('during a statement have it done again', async () => {
    const slow = test.db.returning<{ n: number }>(
      Prisma.sql`SELECT 1 AS n FROM (SELECT pg_sleep(CASE WHEN count(*) = 0 THEN 20 ELSE 0 END) FROM "Fact") AS s`,
    );
    await untilSleeping();
    await keep(test.db, 'awake');
    await killSessions();
    expect((await slow).map(({ n }) => Number(n))).toEqual([1]);
  });

  it('are replaced under reads too', async () => {
    await keep(test.db, 'a');
    const reads = Array.from({ length: 40 }, async (_, nth) => {
      if (nth % 10 === 5) await killSessions();
      return (await test.db.read.fact.count()) + (await test.db.read.$queryRaw<unknown[]>`SELECT 1`).length;
    });
    expect(new Set(await Promise.all(reads))).toEqual(new Set([2]));
  });

  it('lose and repeat nothing of a hundred messages taken in meanwhile', async () => {
    const entry = (nth: number) =>
      ({ key: `k${nth}`, source: 'kf', person: `p${nth}`, body: 'b', receivedAt: NOW }) as const;
    const work = Array.from({ length: 100 }, async (_, nth) => {
      await takeIn(test.db, [entry(nth)]);
      if (nth % 25 === 10) await killSessions();
    });
    await Promise.all(work);
    expect(await test.db.read.inbox.count()).toBe(100);
    expect(await claimInbox(test.db, NOW, 'one', 200)).toHaveLength(100);
  });
});

/** Until a session of the test's database is inside pg_sleep. */
async function untilSleeping(): Promise<void> {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  for (let found = 0; found === 0;) {
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
    );
    found = rowCount ?? 0;
  }
  await client.end();
}

describe('transactions that get into each other’s way', () => {
  it('in a deadlock are both done', async () => {
    await keep(test.db, 'a');
    await keep(test.db, 'b');
    const other = await test.second();
    let arrived = 0;
    let bothThere: () => void = () => undefined;
    const gate = new Promise<void>((done) => (bothThere = done));
    const cross = (db: Db, first: string, then: string) =>
      db.write(async (tx) => {
        await tx.$executeRaw`UPDATE "Fact" SET "value" = "value" || 'x' WHERE "name" = ${first}`;
        arrived += 1;
        if (arrived === 2) bothThere();
        await gate;
        await tx.$executeRaw`UPDATE "Fact" SET "value" = "value" || 'x' WHERE "name" = ${then}`;
      });
    await Promise.all([cross(test.db, 'a', 'b'), cross(other, 'b', 'a')]);
    expect(arrived).toBe(3);
    expect((await test.db.read.fact.findMany()).map(({ value }) => value)).toEqual(['xx', 'xx']);
  });

  it('in a serialization failure are repeated', async () => {
    await keep(test.db, 'a');
    const other = await test.second();
    let tries = 0;
    await test.db.write(async (tx) => {
      tries += 1;
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
      await tx.fact.findMany();
      if (tries === 1) await other.statement(Prisma.sql`UPDATE "Fact" SET "value" = 'theirs'`);
      await tx.$executeRaw`UPDATE "Fact" SET "value" = "value" || ' and ours'`;
    });
    expect(tries).toBe(2);
    expect(await test.db.read.fact.findFirst()).toMatchObject({ value: 'theirs and ours' });
  });

  it('are given up after ten tries', async () => {
    let tries = 0;
    const failing = test.db.write(async (tx) => {
      tries += 1;
      await tx.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`;
    });
    await expect(failing).rejects.toThrow();
    expect(tries).toBe(10);
  });
});

describe('a database that lacks migrations', () => {
  it('is not served: the message names the command that mends it, and then it is', async () => {
    const server = process.env['TEST_POSTGRES_URL'] ?? '';
    const empty = await openEmptyPostgres(server);
    const sandbox = await startSandbox();
    try {
      const config = readConfig({
        ...sandbox.environment(),
        PORT: '0',
        DATABASE_URL: empty.url,
        LOG_LEVEL: 'silent',
        API_TOKENS: 'test-token-0123456789abcdef',
        DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
      });
      const open = () => openRuntime({ config, clock: { now: () => NOW }, timetable: false });
      await expect(open()).rejects.toThrow(/0001_init.*huifang migrate/);
      const db = await openDb(empty.url);
      expect(await db.missing()).toContain('0001_init');
      await db.close();
      await migrate(empty.url);
      const runtime = await open();
      await runtime.close();
    } finally {
      await sandbox.close();
      await empty.remove();
    }
  });
});
