/**
 * The thread that commits callbacks: one connection of its own, one statement at a time. Committing with FULL durability
 * waits for the disk; here it keeps nobody from being heard. Plain JavaScript, so that it starts from source and from
 * dist alike.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** @type {{ libsql: string, file: string, pragmas: readonly string[] }} */
const { libsql, file, pragmas } = workerData;
const Database = createRequire(import.meta.url)(libsql);
const db = new Database(file);
for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);

/** @type {Map<string, { run(values: readonly unknown[]): { changes: number } }>} */
const prepared = new Map();

/** All rows by one prepared statement, in one transaction. @param {{ id: number, sql: string, rows: string }} order `rows` is JSON. */
function carryOut({ id, sql, rows }) {
  try {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    db.exec('BEGIN IMMEDIATE');
    try {
      let changes = 0;
      for (const row of JSON.parse(rows)) changes += statement.run(row).changes;
      db.exec('COMMIT');
      return { id, changes, error: null };
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    return { id, changes: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order) => parentPort?.postMessage(carryOut(order)));
