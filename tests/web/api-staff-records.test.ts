import type { FastifyInstance } from 'fastify';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimTask } from '../../src/app/claim-task.js';
import { noteNoAnswer } from '../../src/app/try-visit.js';
import { runReach } from '../../src/cli/reach.js';
import { currentRecord } from '../../src/store/records.js';
import { staffOf } from '../../src/store/staff.js';
import { visitByNo } from '../../src/store/visits.js';
import { buildServer } from '../../src/web/server.js';
import { at, openEstate, type EstateTest } from '../helpers/estate.js';

const TOKEN = 'a-token-of-some-length-0123456789';
const NOW = at('2026-03-10T10:00:00+08:00');
let estate: EstateTest;
let app: FastifyInstance;
let visit: number;

beforeEach(async () => {
  estate = await openEstate(['p03']);
  app = buildServer({
    ctx: estate.ctx,
    apiTokens: [TOKEN],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
  });
  await estate.events({ id: 'C-1', kind: 'complaint', worker: 'liuyan', resolvedAt: '2026-03-09T09:00:00+08:00' });
  visit = (await estate.visits('C-1'))[0]?.no ?? 0;
  await claim('sun');
});
afterEach(async () => {
  await app.close();
  await estate.close();
});

async function claim(userid: string): Promise<void> {
  const staff = await staffOf(estate.ctx.db.read, userid);
  if (staff === null) throw new TypeError('the estate has its people');
  await estate.ctx.db.write((tx) => claimTask(tx, estate.ctx, staff, visit, NOW));
}

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
type Result = { id: string; status: string; errors: { field: string; message: string }[] };
async function post(record: Record<string, unknown>): Promise<Result> {
  const payload = JSON.stringify({ visit, by: 'sun', ...record });
  const answer = await app.inject({ method: 'POST', url: '/api/v1/records', headers, payload });
  expect(answer.statusCode).toBe(200);
  return (answer.json() as { results: [Result] }).results[0];
}
const get = (url: string) => app.inject({ method: 'GET', url: `/api/v1/${url}`, headers });
const MADE = { methods: ['in-person'], grade: 'satisfied', remark: '来得快', at: '2026-03-10T09:30:00+08:00' };

