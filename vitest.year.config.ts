import { defineConfig } from 'vitest/config';

/** The simulated year: real core, verbs and SQLite, channels in memory. */
export default defineConfig({
  test: {
    include: ['tests/year/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 25 * 60_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
