import { defineConfig } from 'vitest/config';

/** The store's own tests and the ones for PostgreSQL alone, on the server that TEST_POSTGRES_URL names. */
export default defineConfig({
  test: {
    include: [
      'tests/postgres/**/*.test.ts',
      'tests/contract/store-*.test.ts',
      'tests/store/**/*.test.ts',
      'tests/app/{take-in-events,replan-events,close-periods,timetable,races,deputies}.test.ts',
      'tests/app/{open-periods,keep-event-duties,record-rain,report-walk}.test.ts',
      'tests/app/{answer-review,waiting-reviews,answer-dissatisfied,answer-figures}.test.ts',
      'tests/app/{answer-duties,answer-oversight,register-event}.test.ts',
      'tests/staff-talks.test.ts',
      'tests/app/{draw-days,draw-visits,replace-visit,set-rate}.test.ts',
      'tests/app/reports/{list,survey,visit}-reports.test.ts',
      'tests/app/reports/every-number.test.ts',
      'tests/app/{survey-statements,check-records,archive-records}.test.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
