/** Opens a database whose tables are up to date, or says what to do. */
import { openDb, type Db } from './db.js';
import { databaseKind, migrate } from './migrate.js';

/** The database lacks checked-in migrations. */
export class MigrationsMissing extends Error {
  override readonly name = 'MigrationsMissing';

  constructor(names: readonly string[]) {
    super(`数据库还缺 ${names.length} 个迁移（${names.join('、')}）。请先运行：huifang migrate`);
  }
}

/** Opens a database that is there and up to date, for a command that only looks. @throws MigrationsMissing */
export async function openReadyDb(url: string): Promise<Db> {
  const db = await openDb(url);
  const missing = await db.missing();
  if (missing.length === 0) return db;
  await db.close();
  throw new MigrationsMissing(missing);
}

/**
 * On SQLite missing migrations are applied; a PostgreSQL database is the operator's to change, since several instances
 * share it. @throws MigrationsMissing
 */
export async function openMigratedDb(url: string): Promise<Db> {
  if (databaseKind(url) === 'postgres') return openReadyDb(url);
  const db = await openDb(url);
  const missing = await db.missing();
  if (missing.length === 0) return db;
  await db.close();
  await migrate(url);
  return openDb(url);
}
