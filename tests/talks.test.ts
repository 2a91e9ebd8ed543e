/** Every script under tests/talks, played; UPDATE_TALKS=1 writes what came out, and the diff is the review. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playTalk, theSayings } from './helpers/talk.js';

const FOLDER = new URL('talks/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.talk'));
const update = process.env['UPDATE_TALKS'] === '1';

describe('whole conversations', () => {
  it('there are at least 25 of them', () => expect(files.length).toBeGreaterThanOrEqual(25));

  for (const name of files) {
    it(`${name} goes as it is written, with the session through JSON at every line`, () => {
      const script = readFileSync(new URL(name, FOLDER), 'utf8');
      const played = playTalk(script, theSayings());
      if (update) writeFileSync(new URL(name, FOLDER), played);
      expect(played).toBe(update ? played : script);
    });
  }
});
