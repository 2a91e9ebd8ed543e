/** Prisma's PostgreSQL adapter on a pool whose statements carry plain texts only (plain-text.ts). */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { plainValues } from './plain-text.js';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5_000;

class PlainClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [statement, ...rest] = args;
    const plain = hasValues(statement) ? { ...statement, values: plainValues(statement.values) } : statement;
    return (pg.Client.prototype.query as (...all: unknown[]) => unknown).call(this, plain, ...rest) as never;
  }
}

const hasValues = (statement: unknown): statement is { readonly values: readonly unknown[] } =>
  typeof statement === 'object' && statement !== null && 'values' in statement && Array.isArray(statement.values);

/** The adapter for a connection string; it closes its pool with the client. */
export function makePgAdapter(connectionString: string): PrismaPg {
  const options = {
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    Client: PlainClient,
  };
  return new PrismaPg(new pg.Pool(options), { disposeExternalPool: true });
}
