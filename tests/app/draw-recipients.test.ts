import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEstates, takeInResidents } from '../../src/app/take-in-people.js';
import { inDrawOrder, partKey } from '../../src/core/sampling.js';
import { auditDraws, drawFaults } from '../helpers/draws.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
});
afterEach(() => test.close());

const homes = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, nth) => `3-2-${1001 + from + nth}`);
const paper = (recipients: unknown, more: object = {}) => ({
  id: 'PUB-1',
  kind: 'publication',
  household: undefined,
  resolvedAt: '2026-03-09T09:00:00+08:00',
  recipients,
  ...more,
});
const visits = async () => (await test.visits('PUB-1')).filter(({ status }) => status !== 'cancelled');
const asked = async (): Promise<readonly string[]> =>
  (await visits()).map(({ household }) => household ?? '').toSorted();
const theDraw = () => test.ctx.db.read.draw.findUniqueOrThrow({ where: { id: 'cuihu:p03.5:2026-03/PUB-1' } });

describe('those who got a publication', () => {
  it('are drawn at once, a visit for each household that was chosen, by the key that follows from the month’s', async () => {
    await test.events(paper(homes(41)));
    const made = await visits();
    expect(made).toHaveLength(5);
    for (const visit of made) {
      expect(visit).toMatchObject({ status: 'assigned', counterparty: visit.household, event: 'PUB-1', rate: 10 });
    }
    const month = await test.ctx.db.read.draw.findUniqueOrThrow({ where: { id: 'cuihu:p03.5:2026-03' } });
    const key = partKey(test.ctx.box.open(month.keyCipher), 'PUB-1');
    const order = inDrawOrder(
      homes(41).map((home) => `cuihu/${home}`),
      key,
    );
    expect(await asked()).toEqual(
      order
        .slice(0, 5)
        .map((id) => id.slice('cuihu/'.length))
        .toSorted(),
    );
    expect(await theDraw()).toMatchObject({ size: 41, required: 5, chosen: 5, percent: 10 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('are known however they are written, and each once', async () => {
    await test.events(paper(['3栋2单元1001', '3-2-1001', '3-2-1002']));
    expect(await theDraw()).toMatchObject({ size: 2, required: 1 });
  });

  it('are all households of the estate where the list says so, or is not known', async () => {
    await takeInResidents(
      test.ctx,
      homes(29).map((household, nth) => ({ id: `n-${nth}`, estate: 'cuihu', household, name: '某', consent: true })),
    );
    await test.events(paper('all'), paper(undefined, { id: 'ACT-1', kind: 'activity' }));
    // And 李敏's own.
    expect(await theDraw()).toMatchObject({ size: 30, required: 3 });
    expect((await test.visits('ACT-1')).map(({ status }) => status)).toEqual(['assigned', 'assigned', 'assigned']);
    expect((await auditDraws(test.ctx)).map(({ record }) => record.units.length)).toEqual([30, 30]);
  });

  it('are not drawn again when the event comes again, even where the estate has grown', async () => {
    await test.events(paper('all'));
    const before = await asked();
    await takeInResidents(test.ctx, [{ id: 'n-1', estate: 'cuihu', household: '9-1-101', name: '某', consent: true }]);
    await test.events(paper('all'), paper('all', { description: '春季刊' }));
    expect(await asked()).toEqual(before);
    expect(await test.visits('PUB-1')).toHaveLength(1);
  });
});

describe('another list of recipients', () => {
  it('that is longer has more drawn in the same order, and no household twice', async () => {
    await test.events(paper(homes(40)));
    const before = await asked();
    await test.events(paper(homes(80)));
    const after = await asked();
    expect(after).toHaveLength(8);
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(await theDraw()).toMatchObject({ size: 80, required: 8, chosen: 8, short: 0 });
    expect(await drawFaults(test.ctx)).toEqual([]);
    const row = await test.ctx.db.read.audit.findFirstOrThrow({ where: { action: 'draw.list-changed' } });
    expect((JSON.parse(row.detail) as { joined: unknown[]; left: unknown[] }).joined).toHaveLength(40);
  });

  it('that is shorter cancels those who never got it, and keeps the rate of those who did', async () => {
    await test.events(paper('all'), paper(homes(60), { id: 'X' }));
    await test.events(paper(homes(60)));
    const chosen = await asked();
    await test.events(paper(homes(30)));
    const left = chosen.filter((home) => !homes(30).includes(home));
    const cancelled = (await test.visits('PUB-1')).filter(({ status }) => status === 'cancelled');
    expect(cancelled.map(({ household }) => household).toSorted()).toEqual(expect.arrayContaining([...left]));
    expect((await asked()).every((home) => homes(30).includes(home))).toBe(true);
    expect((await asked()).length).toBeGreaterThanOrEqual(3);
    expect(await drawFaults(test.ctx)).toEqual([]);
    await test.events(paper(homes(60)));
    expect(await asked()).toEqual(expect.arrayContaining([...chosen]));
    expect(await drawFaults(test.ctx)).toEqual([]);
  });

  it('after the window draws nobody more', async () => {
    await test.events(paper(homes(40)));
    const before = await asked();
    test.moveTo(at('2026-04-20T10:00:00+08:00'));
    await test.events(paper(homes(80)));
    expect(await asked()).toEqual(before);
    expect(await theDraw()).toMatchObject({ required: 8, short: 4 });
    expect(await drawFaults(test.ctx)).toEqual([]);
  });
});

it('two policies on one publication draw each for itself; a household that both chose has one conversation', async () => {
  const parameters = { publicationRate: 60 };
  const policies = ['p03', 'p05'].map((id) => ({ id, parameters }));
  await takeInEstates(test.ctx, [{ id: 'cuihu', name: '翠湖花园', policies }]);
  await test.events(paper(homes(10)));
  const made = await visits();
  expect(made.map(({ policy }) => policy).toSorted()).toEqual([...Array(6).fill('p03'), ...Array(6).fill('p05')]);
  for (const home of homes(10)) {
    const [leader, served] = made
      .filter(({ household }) => household === home)
      .toSorted((one) => (one.servedBy === null ? -1 : 1));
    if (served === undefined) continue;
    expect(served).toMatchObject({ servedBy: leader?.no, assignee: leader?.assignee, status: leader?.status });
  }
  expect(made.filter(({ servedBy }) => servedBy !== null).length).toBeGreaterThanOrEqual(2);
  expect(await drawFaults(test.ctx)).toEqual([]);
});
