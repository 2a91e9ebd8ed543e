/** So much work at once and no more; a slow piece holds up no other. */
export type Pool = {
  /** How many more may start now. */
  free(): number;
  /** Starts a piece. What it rejects with goes to `failed`. */
  start(work: Promise<void>): void;
  /** When nothing is under way. */
  idle(): Promise<void>;
  isIdle(): boolean;
};

/** `ended` is called after each piece, when its place is free again. */
export function makePool(limit: number, ended: () => void, failed: (error: unknown) => void): Pool {
  const running = new Set<Promise<void>>();
  return {
    free: () => limit - running.size,
    start(work) {
      const done = work.catch(failed).finally(() => {
        running.delete(done);
        ended();
      });
      running.add(done);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    isIdle: () => running.size === 0,
  };
}
