/** The real program in a process of its own, which a test may kill at any moment: `node dist/main.js serve`. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Made by scripts/setup.mjs, which every npm script runs first. */
const MAIN = path.join(ROOT, 'dist', 'main.js');
/** A start, with whatever a kill left behind, takes no longer (fault 5). */
const READY_WITHIN_MS = 30_000;

export const API_TOKEN = 'process-token-0123456789abcdef';

export type ServerProcess = {
  /** Resolves with the address once it listens; rejects when it ends before, or does not get there in 30 seconds. */
  readonly ready: Promise<string>;
  /** Everything written to stdout and stderr so far. */
  log(): string;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Halts it as it stands, so that what is sent to it meanwhile stays unread. */
  freeze(): void;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
};

/** Starts `serve` on a free port. `env` holds the platform's variables and DATABASE_URL. */
export function startServer(env: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    cwd: path.dirname(MAIN),
    env: {
      PATH: process.env['PATH'] ?? '',
      TMPDIR: process.env['TMPDIR'] ?? '/tmp',
      PORT: '0',
      LOG_LEVEL: 'info',
      API_TOKENS: API_TOKEN,
      DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const exited = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const ready = new Promise<string>((done, failed) => {
    const late = setTimeout(() => failed(new Error(`not ready in ${READY_WITHIN_MS} ms\n${log}`)), READY_WITHIN_MS);
    const hear = (chunk: Buffer): void => {
      log += chunk.toString();
      const address = /"address":"([^"]+)"/.exec(log)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      done(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then((code) => {
      clearTimeout(late);
      failed(new Error(`ended with ${code} before it was ready\n${log}`));
    });
  });
  // A process that is killed during its start has nobody who waits for it to be ready.
  ready.catch(() => undefined);
  return { ready, log: () => log, kill: () => end(child, exited), freeze: () => void child.kill('SIGSTOP'), stop };

  function stop(): Promise<number | null> {
    child.kill('SIGTERM');
    return exited;
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await exited;
}
