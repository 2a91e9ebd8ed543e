import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, openApi, type ApiTest } from '../helpers/api.js';
import { CUIHU } from '../helpers/intake.js';

let api: ApiTest;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());
const post = (path: string, payload: unknown) => api.post(path, payload);
const get = (path: string) => api.get(path);

describe('what is read', () => {
  it('an estate that there is not: 404, with its field', async () => {
    for (const path of ['visits?estate=x', 'records?estate=x', 'rates?estate=x']) {
      const answer = await get(path);
      expect([answer.statusCode, errorOf(answer)]).toEqual([
        404,
        { code: 'unknown_estate', message: '没有项目「x」', field: 'estate' },
      ]);
    }
  });

  it.each([
    ['visits?limit=0', 'limit'],
    ['visits?limit=501', 'limit'],
    ['visits?limit=x', 'limit'],
    ['visits?status=lost', 'status'],
    ['visits?cursor=%00', 'cursor'],
    ['records?cursor=MQ', 'cursor'],
    ['rates', 'estate'],
    ['rates?estate=cuihu&period=soon', 'period'],
    ['rates?estate=cuihu&kind=party', 'kind'],
  ])('%s is refused by its field', async (path, field) => {
    await post('estates', CUIHU);
    const answer = await get(path);
    expect([answer.statusCode, errorOf(answer).field]).toEqual([400, field]);
    expect(errorOf(answer).message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('what is missing is said to be missing, what comes twice to come twice', async () => {
    expect(errorOf(await get('rates')).message).toBe('缺少 estate');
    expect(errorOf(await get('rates?estate=a&estate=b')).message).toBe('estate 应为文字，且只出现一次');
  });

  it('an empty filter is none', async () => {
    const answer = await get('visits?estate=&status=&limit=&cursor=');
    expect([answer.statusCode, answer.json()]).toEqual([200, { items: [], next: null }]);
    expect((await get('records?estate=&event=&limit=&cursor=')).statusCode).toBe(200);
  });

  it('rates of a month without visits are nothing, not zero per cent', async () => {
    await post('estates', CUIHU);
    const answer = (await get('rates?estate=cuihu&period=2026-02')).json() as { items: unknown[] };
    expect(answer).toMatchObject({
      estate: 'cuihu',
      period: '2026-02',
      kind: null,
      issued: 0,
      returned: 0,
      satisfied: 0,
      fairly: 0,
      dissatisfied: 0,
      rate: null,
      visits: { population: 0, required: 0, completed: 0, rate: null },
    });
    expect(answer.items.length).toBe(14);
    expect((await get('rates?estate=cuihu')).json()).toMatchObject({ period: '2026-03' });
  });
});

describe('themes', () => {
  const set = async (...themes: readonly object[]) =>
    (await post('themes', themes)).json() as { results: { id: string; status: string; errors: { field: string }[] }[] };

  it('are set for the company and for an estate, each for itself', async () => {
    await post('estates', CUIHU);
    const { results } = await set(
      { quarter: '2026Q1', text: '电梯运行您还满意吗？' },
      { quarter: '2026Q1', text: '电梯运行您还满意吗？' },
      { quarter: '2026Q1', text: '门禁好用吗？' },
      { estate: 'cuihu', quarter: '2026Q1', text: '3 号梯还卡吗？' },
      { estate: 'nowhere', quarter: '2026Q1', text: '好吗？' },
      { quarter: '2026-01', text: '' },
    );
    expect(results.map(({ id, status, errors }) => [id, status, ...errors.map(({ field }) => field)])).toEqual([
      ['2026Q1', 'created'],
      ['2026Q1', 'unchanged'],
      ['2026Q1', 'updated'],
      ['cuihu/2026Q1', 'created'],
      ['nowhere/2026Q1', 'rejected', 'estate'],
      ['2026-01', 'rejected', 'quarter', 'text'],
    ]);
    const rows = await api.world.ctx.db.read.audit.findMany({ where: { action: 'theme.set' } });
    expect(rows.map(({ estateId, subject }) => [estateId, subject])).toEqual([
      [null, 'theme:2026Q1'],
      [null, 'theme:2026Q1'],
      ['cuihu', 'theme:2026Q1'],
    ]);
  });

  it('stay in force until there is a new one', async () => {
    await post('estates', CUIHU);
    await set(
      { quarter: '2026Q1', text: '门禁好用吗？' },
      { estate: 'cuihu', quarter: '2026Q1', text: '3 号梯还卡吗？' },
    );
    const inForce = async (quarter: string) => {
      const { items } = (await get(`themes?quarter=${quarter}`)).json<{ items: unknown[] }>();
      return items;
    };
    expect(await inForce('2025Q4')).toEqual([]);
    expect(await inForce('2026Q3')).toMatchObject([
      { estate: null, quarter: '2026Q1', text: '门禁好用吗？', by: 'api' },
      { estate: 'cuihu', quarter: '2026Q1', text: '3 号梯还卡吗？' },
    ]);
    await set({ quarter: '2026Q3', text: '绿化好看吗？' });
    expect(await inForce('2026Q3')).toMatchObject([{ estate: null, text: '绿化好看吗？' }]);
    expect((await get('themes?quarter=soon')).statusCode).toBe(400);
  });
});
