import { describe, expect, it } from 'vitest';
import { openArrivalWriter } from '../../src/store/arrival-writer.js';
import { keepArrived, newestArrival, takeArrivals, type Arrived } from '../../src/store/arrivals.js';
import { openBox } from '../../src/store/box.js';
import { BOX } from '../helpers/box.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();

const message = (number: number): Arrived => ({
  source: 'app',
  plain: `<xml><Content>漏水 ${number}</Content></xml>`,
  signature: `signature ${number}`,
  receivedAt: NOW,
});
const take = (upTo = 1_000, limit = 10) => test.db.write((tx) => takeArrivals(tx, test.db.kind, BOX, upTo, limit));

describe('arrivals', () => {
  it('come back as they were, oldest first, and are gone with the transaction that took them', async () => {
    await keepArrived(test.db, BOX, [message(1), message(2)]);
    await keepArrived(test.db, BOX, [message(3)]);
    const taken = await take();
    expect(taken.map(({ arrived }) => arrived)).toEqual([[message(1), message(2)], [message(3)]]);
    expect(await take()).toEqual([]);
    expect(await newestArrival(test.db.read)).toBe(0);
  });

  it('stay where the transaction fails', async () => {
    await keepArrived(test.db, BOX, [message(1)]);
    const failing = test.db.write(async (tx) => {
      expect(await takeArrivals(tx, test.db.kind, BOX, 1_000, 10)).toHaveLength(1);
      throw new Error('the inbox could not be written');
    });
    await expect(failing).rejects.toThrow('the inbox could not be written');
    expect(await take()).toHaveLength(1);
  });

  it('are taken no further than asked for', async () => {
    for (const number of [1, 2, 3]) await keepArrived(test.db, BOX, [message(number)]);
    const newest = await newestArrival(test.db.read);
    expect(await take(newest - 1, 1)).toMatchObject([{ arrived: [message(1)] }]);
    expect(await take(newest - 1)).toMatchObject([{ arrived: [message(2)] }]);
    expect(await take(newest)).toMatchObject([{ arrived: [message(3)] }]);
  });

  it('rest sealed, counted, and are null under another key', async () => {
    await keepArrived(test.db, openBox(Buffer.alloc(32, 9)), [message(1), message(2)]);
    const [row] = await test.db.read.arrival.findMany();
    expect(row).toMatchObject({ count: 2, receivedAt: BigInt(NOW) });
    expect(Buffer.from(row?.body ?? '', 'base64').toString()).not.toContain('漏水');
    expect(await take()).toMatchObject([{ arrived: null, body: row?.body }]);
  });

  it('are on disk when their writer says so, many callers at once', async () => {
    const writer = openArrivalWriter(test.db, BOX);
    const seen = await Promise.all(
      Array.from({ length: 120 }, async (_, number) => {
        await writer.write(message(number));
        return (await test.db.read.arrival.aggregate({ _sum: { count: true } }))._sum.count ?? 0;
      }),
    );
    expect(Math.max(...seen)).toBe(120);
    const taken = await take();
    expect(taken.flatMap(({ arrived }) => arrived?.map(({ signature }) => signature))).toEqual(
      Array.from({ length: 120 }, (_, number) => `signature ${number}`),
    );
  });
});
