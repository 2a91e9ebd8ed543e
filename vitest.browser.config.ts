import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** The browser that the tests drive: CHROMIUM_PATH, else the system's. Without one nothing is run and nothing counted. */
const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  console.error(`not run: no Chromium at ${chromium}; install it or set CHROMIUM_PATH`);
  process.exit(3);
}

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    env: { CHROMIUM_PATH: chromium },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
