/** The morning's load: hundreds of tasks that come at once stay under what the platform lets through to a member. */
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/core/calendar.js';
import { Prisma } from '../../src/store/db.js';
import { openWorld, type World } from '../helpers/world.js';

/** The platform's own limits: past them a message is dropped and nobody is told. */
const [A_MINUTE, AN_HOUR, MOST_BYTES] = [30, 1000, 2048];
const STEWARDS = 200;
const MANY = 500;
const ESTATES = 10;

const idOf = (nth: number): string => `steward${nth}`;
const everybody = Array.from({ length: STEWARDS }, (_, nth) => nth + 1);

/** Ten estates with twenty stewards each, a building for each of them; the first has 500 households, the others one. */
async function openMorning(world: World): Promise<void> {
  for (const nth of everybody) world.sandbox.staff(idOf(nth), { name: `管家${nth}` });
  const quietHours = ['21:00', '08:30'];
  const estates = everybody.filter((nth) => estateOf(nth) === `e${nth}`);
  await world.post(
    '/api/v1/estates',
    estates.map((nth) => ({ id: `e${nth}`, name: `翠湖花园${nth}`, policies: ['p03'], quietHours })),
  );
  await world.post(
    '/api/v1/staff',
    everybody.map((nth) => ({
      userid: idOf(nth),
      name: `管家${nth}`,
      roles: [{ estate: estateOf(nth), role: 'steward' }],
      households: [`${nth}-*`],
    })),
  );
  const first = Array.from({ length: MANY }, (_, at) => [1, `1-1-${at + 101}`] as const);
  const rooms = [...first, ...everybody.slice(1).map((nth) => [nth, `${nth}-1-101`] as const)];
  const event = { kind: 'complaint', description: '楼上装修噪音太大', resolvedAt: '2026-03-09T22:00:00+08:00' };
  await world.post(
    '/api/v1/events',
    rooms.map(([nth, household], at) => ({ ...event, id: `C-${at}`, estate: estateOf(nth), household })),
  );
}

/** Stewards 1 to 10 are the first of theirs. */
const estateOf = (nth: number): string => `e${((nth - 1) % ESTATES) + 1}`;

/** The most that came to somebody within this time, by the platform's own count. */
function most(arrivals: readonly number[], spanMs: number): number {
  return Math.max(0, ...arrivals.map((at) => arrivals.filter((one) => one > at - spanMs && one <= at).length));
}

const heardBy = (world: World, nth: number) => world.sandbox.staff(idOf(nth)).seen();

describe('500 tasks of one steward, 200 stewards, at 08:30', () => {
  it('keeps under every limit, gathers what comes at once, and loses nothing', async () => {
    await using world = await openWorld({ now: '2026-03-10T08:20:00+08:00' });
    // Thrown away in the end: whether it would outlive a power cut is for other tests.
    await world.runtime.ctx.db.returning(Prisma.sql`PRAGMA synchronous = OFF`);
    await openMorning(world);
    await world.settle();
    expect(everybody.flatMap((nth) => heardBy(world, nth))).toEqual([]);

    await world.advance(HOUR);
    const sent = await world.runtime.ctx.db.read.outbox.findMany({ where: { status: 'sent' } });
    const heard = everybody.map((nth) => heardBy(world, nth));
    expect(heard.flat()).toHaveLength(sent.length);
    for (const messages of heard) {
      const arrivals = messages.map(({ at }) => at);
      expect(most(arrivals, MINUTE)).toBeLessThanOrEqual(A_MINUTE);
      expect(most(arrivals, HOUR)).toBeLessThanOrEqual(AN_HOUR);
      expect(messages.length).toBeGreaterThan(0);
      for (const { text } of messages) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
    }
    for (const messages of heard.slice(1)) expect(messages).toMatchObject([{ kind: 'template_card' }]);

    // The first few as cards, as they came; the rest in one list.
    const mine = heard[0] ?? [];
    const cards = mine.filter(({ kind }) => kind === 'template_card');
    const lists = mine.filter(({ kind }) => kind === 'text');
    expect(cards.length).toBeLessThanOrEqual(5);
    expect(lists).toHaveLength(1);
    expect(lists[0]?.text).toMatch(
      new RegExp(`^有 ${MANY - cards.length} 项回访任务到您名下，最急的在前：\n任务 \\d+：`, 'u'),
    );
    expect(lists[0]?.text).toMatch(/……还有 \d+ 项，发「我的任务」看全部。/u);
    expect(await world.runtime.ctx.db.read.outbox.count({ where: { status: { in: ['pending', 'held'] } } })).toBe(0);

    // Asked for, the list is a message and a file that has them all.
    await world.sandbox.staff(idOf(1)).says('我的任务');
    await world.settle();
    const [list, file] = heardBy(world, 1).slice(mine.length);
    expect(list?.text).toMatch(/……还有 \d+ 件，都在下面的表里。/u);
    expect(file?.kind).toBe('file');
    const [, ...rows] = Buffer.from(file?.file?.bytes ?? [])
      .toString()
      .trimEnd()
      .split('\r\n');
    expect(new Set(rows.map((row) => row.split(',')[2])).size).toBe(MANY);
  }, 120_000);
});
