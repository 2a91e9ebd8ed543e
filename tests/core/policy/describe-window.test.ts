import { describe, expect, test } from 'vitest';
import { describeWindow, PERIOD_START } from '../../../src/core/policy/describe-window.js';

const term = { of: 'after-term' } as const;

describe('a window in Chinese', () => {
  test.each([
    [{ through: { days: 3 } }, '处理完毕后 3 天之内（当天不计）'],
    [{ through: { days: 0 } }, '处理完毕当天'],
    [{ through: { months: 1 } }, '处理完毕后 1 个月之内'],
    [{ before: { hours: 24 } }, '处理完毕后 24 小时之内'],
    [{ before: { minutes: 30 } }, '处理完毕后 30 分钟之内'],
    [{ from: { days: 1 }, through: { days: 1 } }, '处理完毕次日'],
    [{ from: { hours: 24 }, before: { hours: 48 } }, '处理完毕满 24 小时起、48 小时之内'],
    [{ from: { days: 7 }, through: { months: 1 } }, '处理完毕后第 7 天起、1 个月之内'],
    [{ from: { months: 1 }, through: { months: 2 } }, '处理完毕满 1 个月起、2 个月之内'],
    [{ from: { months: 2 }, before: { months: 3 } }, '处理完毕后第 3 个月'],
    [{ from: { months: 2 }, before: { months: 5 } }, '处理完毕满 2 个月起、满 5 个月之前'],
    [{ from: { days: 7 }, before: { days: 9 } }, '处理完毕后第 7 天起、第 9 天之前'],
    [{ from: { days: 2 }, through: { days: 5 } }, '处理完毕后第 2 天起、第 5 天为止'],
    [{ through: { days: 7, of: 'month-end' } }, '处理完毕起，至次月 7 日'],
    [{ from: { days: 1, of: 'week-end' }, through: { days: 7, of: 'week-end' } }, '处理完毕的下一周'],
    [{ from: { days: 2, of: 'week-end' }, through: { days: 5, of: 'week-end' } }, '下周二起，至下周五'],
    [{ before: { days: 9 } }, '处理完毕起，到处理完毕后第 9 天之前'],
  ] as const)('%j reads %s', (rule, words) => {
    expect(describeWindow(rule, '处理完毕')).toBe(words);
  });

  test.each([
    [{ from: { part: [1, 3] }, before: { part: [2, 3] } }, '协议期过 1/3 后、过 2/3 前'],
    [{ from: { part: [2, 3] }, before: { part: [3, 3] } }, '协议期过 2/3 后、期满前'],
    [{ from: { days: 0, ...term }, before: { days: 7, ...term } }, '协议期满后 7 天之内'],
    [{ from: { days: -60, ...term }, before: { days: 0, ...term } }, '协议期满前 60 天之内'],
    [{ through: { days: -1, ...term } }, '协议期之内'],
  ] as const)('of a term, %j reads %s', (rule, words) => {
    expect(describeWindow({ ...rule }, '协议期')).toBe(words);
  });

  test.each([
    [{ through: { day: 24 } }, '至迟当月 24 日'],
    [{ from: { day: 25 }, through: { day: 25 } }, '当月 25 日'],
    [{ through: { day: 5, of: 'quarter-end' } }, '至迟季度第三个月 5 日'],
    [{ from: { days: 0, of: 'quarter-end' }, through: { days: 0, of: 'quarter-end' } }, '季度最后一天'],
    [
      { from: { days: 0, of: 'next-quarter' }, through: { day: 10, of: 'next-quarter' } },
      '下一季度第一个月 1 日至 10 日',
    ],
    [{ from: { days: 1, of: 'month-end' }, through: { days: 5, of: 'month-end' } }, '次月 1 日至 5 日'],
    [{ through: { days: 0, of: 'week-end' } }, '至迟当周周日'],
    [{ through: { days: 0, of: 'half-year-end' } }, '至迟半年最后一天'],
  ] as const)('of a period, %j reads %s', (rule, words) => {
    expect(describeWindow(rule, PERIOD_START)).toBe(words);
  });
});
