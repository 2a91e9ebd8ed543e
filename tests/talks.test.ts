/**
 * Every script under tests/talks, played. `npx vitest run tests/talks.test.ts --update` writes what came out, and the diff
 * is the review.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playTalk, theSayings } from './helpers/talk.js';

const FOLDER = new URL('talks/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.talk'));

describe('whole conversations', () => {
  it('there are at least 80 of them', () => expect(files.length).toBeGreaterThanOrEqual(80));

  it.each(files)('%s goes as it is written, with the session through JSON at every line', async (name) => {
    const script = readFileSync(new URL(name, FOLDER), 'utf8');
    await expect(playTalk(script, theSayings())).toMatchFileSnapshot(`talks/${name}`);
  });
});
