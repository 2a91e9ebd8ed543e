import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordRain, takeInRain } from '../../src/app/record-rain.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p01']);
});
afterEach(() => test.close());

const SEEPAGE = { id: 'R-1', kind: 'repair', category: 'seepage', resolvedAt: '2026-03-09T10:00:00+08:00' };
const rain = (endedAt: string) => {
  const ended = { estate: 'cuihu', endedAt: at(endedAt), source: 'staff', by: 'zhangwei' } as const;
  test.moveTo(at(endedAt));
  return test.ctx.db.write((tx) => recordRain(tx, test.ctx, ended, at(endedAt)));
};
const windows = async (event = 'R-1') =>
  (await test.visits(event)).map(({ visit, earliest, due, status }) => [visit, earliest, due, status]);

describe('an end of rain (p01.3, T14)', () => {
  it('plans the visit of a repair that rain had caused, within the day after it, once', async () => {
    await test.events({ ...SEEPAGE, rainCaused: true });
    expect(await windows()).toHaveLength(1);
    expect(await rain('2026-03-12T16:00:00+08:00')).toBe(1);
    const planned = [2, at('2026-03-12T16:00:00+08:00'), at('2026-03-13T16:00:00+08:00'), 'assigned'];
    expect((await windows()).at(-1)).toEqual(planned);
    expect(await rain('2026-03-12T16:00:00+08:00')).toBeNull();
    // The next rain asks for nothing more, and the event sent again keeps its visit.
    expect(await rain('2026-03-20T16:00:00+08:00')).toBe(0);
    await test.events({ ...SEEPAGE, rainCaused: true, description: '雨后渗水' });
    expect((await windows()).at(-1)).toEqual(planned);
    expect(await windows()).toHaveLength(2);
  });

  it('means nothing to what rain had not caused, was repaired after it, or more than six months before it', async () => {
    await test.events(SEEPAGE, { ...SEEPAGE, id: 'R-2', rainCaused: true, resolvedAt: '2026-03-12T16:00:01+08:00' });
    await test.events({ ...SEEPAGE, id: 'R-3', rainCaused: true, resolvedAt: '2025-09-11T10:00:00+08:00' });
    await test.events({ ...SEEPAGE, id: 'R-4', rainCaused: true, resolvedAt: '2025-09-12T10:00:00+08:00' });
    expect(await rain('2026-03-12T16:00:00+08:00')).toBe(1);
    const counts = await Promise.all(['R-1', 'R-2', 'R-3', 'R-4'].map(async (id) => (await windows(id)).length));
    expect(counts).toEqual([1, 1, 1, 2]);
  });

  it('is known to a repair that comes in after it', async () => {
    await rain('2026-03-10T16:00:00+08:00');
    await test.events({ ...SEEPAGE, rainCaused: true });
    expect((await windows()).at(-1)?.slice(0, 2)).toEqual([2, at('2026-03-10T16:00:00+08:00')]);
  });

  it('that is told late moves the visit to the first rain, as long as nobody was asked', async () => {
    await test.events({ ...SEEPAGE, rainCaused: true });
    await rain('2026-03-20T16:00:00+08:00');
    expect(await rain('2026-03-12T16:00:00+08:00')).toBe(0);
    expect((await windows()).at(-1)?.[1]).toBe(at('2026-03-12T16:00:00+08:00'));
  });

  it('comes from a weather source too, each for itself and once', async () => {
    await test.events({ ...SEEPAGE, rainCaused: true });
    test.moveTo(at('2026-03-12T17:00:00+08:00'));
    const ended = { estate: 'cuihu', endedAt: '2026-03-12T16:00:00+08:00' };
    const results = await takeInRain(test.ctx, [
      ended,
      ended,
      { ...ended, endedAt: '2026-03-12T18:00:00+08:00' },
      { ...ended, estate: 'nowhere' },
      { estate: 'cuihu', endedAt: '昨天' },
      7,
    ]);
    expect(results.map(({ id, status, errors }) => [id, status, errors[0]?.field])).toEqual([
      ['cuihu/2026-03-12T16:00:00+08:00', 'created', undefined],
      ['cuihu/2026-03-12T16:00:00+08:00', 'unchanged', undefined],
      ['cuihu/2026-03-12T18:00:00+08:00', 'rejected', 'endedAt'],
      ['nowhere/2026-03-12T16:00:00+08:00', 'rejected', 'estate'],
      [null, 'rejected', 'endedAt'],
      [null, 'rejected', ''],
    ]);
    expect(await windows()).toHaveLength(2);
    expect(await test.ctx.db.read.audit.count({ where: { action: 'rain.end' } })).toBe(1);
  });
});
