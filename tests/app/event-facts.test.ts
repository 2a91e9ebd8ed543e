import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p04']);
});
afterEach(() => test.close());

const service = (id: string, day: string, more: object = {}) => ({
  id,
  kind: 'home-service',
  service: 'cleaning',
  household: '3-2-1204',
  resolvedAt: `2026-03-${day}T15:00:00+08:00`,
  ...more,
});
const isCertain = async (id: string): Promise<boolean> => (await test.visits(id))[0]?.rate === 100;
const signed = { contractSigned: true, contractSignedOn: '2026-03-02' };

describe('the first service since the agreement was signed', () => {
  it('is certain, and the second is not', async () => {
    await test.events(service('A', '03', signed), service('B', '04', signed));
    expect([await isCertain('A'), await isCertain('B')]).toEqual([true, false]);
  });

  it('is known by what was done, not by when it was told', async () => {
    await test.events(service('B', '04', signed), service('A', '03', signed));
    expect([await isCertain('B'), await isCertain('A')]).toEqual([true, true]);
  });

  it('counts no service before the signing, of another household or of another kind', async () => {
    await test.events(
      service('before', '01'),
      service('other', '03', { household: '3-2-1205' }),
      { id: 'R', kind: 'repair', household: '3-2-1204', resolvedAt: '2026-03-03T09:00:00+08:00' },
      service('A', '04', signed),
    );
    expect(await isCertain('A')).toBe(true);
  });
});

describe('a worker whose previous service was complained of', () => {
  const lisi = { worker: 'lisi' };
  const complaint = (more: object) => ({
    id: 'C',
    kind: 'complaint',
    reportedAt: '2026-03-03T18:00:00+08:00',
    ...more,
  });

  it('makes the next service certain: the complaint names it, or the worker at that household', async () => {
    await test.events(service('A', '03', lisi), complaint({ household: '9-9-909', repeatOf: 'A' }));
    await test.events(service('B', '04', { ...lisi, household: '3-2-1205' }));
    expect(await isCertain('B')).toBe(true);
    await test.events(service('D', '05', { worker: 'wangwu', household: '3-2-1206' }));
    await test.events(
      complaint({ id: 'C2', reportedAt: '2026-03-05T18:00:00+08:00', household: '3-2-1206', worker: 'wangwu' }),
    );
    await test.events(service('E', '06', { worker: 'wangwu', household: '3-2-1207' }));
    expect(await isCertain('E')).toBe(true);
  });

  it('not for another worker, a complaint of another matter, or one before the service', async () => {
    await test.events(
      complaint({ id: 'C0', reportedAt: '2026-03-01T09:00:00+08:00', worker: 'lisi' }),
      service('A', '03', lisi),
      complaint({ id: 'C1', description: '楼道灯不亮' }),
    );
    await test.events(service('B', '04', lisi), service('D', '05', { worker: 'wangwu' }));
    expect([await isCertain('B'), await isCertain('D')]).toEqual([false, false]);
  });

  it('only of the service just before, and also where the visit’s answer was 不满意', async () => {
    await test.events(
      service('A', '03', lisi),
      complaint({ repeatOf: 'A' }),
      service('B', '04', lisi),
      service('D', '05', lisi),
    );
    expect([await isCertain('B'), await isCertain('D')]).toEqual([true, false]);
    const [visit] = await test.visits('D');
    await test.ctx.db.write((tx) =>
      tx.record.create({
        data: {
          id: 'r',
          visitNo: visit?.no ?? 0,
          estateId: 'cuihu',
          eventId: 'D',
          policyId: 'p04',
          clause: 'p04.1',
          kind: 'home-service',
          grade: 'dissatisfied',
          method: 'chat',
          by: 'resident:cuihu/r-1',
          at: 0n,
          why: '[]',
          seq: 1,
        },
      }),
    );
    await test.events(service('F', '06', lisi));
    expect(await isCertain('F')).toBe(true);
  });
});
