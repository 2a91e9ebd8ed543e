import { describe, expect, it } from 'vitest';
import { HOUR, type Instant } from '../../src/core/calendar.js';
import { endSignIn, keepSignIn, seeSignIn, signInOf } from '../../src/store/sign-ins.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const later = (ms: number): Instant => (NOW + ms) as Instant;
const keep = (tokenHash: string, userid: string, lasts = HOUR, now = NOW): Promise<void> =>
  test.db.write((tx) => keepSignIn(tx, { tokenHash, userid, expiresAt: (now + lasts) as Instant }, now));

describe('a sign-in', () => {
  it('is found by its hash until it is over, with when it was last used', async () => {
    await keep('a', 'sun');
    expect(await signInOf(test.db.read, 'a', NOW)).toEqual({ userid: 'sun', seenAt: NOW, expiresAt: later(HOUR) });
    await test.db.write((tx) => seeSignIn(tx, 'a', later(60_000)));
    expect((await signInOf(test.db.read, 'a', later(60_000)))?.seenAt).toBe(later(60_000));
    expect(await signInOf(test.db.read, 'a', later(HOUR))).toBeNull();
    expect(await signInOf(test.db.read, 'b', NOW)).toBeNull();
  });

  it('is ended by itself, once, and says whose it was', async () => {
    await keep('a', 'sun');
    await keep('b', 'sun');
    expect(await test.db.write((tx) => endSignIn(tx, 'a'))).toBe('sun');
    expect(await test.db.write((tx) => endSignIn(tx, 'a'))).toBeNull();
    expect(await signInOf(test.db.read, 'b', NOW)).not.toBeNull();
  });

  it('sweeps out those that are over', async () => {
    await keep('a', 'sun', HOUR);
    await keep('b', 'li', HOUR, later(HOUR));
    expect((await test.db.read.signIn.findMany()).map(({ tokenHash }) => tokenHash)).toEqual(['b']);
  });
});
