/** The demo as the browser tests meet it. */
import fastify from 'fastify';
import { demoStage } from '../../src/sandbox/stage.js';
import { openFakeWorld } from '../sandbox/fake-world.js';

export type OpenDemo = { readonly url: string; close(): Promise<void> };

export async function openDemo(): Promise<OpenDemo> {
  const world = await openFakeWorld(Date.parse('2026-03-10T10:05:00+08:00'));
  const app = fastify();
  await app.register(demoStage(world));
  const url = await app.listen({ port: 0 });
  return { url, close: async () => (await app.close(), world.close()) };
}
