/** One month of the simulated year, so that every run of the tests sees one. The year is `npm run test:year`. */
import type { LocalDate } from '../../src/core/calendar.js';
import { describePromises } from '../year/promises.js';

describePromises("a month around a quarter's end, under p03 and p08", {
  policies: ['p03', 'p08'],
  households: 40,
  events: 110,
  from: '2026-03-10' as LocalDate,
  until: '2026-04-10' as LocalDate,
  months: 2,
  periods: ['2026-03', '2026-04', '2026Q1', '2026'],
  quiet: {},
  restDays: 10,
  contactPeriodDays: 14,
  talks: 0.8,
  seed: 'summer',
  atLeast: {
    asked: 20,
    answered: 10,
    reminded: 4,
    silent: 2,
    optedOut: 1,
    exceptions: 1,
    closedDraws: 2,
    questionnaires: 2,
    askedAgain: 1,
    added: 1,
  },
});
