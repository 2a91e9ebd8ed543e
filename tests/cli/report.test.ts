/** `huifang report`: what there is, and one form as a file that opens. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import excel from 'exceljs';
import PizZip from 'pizzip';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runReport } from '../../src/cli/report.js';
import { plainText } from '../../src/forms/document.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { makeVisit } from '../helpers/made-visit.js';

let test: EstateTest;
let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'huifang-report-'))));
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test.close();
});

async function run(
  ...argv: readonly string[]
): Promise<{ code: number; out: readonly string[]; errors: readonly string[] }> {
  const [out, errors]: [string[], string[]] = [[], []];
  const open = () => Promise.resolve({ ctx: test.ctx, close: () => Promise.resolve() });
  const tools = {
    open,
    formsDir: null,
    out: (line: string) => void out.push(line),
    complain: (line: string) => void errors.push(line),
  };
  return { code: await runReport(argv, tools), out, errors };
}

async function recorded(policies: readonly string[]): Promise<number> {
  test = await openEstate(policies);
  await test.events({ id: 'C-1', kind: 'complaint', description: '=1+1', resolvedAt: '2026-03-09T09:00:00+08:00' });
  const [visit] = await test.visits('C-1');
  await makeVisit(test, visit?.no ?? 0, 'satisfied');
  return visit?.no ?? 0;
}

const PERIOD = ['--estate', '翠湖花园', '--period', '2026-03'];

describe('huifang report', () => {
  it('lists every form with its name, its period and its files', async () => {
    test = await openEstate(['p03']);
    const lines = (await run('list')).out.map((line) => JSON.parse(line) as { kind: string; title: string });
    expect(lines.find(({ kind }) => kind === 'record-p03')).toMatchObject({
      title: '回访记录表',
      policies: ['p03'],
      about: 'record',
      period: 'quarter',
      files: ['xlsx', 'docx', 'csv'],
    });
  });

  it('writes the estate’s own of three forms of one name, and keeps who had it', async () => {
    const no = await recorded(['p03']);
    const file = path.join(folder, 'records.xlsx');
    const { code, out } = await run('回访记录表', ...PERIOD, '--out', file);
    expect([code, out.map((line) => JSON.parse(line) as object)]).toEqual([
      0,
      [{ kind: 'record-p03', title: '回访记录表', file, papers: 1 }],
    ]);
    const book = new excel.Workbook();
    await book.xlsx.readFile(file);
    expect(book.worksheets[0]?.getSheetValues().flat()).toEqual(expect.arrayContaining(['=1+1', '满意', '李敏']));
    const entry = await test.ctx.db.read.audit.findFirst({ where: { action: 'report.make' } });
    expect(entry).toMatchObject({ actor: 'cli', estateId: 'cuihu', subject: 'report:record-p03' });
    const one = path.join(folder, 'one.docx');
    expect((await run('record', '--estate', 'cuihu', '--id', String(no), '--out', one)).code).toBe(0);
    expect(plainText(new PizZip(readFileSync(one)).file('word/document.xml')?.asText() ?? '')).toContain('=1+1');
    const csv = path.join(folder, 'records.csv');
    expect((await run('record-p03', ...PERIOD, '--out', csv)).code).toBe(0);
    expect(readFileSync(csv, 'utf8')).toContain(`,'=1+1,`);
  });

  it('takes the form of the record’s own policy where the estate has several of one name', async () => {
    const no = await recorded(['p03', 'p05']);
    const file = path.join(folder, 'x.xlsx');
    await expect(run('回访记录表', ...PERIOD, '--out', file)).rejects.toThrow('record-p03（p03）、record-p05（p05）');
    const { out } = await run('回访记录表', '--estate', 'cuihu', '--id', String(no), '--out', file);
    expect(out[0]).toMatch(/"kind":"record-p0[35]"/u);
  });

  it('says what is wrong with what was asked for', async () => {
    await recorded(['p03']);
    const out = ['--out', path.join(folder, 'x.xlsx')];
    await expect(run('回访纪录表', ...PERIOD, ...out)).rejects.toThrow(
      '没有叫「回访纪录表」的表，是否指「回访记录表」？',
    );
    await expect(run('回访记录表', ...PERIOD, '--out', 'x.pdf')).rejects.toThrow(
      '--out 应为 xlsx、docx、csv、png、svg 文件',
    );
    await expect(run('回访记录表', '--estate', '无名', ...out)).rejects.toThrow(
      '没有项目「无名」；现有：翠湖花园（cuihu）',
    );
    await expect(run('回访记录表', '--estate', 'cuihu', '--period', '上周', ...out)).rejects.toThrow('--period 应写作');
    expect(await run('回访记录表', ...PERIOD, '--id', '9999', ...out)).toMatchObject({
      code: 1,
      errors: ['没有编号为「9999」的回访记录表。'],
    });
  });
});
