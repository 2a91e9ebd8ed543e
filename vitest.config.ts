import { defineConfig } from 'vitest/config';
import { LONG } from './vitest.year.config.js';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/postgres/**', 'tests/browser/**', 'tests/year/**', 'tests/tools/**', ...LONG],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No module of ours holds anything that a test could leave behind; loading them anew for each file doubled the run.
    isolate: false,
    maxWorkers: 2,
  },
});
