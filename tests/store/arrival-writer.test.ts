import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/calendar.js';
import { openArrivalWriter } from '../../src/store/arrival-writer.js';
import type { Arrived } from '../../src/store/arrivals.js';
import type { Db } from '../../src/store/db.js';
import { BOX } from '../helpers/box.js';

const message = (number: number): Arrived => ({
  source: 'app',
  plain: `<xml><MsgId>${number}</MsgId></xml>`,
  signature: `signature ${number}`,
  receivedAt: 0 as Instant,
});
const messages = (count: number): readonly Arrived[] => Array.from({ length: count }, (_, number) => message(number));

/** A database of one statement, which tells how often it was asked. */
function statements(answer: () => Promise<number>): { readonly db: Db; readonly asked: () => number } {
  let asked = 0;
  const db = {
    kind: 'sqlite',
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
    const arrivals = openArrivalWriter(db, BOX);
    await Promise.all(messages(50).map((one) => arrivals.write(one)));
    expect(asked()).toBe(1);
  });

  test('more callers than one statement takes are committed in as many as it needs', async () => {
    const { db, asked } = statements(() => Promise.resolve(1));
    const arrivals = openArrivalWriter(db, BOX);
    await Promise.all(messages(1_001).map((one) => arrivals.write(one)));
    expect(asked()).toBe(3);
  });

  test('a commit that fails is told to each of its callers, and the next one is tried anew', async () => {
    let broken = true;
    const { db } = statements(() => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve(1)));
    const arrivals = openArrivalWriter(db, BOX);
    const told = await Promise.allSettled(messages(3).map((one) => arrivals.write(one)));
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    broken = false;
    await expect(arrivals.write(message(9))).resolves.toBeUndefined();
  });

  test('it is calm at once where nobody crowds in', async () => {
    const { db } = statements(() => Promise.resolve(1));
    const arrivals = openArrivalWriter(db, BOX);
    await arrivals.write(message(1));
    const begun = performance.now();
    await arrivals.calm();
    expect(performance.now() - begun).toBeLessThan(20);
  });

  test('after a crowd the work waits for a moment, and never for long', async () => {
    const { db } = statements(() => Promise.resolve(1));
    const arrivals = openArrivalWriter(db, BOX);
    await Promise.all(messages(50).map((one) => arrivals.write(one)));
    const begun = performance.now();
    await arrivals.calm();
    expect(performance.now() - begun).toBeGreaterThan(20);
    await arrivals.calm();
  });
});
