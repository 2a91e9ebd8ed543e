/**
 * Group commit 合并提交: callbacks that arrive while a commit is under way share the next one, and one row. Each
 * caller goes on once that row is on disk, so a 200 always has a row behind it, and the disk is asked as seldom as can be.
 */
import { keepArrived, type Arrived } from './arrivals.js';
import type { Box } from './box.js';
import type { Db } from './db.js';

export type ArrivalWriter = {
  /** Calls `done` when it is on disk, else `failed`; one of them once, and never at once. */
  take(arrived: Arrived, done: () => void, failed: (error: unknown) => void): void;
  /** The same as a promise. */
  write(arrived: Arrived): Promise<void>;
  /** Resolves at once; while callers crowd in, once they have gone, or after 1.5 s: taking in goes before working. */
  calm(): Promise<void>;
};

type Waiting = { readonly arrived: Arrived; readonly done: () => void; readonly failed: (error: unknown) => void };

/** No row holds more callbacks than this. */
const MAX_BATCH = 500;
/** So many callers in one commit are a crowd, and a crowd is thought to be still there for so long. */
const CROWD = 8;
const CROWD_LASTS_MS = 100;
/** The work is never put off for longer. */
const MAX_CALM_WAIT_MS = 1_500;
/** Past this many waiting callers new ones are refused (5xx): the platform tries again. */
const MAX_WAITING = 20_000;

/** Longer than this nobody is kept waiting for the disk: 5xx, and the platform tries again (it gives up after 5 s). */
const COMMIT_TIMEOUT_MS = 4_500;

export function openArrivalWriter(db: Db, box: Box): ArrivalWriter {
  let waiting: Waiting[] = [];
  let flushing = false;
  let crowdedUntil = 0;

  const flush = async (): Promise<void> => {
    let landed: readonly Waiting[] = [];
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      if (batch.length >= CROWD) crowdedUntil = performance.now() + CROWD_LASTS_MS;
      try {
        const kept = inTime(keepArrived(db, box, batch.map(arrivedOf)));
        // While the disk is at the next ones, the last ones are answered.
        for (const one of landed) one.done();
        landed = [];
        await kept;
        landed = batch;
      } catch (error) {
        // Whoever came meanwhile has waited as long, and would wait as long again.
        for (const one of [...batch, ...waiting.splice(0)]) one.failed(error);
      }
    }
    flushing = false;
    for (const one of landed) one.done();
  };

  const calm = async (): Promise<void> => {
    const latest = performance.now() + MAX_CALM_WAIT_MS;
    for (let now = performance.now(); now < Math.min(crowdedUntil, latest); now = performance.now()) {
      await new Promise((next) => setTimeout(next, CROWD_LASTS_MS / 4));
    }
  };

  const take: ArrivalWriter['take'] = (arrived, done, failed) => {
    if (waiting.length >= MAX_WAITING) {
      setImmediate(() => failed(new Error('no more is taken in just now')));
      return;
    }
    waiting.push({ arrived, done, failed });
    if (flushing) return;
    flushing = true;
    setImmediate(() => void flush());
  };

  return { calm, take, write: (arrived) => new Promise((done, failed) => take(arrived, done, failed)) };
}

const arrivedOf = ({ arrived }: Waiting): Arrived => arrived;

/** One timer a commit, not one a caller. */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, failed) => {
    timer = setTimeout(() => failed(new Error('the database took too long')), COMMIT_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
