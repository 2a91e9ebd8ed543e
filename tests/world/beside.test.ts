import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/wecom-server.js';
import { API_TOKEN, startServer } from '../helpers/server-process.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/main.js');
const run = promisify(execFile);

describe('the command line beside a running server', () => {
  it('leaves the database whole: what was acknowledged is there after kill -9', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-'));
    await using sandbox = await startSandbox();
    const env = { ...sandbox.environment(), DATABASE_URL: `file:${path.join(folder, 'beside.db')}` };
    const estate = async (url: string, id: string): Promise<unknown> => {
      const response = await fetch(`${url}/api/v1/estates`, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id, name: id }),
      });
      return ((await response.json()) as { results: { status: string }[] }).results[0]?.status;
    };

    const first = startServer(env);
    const before = await first.ready;
    expect(await estate(before, 'a')).toBe('created');
    const told = await run(process.execPath, [MAIN, 'audit', 'verify'], { env: { ...process.env, ...env } });
    expect(told.stdout).toContain('完整');
    expect(await estate(before, 'b')).toBe('created');
    await first.kill();

    const second = startServer(env);
    const after = await second.ready;
    expect(await estate(after, 'a')).toBe('unchanged');
    expect(await estate(after, 'b')).toBe('unchanged');
    await second.stop();
    expect((await readFile(path.join(folder, 'beside.db'))).length).toBeGreaterThan(0);
    await rm(folder, { recursive: true, force: true });
  });
});
