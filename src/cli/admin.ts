/** Commands for whoever runs the program: migrate, audit. */
import { environment, readDatabaseUrl } from '../config.js';
import { verifyAudit } from '../store/audit.js';
import { openDb } from '../store/db.js';
import { migrate } from '../store/migrate.js';
import { openReadyDb } from '../store/open-db.js';

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

/** `huifang audit verify`: walks the audit chain and names every row that was altered. Exit 1 when one was. */
export async function audit(argv: readonly string[]): Promise<number> {
  if (argv.length !== 1 || argv[0] !== 'verify') throw new UsageFault('用法：huifang audit verify');
  const db = await openReadyDb(readDatabaseUrl(environment()));
  try {
    const { rows, head, faults } = await verifyAudit(db.read);
    for (const fault of faults) {
      const found = fault.found === 'altered' ? '内容被改过' : '与前一行接不上（有行被删、被插或被改）';
      process.stdout.write(`第 ${fault.seq} 行：${found}\n`);
    }
    process.stdout.write(
      `共 ${rows} 行，${faults.length === 0 ? '完整' : `${faults.length} 处有问题`}；链首 ${head}\n`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}
