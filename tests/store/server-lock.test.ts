import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { FileInUse, lockSqliteFile } from '../../src/store/server-lock.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'huifang-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const url = (name = 'a.db'): string => `file:${path.join(folder, name)}`;

describe('the lock of a SQLite file', () => {
  it('is one server’s until it gives it back; another file has its own', async () => {
    const unlock = await lockSqliteFile(url());
    await expect(lockSqliteFile(url())).rejects.toBeInstanceOf(FileInUse);
    await expect(lockSqliteFile(url())).rejects.toThrow(
      `数据库文件 ${path.join(folder, 'a.db')} 已被另一个正在运行的 huifang 使用。请先停掉它；要运行多个实例请改用 PostgreSQL。`,
    );
    const unlockOther = await lockSqliteFile(url('b.db'));
    await unlock();
    const again = await lockSqliteFile(url());
    await again();
    await unlockOther();
  });

  it('is the same by whatever path the file is named', async () => {
    await symlink(folder, `${folder}-link`);
    const unlock = await lockSqliteFile(url());
    await expect(lockSqliteFile(`file:${folder}-link/a.db`)).rejects.toBeInstanceOf(FileInUse);
    await expect(lockSqliteFile(`file:${path.relative(process.cwd(), folder)}/./a.db`)).rejects.toBeInstanceOf(
      FileInUse,
    );
    await unlock();
    await rm(`${folder}-link`);
  });

  it('is free again the moment that its holder was killed', async () => {
    await lockAndDie();
    const unlock = await lockSqliteFile(url());
    await unlock();
  });

  it('is one server’s too where several start after its holder was killed', async () => {
    for (let times = 0; times < 3; times += 1) {
      await lockAndDie();
      const starting: Promise<() => Promise<void>>[] = [];
      for (let nth = 0; nth < 30; nth += 1) {
        starting.push(lockSqliteFile(url()));
        starting.at(-1)?.catch(() => undefined);
        // Each comes upon another moment of those before it.
        await pause(nth % 3);
      }
      const took = await Promise.allSettled(starting);
      const [unlock, ...others] = took.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(unlock).toBeDefined();
      expect(others).toHaveLength(0);
      await unlock?.();
    }
  });
});

/** Another process takes the lock, and is killed while it has it. */
async function lockAndDie(): Promise<void> {
  const program = `
    import { lockSqliteFile } from ${JSON.stringify(path.join(packageRoot(), 'src/store/server-lock.ts'))};
    await lockSqliteFile(${JSON.stringify(url())});
    console.log('locked');
    setInterval(() => undefined, 1_000);`;
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: packageRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(holder, 'exit');
  await once(holder.stdout, 'data');
  await expect(lockSqliteFile(url())).rejects.toBeInstanceOf(FileInUse);
  holder.kill('SIGKILL');
  await exited;
}
