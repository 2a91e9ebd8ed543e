/**
 * Prisma's libSQL adapter on one lasting connection of ours. The stock client opens a new connection after every
 * transaction and leaves the old one to the garbage collector, with its PRAGMAs; and it prepares every statement anew.
 * See docs/decisions/0003-storage.md.
 */
import type { Client, InStatement } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { openConnection, type SqliteConnection, type SqliteResult } from './sqlite-connection.js';

/** The part of the stock client that the adapter uses. */
type UsedClient = Pick<Client, 'executeMultiple' | 'close'> & {
  execute(statement: InStatement): Promise<object>;
  transaction(): Promise<object>;
};

export class OneConnectionLibSql extends PrismaLibSql {
  readonly #connection: SqliteConnection | null;

  /** On the connection that is given; without one each connecting opens its own. */
  constructor(config: { readonly url: string }, connection: SqliteConnection | null = null) {
    super(config);
    this.#connection = connection;
  }

  override createClient({ url }: { readonly url: string }): Client {
    const file = url.startsWith('file:') ? url.slice('file:'.length) : url;
    // The stock type has more than the adapter asks for.
    return clientOver(this.#connection ?? openConnection(file)) as unknown as Client;
  }

  /** The stock shadow database refuses scripts given as one raw statement; a migration diff needs them. */
  override async connectToShadowDb(): ReturnType<PrismaLibSql['connectToShadowDb']> {
    const adapter = await super.connectToShadowDb();
    const raw = adapter.executeRaw.bind(adapter);
    adapter.executeRaw = (query) =>
      query.args.length > 0 ? raw(query) : adapter.executeScript(query.sql).then(() => 0);
    return adapter;
  }
}

function clientOver(connection: SqliteConnection): UsedClient {
  const execute = async (statement: InStatement): Promise<object> => {
    if (typeof statement === 'string') return stockResult(connection.run(statement));
    if (!Array.isArray(statement.args)) throw new TypeError('a statement takes its values in order');
    return stockResult(connection.run(statement.sql, statement.args.map(fromStock)));
  };
  return {
    execute,
    executeMultiple: async (sql) => {
      try {
        connection.script(sql);
      } finally {
        if (connection.isInTransaction()) connection.run('ROLLBACK');
      }
    },
    close: () => connection.close(),
    transaction: async () => {
      // Within a transaction of ours (db.ts) the client's own, of an operation with several statements, is part of it.
      const isInner = connection.isInTransaction();
      connection.run(isInner ? 'SAVEPOINT inner' : 'BEGIN IMMEDIATE');
      const end = async (outer: string, inner: readonly string[]): Promise<void> => {
        for (const sql of isInner ? inner : [outer]) connection.run(sql);
      };
      return {
        execute,
        commit: () => end('COMMIT', ['RELEASE inner']),
        rollback: () => end('ROLLBACK', ['ROLLBACK TO inner', 'RELEASE inner']),
      };
    },
  };
}

const fromStock = (value: unknown): unknown => (value instanceof ArrayBuffer ? new Uint8Array(value) : value);

/** Rows as the adapter reads them: by place, bytes as a buffer of their own. */
function stockResult({ columns, types, rows, changes }: SqliteResult): object {
  return { columns, columnTypes: types, rows: rows.map((row) => row.map(toStock)), rowsAffected: changes };
}

const toStock = (value: unknown): unknown => (value instanceof Uint8Array ? Uint8Array.from(value).buffer : value);
