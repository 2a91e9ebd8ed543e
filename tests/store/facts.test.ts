import { describe, expect, it } from 'vitest';
import {
  beginRun,
  endRun,
  factOf,
  giveBackLease,
  holdRun,
  keepFact,
  lastSlot,
  takeLease,
} from '../../src/store/facts.js';
import { releaseClaims } from '../../src/store/inbox.js';
import { after, NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();
const keep = (value: string, expiresAt: typeof NOW | null = null) =>
  test.db.write((tx) => keepFact(tx, 'cursor', value, NOW, expiresAt));
const lease = (holder: string, now: typeof NOW) => test.db.write((tx) => takeLease(tx, 'job', holder, now, 1_000));

describe('facts', () => {
  it('are the newest value, until they expire', async () => {
    expect(await factOf(test.db.read, 'cursor', NOW)).toBeNull();
    await keep('c1');
    await keep('c2', after(10));
    expect(await factOf(test.db.read, 'cursor', after(9))).toEqual({ value: 'c2', expiresAt: after(10) });
    expect(await factOf(test.db.read, 'cursor', after(10))).toBeNull();
  });

  it('are kept once by instances that keep them at the same time', async () => {
    const other = await test.second();
    const dbs = Array.from({ length: 10 }, (_, nth) => (nth % 2 ? other : test.db));
    await Promise.all(dbs.map((db, nth) => db.write((tx) => keepFact(tx, 'cursor', `c${nth}`, NOW))));
    expect(await test.db.read.fact.count()).toBe(1);
  });
});

describe('a lease', () => {
  it('is one holder’s until it is given back or runs out', async () => {
    expect(await lease('a', NOW)).toBe(true);
    expect(await lease('a', after(500))).toBe(true);
    expect(await lease('b', after(1_499))).toBe(false);
    expect(await lease('b', after(1_500))).toBe(true);
    await test.db.write((tx) => giveBackLease(tx, 'job', 'a'));
    expect(await lease('c', after(1_600))).toBe(false);
    await test.db.write((tx) => giveBackLease(tx, 'job', 'b'));
    expect(await lease('c', after(1_600))).toBe(true);
  });

  it('goes to one of many who want it at once', async () => {
    const other = await test.second();
    const took = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        (nth % 2 ? other : test.db).write((tx) => takeLease(tx, 'job', `holder ${nth}`, NOW, 1_000)),
      ),
    );
    expect(took.filter(Boolean)).toHaveLength(1);
  });
});

describe('a line of the timetable', () => {
  it('is begun once for a slot, by whichever instance comes first', async () => {
    const other = await test.second();
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => beginRun(nth % 2 ? other : test.db, 'tidy', '2026-03-10', NOW)),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await beginRun(test.db, 'tidy', '2026-03-11', NOW)).toBe(true);
    await endRun(test.db, 'tidy', '2026-03-11', after(7));
    expect(await lastSlot(test.db.read, 'tidy')).toBe('2026-03-11');
    expect(await lastSlot(test.db.read, 'other')).toBeNull();
    const rows = await test.db.read.timetableRun.findMany({ orderBy: { slot: 'asc' } });
    expect(rows.map(({ doneAt }) => doneAt)).toEqual([null, BigInt(after(7))]);
  });

  it('that nobody holds any more is begun anew after 20 seconds, one that is held is not', async () => {
    const begin = (now: typeof NOW) => beginRun(test.db, 'tidy', '2026-03-10', now);
    expect(await begin(NOW)).toBe(true);
    await holdRun(test.db, 'tidy', '2026-03-10', after(5_000));
    expect(await begin(after(24_999))).toBe(false);
    expect(await begin(after(25_000))).toBe(true);
    await endRun(test.db, 'tidy', '2026-03-10', after(26_000));
    await holdRun(test.db, 'tidy', '2026-03-10', after(27_000));
    expect(await begin(after(99_000))).toBe(false);
  });

  it('that was begun and not ended begins anew when the only server starts', async () => {
    for (const slot of ['2026-03-10', '2026-03-11']) await beginRun(test.db, 'tidy', slot, NOW);
    await endRun(test.db, 'tidy', '2026-03-10', NOW);
    await test.db.write((tx) => releaseClaims(tx));
    expect(await beginRun(test.db, 'tidy', '2026-03-10', NOW)).toBe(false);
    expect(await beginRun(test.db, 'tidy', '2026-03-11', NOW)).toBe(true);
  });
});
