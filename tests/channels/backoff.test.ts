import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, nextStep } from '../../src/channels/backoff.js';

describe('the back-off', () => {
  it('makes three quick tries, then waits from 15 seconds up to an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 12, 40].map((attempt) => backoffMs(attempt, 0))).toEqual([
      1000, 2000, 4000, 15_000, 30_000, 60_000, 3_600_000, 3_600_000,
    ]);
  });
  it('is taken back by at most half', () => {
    const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), jitter, (attempt, chance) => {
        const [most, wait] = [backoffMs(attempt, 0), backoffMs(attempt, chance)];
        return wait <= most && wait >= most / 2;
      }),
    );
  });
});

describe('the next step', () => {
  it('is another channel, or a person, where the refusal says so', () => {
    expect(nextStep('next-channel', 1, 0)).toEqual({ kind: 'next-channel' });
    expect(nextStep('give-up', 1, 0)).toEqual({ kind: 'dead' });
  });
  it('is a retry for about a day, then a person', () => {
    expect(nextStep('retry', 1, 0)).toEqual({ kind: 'retry', afterMs: 1000 });
    expect(nextStep('retry', 30, 0)).toEqual({ kind: 'dead' });
    const total = Array.from({ length: 29 }, (_, n) => backoffMs(n + 1, 0)).reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(18 * 3_600_000);
  });
  it('does not come sooner than the refusal asked', () => {
    expect(nextStep('retry', 1, 0.9, 60_000)).toEqual({ kind: 'retry', afterMs: 60_000 });
    expect(nextStep('retry', 9, 0, 60_000)).toEqual({ kind: 'retry', afterMs: 480_000 });
  });
  it('is slow from the first where even a new token was refused', () => {
    expect(nextStep('renew-token', 1, 0)).toEqual({ kind: 'retry', afterMs: 15_000 });
  });
});
