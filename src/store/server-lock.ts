/**
 * One server for one SQLite file. The lock is a local socket named after the file: the system lets go of it when its
 * holder dies, however it dies. The command line takes none and may work beside the server.
 */
import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
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
  const server = (await listen(socket)) ?? (await takeOver(socket));
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

/** A socket whose holder was killed stays as a file that nobody answers at. */
async function takeOver(socket: string): Promise<Server | null> {
  const answered = await new Promise<boolean>((done) => {
    const peer = connect(socket, () => {
      peer.destroy();
      done(true);
    });
    peer.once('error', () => done(false));
  });
  if (answered) return null;
  await rm(socket, { force: true });
  return listen(socket);
}
