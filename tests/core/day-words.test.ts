import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type Instant } from '../../src/core/calendar.js';
import { lateBy } from '../../src/core/day-words.js';

const DUE = 1_000 * DAY;

describe('how late something is', () => {
  it.each([
    [0, '1 分钟'],
    [10 * MINUTE, '10 分钟'],
    [HOUR, '60 分钟'],
    [90 * MINUTE, '2 小时'],
    [DAY, '24 小时'],
    [DAY + 1, '2 天'],
  ])('%d ms: %s', (ms, words) => expect(lateBy(DUE as Instant, (DUE + ms) as Instant)).toBe(words));
});