describe('POST /api/v1/records', () => {
  it('records a visit once; the same again changes nothing, another one corrects it', async () => {
    expect(await post(MADE)).toEqual({ id: String(visit), status: 'created', errors: [] });
    expect((await post(MADE)).status).toBe('unchanged');
    expect((await post({ ...MADE, grade: 'dissatisfied', remark: '没修好' })).status).toBe('updated');
    expect(await currentRecord(estate.ctx.db.read, visit)).toMatchObject({
      grade: 'dissatisfied',
      method: 'in-person',
      at: at('2026-03-10T09:30:00+08:00'),
      seq: 2,
    });
    expect(await visitByNo(estate.ctx.db.read, visit)).toMatchObject({
      status: 'recorded',
      outcome: 'answered-door',
      outcomeAt: at('2026-03-10T09:30:00+08:00'),
    });
    expect(await estate.ctx.db.read.followUp.count({ where: { kind: 'nonconformity' } })).toBe(1);
  });

  it('copies a paper form, with its source named and its signature', async () => {
    const paper = { source: '扫描件 2026-03-10-07', signed: true };
    expect((await post({ ...MADE, method: 'paper', paper })).status).toBe('created');
    expect(await currentRecord(estate.ctx.db.read, visit)).toMatchObject({ method: 'paper', confirmedBy: 'paper:sun' });
    expect(await visitByNo(estate.ctx.db.read, visit)).toMatchObject({ outcome: 'answered-paper' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a paper without its source', { ...MADE, method: 'paper' }, 'paper'],
    ['no way of visiting', { grade: 'satisfied' }, 'methods'],
    ['an answer in chat', { method: 'chat', grade: 'satisfied' }, 'methods'],
    ['a way that the policy does not name', { method: 'written', grade: 'satisfied' }, 'methods'],
    ['no grade', { method: 'phone' }, 'grade'],
    ['a grade that there is not', { method: 'phone', grade: 'good' }, 'grade'],
    ['a time to come', { ...MADE, at: '2026-03-10T11:00:00+08:00' }, 'at'],
    ['a time before the window', { ...MADE, at: '2026-03-09T08:00:00+08:00' }, 'at'],
    ['nobody', { ...MADE, by: 'nobody' }, 'by'],
    ['whoever did the work', { ...MADE, by: 'liuyan' }, 'by'],
    ['somebody whose task it is not', { ...MADE, by: 'wangfang' }, 'by'],
    ['a visit that there is not', { ...MADE, visit: 9999 }, 'visit'],
    ['no number of a visit', { ...MADE, visit: 'x' }, 'visit'],
  ])('%s is rejected by its field, in Chinese, and nothing is stored', async (_name, record, field) => {
    const { status, errors } = await post(record);
    expect([status, errors.map((one) => one.field)]).toEqual(['rejected', [field]]);
    expect(errors[0]?.message).toMatch(/[\u4e00-\u9fff]/u);
    expect(await estate.ctx.db.read.record.count()).toBe(0);
  });

  it('is described', async () => {
    const description = (await app.inject({ method: 'GET', url: '/openapi.json' })).json() as {
      paths: Record<string, Record<string, unknown>>;
    };
    expect(Object.keys(description.paths['/api/v1/records'] ?? {}).toSorted()).toEqual(['get', 'post']);
    expect(Object.keys(description.paths['/api/v1/reach'] ?? {})).toEqual(['get']);
  });
});

describe('the reach ledger', () => {
  type Item = { visit: string; outcome: string; attempts: { number: number; channel: string; outcome: string }[] };

  beforeEach(async () => {
    const staff = await staffOf(estate.ctx.db.read, 'sun');
    if (staff === null) throw new TypeError('the estate has its people');
    const tried = { staff, task: visit, now: NOW };
    await estate.ctx.db.write((tx) => noteNoAnswer(tx, estate.ctx, tried, 'phone'));
    await post({
      ...MADE,
      method: 'phone',
      methods: [],
      numberCalled: '138 0000 1234',
      at: '2026-03-10T10:00:00+08:00',
    });
    await estate.events({
      id: 'C-2',
      kind: 'complaint',
      household: '3-1-101',
      resolvedAt: '2026-03-10T09:00:00+08:00',
    });
  });

  it('says of each drawn household how it ended and what was tried', async () => {
    const { items, next } = (await get('reach?estate=cuihu&period=2026-03')).json() as { items: Item[]; next: null };
    expect(items).toMatchObject([
      {
        visit: String(visit),
        outcome: 'answered-phone',
        called: '138****1234',
        signature: 'waiting',
        attempts: [
          { number: 1, channel: 'phone', by: 'sun', outcome: 'no-answer' },
          { number: 2, channel: 'phone', by: 'sun', outcome: 'answered' },
        ],
      },
      { outcome: 'not-yet', attempts: [] },
    ]);
    expect(next).toBeNull();
    expect((await get('reach?estate=cuihu&period=2026-04')).json()).toEqual({ items: [], next: null });
  });

  it('is read page by page', async () => {
    const first = (await get('reach?estate=cuihu&period=2026Q1&limit=1')).json() as { items: Item[]; next: string };
    const second = (await get(`reach?estate=cuihu&period=2026Q1&limit=1&cursor=${first.next}`)).json() as {
      items: Item[];
      next: string | null;
    };
    expect([first.items.length, second.items.length, second.next]).toEqual([1, 1, null]);
    expect(second.items[0]?.visit).not.toBe(first.items[0]?.visit);
  });

  it('is a CSV file, a line for each household and attempt', async () => {
    const answer = await get('reach?estate=cuihu&period=2026-03&format=csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toContain('\uFEFF任务,受访方,制度');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('无人应答');
    expect(lines[2]).toContain('孙国栋（sun）');
    expect(lines[3]).toContain('尚未回访');
  });

  it.each([
    ['reach', 'estate'],
    ['reach?estate=cuihu&period=soon', 'period'],
    ['reach?estate=cuihu&format=pdf', 'format'],
    ['reach?estate=cuihu&cursor=x', 'cursor'],
  ])('%s is refused by its field', async (url, field) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<{ error: { field: string } }>().error.field]).toEqual([400, field]);
  });

  it('is written by the command line as lines, as CSV and as XLSX', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'huifang-reach-'));
    const out: string[] = [];
    const run = (...argv: readonly string[]) =>
      runReach(argv, {
        open: () => Promise.resolve({ ctx: estate.ctx, close: () => Promise.resolve() }),
        out: (line) => out.push(line),
      });
    expect(await run('--estate', '翠湖花园', '--period', '2026-03')).toBe(0);
    expect(out.map((line) => (JSON.parse(line) as Item).outcome)).toEqual(['answered-phone', 'not-yet']);
    const csv = path.join(folder, 'reach.csv');
    expect(await run('--estate', 'cuihu', '--period', '2026-03', '--out', csv)).toBe(0);
    expect((await readFile(csv, 'utf8')).split('\r\n')).toHaveLength(5);
    const xlsx = path.join(folder, 'reach.xlsx');
    expect(await run('--estate', 'cuihu', '--out', xlsx)).toBe(0);
    expect((await readFile(xlsx)).subarray(0, 2).toString()).toBe('PK');
    await expect(run('--estate', '锦园')).rejects.toThrow('没有项目「锦园」');
    await expect(run('--estate', 'cuihu', '--out', 'reach.pdf')).rejects.toThrow('.csv 或 .xlsx');
    await rm(folder, { recursive: true, force: true });
  });
});
