/** A year of an estate in simulated time. A policy is added by adding a run. */
import type { LocalDate } from '../../src/core/calendar.js';
import { describePromises } from './promises.js';

describePromises('a year of a thousand households, under p03 and p08', {
  policies: ['p03', 'p08'],
  households: 1_000,
  events: 5_000,
  from: '2026-01-01' as LocalDate,
  until: '2027-01-01' as LocalDate,
  months: 13,
  restDays: 45,
  contactPeriodDays: 7,
  seed: 'a year',
  atLeast: { asked: 1_000, answered: 500, reminded: 300, silent: 100, optedOut: 10, exceptions: 0, closedDraws: 12 },
});
