/** `npm run test:browser`: the pages in a real Chromium, CHROMIUM_PATH or /usr/bin/chromium. Without one: exit 3. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
try {
  accessSync(chromium, constants.X_OK);
} catch {
  console.log(
    `not run: no Chromium at ${chromium}; install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH`,
  );
  process.exit(3);
}

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'vitest.browser.config.ts',
  ...process.argv.slice(2),
];
const env = { ...process.env, CHROMIUM_PATH: chromium };
process.exit(spawnSync(process.execPath, vitest, { stdio: 'inherit', env }).status ?? 1);
