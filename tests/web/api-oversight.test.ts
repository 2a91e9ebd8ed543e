import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { openApi, type ApiTest } from '../helpers/api.js';
import { CUIHU } from '../helpers/intake.js';

let api: ApiTest;
beforeEach(async () => {
  api = await openApi();
  await api.post('estates', { ...CUIHU, policies: ['p08'] });
});
afterEach(() => api.close());
type Answer = { readonly items: readonly Record<string, unknown>[]; readonly next: string | null };
const get = async (path: string): Promise<Answer & Record<string, unknown>> => (await api.get(path)).json();
const event = (id: string, kind: string) => ({
  id,
  estate: 'cuihu',
  kind,
  household: '3-2-1204',
  resolvedAt: '2026-03-09T09:00:00+08:00',
});

describe('GET /api/v1/compliance', () => {
  it('holds a line for each clause, with what fell due in the period', async () => {
    await takeInEvents(api.world.ctx, [event('C-1', 'complaint')]);
    const { estate, period, items } = await get('compliance?estate=cuihu&period=2026-03');
    expect([estate, period]).toEqual(['cuihu', '2026-03']);
    expect(items.find(({ clause }) => clause === 'p08.1')).toMatchObject({
      policy: 'p08',
      due: 1,
      inTime: 0,
      late: 0,
      open: 1,
      overdue: 0,
      excused: 0,
      reasons: {},
    });
    expect(items.length).toBeGreaterThan(1);
    expect((await get('compliance?estate=cuihu&period=2026-02')).items.every(({ due }) => due === 0)).toBe(true);
  });

  it('refuses what is no period, and an estate that there is not, by field', async () => {
    expect(await get('compliance?estate=cuihu&period=soon')).toMatchObject({ error: { field: 'period' } });
    expect(await get('compliance?estate=x')).toMatchObject({ error: { code: 'unknown_estate', field: 'estate' } });
  });
});

describe('GET /api/v1/events', () => {
  it('lists the events that no adopted policy covers, page by page', async () => {
    await takeInEvents(api.world.ctx, [event('C-1', 'complaint'), event('R-1', 'repair'), event('R-2', 'repair')]);
    const first = await get('events?estate=cuihu&uncovered=true&limit=1');
    expect(first.items).toMatchObject([
      {
        id: 'R-1',
        estate: 'cuihu',
        kind: 'repair',
        household: '3-2-1204',
        resolvedAt: '2026-03-09T09:00:00+08:00',
        uncovered: true,
      },
    ]);
    const second = await get(`events?estate=cuihu&uncovered=true&limit=1&cursor=${first.next ?? ''}`);
    expect(second.items.map(({ id }) => id)).toEqual(['R-2']);
    expect(second.next).toBeNull();
    expect((await get('events?estate=cuihu&uncovered=false')).items.map(({ id }) => id)).toEqual(['C-1']);
    expect((await get('events?estate=&uncovered=')).items).toHaveLength(3);
    expect(await get('events?cursor=MQ')).toMatchObject({ error: { field: 'cursor' } });
  });
});

describe('GET /api/v1/visits/{id}/why', () => {
  it('tells it whole and in parts', async () => {
    await takeInEvents(api.world.ctx, [event('C-1', 'complaint')]);
    const { items } = await get('visits?event=C-1');
    const id = String(items[0]?.['id']);
    const why = (await get(`visits/${id}/why`)) as unknown as { id: string; text: string; parts: { name: string }[] };
    expect(why.id).toBe(id);
    expect(why.text).toContain('之后第 3 天（3 月 12 日）24:00 为止');
    expect(why.parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['clause', 'window', 'draw', 'holder']));
    expect(await get('visits/99/why')).toMatchObject({ error: { code: 'unknown_visit', field: 'id' } });
    expect(await get('visits/x/why')).toMatchObject({ error: { field: 'id' } });
  });
});
