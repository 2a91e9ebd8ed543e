/**
 * One connection to a SQLite file. A statement is prepared once and kept, since preparing it costs many times what
 * running it does; it runs in our own thread, at once.
 */
import Database from 'libsql';
import { plainText } from './plain-text.js';

export type SqliteResult = {
  readonly columns: readonly string[];
  /** As the tables declare them; empty for what is computed. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly changes: number;
};

export type SqliteConnection = {
  run(sql: string, values?: readonly unknown[]): SqliteResult;
  /** The first row that a statement returns, as an object; null where there is none. Half the cost of running it. */
  first(sql: string, values?: readonly unknown[]): Readonly<Record<string, unknown>> | null;
  /** Statements without values, one after the other. */
  script(sql: string): void;
  isInTransaction(): boolean;
  close(): void;
};

/** How long a statement waits for another process's lock before it fails. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * `synchronous = FULL` in WAL mode: a commit is on disk before it returns, also after a power cut. The log is brought back
 * into the file at 16 MB, a quarter as often as SQLite would: meanwhile nobody's commit goes on.
 */
export const PRAGMAS = [
  `busy_timeout = ${BUSY_TIMEOUT_MS}`,
  'foreign_keys = ON',
  'synchronous = FULL',
  'journal_mode = WAL',
  'wal_autocheckpoint = 4000',
];

type Prepared = {
  readonly statement: Database.Statement;
  readonly returns: boolean;
  columns: readonly string[];
  types: readonly string[];
};

/** The texts of our statements are few; those with a list of values in them differ by its length. */
const MOST_PREPARED = 500;

export function openConnection(file: string): SqliteConnection {
  const database = new Database(file);
  const prepared = new Map<string, Prepared>();
  if (file !== ':memory:') for (const pragma of PRAGMAS) database.exec(`PRAGMA ${pragma}`);

  let isClosed = false;
  // The engine ends the whole process over a connection that was closed.
  const mustBeOpen = (): void => {
    if (isClosed) throw new Error('the database was closed');
  };

  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    const returns = statement.reader;
    if (returns) statement.raw(true);
    const made: Prepared = { statement, returns, ...shapeOf(statement, returns) };
    if (prepared.size >= MOST_PREPARED) prepared.delete(prepared.keys().next().value ?? '');
    prepared.set(sql, made);
    return made;
  };

  return {
    run(sql, values = []) {
      mustBeOpen();
      const made = prepare(sql);
      const bound = values.map(toSqlite);
      if (!made.returns) return { columns: [], types: [], rows: [], changes: made.statement.run(bound).changes };
      const rows = made.statement.all(bound) as unknown[][];
      keepShape(made, rows[0]);
      return { columns: made.columns, types: made.types, rows, changes: 0 };
    },
    first(sql, values = []) {
      mustBeOpen();
      const made = prepare(sql);
      const row = made.statement.get(values.map(toSqlite)) as unknown[] | undefined;
      if (row === undefined) return null;
      keepShape(made, row);
      return named(made.columns, row);
    },
    script: (sql) => {
      mustBeOpen();
      database.exec(sql);
    },
    isInTransaction: () => !isClosed && database.inTransaction,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      database.close();
    },
  };
}

/** A table that has had a column added since is prepared anew by SQLite itself. */
function keepShape(made: Prepared, row: readonly unknown[] | undefined): void {
  if (row !== undefined && row.length !== made.columns.length) Object.assign(made, shapeOf(made.statement, true));
}

/** A row as an object. */
export function named(columns: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at += 1) made[columns[at] as string] = row[at];
  return made;
}

function shapeOf(statement: Database.Statement, returns: boolean): Pick<Prepared, 'columns' | 'types'> {
  const columns = returns ? statement.columns() : [];
  return { columns: columns.map(({ name }) => name), types: columns.map(({ type }) => type ?? '') };
}

/** What the engine takes: it knows no booleans, and ends the process over one. */
function toSqlite(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`a value of type ${typeof value} cannot be stored`);
}
