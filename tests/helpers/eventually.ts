/** Waiting for what must come true: looks again and again, and says what was still missing when the time was over. */
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 15;

/**
 * Answers the first value of `look` that is neither null, undefined nor false.
 * @param withinMs the promise that is tested; throws once it is broken
 */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const begun = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found as NonNullable<Exclude<T, false>>;
    if (performance.now() - begun > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(LOOK_AGAIN_MS);
  }
}
