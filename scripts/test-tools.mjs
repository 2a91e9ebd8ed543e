/**
 * `npm run test:tools`: what other programs make of the product's files. PYTHON or python3 repeats draws; SOFFICE or
 * soffice opens the sample sheets, if it is there. Without Python: exit 3.
 */
import { spawnSync } from 'node:child_process';

const runs = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
const python = process.env.PYTHON || 'python3';
if (!runs(python)) {
  console.log(`not run: no ${python}; install it (Debian: apt-get install python3) or set PYTHON`);
  process.exit(3);
}
const soffice = process.env.SOFFICE || 'soffice';
const office = runs(soffice);
if (!office)
  console.log(`left out: the sheets in LibreOffice, since there is no ${soffice}; install it or set SOFFICE`);

const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'vitest.tools.config.ts',
  ...process.argv.slice(2),
];
const env = { ...process.env, PYTHON: python, SOFFICE: office ? soffice : '' };
process.exit(spawnSync(process.execPath, vitest, { stdio: 'inherit', env }).status ?? 1);
