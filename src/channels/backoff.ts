/** What happens to a message that was refused: when it is tried again, and when no more. Pure. */
import type { Verdict } from './channel.js';

export type NextStep =
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** Put aside, for a person. */
  | { readonly kind: 'dead' }
  | { readonly kind: 'next-channel' };

const QUICK_TRIES = 3;
const QUICK_MS = 1_000;
const SLOW_MS = 15_000;
const LONGEST_MS = 3_600_000;
/** About a day of tries; after that the message has lost its point. */
const MAX_ATTEMPTS = 30;

/**
 * How long to wait after the `attempt`-th failure (1, 2, …), in milliseconds: three quick tries after 1, 2 and 4 seconds,
 * then 15 seconds, doubled each time up to an hour. `jitter` in [0, 1) takes away up to half, so that many do not come
 * back together.
 */
export function backoffMs(attempt: number, jitter: number): number {
  const nth = Math.max(1, Math.floor(attempt));
  const slow = nth > QUICK_TRIES;
  const doublings = slow ? nth - QUICK_TRIES - 1 : nth - 1;
  const longest = Math.min(LONGEST_MS, (slow ? SLOW_MS : QUICK_MS) * 2 ** Math.min(doublings, 20));
  return Math.round(longest * (1 - jitter / 2));
}

/**
 * The next step after the `attempts`-th refusal. A token that even a renewal did not mend is tried slowly from the first.
 * @param retryAfterMs what the refusal asked for; the wait is never shorter
 */
export function nextStep(verdict: Verdict, attempts: number, jitter: number, retryAfterMs = 0): NextStep {
  switch (verdict) {
    case 'give-up':
      return { kind: 'dead' };
    case 'next-channel':
      return { kind: 'next-channel' };
    case 'retry':
    case 'renew-token': {
      if (attempts >= MAX_ATTEMPTS) return { kind: 'dead' };
      const skipped = verdict === 'renew-token' ? QUICK_TRIES : 0;
      return { kind: 'retry', afterMs: Math.max(retryAfterMs, backoffMs(attempts + skipped, jitter)) };
    }
    default:
      return verdict satisfies never;
  }
}
