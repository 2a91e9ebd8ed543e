/** An empty database on a PostgreSQL server, for tests that migrate it themselves or hand it to a whole program. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type EmptyPostgres = { readonly url: string; remove: () => Promise<void> };

/** Makes it on the server that the URL names; `remove` drops it, whoever is still connected. */
export async function openEmptyPostgres(server: string): Promise<EmptyPostgres> {
  const name = `huifang_empty_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE "${name}"`);
  await onServer(server, `ALTER DATABASE "${name}" SET synchronous_commit = off`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

/** Runs a statement on a connection of its own. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
