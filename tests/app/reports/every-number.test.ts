/** Every number of every form, beside what plain loops over random rows come to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../../src/app/take-in-people.js';
import { knownForms, makePapers } from '../../../src/app/reports/make-report.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { FilledPaper } from '../../../src/core/report/filled-paper.js';
import type { Form } from '../../../src/core/report/form.js';
import { estateOf } from '../../../src/store/estates.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';
import { makeSurvey, makeYear } from '../../helpers/made-year.js';
import { makeOddRows } from '../../helpers/odd-rows.js';
import { readAll, type Counted } from './recount.js';
import { COPIES, formNumberFaults, RECOUNTS } from './recounts/index.js';

const MARKS = { item: 75, overall: 80 };
const PARAMETERS = { itemPassMark: MARKS.item, overallPassMark: MARKS.overall };
const POLICIES = ['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', { id: 'p08', parameters: PARAMETERS }, 'p10', 'p11'];
const NOW = at('2026-12-31T12:00:00+08:00');
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
  world = await openEstate(POLICIES);
  const { ctx } = world;
  await takeInEstates(ctx, [{ id: 'jin', name: '锦园', policies: POLICIES }]);
  await makeYear(ctx, { estate: 'cuihu', events: 420, households: 36, seed: 23 });
  await makeYear(ctx, { estate: 'jin', events: 60, households: 9, seed: 29 });
  const half = { estate: 'cuihu', period: '2026H1', closesAt: at('2026-07-01T00:00:00+08:00') };
  await makeSurvey(ctx, { ...half, clause: 'p08.4', issued: 120, returned: 90, seed: 5 });
  await makeSurvey(ctx, { ...half, clause: 'p08.4', period: '2026-06/survey-1', issued: 20, returned: 8, seed: 6 });
  await makeSurvey(ctx, { ...half, clause: 'p02.7', issued: 50, returned: 3, seed: 7 });
  const asks = [
    ['1', '工程质量'],
    ['2', '保修及时'],
    ['3', '态度'],
    ['4', '清洁'],
    ['5', '整体'],
  ] as const;
  await makeSurvey(ctx, {
    ...half,
    clause: 'p10.5',
    issued: 30,
    returned: 24,
    seed: 8,
    anonymous: false,
    questions: asks,
  });
  const end = { estate: 'cuihu', period: '2026H2', closesAt: at('2027-01-01T00:00:00+08:00') };
  await makeSurvey(ctx, { ...end, clause: 'p08.4', issued: 80, returned: 20, seed: 4, isOpen: true });
  world.moveTo(NOW);
  await makeOddRows(ctx, 'cuihu');
  all = await readAll(ctx, 'cuihu');
}, 120_000);
afterAll(() => world.close());

async function papersOf(form: Form, name: string) {
  const estate = await estateOf(world.ctx.db.read, 'cuihu');
  const period = parsePeriod(name);
  if (estate === null || period === null) throw new TypeError(name);
  const papers = (await makePapers(world.ctx, { form, estate, period, id: null, now: NOW })) ?? [];
  const asked = {
    months: LENGTHS[form.period],
    from: period.from,
    to: period.to,
    now: NOW,
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
});
