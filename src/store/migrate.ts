/** Applies the checked-in migrations, and tells whether any are missing: SQLite and PostgreSQL, without Prisma's binaries. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  isDriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { packageRoot } from '../package-root.js';
import { OneConnectionLibSql } from './sqlite-adapter.js';

export type DatabaseKind = 'sqlite' | 'postgres';

/** `file:…` is SQLite; `postgresql://…` or `postgres://…` PostgreSQL. */
export function databaseKind(url: string): DatabaseKind {
  return url.startsWith('file:') ? 'sqlite' : 'postgres';
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };

type MigrationDirectory = { path: string; migrationFile: { path: string; content: { tag: 'ok'; value: string } } };

type SchemaEngine = {
  applyMigrations(input: object): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: object): Promise<{ exitCode: number; stdout: string | null }>;
};

async function readMigrations(kind: DatabaseKind): Promise<object> {
  const baseDir = path.join(packageRoot(), 'prisma', 'migrations', kind);
  const names = (await readdir(baseDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const migrationDirectories: MigrationDirectory[] = [];
  for (const { name } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const value = await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8');
    migrationDirectories.push({ path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } });
  }
  const provider = kind === 'sqlite' ? 'sqlite' : 'postgresql';
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

/** The schema file as text; for PostgreSQL its twin. */
export async function readSchema(kind: DatabaseKind): Promise<{ path: string; content: string }> {
  const file = path.join(packageRoot(), 'prisma', 'schema.prisma');
  const text = await readFile(file, 'utf8');
  return {
    path: file,
    content: kind === 'sqlite' ? text : text.replace('provider = "sqlite"', 'provider = "postgresql"'),
  };
}

/** Node has WebAssembly; the types of a program without a browser's library do not. */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
  };
};

type Bindings = {
  __wbg_set_wasm(exports: unknown): void;
  SchemaEngine: { new: (options: object, log: () => void, factory: unknown) => Promise<SchemaEngine> };
};

/** The engine's bindings remember one memory: a second instance in the same process would read the first one's. */
let loaded: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  const wasmFile = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/schema_engine_bg\.js$/, 'schema_engine_bg.wasm');
  const bindings = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Bindings;
  const { instance } = await webAssembly.instantiate(await readFile(wasmFile), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

async function openEngine(url: string, on = migrationFactory(url)): Promise<SchemaEngine> {
  loaded ??= loadBindings();
  const { SchemaEngine } = await loaded;
  const schema = await readSchema(databaseKind(url));
  const factory = bindMigrationAwareSqlAdapterFactory(on);
  return SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, factory);
}

function migrationFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  return databaseKind(url) === 'sqlite' ? new OneConnectionLibSql({ url }) : new MigratingPg(pgParts(url));
}

/** Host, port, user and database apart: with a connection string the "shadow" would be the real database. */
function pgParts(url: string): pg.PoolConfig {
  return { ...parseIntoClientConfig(url), max: 2 };
}

/** PostgreSQL's internal "char" (18) read as text (25): the migration engine knows no other way to take it. */
class TextPool extends pg.Pool {
  override query(...args: unknown[]): never {
    const answer = (pg.Pool.prototype.query as (...all: unknown[]) => unknown).apply(this, args);
    if (!(answer instanceof Promise)) return answer as never;
    return answer.then((result: pg.QueryResult | pg.QueryResult[]) => {
      for (const one of Array.isArray(result) ? result : [result]) {
        for (const field of one.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
      }
      return result;
    }) as never;
  }
}

class MigratingPg extends PrismaPg {
  readonly #parts: pg.PoolConfig;

