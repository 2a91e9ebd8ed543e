/**
 * The whole product as `huifang serve` runs it: every check, a SQLite file with FULL durability, the work beside it.
 * Told `count`, it answers how many messages are in its inbox; told `stop`, it closes.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../src/config.js';
import type { Instant } from '../../src/core/calendar.js';
import { openRuntime } from '../../src/runtime.js';
import { AES_KEY, AGENT_ID, CORP_ID, TOKEN } from './platform.mjs';

const folder = await mkdtemp(path.join(process.env['BENCH_DIR'] ?? tmpdir(), 'huifang-bench-'));
const config = readConfig({
  PORT: '0',
  LOG_LEVEL: 'error',
  DATABASE_URL: `file:${path.join(folder, 'bench.db')}`,
  WECOM_CORP_ID: CORP_ID,
  WECOM_API_BASE: 'http://127.0.0.1:9',
  WECOM_AGENT_ID: String(AGENT_ID),
  WECOM_AGENT_SECRET: 'secret',
  WECOM_APP_TOKEN: TOKEN,
  WECOM_APP_AES_KEY: AES_KEY,
  API_TOKENS: randomBytes(16).toString('hex'),
  DATA_KEY: randomBytes(32).toString('base64'),
});
const runtime = await openRuntime({ config, clock: { now: () => Date.now() as Instant } });
const address = await runtime.start();

process.on('message', (asked) => {
  if (asked === 'count') void runtime.ctx.db.read.inbox.count().then((rows) => process.send?.({ rows }));
  if (asked === 'stop') {
    void runtime
      .close()
      .then(() => rm(folder, { recursive: true, force: true }))
      .finally(() => process.disconnect());
  }
});
process.send?.({ port: Number(new URL(address).port) });
