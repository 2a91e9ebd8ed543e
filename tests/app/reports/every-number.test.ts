/** Every number of every form, beside what plain loops over random rows come to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownForms, makePapers } from '../../../src/app/reports/make-report.js';
import { parse } from 'csv-parse/sync';
import { renderPapers } from '../../../src/forms/render-papers.js';
import { listsOf } from '../../../src/core/report/form.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { FilledPaper } from '../../../src/core/report/filled-paper.js';
import type { Form } from '../../../src/core/report/form.js';
import { estateOf } from '../../../src/store/estates.js';
import type { EstateTest } from '../../helpers/estate.js';
import { MARKS, openRandomEstate } from '../../helpers/random-estate.js';
import { readAll, type Counted } from './recount.js';
import { COPIES, formNumberFaults, RECOUNTS } from './recounts/index.js';

/** Each form over periods of its own length; the last one has nothing. */
const PERIODS: Readonly<Record<Form['period'], readonly string[]>> = {
  none: ['2026'],
  day: ['2026-06-10..2026-06-10'],
  week: ['2026-06-08..2026-06-14'],
  month: ['2026-01', '2026-05', '2026-08', '2026-09', '2024-03'],
  quarter: ['2026Q1', '2026Q2', '2026Q3', '2026Q4', '2024Q1'],
  'half-year': ['2026H1', '2026H2', '2024H1'],
  year: ['2026', '2024'],
};
const LENGTHS: Readonly<Record<Form['period'], number>> = {
  none: 12,
  day: 0,
  week: 0,
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};

let world: EstateTest;
let all: Counted;

beforeAll(async () => {
  world = await openRandomEstate();
  all = await readAll(world.ctx, 'cuihu');
}, 120_000);
afterAll(() => world.close());

async function papersOf(form: Form, name: string) {
  const estate = await estateOf(world.ctx.db.read, 'cuihu');
  const period = parsePeriod(name);
  if (estate === null || period === null) throw new TypeError(name);
  const papers = (await makePapers(world.ctx, { form, estate, period, id: null, now: world.ctx.clock.now() })) ?? [];
  const asked = {
    months: LENGTHS[form.period],
    from: period.from,
    to: period.to,
    now: world.ctx.clock.now(),
    policies: estate.policies.map(({ id }) => id),
    causes: world.ctx.causes,
    marks: MARKS,
  };
  return { papers, asked };
}

/** The lists and pictures that hold numbers: ./recounts counts each again, over rows that fill it. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  'complaint-month': ['原因', '统计', '重复投诉'],
  compliance: ['counts', '条款'],
  'form-sign-out': ['签收'],
  'function-visits': ['按职能'],
  'home-service-report': ['总评', '抽样', '评价'],
  'month-summary': ['shares', '汇总'],
  performance: ['回访人员', '维修服务人员'],
  'quarter-report': ['counts', 'heat', 'line', 'shares', '原因', '统计', '重复投诉', '重复维修'],
  'questionnaire-report': ['各题', '意见'],
  'satisfaction-statistics': ['grades', '各项', '意见'],
  'survey-report': ['grades', 'line', '各项', '意见', '票数'],
  'visit-plan': ['计划'],
  'visit-statistics': ['统计'],
  'works-service-report': ['单项'],
};

/** The lists and pictures of papers that hold a number, beside the number of a row. */
const tablesOf = ({ lists, charts }: FilledPaper): readonly string[] => [
  ...Object.entries(lists).flatMap(([name, rows]) =>
    rows.some((row) => Object.entries(row).some(([column, cell]) => column !== '序号' && typeof cell === 'number'))
      ? [name]
      : [],
  ),
  ...charts.flatMap(({ panels }) => panels.map(({ kind }) => kind)),
];

describe('every number of every form', () => {
  it('is counted by something, or its form counts nothing', () => {
    const unknown = knownForms(world.ctx).filter(({ key }) => RECOUNTS[key] === undefined && !COPIES.has(key));
    expect(unknown.map(({ key }) => key)).toEqual([]);
  });

  it('is what the rows come to, in every period', async () => {
    const faults: string[] = [];
    const tables: Record<string, readonly string[]> = {};
    for (const form of knownForms(world.ctx)) {
      if (form.about === 'policy') continue;
      for (const name of PERIODS[form.period]) {
        const { papers, asked } = await papersOf(form, name);
        const found = [...(tables[form.key] ?? []), ...papers.flatMap(tablesOf)];
        if (found.length > 0) tables[form.key] = [...new Set(found)].toSorted();
        faults.push(...formNumberFaults(all, form, papers, asked).map((fault) => `${name} ${fault}`));
      }
    }
    expect(faults).toEqual([]);
    expect(tables).toEqual(TABLES);
  }, 120_000);

  it('stands in the CSV of its list as it does on the paper', async () => {
    for (const key of Object.keys(TABLES)) {
      const form = world.ctx.forms.forms.get(key);
      if (form === undefined) return expect.fail(key);
      const { papers } = await papersOf(form, PERIODS[form.period][1] ?? '2026');
      const csv = await renderPapers(world.ctx.forms, form, papers, 'csv');
      const read = parse(Buffer.from(csv ?? []).toString('utf8'), { bom: true, columns: true }) as Record<
        string,
        string
      >[];
      const rows = papers.flatMap(({ lists }) => listsOf(form).flatMap(({ list }) => lists[list] ?? []));
      expect([key, read.length]).toEqual([key, rows.length]);
      const cells = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell)])),
      );
      expect(read).toEqual(cells.map((row) => expect.objectContaining(row) as unknown));
    }
    return undefined;
  });
});
