import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { backlogOf } from '../../src/store/backlog.js';
import { CursorError, listRecords, listVisits } from '../../src/store/lists.js';
import { at, CUIHU, NOW, openIntake } from '../helpers/intake.js';
import { storeVisit } from '../helpers/stored-visit.js';

let world: Awaited<ReturnType<typeof openIntake>>;
beforeEach(async () => {
  world = await openIntake();
  await takeInEstates(world.ctx, [CUIHU, { ...CUIHU, id: 'lisboa', name: '里斯本苑', timezone: 'Europe/Lisbon' }]);
});
afterEach(() => world.close());

const february = at('2026-02-10T10:00:00+08:00');
const march = at('2026-03-05T10:00:00+08:00');

describe('lists', () => {
  it('page through all visits once, in the order of their numbers', async () => {
    for (let index = 0; index < 7; index += 1) await storeVisit(world.ctx.db, { issuedAt: march });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listVisits(world.ctx.db.read, { estate: 'cuihu' }, { limit: 3, cursor });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(seen).size).toBe(7);
  });

  it('page through records at the same instant once, without those that were corrected', async () => {
    const nos: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      nos.push(
        await storeVisit(world.ctx.db, {
          issuedAt: march,
          records: [
            ['fairly', february],
            ['satisfied', march],
          ],
        }),
      );
    }
    const first = await listRecords(world.ctx.db.read, {}, { limit: 3 });
    const rest = await listRecords(world.ctx.db.read, {}, { limit: 3, cursor: first.next ?? undefined });
    expect([...first.items, ...rest.items].map((item) => item.visit)).toEqual(nos.map(String));
    expect(rest.next).toBeNull();
    expect(first.items[0]).toEqual({
      id: `${nos[0]}-2`,
      visit: String(nos[0]),
      event: expect.stringMatching(/^E\d+$/),
      household: '3-2-1204',
      grade: 'satisfied',
      grades: null,
      remark: null,
      topics: null,
      forms: ['回访记录表'],
      method: 'chat',
      by: 'resident:cuihu/r-1',
      at: '2026-03-05T10:00:00+08:00',
      reviewed: false,
    });
  });

  it('filter, and show instants with each estate’s own offset', async () => {
    await storeVisit(world.ctx.db, { issuedAt: march, status: 'with-staff' });
    await storeVisit(world.ctx.db, { issuedAt: march, estate: 'lisboa' });
    const { read } = world.ctx.db;
    expect((await listVisits(read, { statuses: ['with-staff'] }, { limit: 9 })).items.length).toBe(1);
    const [item] = (await listVisits(read, { estate: 'lisboa' }, { limit: 9 })).items;
    expect(item).toMatchObject({ askedAt: '2026-03-05T02:00:00+00:00', visit: 1, policy: 'p03', channel: null });
  });

  it.each(['x', 'MS4y', Buffer.from('1; DROP').toString('base64url')])(
    'the cursor %s is none of ours',
    async (cursor) => {
      await expect(listVisits(world.ctx.db.read, {}, { limit: 1, cursor })).rejects.toThrow(CursorError);
    },
  );
});

it('a backlog tells the age of what waits, not of what is done', async () => {
  await storeVisit(world.ctx.db, { status: 'asked' });
  const row = { channel: 'wecom-kf', recipient: 'wm', body: 'x', bodyHash: 'x', purpose: 'ask', nextAt: BigInt(NOW) };
  await world.ctx.db.write((tx) =>
    tx.outbox.createMany({
      data: [
        { ...row, key: 'a', status: 'pending', createdAt: BigInt(NOW - 5_000) },
        { ...row, key: 'b', status: 'pending', createdAt: 0n, nextAt: BigInt(NOW + 1) },
        { ...row, key: 'c', status: 'sent', createdAt: 0n },
      ],
    }),
  );
  expect(await backlogOf(world.ctx.db.read, NOW)).toEqual({
    inbox: [],
    outbox: [
      { status: 'pending', channel: 'wecom-kf', count: 2 },
      { status: 'sent', channel: 'wecom-kf', count: 1 },
    ],
    visits: [{ status: 'asked', count: 1 }],
    inboxWaitingSeconds: 0,
    outboxWaitingSeconds: 5,
  });
});
