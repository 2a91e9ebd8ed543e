/** A transaction on the one writing connection of a SQLite file. Whoever calls has their turn at the turnstile. */
import type { Tx } from './db.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { bindConnection, unbindConnection } from './statements.js';

/** Work that takes longer waits for something that waits for it, such as a write inside a write. */
const LONGEST_MS = 30_000;

/** The work was not done in time, or goes on after it was given up. */
export class TransactionOver extends Error {
  override readonly name = 'TransactionOver';
}

/** Commits what the work has written when it resolves, and nothing of it when it rejects. */
export async function inSqliteTransaction<T>(
  connection: SqliteConnection,
  client: Tx,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  connection.run('BEGIN IMMEDIATE');
  const open = { is: true };
  const tx = whileOpen(client, open);
  bindConnection(tx, connection);
  const end = (): void => {
    open.is = false;
    unbindConnection(tx);
  };
  try {
    const result = await inTime(work(tx));
    end();
    connection.run('COMMIT');
    return result;
  } catch (error) {
    end();
    if (connection.isInTransaction()) connection.run('ROLLBACK');
    throw error;
  }
}

/** The client, as long as the transaction is open: work that goes on after its end must not write into another's. */
function whileOpen(client: Tx, open: { readonly is: boolean }): Tx {
  return new Proxy(client, {
    get(target, name) {
      if (!open.is) throw new TransactionOver('the transaction is over');
      return Reflect.get(target, name, target) as unknown;
    },
  });
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, failed) => {
    timer = setTimeout(() => failed(new TransactionOver('a transaction took too long')), LONGEST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