  constructor(parts: pg.PoolConfig) {
    super(new TextPool(parts), { disposeExternalPool: true });
    this.#parts = parts;
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }

  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    const admin = new pg.Pool(this.#parts);
    const database = `huifang_shadow_${process.pid}_${Date.now()}`;
    await admin.query(`CREATE DATABASE "${database}"`);
    const adapter = await new MigratingPg({ ...this.#parts, database }).connect();
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      await admin.end();
    };
    return adapter;
  }
}

/**
 * Applies what is missing; returns the names applied. Safe to repeat, and to go on with after a kill: each migration and
 * the mark that it is finished are one transaction, so an unfinished mark is one of which nothing was done.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const kind = databaseKind(url);
  const factory = migrationFactory(url);
  const scripts = runScriptsWhole(factory, kind);
  const unlock = kind === 'postgres' ? await lockMigrations(url) : async () => undefined;
  try {
    await forgetUnfinished(factory);
    const engine = await openEngine(url, factory);
    const migrationsList = await readMigrations(kind);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    return appliedMigrationNames;
  } catch (error) {
    // The engine tells which migration failed, the script's own error why.
    throw scripts.failures[0] ?? error;
  } finally {
    // On PostgreSQL the factory's connections are of one pool, which ends with the first of them.
    for (const adapter of kind === 'postgres' ? scripts.opened.slice(0, 1) : scripts.opened) await adapter.dispose();
    await unlock();
  }
}

type MigrationAdapter = Awaited<ReturnType<SqlMigrationAwareDriverAdapterFactory['connect']>>;

/** Makes the factory's connections run each script as one transaction that ends with its mark. */
function runScriptsWhole(
  factory: SqlMigrationAwareDriverAdapterFactory,
  kind: DatabaseKind,
): { readonly opened: readonly MigrationAdapter[]; readonly failures: readonly unknown[] } {
  const opened: MigrationAdapter[] = [];
  const failures: unknown[] = [];
  const connect = factory.connect.bind(factory);
  const now = kind === 'sqlite' ? `CAST(strftime('%s', 'now') AS INTEGER) * 1000` : 'now()';
  // A table made anew on SQLite is dropped first, which must not take with it what refers to it.
  const begin = kind === 'sqlite' ? 'PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;' : 'BEGIN;';
  const mark = `UPDATE _prisma_migrations SET finished_at = ${now} WHERE finished_at IS NULL;`;
  factory.connect = async () => {
    const adapter = await connect();
    const run = adapter.executeScript.bind(adapter);
    adapter.executeScript = (script) =>
      run(`${begin}\n${script}\n;${mark}\nCOMMIT;`).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    opened.push(adapter);
    return adapter;
  };
  return { opened, failures };
}

async function forgetUnfinished(factory: SqlMigrationAwareDriverAdapterFactory): Promise<void> {
  const adapter = await factory.connect();
  const sql = 'DELETE FROM _prisma_migrations WHERE finished_at IS NULL';
  await adapter.executeRaw({ sql, args: [], argTypes: [] }).catch((error: unknown) => {
    const isNew = isDriverAdapterError(error) && /no such table|does not exist/.test(error.cause.originalMessage ?? '');
    if (!isNew) throw error;
  });
}

/** Any constant: one process migrates a PostgreSQL database at a time; whoever is killed lets go. */
const MIGRATION_LOCK = 7_215_002;

async function lockMigrations(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
  return () => client.end();
}

/** The SQL by which the migrations still differ from the schema; null when they agree. For developers and a test. */
export async function schemaDrift(url: string): Promise<string | null> {
  const kind = databaseKind(url);
  const engine = await openEngine(url);
  const list = (await readMigrations(kind)) as { migrationDirectories: unknown[] };
  const { exitCode, stdout } = await engine.diff({
    from: list.migrationDirectories.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...list },
    to: { tag: 'schemaDatamodel', files: [await readSchema(kind)] },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters: NO_FILTERS,
  });
  return exitCode === 0 ? null : stdout;
}

/** Names of checked-in migrations that this database has not had. */
export async function missingMigrations(kind: DatabaseKind, applied: readonly string[]): Promise<readonly string[]> {
  const list = (await readMigrations(kind)) as { migrationDirectories: MigrationDirectory[] };
  return list.migrationDirectories.map((directory) => directory.path).filter((name) => !applied.includes(name));
}
