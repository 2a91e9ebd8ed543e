/** GET /api/v1/reports: what there is, and one as a file. */
import type { FastifyInstance } from 'fastify';
import excel from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildServer } from '../../src/web/server.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

const TOKEN = 'a-token-of-some-length-0123456789';
let test: EstateTest;
let app: FastifyInstance;

beforeEach(async () => {
  test = await openEstate(['p03']);
  await test.events({
    id: 'C-1',
    kind: 'complaint',
    description: '楼道灯不亮',
    resolvedAt: '2026-03-09T09:00:00+08:00',
  });
  const [visit] = await test.visits('C-1');
  await makeVisit(test, visit?.no ?? 0, 'satisfied');
  app = buildServer({
    ctx: test.ctx,
    apiTokens: [TOKEN],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
  });
});
afterEach(async () => {
  await app.close();
  await test.close();
});

const get = (path: string) =>
  app.inject({ method: 'GET', url: `/api/v1/${encodeURI(path)}`, headers: { authorization: `Bearer ${TOKEN}` } });

describe('GET /api/v1/reports', () => {
  it('lists the forms with their names, periods and files', async () => {
    const { items } = (await get('reports')).json<{ items: { kind: string; title: string; files: string[] }[] }>();
    expect(items.find(({ kind }) => kind === 'record-p03')).toMatchObject({
      title: '回访记录表',
      files: ['xlsx', 'docx', 'csv'],
    });
  });

  it('gives one as a file under its Chinese name, and keeps who had it', async () => {
    const answer = await get('reports/回访记录表?estate=cuihu&period=2026-03&format=xlsx');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('spreadsheetml');
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain(
      '回访记录表 翠湖花园 2026 年 3 月.xlsx',
    );
    const book = new excel.Workbook();
    await book.xlsx.load(answer.rawPayload as never);
    expect(book.worksheets[0]?.getSheetValues().flat()).toContain('楼道灯不亮');
    const csv = await get('reports/record?estate=cuihu&period=2026-03&format=csv');
    expect(csv.body).toContain('楼道灯不亮');
    const kept = await test.ctx.db.read.audit.findMany({ where: { action: 'report.make' } });
    expect(kept.map(({ actor }) => actor.startsWith('api'))).toEqual([true, true]);
  });

  it.each([
    ['reports/无此表?estate=cuihu', 404, 'unknown_report'],
    ['reports/record?estate=nowhere', 404, 'unknown_estate'],
    ['reports/record?estate=cuihu&format=pdf', 400, 'invalid'],
    ['reports/record?estate=cuihu&format=png', 400, 'invalid'],
    ['reports/record?estate=cuihu&period=soon', 400, 'invalid'],
    ['reports/record?estate=cuihu&id=9999', 404, 'nothing_to_print'],
  ])('%s is refused with %i', async (path, status, code) => {
    const answer = await get(path);
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
  });
});
