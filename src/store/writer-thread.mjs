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

/** By itself a statement is a transaction. @param {{ id: number, sql: string, values: readonly unknown[] }} order */
function carryOut({ id, sql, values }) {
  try {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return { id, changes: statement.run(values).changes, error: null };
  } catch (error) {
    return { id, changes: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order) => parentPort?.postMessage(carryOut(order)));
