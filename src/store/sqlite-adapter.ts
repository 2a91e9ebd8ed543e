/**
 * Prisma's libSQL adapter on one lasting connection. The stock client opens a new connection after every transaction
 * and leaves the old one to the garbage collector, with its PRAGMAs; ours keeps one, so that WAL, FULL durability,
 * the busy time-out and the file handle stay what they were set to. See docs/decisions/0003-storage.md.
 */
import { createClient, type Client, type InStatement, type ResultSet, type Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { plainValues } from './plain-text.js';

type Config = Parameters<typeof createClient>[0];

/** How long a statement waits for another process's lock before it fails. */
const BUSY_TIMEOUT_MS = 2_000;

/** `synchronous = FULL` in WAL mode: a commit is on disk before it returns, also after a power cut. */
export const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  `busy_timeout = ${BUSY_TIMEOUT_MS}`,
];

export class OneConnectionLibSql extends PrismaLibSql {
  override createClient(config: Config): Client {
    const inner = createClient(config);
    const ready = setUp(inner, config.url);
    const overrides: Partial<Client> = {
      async execute(statement: InStatement): Promise<ResultSet> {
        await ready;
        return inner.execute(plain(statement));
      },
      async executeMultiple(sql: string): Promise<void> {
        await ready;
        await inner.executeMultiple(sql);
      },
      async transaction(): Promise<Transaction> {
        await ready;
        await inner.execute('BEGIN IMMEDIATE');
        return openTransaction(inner);
      },
    };
    return new Proxy(inner, {
      get(target, name) {
        const own = Reflect.get(overrides, name) as unknown;
        if (own !== undefined) return own;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
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

async function setUp(inner: Client, url: string): Promise<void> {
  if (url === ':memory:') return;
  for (const pragma of PRAGMAS.toReversed()) await inner.execute(`PRAGMA ${pragma}`);
}

const plain = (statement: InStatement): InStatement =>
  typeof statement !== 'string' && Array.isArray(statement.args)
    ? { ...statement, args: plainValues(statement.args) }
    : statement;

function openTransaction(inner: Client): Transaction {
  let closed = false;
  const end = async (sql: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
    if (closed) return;
    await inner.execute(sql);
    closed = true;
  };
  return {
    execute: (statement: InStatement) => inner.execute(plain(statement)),
    batch: () => Promise.reject(new TypeError('a transaction takes single statements')),
    executeMultiple: (sql: string) => inner.executeMultiple(sql),
    commit: () => end('COMMIT'),
    rollback: () => end('ROLLBACK'),
    close: () => void end('ROLLBACK'),
    get closed() {
      return closed;
    },
  };
}
