import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimInbox,
  ClaimLost,
  failInbox,
  finishInbox,
  insertInbox,
  LEASE_MS,
  MAX_ATTEMPTS,
  releaseClaims,
  type InboxEntry,
} from '../../src/store/inbox.js';
import { after, NOW, takeIn, useDatabase } from '../helpers/store.js';

const test = useDatabase();

const entry = (key: string, person = 'wmLi'): InboxEntry => ({
  key,
  source: 'kf-message',
  person,
  body: `sealed ${key}`,
  receivedAt: NOW,
});
const keysOf = (rows: readonly { key: string }[]): readonly string[] => rows.map(({ key }) => key);
const row = (key: string) => test.db.read.inbox.findUniqueOrThrow({ where: { key } });

describe('taking in', () => {
  it('keeps one row for a key, however often it comes, and counts only what is new', async () => {
    expect(await takeIn(test.db, [entry('a'), entry('b'), entry('a')])).toBe(2);
    expect(await takeIn(test.db, [{ ...entry('a'), body: 'another body' }, entry('c')])).toBe(1);
    expect(keysOf(await test.db.read.inbox.findMany({ orderBy: { id: 'asc' } }))).toEqual(['a', 'b', 'c']);
    expect((await row('a')).body).toBe('sealed a');
  });

  it('keeps one row for a key that two instances take in at once', async () => {
    const other = await test.second();
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => takeIn(nth % 2 ? other : test.db, [entry(`k${nth >> 1}`)])),
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(10);
    expect(await test.db.read.inbox.count()).toBe(10);
  });

  it('keeps nothing of a page whose transaction fails, so that its cursor is read again', async () => {
    const failing = test.db.write(async (tx) => {
      expect(await insertInbox(tx, test.db.kind, [entry('a'), entry('b')])).toBe(2);
      throw new Error('the cursor could not be kept');
    });
    await expect(failing).rejects.toThrow('the cursor could not be kept');
    expect(await test.db.read.inbox.count()).toBe(0);
  });
});

describe('claiming', () => {
  it('gives a person’s messages one at a time, in their order, and other persons’ beside them', async () => {
    await takeIn(test.db, [entry('a1', 'a'), entry('a2', 'a'), entry('b1', 'b'), entry('b2', 'b')]);
    const first = await claimInbox(test.db, NOW, 'one', 10);
    expect(keysOf(first)).toEqual(['a1', 'b1']);
    expect(await claimInbox(test.db, NOW, 'two', 10)).toEqual([]);
    await test.db.write((tx) => finishInbox(tx, first[0]?.id ?? 0, 'one', NOW));
    expect(keysOf(await claimInbox(test.db, NOW, 'two', 10))).toEqual(['a2']);
  });

  it('gives no more rows than asked for', async () => {
    await takeIn(
      test.db,
      Array.from({ length: 40 }, (_, nth) => entry(`k${nth}`, `p${nth}`)),
    );
    expect(await claimInbox(test.db, NOW, 'one', 7)).toHaveLength(7);
    expect(await claimInbox(test.db, NOW, 'one', 100)).toHaveLength(33);
  });

  it('gives what was left lying before what is new, and no more of both than asked for', async () => {
    await takeIn(test.db, [entry('l1', 'a'), entry('l2', 'b')]);
    await claimInbox(test.db, NOW, 'killed', 10);
    await takeIn(
      test.db,
      ['c', 'd', 'e'].map((person) => entry(`new-${person}`, person)),
    );
    const later = after(LEASE_MS);
    expect(keysOf(await claimInbox(test.db, later, 'next', 3))).toEqual(['l1', 'l2', 'new-c']);
    expect(keysOf(await claimInbox(test.db, later, 'next', 3))).toEqual(['new-d', 'new-e']);
  });

  it('gives each row to one holder, with several at it at once', async () => {
    await takeIn(
      test.db,
      Array.from({ length: 60 }, (_, nth) => entry(`k${nth}`, `p${nth}`)),
    );
    const other = await test.second();
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => claimInbox(nth % 2 ? other : test.db, NOW, `holder ${nth}`, 5)),
    );
    const keys = claims.flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
    const rest = keysOf(await claimInbox(test.db, NOW, 'last', 100));
    expect(new Set([...keys, ...rest]).size).toBe(60);
  });

  it('gives a claim that its holder let lie to another, and the first holder’s work cannot commit any more', async () => {
    await takeIn(test.db, [entry('a')]);
    const [mine] = await claimInbox(test.db, NOW, 'slow', 1);
    const id = mine?.id ?? 0;
    expect(await claimInbox(test.db, after(LEASE_MS - 1), 'quick', 1)).toEqual([]);
    expect(await claimInbox(test.db, after(LEASE_MS), 'quick', 1)).toMatchObject([{ key: 'a', attempts: 2 }]);
    const late = test.db.write(async (tx) => {
      await tx.fact.create({ data: { name: 'work of the slow one', value: '', updatedAt: 0n } });
      await finishInbox(tx, id, 'slow', after(LEASE_MS + 6_000));
    });
    await expect(late).rejects.toBeInstanceOf(ClaimLost);
    expect(await test.db.read.fact.count()).toBe(0);
    await test.db.write((tx) => finishInbox(tx, id, 'quick', after(LEASE_MS + 7_000)));
    expect(await row('a')).toMatchObject({ status: 'done', lockedBy: null });
  });

  it('tries a failed row again at its time, its person’s others waiting, and puts it aside after the last try', async () => {
    await takeIn(test.db, [entry('bad'), entry('next')]);
    let now = NOW;
    for (let nth = 1; nth <= MAX_ATTEMPTS; nth += 1) {
      const [claimed] = await claimInbox(test.db, now, 'one', 10);
      expect(claimed).toMatchObject({ key: 'bad', attempts: nth });
      if (claimed === undefined) return;
      const retryAt = after(1_000, now);
      await test.db.write((tx) => failInbox(tx, claimed, 'one', retryAt, 'x'.repeat(1_000)));
      if (nth < MAX_ATTEMPTS) expect(await claimInbox(test.db, after(999, now), 'one', 10)).toEqual([]);
      now = retryAt;
    }
    expect(await row('bad')).toMatchObject({ status: 'dead', error: 'x'.repeat(300) });
    expect(keysOf(await claimInbox(test.db, now, 'one', 10))).toEqual(['next']);
  });

  it('gives all claims back when the only server starts', async () => {
    await takeIn(test.db, [entry('a')]);
    await claimInbox(test.db, NOW, 'killed', 1);
    await test.db.write(releaseClaims);
    expect(keysOf(await claimInbox(test.db, NOW, 'new', 1))).toEqual(['a']);
  });
});

