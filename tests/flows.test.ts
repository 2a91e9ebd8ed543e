/**
 * Each policy's flow under tests/flows, played through the server and the sandbox platform. `npx vitest run
 * tests/flows.test.ts --update` writes what came out, and the diff is the review.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playFlow } from './helpers/flow-talk.js';

const FOLDER = new URL('flows/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.talk'));

describe('a policy from event to record', () => {
  it.each(files)('%s goes as it is written', async (name) => {
    const script = readFileSync(new URL(name, FOLDER), 'utf8');
    await expect(await playFlow(script)).toMatchFileSnapshot(`flows/${name}`);
  });
});
