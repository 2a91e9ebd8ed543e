import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeriods } from '../../src/app/open-periods.js';
import { takeInEstates, takeInResidents, takeInStaff } from '../../src/app/take-in-people.js';
import { HOUR, localDate, type Instant } from '../../src/core/calendar.js';
import { DIRECTIONS, keysOf } from '../../src/core/terms.js';
import { ratesOf } from '../../src/store/figures.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';
import { openSimulated, type SimulatedWorld } from '../helpers/simulated.js';

const QUARTER = { from: at('2026-04-01T00:00:00+08:00'), to: at('2026-07-01T00:00:00+08:00') };

async function moveIn(test: EstateTest, codes: readonly string[], more: object = {}): Promise<void> {
  const residents = codes.map((household) => ({ id: `r-${household}`, estate: 'cuihu', household, name: '住户' }));
  await takeInResidents(
    test.ctx,
    residents.map((one) => ({ ...one, relation: 'owner', consent: true, ...more })),
  );
}

describe('a round of every household once a quarter (p02.1)', () => {
  let test: EstateTest;
  beforeEach(async () => {
    test = await openEstate(['p02']);
  });
  afterEach(() => test.close());

  const round = (startedBy: string, clause = 'p02.1') =>
    test.ctx.db.read.visit.findMany({ where: { clause, startedBy }, orderBy: { counterparty: 'asc' } });
  const open = async (when: string): Promise<void> => {
    test.moveTo(at(when));
    await openPeriods(test.ctx, at(when));
  };
  const many = Array.from({ length: 166 }, (_, nth) => `3-2-${nth + 1}`);

  it('is opened with its period: each household a visit, with whoever has it, spread evenly over the quarter', async () => {
    await moveIn(test, many);
    await open('2026-04-01T00:01:00+08:00');
    await open('2026-04-01T01:01:00+08:00');
    const visits = await round('2026Q2');
    expect(visits.map(({ counterparty }) => counterparty)).toEqual([...many, '3-2-1204'].toSorted());
    for (const visit of visits) {
      expect([Number(visit.earliest), Number(visit.due)]).toEqual([QUARTER.from, QUARTER.to]);
      expect(visit).toMatchObject({
        status: 'assigned',
        assignee: 'zhangwei',
        kind: 'other',
        eventId: null,
        rate: 100,
      });
    }
    const days = new Map<string, number>();
    for (const { nextAt } of visits) {
      const day = localDate(Number(nextAt) as Instant, 'Asia/Shanghai');
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    const perDay = [...days.values()];
    expect(Math.max(...perDay) - Math.min(...perDay)).toBeLessThanOrEqual(1);
    expect(JSON.parse(visits[0]?.why ?? '').source).toContain('一季度每家每户回访一次');
    expect(await test.ctx.db.read.audit.count({ where: { action: 'round.open', subject: 'round:p02.1:2026Q2' } })).toBe(
      1,
    );
  });

  it('adopted in the middle of a quarter has what is left of it', async () => {
    await open('2026-03-10T10:00:00+08:00');
    const [visit] = await round('2026Q1');
    expect(Number(visit?.earliest)).toBe(at('2026-03-10T10:00:00+08:00'));
    expect(Number(visit?.nextAt)).toBeGreaterThanOrEqual(at('2026-03-10T10:00:00+08:00'));
    expect(Number(visit?.due)).toBe(QUARTER.from);
  });

  it('takes in a household that moves in later, from then on', async () => {
    await open('2026-04-01T00:01:00+08:00');
    test.moveTo(at('2026-05-20T10:00:00+08:00'));
    await moveIn(test, ['9-9-901']);
    await open('2026-05-20T10:01:00+08:00');
    const [late] = (await round('2026Q2')).filter(({ counterparty }) => counterparty === '9-9-901');
    expect(Number(late?.earliest)).toBe(at('2026-05-20T10:00:00+08:00'));
    expect(Number(late?.nextAt)).toBeLessThan(QUARTER.to);
    expect(await round('2026Q2')).toHaveLength(2);
  });

  it('of key households takes in who is marked, from then on', async () => {
    await open('2026-04-01T00:01:00+08:00');
    expect(await round('2026-04', 'p02.12')).toEqual([]);
    await moveIn(test, ['3-2-1204'], { id: 'r-1', keyHousehold: true });
    await open('2026-04-01T01:01:00+08:00');
    expect(await round('2026-04', 'p02.12')).toMatchObject([
      { counterparty: '3-2-1204', record: '重点户明细及服务情况' },
    ]);
  });

  it('of spot checks visits nobody (p02.13)', async () => {
    await open('2026-04-01T00:01:00+08:00');
    expect(await round('2026-04', 'p02.13')).toEqual([]);
  });

  it('takes more households than one page of them', async () => {
    // Beside the household that the estate begins with.
    const codes = Array.from({ length: 600 }, (_, nth) => `3-2-${nth + 1}`);
    await test.ctx.db.write((tx) =>
      tx.household.createMany({
        data: codes.map((code) => ({ estateId: 'cuihu', code, createdAt: 0n })),
      }),
    );
    await open('2026-04-01T00:01:00+08:00');
    expect(await test.ctx.db.read.visit.count({ where: { clause: 'p02.1', startedBy: '2026Q2' } })).toBe(601);
    expect(await test.ctx.db.read.ballot.count()).toBe(601);
  });
});

describe('a round of some households a month (p08.2)', () => {
  it('is drawn by the period’s key, once, and visits those that were chosen', async () => {
    const test = await openEstate(['p08']);
    await moveIn(
      test,
      Array.from({ length: 120 }, (_, nth) => `3-2-${nth + 1}`),
    );
    test.moveTo(at('2026-04-01T00:01:00+08:00'));
    await openPeriods(test.ctx, test.ctx.clock.now());
    const visits = () =>
      test.ctx.db.read.visit.findMany({ where: { clause: 'p08.2', startedBy: '2026-04' }, orderBy: { no: 'asc' } });
    const chosen = await visits();
    expect(chosen).toHaveLength(7);
    const draw = await test.ctx.db.read.draw.findFirstOrThrow({ where: { clause: 'p08.2', period: '2026-04' } });
    expect(draw).toMatchObject({ size: 121, required: 7, chosen: 7 });
    expect(chosen.every(({ drawId, rate, status }) => drawId === draw.id && rate === 5 && status === 'assigned')).toBe(
      true,
    );
    // Whoever moves in afterwards was not in the draw.
    await moveIn(test, ['9-9-901']);
    await openPeriods(test.ctx, at('2026-04-02T00:01:00+08:00'));
    expect(await visits()).toEqual(chosen);
    await test.close();
  });
});

const EVERY_ITEM_SATISFIED = Object.fromEntries(keysOf(DIRECTIONS).map((item) => [item, 'satisfied']));

describe('a survey by half-years (p08.4)', () => {
  let world: SimulatedWorld;
  beforeEach(async () => {
    world = await openSimulated(at('2026-06-30T10:00:00+08:00'));
    await takeInEstates(world.ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p08'] }]);
    const roles = [{ estate: 'cuihu', role: 'manager' }];
    await takeInStaff(world.ctx, [{ userid: 'sun', name: '孙国栋', roles }]);
    const residents = ['101', '102', '103'].map((room) => ({
      id: `r-${room}`,
      estate: 'cuihu',
      household: `1-1-${room}`,
      name: '李敏',
      relation: 'owner',
      externalUserId: `wm${room}`,
      consent: true,
    }));
    await takeInResidents(world.ctx, residents);
  });
  afterEach(() => world.close());

  it(
    'issues a ballot with each question that arrives, and has it back with the answer',
    { timeout: 120_000 },
    async () => {
      await world.advanceTo(at('2026-07-01T08:00:00+08:00'));
      expect(await world.ctx.db.read.survey.findMany()).toMatchObject([
        { id: 'cuihu:p08.4:2026H2', policyId: 'p08', closesAt: BigInt(at('2027-01-01T00:00:00+08:00')) },
      ]);
      const ballots = () =>
        world.ctx.db.read.ballot.findMany({ where: { surveyId: { endsWith: '2026H2' } }, orderBy: { id: 'asc' } });
      expect((await ballots()).map(({ household, issuedAt }) => [household, issuedAt])).toEqual([
        ['1-1-101', null],
        ['1-1-102', null],
        ['1-1-103', null],
      ]);
      // Whoever wrote within 48 hours can be written to.
      const visits = await world.ctx.db.read.visit.findMany({
        where: { startedBy: '2026H2' },
        orderBy: { nextAt: 'asc' },
      });
      for (const { household, nextAt } of visits) {
        await world.advanceTo((Number(nextAt) - HOUR) as Instant);
        if (household !== '1-1-103') await world.says(`wm${household?.slice(4)}`, '在吗');
        await world.advanceTo((Number(nextAt) + HOUR) as Instant);
        // The month's own round may have drawn the same household: its question comes first, this one after its end.
        for (const _ of [1, 2]) {
          if (household === '1-1-101') await world.says('wm101', '满意');
          if (household === '1-1-102') await world.says('wm102', '不太好，保洁来得少');
          await world.advanceTo((world.now() + HOUR) as Instant);
        }
      }
      const heads = world.seen.flatMap(({ to, content }) =>
        to === 'wm101' && content.kind === 'menu' ? [content.head] : [],
      );
      expect(heads.filter((head) => head?.includes('这半年我们的服务，14个方面您都满意吗？'))).toHaveLength(1);
      const back = (await ballots()).map(({ household, issuedAt, returnedAt, answers, source }) => ({
        household,
        issued: issuedAt !== null,
        returned: returnedAt !== null,
        answers: answers === null ? null : (JSON.parse(world.ctx.box.open(answers)) as unknown),
        source,
      }));
      expect(back).toEqual([
        { household: '1-1-101', issued: true, returned: true, answers: EVERY_ITEM_SATISFIED, source: 'chat' },
        { household: '1-1-102', issued: true, returned: true, answers: { 13: 'dissatisfied' }, source: 'chat' },
        { household: '1-1-103', issued: false, returned: false, answers: null, source: null },
      ]);
      const range = [at('2026-07-01T00:00:00+08:00'), at('2027-01-01T00:00:00+08:00')] as const;
      // An anonymous survey shows how many came back, and no grade before its end.
      const { surveys } = await ratesOf(world.ctx.db.read, world.ctx.box, { estate: 'cuihu', range });
      expect(surveys).toMatchObject([{ issued: 2, returned: 2, rate: null, withheld: 'open' }]);
    },
  );
});
