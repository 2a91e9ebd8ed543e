import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { parsePeriod, periodRange, type Period } from '../../src/core/period.js';
import type { EventKind } from '../../src/core/terms.js';
import { ratesOf, satisfactionByKind, satisfactionByPeriod } from '../../src/store/figures.js';
import { at, CUIHU, openIntake } from '../helpers/intake.js';
import { storeVisit, type Told } from '../helpers/stored-visit.js';

let world: Awaited<ReturnType<typeof openIntake>>;
beforeEach(async () => {
  world = await openIntake();
  await takeInEstates(world.ctx, [CUIHU, { ...CUIHU, id: 'lisboa', name: '里斯本苑', timezone: 'Europe/Lisbon' }]);
});
afterEach(() => world.close());

const visit = (told: Told): Promise<number> => storeVisit(world.ctx.db, told);

const february = at('2026-02-10T10:00:00+08:00');
const march = at('2026-03-05T10:00:00+08:00');
const period = (name: string): Period => {
  const read = parsePeriod(name);
  if (read === null) throw new TypeError(name);
  return read;
};
const rates = (name: string, kind?: EventKind) =>
  ratesOf(world.ctx.db.read, world.ctx.box, {
    estate: 'cuihu',
    range: periodRange(period(name), 'Asia/Shanghai'),
    ...(kind === undefined ? {} : { kind }),
  });

describe('满意率', () => {
  it('is (satisfied + fairly) of those who answered, and the silent count as issued', async () => {
    for (const grade of ['satisfied', 'satisfied', 'fairly', 'dissatisfied'] as const) {
      await visit({ issuedAt: march, records: [[grade, march]] });
    }
    await visit({ issuedAt: march });
    expect(await rates('2026-03')).toMatchObject({
      issued: 5,
      returned: 4,
      satisfied: 2,
      fairly: 1,
      dissatisfied: 1,
      rate: '75.0',
    });
  });

  it('nobody answered: no rate', async () => {
    await visit({ issuedAt: march });
    expect(await rates('2026-03')).toMatchObject({ issued: 1, returned: 0, rate: null });
  });

  it('a late answer counts in the month of its question', async () => {
    await visit({ issuedAt: february, records: [['satisfied', march]] });
    expect(await rates('2026-02')).toMatchObject({ issued: 1, returned: 1, rate: '100.0' });
    expect(await rates('2026-03')).toMatchObject({ issued: 0, returned: 0, rate: null });
  });

  it('a visit that staff made counts as issued and answered at its record', async () => {
    await visit({ earliest: february, records: [['dissatisfied', march]] });
    expect(await rates('2026-03')).toMatchObject({ issued: 1, returned: 1, dissatisfied: 1, rate: '0.0' });
    expect(await rates('2026-02')).toMatchObject({ issued: 0, returned: 0 });
  });

  it('a corrected record counts as corrected, once', async () => {
    await visit({
      issuedAt: march,
      records: [
        ['satisfied', march],
        ['dissatisfied', march],
      ],
    });
    expect(await rates('2026-03')).toMatchObject({ issued: 1, returned: 1, satisfied: 0, dissatisfied: 1 });
  });

  it('a record without a grade is no answer', async () => {
    await visit({ issuedAt: march, records: [[null, march]] });
    expect(await rates('2026-03')).toMatchObject({ issued: 1, returned: 0, rate: null });
  });

  it('another estate, another kind and the instant after the month stay out', async () => {
    await visit({ issuedAt: march, records: [['satisfied', march]] });
    await visit({ issuedAt: march, kind: 'complaint', records: [['dissatisfied', march]] });
    await visit({ issuedAt: march, estate: 'lisboa', records: [['dissatisfied', march]] });
    await visit({ issuedAt: at('2026-04-01T00:00:00+08:00'), records: [['dissatisfied', march]] });
    await visit({ issuedAt: at('2026-03-31T23:59:59+08:00') });
    expect(await rates('2026-03', 'repair')).toMatchObject({ issued: 2, returned: 1, rate: '100.0' });
    expect(await rates('2026-03')).toMatchObject({ issued: 3, returned: 2, rate: '50.0' });
  });

  it('by period, oldest first, and by kind', async () => {
    await visit({ issuedAt: february, records: [['fairly', february]] });
    await visit({ issuedAt: march, kind: 'complaint', records: [['dissatisfied', march]] });
    const question = { estate: 'cuihu', period: period('2026-03'), zone: 'Asia/Shanghai' };
    const lines = await satisfactionByPeriod(world.ctx.db.read, question, 3);
    expect(lines.map((line) => [line.period, line.rate])).toEqual([
      ['2026-01', null],
      ['2026-02', '100.0'],
      ['2026-03', '0.0'],
    ]);
    const range = periodRange(period('2026Q1'), 'Asia/Shanghai');
    const kinds = await satisfactionByKind(world.ctx.db.read, { estate: 'cuihu', range });
    expect(kinds.map((line) => [line.kind, line.issued])).toEqual([
      ['complaint', 1],
      ['repair', 1],
    ]);
  });
});

it('the fourteen items come from the ballots delivered, sealed ones opened for counting', async () => {
  const { ctx } = world;
  const ballot = { surveyId: 's', estateId: 'cuihu', issuedAt: BigInt(march) };
  await ctx.db.write((tx) =>
    tx.ballot.createMany({
      data: [
        { ...ballot, id: 'a', returnedAt: BigInt(march), answers: '{"8":"satisfied","13":"fairly"}' },
        { ...ballot, id: 'b', returnedAt: BigInt(march), answers: ctx.box.seal('{"8":"dissatisfied"}') },
        { ...ballot, id: 'c' },
        { ...ballot, id: 'd', issuedAt: BigInt(february) },
      ],
    }),
  );
  const { items } = await rates('2026-03');
  expect(items.map((line) => line.item)).toEqual(Array.from({ length: 14 }, (_, index) => String(index + 1)));
  expect(items[7]).toEqual({
    item: '8',
    issued: 3,
    returned: 2,
    answered: 2,
    satisfied: 1,
    fairly: 0,
    dissatisfied: 1,
    rate: '50.0',
  });
  expect((await rates('2026-03', 'repair')).items[7]?.issued).toBe(0);
});

it('回访率: each clause requires its share of its own population, a clause of the supervisor’s what was drawn', async () => {
  const status = async (count: number, told: Told): Promise<void> => {
    for (let index = 0; index < count; index += 1) await visit({ earliest: march, ...told });
  };
  await status(7, { status: 'not-drawn' });
  await status(2, { status: 'recorded' });
  await status(1, { status: 'asked' });
  await status(1, { status: 'closed', clause: 'p03.1', rate: 100 });
  await status(2, { status: 'drawn', clause: 'p03.6', rate: null });
  await status(3, { status: 'planned', clause: 'p03.6', rate: null });
  await status(4, { status: 'cancelled' });
  await status(5, { status: 'recorded', earliest: february });
  const { visits } = await rates('2026-03');
  expect(visits).toEqual({ population: 16, required: 3 + 1 + 2, completed: 3, rate: '18.8' });
});
