/**
 * A database of its own for each test: a copy of a migrated SQLite file; or, where TEST_POSTGRES_URL is set, a migrated
 * PostgreSQL database, emptied after each test and dropped at the end.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { openDb, type Db } from '../../src/store/db.js';
import { migrate } from '../../src/store/migrate.js';

export type TestDatabase = { readonly url: string; readonly db: Db; close(): Promise<void> };

/** Opens an empty, migrated database; `close` removes it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  return server === undefined || server === '' ? openSqliteCopy() : openPostgresCopy(server);
}

async function openSqliteCopy(): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'huifang-test-'));
  const file = path.join(folder, 'test.db');
  await placeMigrated(file);
  const url = `file:${file}`;
  const db = await openDb(url);
  return {
    url,
    db,
    close: async () => {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Puts an empty, migrated SQLite database at this path. */
export async function placeMigrated(file: string): Promise<void> {
  await copyFile(await migratedFile(), file);
}

let template: Promise<string> | undefined;
const migratedFile = (): Promise<string> => (template ??= makeMigratedFile());

/** Made once for these migrations, and moved into its place whole: other test processes may be at it too. */
async function makeMigratedFile(): Promise<string> {
  const folder = path.join(tmpdir(), 'huifang-test-templates');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${await migrationsHash('sqlite')}.db`);
  if (await stat(file).catch(() => null)) return file;
  const draft = path.join(await mkdtemp(path.join(folder, 'draft-')), 'new.db');
  await migrate(`file:${draft}`);
  const db = await openDb(`file:${draft}`);
  await db.read.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
  await db.close();
  await rename(draft, file);
  await rm(path.dirname(draft), { recursive: true, force: true });
  return file;
}

async function migrationsHash(kind: 'sqlite' | 'postgres'): Promise<string> {
  const folder = path.join(packageRoot(), 'prisma', 'migrations', kind);
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).toSorted()) {
    hash.update(name).update(await readFile(path.join(folder, name, 'migration.sql')).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 16);
}

type PostgresDatabase = { readonly name: string; readonly url: string; readonly db: Db };

/** All databases of this test file, and those that no test has just now: emptied, they serve again. */
const made: PostgresDatabase[] = [];
const idle: PostgresDatabase[] = [];

async function openPostgresCopy(server: string): Promise<TestDatabase> {
  const database = idle.pop() ?? (await makePostgresDatabase(server));
  const { url, db } = database;
  return {
    url,
    db,
    close: async () => {
      await emptyTables(url);
      idle.push(database);
    },
  };
}

async function makePostgresDatabase(server: string): Promise<PostgresDatabase> {
  const name = `huifang_test_${process.pid}_${made.length + 1}`;
  await onServer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`, `CREATE DATABASE "${name}"`);
  // The tests kill sessions, never the server: nothing is lost by not waiting for its disk.
  await onServer(server, `ALTER DATABASE "${name}" SET synchronous_commit = off`);
  const url = databaseUrl(server, name);
  await migrate(url);
  const database = { name, url, db: await openDb(url) };
  made.push(database);
  return database;
}

/** Deletes: for tables of a few rows that is many times quicker than TRUNCATE. */
async function emptyTables(url: string): Promise<void> {
  const ours = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  const each = `FOR one IN ${ours} LOOP EXECUTE format('DELETE FROM %I', one.tablename); END LOOP;`;
  await onServer(url, `DO $$ DECLARE one record; BEGIN ${each} END $$`);
}

if (process.env['TEST_POSTGRES_URL']) {
  afterAll(async () => {
    for (const { name, db } of made) {
      await db.close();
      await onServer(process.env['TEST_POSTGRES_URL'] ?? '', `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }
  });
}

async function onServer(server: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
