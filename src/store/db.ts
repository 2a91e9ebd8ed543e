/**
 * The database: Prisma on SQLite or PostgreSQL behind one small type. All code is typed against the SQLite client, the
 * narrower of the two. Every write goes through `write`: on SQLite that is one connection and one writer at a time, so
 * that no plain write can slip into, and be lost with, somebody else's transaction (docs/decisions/0003-storage.md).
 */
import { chmod, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Prisma, PrismaClient as SqliteClient } from './generated/sqlite/client.js';
import { PrismaClient as PgClient } from './generated/postgres/client.js';
import { databaseKind, missingMigrations, type DatabaseKind } from './migrate.js';
import { makePgAdapter } from './postgres-adapter.js';
import { plainText } from './plain-text.js';
import { OneConnectionLibSql } from './sqlite-adapter.js';
import { openConnection, PRAGMAS } from './sqlite-connection.js';
import { inSqliteTransaction } from './sqlite-transaction.js';
import { bindConnection, rowsFrom } from './statements.js';
import { makeTurnstile } from './turnstile.js';
import { openWriterThread, type StatementValue } from './writer-thread.js';

/** A connection or an open transaction: what every function of the store takes first. */
export type Tx = Omit<SqliteClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

export type Db = {
  readonly kind: DatabaseKind;
  /** For reading only. */
  readonly read: Tx;
  /** One transaction; no network inside. Repeated, at most ten times, when the database asks for it. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One statement that writes, in a transaction of its own, before queued transactions; how many rows it touched. */
  statement(sql: Prisma.Sql): Promise<number>;
  /** One statement that writes and returns rows, such as a claim. */
  returning<T>(sql: Prisma.Sql): Promise<T[]>;
  /** Names of checked-in migrations that this database has not had. */
  missing(): Promise<readonly string[]>;
  close(): Promise<void>;
};

const TRANSACTION_LIMITS = { maxWait: 10_000, timeout: 10_000 };
/** More than the sessions that a pool may hold on to when PostgreSQL ends them: each that is dead costs a try. */
const MAX_TRIES = 10;

/** Opens what DATABASE_URL names; makes the folder of a SQLite file, and the file readable to its owner alone. */
export async function openDb(url: string): Promise<Db> {
  return databaseKind(url) === 'sqlite' ? openSqlite(url) : openPostgres(url);
}

async function openSqlite(url: string): Promise<Db> {
  const file = url.slice('file:'.length);
  await makePrivateFile(file);
  const [writing, reading] = [openConnection(file), openConnection(file)];
  const [writer, reader] = [writing, reading].map(
    (connection) => new SqliteClient({ adapter: new OneConnectionLibSql({ url }, connection) }),
  ) as [SqliteClient, SqliteClient];
  bindConnection(reader, reading);
  const thread = openWriterThread(file, PRAGMAS);
  const turnstile = makeTurnstile();
  return {
    kind: 'sqlite',
    read: reader,
    write: (work) => turnstile.pass(() => repeat(() => inSqliteTransaction(writing, writer, work))),
    statement: ({ sql, values }) => turnstile.pass(() => thread.run(sql, values.map(carried)), 'first'),
    returning: <T>(sql: Prisma.Sql) => turnstile.pass(async () => rowsFrom<T>(writing, sql.sql, sql.values)),
    missing: () => missingFrom('sqlite', reader),
    close: async () => {
      await turnstile.idle();
      await thread.close();
      await reader.$disconnect();
      await writer.$disconnect();
    },
  };
}

function carried(value: unknown): StatementValue {
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'number' || value === null) return value;
  throw new TypeError(`a statement of the writer's thread cannot carry a ${typeof value}`);
}

/**
 * Makes the file, readable to its owner alone. A file that is there is never opened: closing it again would drop the
 * locks that SQLite holds on it in this process, and another process would take the database for deserted.
 */
async function makePrivateFile(file: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await chmod(file, 0o600);
  }
}

function openPostgres(url: string): Db {
  const adapter = makePgAdapter(url);
  const client = new PgClient({ adapter, transactionOptions: TRANSACTION_LIMITS }) as unknown as SqliteClient;
  return {
    kind: 'postgres',
    read: repeatingReads(client),
    write: (work) => repeat(() => client.$transaction(work), isPassingOnPostgres),
    statement: (sql) => repeat(() => client.$executeRaw(sql), isPassingOnPostgres),
    returning: (sql) => repeat(() => client.$queryRaw(sql), isPassingOnPostgres),
    missing: () => missingFrom('postgres', client),
    close: () => client.$disconnect(),
  };
}

/** The client for reading only: a read whose session was ended is done again on another. */
function repeatingReads(client: SqliteClient): Tx {
  const repeating = client.$extends({
    query: { $allOperations: ({ args, query }) => repeat(() => query(args)) },
  });
  return repeating as unknown as Tx;
}

async function missingFrom(kind: DatabaseKind, client: SqliteClient): Promise<readonly string[]> {
  let applied: { migration_name: string }[] = [];
  try {
    applied = await client.$queryRaw`SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  return missingMigrations(
    kind,
    applied.map((row) => row.migration_name),
  );
}

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && /no such table|does not exist/.test(error.message);
}

/** Write conflicts, deadlocks and lost sessions are the database's own "again, please". */
async function repeat<T>(work: () => Promise<T>, passes = isPassing): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !passes(error)) throw error;
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Prisma.PrismaClientKnownRequestError && ['P2034', 'P1017'].includes(error.code)) return true;
  return /40001|40P01|57P01|terminating connection|Connection terminated|not queryable/.test(error.message);
}

/** Another instance made the row between our look and our insert: the next try finds it there. */
const isPassingOnPostgres = (error: unknown): boolean =>
  isPassing(error) || isTaken(error) || error instanceof Overtaken;

/** Thrown in a transaction that met a row which was not there when it looked: it is done again, and finds it. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Whether a row was refused because its unique key is taken: by a model, by PostgreSQL, by SQLite. */
export function isTaken(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return error.code === 'P2002' || (error.code === 'P2010' && error.message.includes('`23505`'));
  }
  return error instanceof Error && 'code' in error && TAKEN_ON_SQLITE.includes(String(error.code));
}

const TAKEN_ON_SQLITE: readonly string[] = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'];

/** `FOR UPDATE SKIP LOCKED` where the database has it: SQLite has one writer and needs none. */
export function skipLocked(kind: DatabaseKind): Prisma.Sql {
  return kind === 'postgres' ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.empty;
}

export { Prisma };
