/**
 * `npm run test:postgres`: the store's tests and the ones for PostgreSQL, on TEST_POSTGRES_URL or the server beside us.
 * They work in databases of their own, which are dropped afterwards. Without a server: exit 3.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';

const server = process.env.TEST_POSTGRES_URL || 'postgresql://postgres@127.0.0.1:5432/postgres';
const name = `huifang_run_${randomBytes(6).toString('hex')}`;

try {
  await query(server, `CREATE DATABASE "${name}"`);
} catch (error) {
  console.log(
    `not run: no PostgreSQL that lets us make a database at ${withoutPassword(server)} (${reason(error)}); set TEST_POSTGRES_URL`,
  );
  process.exit(3);
}

const url = new URL(server);
url.pathname = `/${name}`;
let status = 1;
try {
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.postgres.config.ts',
    ...process.argv.slice(2),
  ];
  const env = { ...process.env, TEST_POSTGRES_URL: url.href };
  status = spawnSync(process.execPath, vitest, { stdio: 'inherit', env }).status ?? 1;
} finally {
  await query(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}
process.exit(status);

async function query(connectionString, sql) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withoutPassword(text) {
  if (!URL.canParse(text)) return 'the address given';
  const shown = new URL(text);
  shown.password = '';
  return shown.href;
}

function reason(error) {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return String(first?.code ?? first?.message ?? first).split('\n')[0];
}
