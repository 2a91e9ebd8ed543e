/**
 * One writer at a time, in two lanes: what keeps somebody outside waiting (a callback's row) goes before the program's
 * own work, however much of that is queued. SQLite answers in our own thread, so a queue of work would otherwise run to
 * its end without the event loop ever turning: before each piece of ordinary work everybody else is heard.
 */
export type Turnstile = {
  /** Runs the work when its turn has come; within a lane first come, first served. */
  pass<T>(work: () => Promise<T>, lane?: 'first' | 'ordinary'): Promise<T>;
  /** When everything that is queued now has passed. */
  idle(): Promise<void>;
};

export function makeTurnstile(): Turnstile {
  const first: (() => Promise<void>)[] = [];
  const ordinary: (() => Promise<void>)[] = [];
  let running = false;

  const run = async (): Promise<void> => {
    running = true;
    while (first.length + ordinary.length > 0) {
      if (first.length === 0) await new Promise((next) => setImmediate(next));
      await (first.shift() ?? ordinary.shift())?.();
    }
    running = false;
  };

  const pass = <T>(work: () => Promise<T>, lane: 'first' | 'ordinary' = 'ordinary'): Promise<T> =>
    new Promise((done, failed) => {
      (lane === 'first' ? first : ordinary).push(() => work().then(done, failed));
      if (!running) void run();
    });

  return { pass, idle: () => pass(() => Promise.resolve()) };
}
