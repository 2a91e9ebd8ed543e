/** A thread that carries statements out on a SQLite file, so that waiting for the disk stops nothing else. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What a statement may be given. */
export type StatementValue = string | number | null;

export type WriterThread = {
  /** One statement, a transaction of its own. Resolves once it is committed, with the rows it touched. */
  run(sql: string, values: readonly StatementValue[]): Promise<number>;
  close(): Promise<void>;
};

type Done = { readonly id: number; readonly changes: number; readonly error: string | null };
type Waiting = { readonly done: (changes: number) => void; readonly failed: (error: Error) => void };

/** A statement that the database refused in the thread. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
}

/** Starts with the first statement; a thread that ended by itself is started anew by the next one. */
export function openWriterThread(file: string, pragmas: readonly string[]): WriterThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;

  const start = (): Worker => {
    const libsql = createRequire(createRequire(import.meta.url).resolve('@libsql/client')).resolve('libsql');
    const started = new Worker(new URL('./writer-thread.mjs', import.meta.url), {
      workerData: { libsql, file, pragmas },
    });
    started.unref();
    started.on('message', ({ id, changes, error }: Done) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (error === null) one?.done(changes);
      else one?.failed(new StatementRefused(error));
    });
    const ended = (reason: unknown): void => {
      if (thread === started) thread = null;
      const error = new StatementRefused(reason instanceof Error ? reason.message : 'the thread has ended');
      for (const one of waiting.values()) one.failed(error);
      waiting.clear();
    };
    started.on('error', ended);
    started.on('exit', () => ended(null));
    return started;
  };

  return {
    run: (sql, values) =>
      new Promise((done, failed) => {
        thread ??= start();
        last += 1;
        waiting.set(last, { done, failed });
        thread.postMessage({ id: last, sql, values });
      }),
    async close() {
      await thread?.terminate();
    },
  };
}
