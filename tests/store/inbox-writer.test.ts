import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/calendar.js';
import type { Db } from '../../src/store/db.js';
import type { InboxEntry } from '../../src/store/inbox.js';
import { openInboxWriter } from '../../src/store/inbox-writer.js';

const entry = (number: number): InboxEntry => ({
  key: `app:msg:${number}`,
  source: 'app',
  person: 'app:zhangwei',
  body: 'sealed',
  receivedAt: 0 as Instant,
});
const entries = (count: number): readonly InboxEntry[] => Array.from({ length: count }, (_, number) => entry(number));

/** A database of one statement, which tells how often it was asked. */
function statements(answer: () => Promise<number>): { readonly db: Db; readonly asked: () => number } {
  let asked = 0;
  const db = {
    kind: 'sqlite',
    batch: null,
    statement: () => {
      asked += 1;
      return answer();
    },
  } as unknown as Db;
  return { db, asked: () => asked };
}

describe('group commit', () => {
  test('callers who come together share one commit', async () => {
    const { db, asked } = statements(() => Promise.resolve(1));
    const inbox = openInboxWriter(db);
    await Promise.all(entries(50).map((one) => inbox.write(one)));
    expect(asked()).toBe(1);
  });

  test('more callers than one statement takes are committed in as many as it needs', async () => {
    const { db, asked } = statements(() => Promise.resolve(1));
    const inbox = openInboxWriter(db);
    await Promise.all(entries(1_001).map((one) => inbox.write(one)));
    expect(asked()).toBe(3);
  });

  test('a commit that fails is told to each of its callers, and the next one is tried anew', async () => {
    let broken = true;
    const { db } = statements(() => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve(1)));
    const inbox = openInboxWriter(db);
    const told = await Promise.allSettled(entries(3).map((one) => inbox.write(one)));
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    broken = false;
    await expect(inbox.write(entry(9))).resolves.toBeUndefined();
  });

  test('it is calm at once where nobody crowds in', async () => {
    const { db } = statements(() => Promise.resolve(1));
    const inbox = openInboxWriter(db);
    await inbox.write(entry(1));
    const begun = performance.now();
    await inbox.calm();
    expect(performance.now() - begun).toBeLessThan(20);
  });

  test('after a crowd the work waits for a moment, and never for long', async () => {
    const { db } = statements(() => Promise.resolve(1));
    const inbox = openInboxWriter(db);
    await Promise.all(entries(50).map((one) => inbox.write(one)));
    const begun = performance.now();
    await inbox.calm();
    expect(performance.now() - begun).toBeGreaterThan(20);
    await inbox.calm();
  });
});
