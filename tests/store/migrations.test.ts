import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { openDb, Prisma, type Db } from '../../src/store/db.js';
import { databaseKind, migrate, schemaDrift } from '../../src/store/migrate.js';
import { openEmptyPostgres } from '../helpers/empty-postgres.js';

const server = process.env['TEST_POSTGRES_URL'];
let url = '';
let remove: () => Promise<void>;
beforeEach(async () => {
  if (server) {
    ({ url, remove } = await openEmptyPostgres(server));
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'huifang-test-'));
  url = `file:${path.join(folder, 'new.db')}`;
  remove = () => rm(folder, { recursive: true, force: true });
});
afterEach(() => remove());

const checkedIn = (): Promise<readonly string[]> =>
  readdir(path.join(packageRoot(), 'prisma', 'migrations', databaseKind(url)));

async function withDb<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDb(url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
const missing = () => withDb((db) => db.missing());
const tableCount = (): Promise<number> =>
  withDb(async (db) => {
    const rows =
      db.kind === 'sqlite'
        ? await db.read.$queryRaw<
            unknown[]
          >`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'`
        : await db.read.$queryRaw<unknown[]>`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
    return rows.length;
  });

describe('migrations', () => {
  it('are all missing from an empty database, and none once they were applied; twice changes nothing', async () => {
    const names = (await checkedIn()).toSorted();
    expect(await missing()).toEqual(names);
    expect(await migrate(url)).toEqual(names);
    expect(await missing()).toEqual([]);
    expect(await migrate(url)).toEqual([]);
    await withDb((db) => db.write((tx) => tx.fact.create({ data: { name: 'a', value: '', updatedAt: 0n } })));
  });

  it('agree with the schema', async () => {
    expect(await schemaDrift(url)).toBeNull();
  });

  it('leave nothing half made when one fails, and say why', async () => {
    await withDb(makeBookkeeping);
    await withDb((db) => db.statement(Prisma.sql`CREATE TABLE "Audit" ("mine" TEXT)`));
    await expect(migrate(url)).rejects.toThrow(/Audit.*already exists/s);
    expect(await tableCount()).toBe(2);
    expect(await missing()).toEqual((await checkedIn()).toSorted());
    await withDb((db) => db.statement(Prisma.sql`DROP TABLE "Audit"`));
    expect(await migrate(url)).toHaveLength((await checkedIn()).length);
  });

  it('go on after a kill at any moment', { timeout: 60_000 }, async () => {
    await migrate(url);
    const whole = await tableCount();
    for (const killAfterMs of [0, 8, 20, 60]) {
      await emptyDatabase();
      await migrateAndKill(killAfterMs);
      await migrate(url);
      expect([killAfterMs, await missing(), await tableCount()]).toEqual([killAfterMs, [], whole]);
    }
  });

  it('go on where a killed one left its mark without its work', async () => {
    await migrate(url);
    await emptyDatabase();
    await withDb(makeBookkeeping);
    const started = Prisma.sql`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('killed', 'x', '0001_init')`;
    await withDb((db) => db.statement(started));
    expect(await missing()).toContain('0001_init');
    expect(await migrate(url)).toContain('0001_init');
    expect(await missing()).toEqual([]);
  });
});

async function emptyDatabase(): Promise<void> {
  if (server) {
    await remove();
    ({ url, remove } = await openEmptyPostgres(server));
    return;
  }
  for (const tail of ['', '-wal', '-shm']) await rm(url.slice('file:'.length) + tail, { force: true });
}

/** The migration engine's own table, empty. */
async function makeBookkeeping(db: Db): Promise<void> {
  const time = Prisma.raw(db.kind === 'sqlite' ? 'DATETIME' : 'TIMESTAMPTZ');
  await db.statement(
    Prisma.sql`CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL,
      finished_at ${time}, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at ${time},
      started_at ${time} NOT NULL DEFAULT current_timestamp, applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
  );
}

/** Migrates in a process of its own, which is killed so long after it said that it begins. */
async function migrateAndKill(afterMs: number): Promise<void> {
  const program = `
    import { migrate } from ${JSON.stringify(path.join(packageRoot(), 'src/store/migrate.ts'))};
    console.log('begins');
    await migrate(${JSON.stringify(url)});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: packageRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), afterMs);
  await exited;
}
