import { expect, test } from 'vitest';
import type { LocalDate } from '../../../src/core/calendar.js';
import { parsePeriod } from '../../../src/core/period.js';
import { periodLabel } from '../../../src/core/report/labels.js';

test.each([
  ['2026-09', '9 月'],
  ['2025-12', '2025 年 12 月'],
  ['2026Q3', '三季度'],
  ['2025Q4', '2025 年四季度'],
  ['2026H1', '上半年'],
  ['2025H2', '2025 年下半年'],
  ['2026', '2026 年'],
  ['2026-11-02..2026-11-08', '11 月 2 日至 8 日'],
  ['2026-10-28..2026-11-03', '10 月 28 日至 11 月 3 日'],
  ['2025-12-29..2026-01-04', '2025 年 12 月 29 日至 2026 年 1 月 4 日'],
  ['2026-11-02..2026-11-02', '11 月 2 日'],
])('in November 2026, %s is called %s', (name, label) => {
  const period = parsePeriod(name) ?? expect.fail('no period');
  expect(periodLabel(period, '2026-11-24' as LocalDate)).toBe(label);
});
