/** Commands for whoever runs the program: migrate. */
import { environment, readDatabaseUrl } from '../config.js';
import { openDb } from '../store/db.js';
import { migrate } from '../store/migrate.js';

/** Bad usage: told without a stack, exit 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** `huifang migrate`: applies missing migrations; safe to repeat. */
export async function migrateDatabase(argv: readonly string[]): Promise<number> {
  if (argv.length > 0) throw new UsageFault('用法：huifang migrate（数据库由 DATABASE_URL 指定）');
  const url = readDatabaseUrl(environment());
  const opened = await openDb(url);
  await opened.close();
  const applied = await migrate(url);
  process.stdout.write(applied.length === 0 ? '数据库结构已是最新。\n' : `已更新：${applied.join('、')}\n`);
  return 0;
}
