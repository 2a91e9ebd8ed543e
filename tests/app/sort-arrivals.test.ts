import { describe, expect, it } from 'vitest';
import { startEngine } from '../../src/app/engine.js';
import { sortArrivals } from '../../src/app/sort-arrivals.js';
import { keepArrived, type Arrived } from '../../src/store/arrivals.js';
import { openBox } from '../../src/store/box.js';
import { BOX } from '../helpers/box.js';
import { testContext } from '../helpers/context.js';
import { NO_PLATFORM } from '../helpers/receivers.js';
import { NOW, useDatabase } from '../helpers/store.js';

const test = useDatabase();

const message = (id: number, by = 'zhangwei', signature = `${by} ${id}`): Arrived => ({
  source: 'app',
  plain: `<xml><FromUserName>${by}</FromUserName><MsgType>text</MsgType><Content>满意</Content><MsgId>${id}</MsgId></xml>`,
  signature,
  receivedAt: NOW,
});
const context = () => testContext({ db: test.db, clock: { now: () => NOW } });
const rows = () => test.db.read.inbox.findMany({ orderBy: { id: 'asc' } });

describe('what has arrived', () => {
  it('enters the inbox in its order, however many commits brought it, and is worked by its persons', async () => {
    for (let commit = 0; commit < 11; commit += 1)
      await keepArrived(test.db, BOX, [message(commit * 2), message(commit * 2 + 1, 'lina')]);
    await sortArrivals(context());
    expect((await rows()).map(({ key, person }) => [key, person])).toEqual(
      Array.from({ length: 22 }, (_, id) => [`app:msg:${id}`, id % 2 === 0 ? 'app:zhangwei' : 'app:lina']),
    );
    expect(await test.db.read.arrival.count()).toBe(0);
  });

  it('is one row for a message that was delivered again, in its commit, in the next, or after it was worked', async () => {
    await keepArrived(test.db, BOX, [message(1), message(1, 'zhangwei', 'again')]);
    await keepArrived(test.db, BOX, [message(1, 'zhangwei', 'once more')]);
    await sortArrivals(context());
    const [row] = await rows();
    await test.db.write((tx) => tx.inbox.updateMany({ data: { status: 'done' } }));
    await keepArrived(test.db, BOX, [message(1, 'zhangwei', 'late')]);
    await sortArrivals(context());
    expect(await rows()).toMatchObject([{ id: row?.id, status: 'done' }]);
  });

  it('is sorted once by two instances at once', async () => {
    for (let id = 0; id < 30; id += 1) await keepArrived(test.db, BOX, [message(id)]);
    const other = testContext({ db: await test.second(), clock: { now: () => NOW } });
    await Promise.all([sortArrivals(context()), sortArrivals(other)]);
    await sortArrivals(context());
    expect((await rows()).map(({ key }) => key)).toEqual(Array.from({ length: 30 }, (_, id) => `app:msg:${id}`));
  });

  it('is put aside where it cannot be opened, and holds up nothing that comes after it', async () => {
    await keepArrived(test.db, openBox(Buffer.alloc(32, 9)), [message(1)]);
    await keepArrived(test.db, BOX, [message(2)]);
    let now = NOW as number;
    const ctx = testContext({ db: test.db, clock: { now: () => now as typeof NOW } });
    const engine = startEngine(ctx, NO_PLATFORM, () => 0);
    for (let next: number | null = now; next !== null; next = await engine.settle()) now = next;
    await engine.stop();
    expect((await rows()).map(({ key, status }) => [key.split(':', 2).join(':'), status])).toEqual([
      [expect.stringMatching(/^arrival:\d+$/u), 'dead'],
      ['app:msg', 'done'],
    ]);
  });
});
