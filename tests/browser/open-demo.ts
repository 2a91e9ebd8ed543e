/** The demo as the browser tests meet it: all of it, without the month of history. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDemo } from '../../src/cli/demo.js';

export type OpenDemo = { readonly url: string; close(): Promise<void> };

export async function openDemo(): Promise<OpenDemo> {
  const folder = await mkdtemp(path.join(tmpdir(), 'huifang-demo-'));
  const file = path.join(folder, 'demo.db');
  const demo = await startDemo({ host: '127.0.0.1', port: 0, policyDir: null, file, month: false });
  return { url: demo.url, close: () => demo.close().then(() => rm(folder, { recursive: true, force: true })) };
}
