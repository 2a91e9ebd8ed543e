/**
 * Statements past Prisma's models, for what runs with every message and event: on SQLite they go straight to the
 * connection, which costs a twentieth of a model's query; on PostgreSQL they are raw queries of the same transaction.
 * Both see and write what the models do. A whole number comes as number or bigint, a boolean as boolean or 0 and 1.
 */
import type { Prisma, Tx } from './db.js';
import { named, type SqliteConnection } from './sqlite-connection.js';

/** A row as a statement returns it, by the model that it is of. */
export type Raw<Row> = {
  readonly [Name in keyof Row]: bigint extends Row[Name]
    ? Row[Name] | number
    : boolean extends Row[Name]
      ? Row[Name] | number
      : Row[Name];
};

const connections = new WeakMap<object, SqliteConnection>();

/** Statements of this reader, or of this transaction, run on that connection. */
export const bindConnection = (tx: Tx, connection: SqliteConnection): void => void connections.set(tx, connection);

/** After its end a transaction's statements run nowhere. */
export const unbindConnection = (tx: Tx): void => void connections.delete(tx);

/** The rows that a statement returns. */
export async function rowsOf<T>(tx: Tx, sql: Prisma.Sql): Promise<T[]> {
  const connection = connections.get(tx);
  return connection === undefined ? tx.$queryRaw<T[]>(sql) : rowsFrom(connection, sql.sql, sql.values);
}

/** How many rows a statement changed. */
export async function changed(tx: Tx, sql: Prisma.Sql): Promise<number> {
  const connection = connections.get(tx);
  return connection === undefined ? tx.$executeRaw(sql) : connection.run(sql.sql, sql.values).changes;
}

/** The rows that a statement of our own returns; `text` has a `?` for each value. */
export async function rowsOfText<T>(tx: Tx, text: string, values: readonly unknown[]): Promise<T[]> {
  const connection = connections.get(tx);
  return connection === undefined
    ? tx.$queryRawUnsafe<T[]>(numbered(text), ...values)
    : rowsFrom(connection, text, values);
}

/** The first row that a statement of our own returns, which asks for one; null where there is none. */
export async function rowOfText<T>(tx: Tx, text: string, values: readonly unknown[]): Promise<T | null> {
  const connection = connections.get(tx);
  if (connection !== undefined) return connection.first(text, values) as T | null;
  return (await tx.$queryRawUnsafe<T[]>(numbered(text), ...values))[0] ?? null;
}

/** How many rows a statement of our own changed; `text` has a `?` for each value. */
export async function changedByText(tx: Tx, text: string, values: readonly unknown[]): Promise<number> {
  const connection = connections.get(tx);
  return connection === undefined
    ? tx.$executeRawUnsafe(numbered(text), ...values)
    : connection.run(text, values).changes;
}

/** PostgreSQL's way to write the places of values. */
function numbered(text: string): string {
  let place = 0;
  return text.replaceAll('?', () => `$${(place += 1)}`);
}

/** The rows of a statement on a SQLite connection, as objects. */
export function rowsFrom<T>(connection: SqliteConnection, text: string, values: readonly unknown[]): T[] {
  const { columns, rows } = connection.run(text, values);
  return rows.map((row) => named(columns, row) as T);
}
