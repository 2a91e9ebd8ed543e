/** `huifang compliance`: 制度执行率 of an estate and period, a line for each clause. Needs the database alone. */
import { parseArgs } from 'node:util';
import { complianceIn } from '../app/compliance.js';
import { openPolicies } from '../app/policies-in-force.js';
import { environment, readDatabaseUrl, readLooseConfig } from '../config.js';
import type { Instant } from '../core/calendar.js';
import { parsePeriod } from '../core/period.js';
import { openLog } from '../log.js';
import { openReadyDb } from '../store/open-db.js';
import { UsageFault } from './admin.js';
import { estateNamed } from './estate-named.js';

const USAGE =
  '用法：huifang compliance --estate 项目 --period 期间（2026-10、2026Q3、2026H1、2026 或 2026-11-02..2026-11-08）';

export async function compliance(argv: readonly string[]): Promise<number> {
  const { estate: word, period } = readArguments(argv);
  const env = environment();
  const db = await openReadyDb(readDatabaseUrl(env));
  try {
    const estate = await estateNamed(db.read, word);
    const { library } = await openPolicies(db.read, readLooseConfig(env).policyDir);
    const lines = await complianceIn({ db, library, log: openLog('warn') }, estate, period, Date.now() as Instant);
    for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
    return 0;
  } finally {
    await db.close();
  }
}

function readArguments(argv: readonly string[]) {
  const text = { type: 'string' as const };
  try {
    const { values } = parseArgs({ args: [...argv], options: { estate: text, period: text } });
    const period = parsePeriod(values.period ?? '');
    if (values.estate !== undefined && period !== null) return { estate: values.estate, period };
  } catch {
    // Said below, as for what is missing.
  }
  throw new UsageFault(USAGE);
}
