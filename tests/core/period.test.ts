import { describe, expect, it } from 'vitest';
import { parseInstant, type LocalDate } from '../../src/core/calendar.js';
import {
  monthPeriod,
  parsePeriod,
  periodRange,
  periodsUpTo,
  previousPeriod,
  type Period,
} from '../../src/core/period.js';

const read = (text: string): Period => {
  const period = parsePeriod(text);
  if (period === null) throw new TypeError(text);
  return period;
};

describe('a period is read from its words', () => {
  it.each([
    ['2026-10', '2026-10-01', '2026-11-01'],
    ['2026Q3', '2026-07-01', '2026-10-01'],
    ['2026q4', '2026-10-01', '2027-01-01'],
    ['2026H1', '2026-01-01', '2026-07-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-11-02..2026-11-08', '2026-11-02', '2026-11-09'],
  ])('%s is [%s, %s)', (text, from, to) => {
    expect(read(text)).toMatchObject({ from, to });
  });

  it.each([
    '',
    '2026-13',
    '2026-00',
    '2026Q5',
    '2026H3',
    '26-10',
    '2026-11-08..2026-11-02',
    '2026-02-30..2026-03-01',
    '1..2..3',
    '0001',
  ])('%j is none', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });
});

it.each([
  ['2026-01', '2025-12'],
  ['2026Q1', '2025Q4'],
  ['2026H1', '2025H2'],
  ['2026', '2025'],
  ['2026-03-01..2026-03-07', '2026-02-22..2026-02-28'],
])('before %s comes %s, and they touch', (text, before) => {
  const previous = previousPeriod(read(text));
  expect(previous.name).toBe(before);
  expect(previous.to).toBe(read(text).from);
  expect(read(before)).toEqual(previous);
});

it('a month of a chart, oldest first', () => {
  const names = periodsUpTo(monthPeriod('2026-02-14' as LocalDate), 3).map((period) => period.name);
  expect(names).toEqual(['2025-12', '2026-01', '2026-02']);
});

it('begins at local midnight', () => {
  const [from, to] = periodRange(read('2026-10'), 'Asia/Shanghai');
  expect(from).toBe(parseInstant('2026-10-01T00:00:00+08:00'));
  expect(to).toBe(parseInstant('2026-11-01T00:00:00+08:00'));
});
