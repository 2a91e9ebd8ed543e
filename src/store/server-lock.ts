/**
 * One server for one SQLite file. The lock is a local socket named after the file: the system lets go of it when its
 * holder dies, however it dies. The command line takes none and may work beside the server.
 */
import { createHash } from 'node:crypto';
import { open, realpath, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Another server has the file. */
export class FileInUse extends Error {
  override readonly name = 'FileInUse';

  constructor(file: string) {
    super(`数据库文件 ${file} 已被另一个正在运行的 huifang 使用。请先停掉它；要运行多个实例请改用 PostgreSQL。`);
  }
}

/** Takes the lock; the answer gives it back. @throws FileInUse */
export async function lockSqliteFile(url: string): Promise<() => Promise<void>> {
  const file = path.resolve(url.slice('file:'.length));
  const folder = await realpath(path.dirname(file)).catch(() => path.dirname(file));
  const name = `huifang-${createHash('sha256')
    .update(path.join(folder, path.basename(file)))
    .digest('hex')
    .slice(0, 24)}`;
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
  const server = (await listen(socket)) ?? (process.platform === 'win32' ? null : await takeOver(socket));
  if (server === null) throw new FileInUse(file);
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

/** Null when the address is taken. */
function listen(socket: string): Promise<Server | null> {
  return new Promise((done, failed) => {
    const server = createServer((peer) => peer.end());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : failed(error)));
    server.listen(socket, () => done(server));
  });
}

/**
 * A socket whose holder was killed stays as a file that nobody answers at. Of several who find it one clears it away: else
 * one would clear away what the other has just put there.
 */
async function takeOver(socket: string): Promise<Server | null> {
  const guard = `${socket}.guard`;
  if (!(await takeGuard(guard))) return null;
  try {
    if (await answers(socket)) return null;
    await rm(socket, { force: true });
    return await listen(socket);
  } finally {
    await rm(guard, { force: true });
  }
}

/** To clear a socket away takes milliseconds: a guard this old was left by one who was killed at it. */
const GUARD_MS = 10_000;

async function takeGuard(guard: string): Promise<boolean> {
  const left = await stat(guard).catch(() => null);
  if (left !== null && Date.now() - left.mtimeMs > GUARD_MS) await rm(guard, { force: true });
  try {
    await (await open(guard, 'wx')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const peer = connect(socket, () => {
      peer.destroy();
      done(true);
    });
    peer.once('error', () => done(false));
  });
}
