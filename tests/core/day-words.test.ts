import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, parseInstant, type Instant } from '../../src/core/calendar.js';
import { lateBy, startTime } from '../../src/core/day-words.js';

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

describe('a beginning', () => {
  const at = (text: string): Instant => parseInstant(`${text}+08:00`) as Instant;
  it.each([
    ['2026-03-02T00:00:00', '2026-05-01T00:00:00', '3 月 2 日'],
    ['2026-03-02T09:30:00', '2026-05-01T00:00:00', '3 月 2 日 09:30'],
    ['2025-12-31T09:30:00', '2026-01-01T00:00:00', '2025 年 12 月 31 日 09:30'],
  ])('%s, told at %s: %s', (begins, now, words) => expect(startTime(at(begins), 'Asia/Shanghai', at(now))).toBe(words));
});