describe('whatever the interleaving', () => {
  type Step = { readonly kind: 'claim' | 'finish' | 'fail' | 'wait'; readonly holder: 0 | 1; readonly pick: number };
  const steps = fc.array(
    fc.record<Step>({
      kind: fc.constantFrom('claim', 'claim', 'finish', 'finish', 'fail', 'wait'),
      holder: fc.constantFrom(0, 1),
      pick: fc.nat(3),
    }),
    { minLength: 5, maxLength: 25 },
  );

  it('a person’s messages are done once each and in the order in which they came', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.nat(2), { minLength: 3, maxLength: 8 }), async (script, persons) => {
        const prefix = `r${(round += 1)}-`;
        await test.db.write((tx) => tx.inbox.deleteMany());
        await takeIn(
          test.db,
          persons.map((person, nth) => entry(`${prefix}${nth}`, `${prefix}p${person}`)),
        );
        const done = await play(script);
        for (const person of new Set(persons)) {
          const mine = done.filter((key) => persons[Number(key.slice(prefix.length))] === person);
          expect(mine).toEqual(
            mine.toSorted((a, b) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length))),
          );
        }
        expect(new Set(done).size).toBe(done.length);
      }),
      { numRuns: 12 },
    );
  });

  async function play(script: readonly Step[]): Promise<readonly string[]> {
    let now = NOW;
    const held: Awaited<ReturnType<typeof claimInbox>>[number][][] = [[], []];
    const done: string[] = [];
    for (const { kind, holder, pick } of script) {
      const name = `holder ${holder}`;
      const mine = held[holder] as (typeof held)[number];
      if (kind === 'wait') now = after(LEASE_MS / 2, now);
      else if (kind === 'claim') mine.push(...(await claimInbox(test.db, now, name, 1 + pick)));
      else {
        const [one] = mine.splice(pick % Math.max(1, mine.length), 1);
        if (one === undefined) continue;
        const at = now;
        if (kind === 'fail') await test.db.write((tx) => failInbox(tx, one, name, after(1, at), 'failed'));
        else if (await finished(one.id, name, now)) done.push(one.key);
      }
    }
    return done;
  }

  const finished = (id: number, holder: string, now: typeof NOW): Promise<boolean> =>
    test.db
      .write((tx) => finishInbox(tx, id, holder, now))
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof ClaimLost) return false;
          throw error;
        },
      );
});
