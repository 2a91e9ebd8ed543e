/** What the program holds, for tests: the real policies, sentences and forms over a database; no channels, a clock that is given. */
import type { Context } from '../../src/context.js';
import { readCauses } from '../../src/causes-file.js';
import { readFormFiles } from '../../src/form-files.js';
import { readHolidays } from '../../src/holidays-file.js';
import { openLog } from '../../src/log.js';
import { readPolicyFiles } from '../../src/policy-files.js';
import { readSayings } from '../../src/sayings-file.js';
import { BOX } from './box.js';

export const testContext = ({ db, clock }: Pick<Context, 'db' | 'clock'>): Context => ({
  clock,
  db,
  box: BOX,
  log: openLog('silent'),
  ...readPolicyFiles(null),
  sayings: readSayings(),
  causes: readCauses(),
  forms: readFormFiles(null),
  holidays: readHolidays(),
  channels: new Map(),
  defaultZone: 'Asia/Shanghai',
  instance: 'test',
  publicUrl: () => 'https://pm.example',
  wake: () => undefined,
});
