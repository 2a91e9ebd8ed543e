/**
 * Every dialogue with staff under tests/staff-talks, played through the database. `npx vitest run tests/staff-talks.test.ts
 * --update` writes what came out, and the diff is the review.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playStaffTalk } from './helpers/staff-talk.js';

const FOLDER = new URL('staff-talks/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.talk'));

describe('whole dialogues with staff', () => {
  it.each(files)('%s goes as it is written', async (name) => {
    const script = readFileSync(new URL(name, FOLDER), 'utf8');
    await expect(await playStaffTalk(script)).toMatchFileSnapshot(`staff-talks/${name}`);
  });
});
