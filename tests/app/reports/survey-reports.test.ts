import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../../src/app/take-in-people.js';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { MAKERS } from '../../../src/app/reports/makers.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { Paper, PaperRow } from '../../../src/core/report/paper.js';
import { DIRECTIONS, keysOf } from '../../../src/core/terms.js';
import { estateOf } from '../../../src/store/estates.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';
import { makeSurvey } from '../../helpers/made-year.js';
import { rateOf } from './recount.js';

let world: EstateTest;
const NOW = at('2026-12-20T12:00:00+08:00');
const MIDYEAR = at('2026-07-01T00:00:00+08:00');
const YEAR_END = at('2027-01-01T00:00:00+08:00');

beforeAll(async () => {
  const marked = { id: 'p08', parameters: { itemPassMark: 75, overallPassMark: 80 } };
  world = await openEstate(['p02', 'p03', marked, 'p10']);
  world.moveTo(NOW);
  await takeInEstates(world.ctx, [{ id: 'other', name: '另一苑', policies: ['p02', 'p08'] }]);
  const { ctx } = world;
  const half = { estate: 'cuihu', period: '2026H1', closesAt: MIDYEAR };
  await makeSurvey(ctx, { ...half, clause: 'p08.4', issued: 120, returned: 90, seed: 5 });
  await makeSurvey(ctx, { ...half, clause: 'p02.7', issued: 50, returned: 3, seed: 6 });
  await makeSurvey(ctx, { ...half, estate: 'other', clause: 'p08.4', issued: 30, returned: 0, seed: 8 });
  const asks = [
    ['1', '工程质量'],
    ['2', '保修及时'],
  ] as const;
  await makeSurvey(ctx, {
    ...half,
    clause: 'p10.5',
    issued: 12,
    returned: 9,
    seed: 9,
    anonymous: false,
    questions: asks,
  });
  await makeSurvey(ctx, {
    estate: 'cuihu',
    period: '2026H2',
    closesAt: YEAR_END,
    clause: 'p08.4',
    issued: 80,
    returned: 20,
    seed: 4,
    isOpen: true,
  });
}, 60_000);
afterAll(() => world.close());

async function papers(key: string, name: string, estateId = 'cuihu'): Promise<readonly Paper[]> {
  const form = world.ctx.forms.forms.get(key);
  const estate = await estateOf(world.ctx.db.read, estateId);
  const period = parsePeriod(name);
  if (form === undefined || estate === null || period === null) throw new Error(`${key} ${estateId} ${name}`);
  await makePapers(world.ctx, { form, estate, period, id: null, now: NOW });
  return (await MAKERS[key]?.(world.ctx, { form, estate, period, id: null, now: NOW })) ?? [];
}
const list = (one: Paper | undefined, name: string): readonly PaperRow[] => one?.lists[name] ?? [];

type Sheet = {
  readonly answers: Record<string, string>;
  readonly remarks: Record<string, string>;
  readonly returned: boolean;
};
async function sheets(id: string): Promise<readonly Sheet[]> {
  const rows = await world.ctx.db.read.ballot.findMany({ where: { surveyId: id } });
  return rows.map(({ answers, remark, returnedAt }) => ({
    answers: JSON.parse(answers ?? '{}') as Record<string, string>,
    remarks: JSON.parse(remark ?? '{}') as Record<string, string>,
    returned: returnedAt !== null,
  }));
}

describe('满意率统计表 (p08.5, p08.6, p08.7, p08.8, p08.9)', () => {
  it('each direction is counted of the ballots returned, blanks shown beside', async () => {
    const made = await papers('satisfaction-statistics', '2026H1');
    const one = made.find(({ fields }) => fields['发出票数'] === 120);
    const back = (await sheets('cuihu:p08.4:2026H1')).filter((sheet) => Object.keys(sheet.answers).length > 0);
    expect(one?.fields).toMatchObject({
      回收票数: back.length,
      回收率: rateOf(back.length, 120),
      国家规定的综合评议满意率: '80%',
    });
    for (const [n, item] of keysOf(DIRECTIONS).entries()) {
      const of = (grade: string): number => back.filter(({ answers }) => answers[item] === grade).length;
      const good = of('satisfied') + of('fairly');
      const rate = rateOf(good, back.length);
      const mark = item === '13' ? 80 : 75;
      expect(list(one, '各项')[n]).toEqual({
        序号: 'abcdefghijklmn'.charAt(n),
        定向: DIRECTIONS[item].zh,
        满意: of('satisfied'),
        一般满意: of('fairly'),
        不满意: of('dissatisfied'),
        未答: back.length - good - of('dissatisfied'),
        满意率: rate,
        合格线: `${mark}%`,
        是否达标: Number.parseFloat(rate ?? '') >= mark ? '达标' : '未达标',
      });
    }
    expect(one?.fields['综合评议满意率']).toBe(list(one, '各项')[12]?.['满意率']);
    const said = back.flatMap(({ remarks }) => Object.values(remarks));
    expect(list(one, '意见').reduce((sum, row) => sum + Number(row['份数']), 0)).toBe(said.length);
    expect(said.length).toBeGreaterThan(20);
  });

  it('an anonymous survey that few answered, or that is open, shows its counts and nothing else', async () => {
    const few = (await papers('satisfaction-statistics', '2026H1')).find(({ fields }) => fields['发出票数'] === 50);
    expect(few?.fields).toMatchObject({ 回收票数: 3, 综合评议满意率: null, 对照结果: null });
    expect(few?.fields['说明']).toContain('不公布');
    expect([...list(few, '各项'), ...list(few, '意见')]).toEqual([]);
    expect(few?.charts).toEqual([]);
    const [open] = await papers('satisfaction-statistics', '2026H2');
    expect(open?.fields).toMatchObject({ 发出票数: 80, 回收票数: 20, 综合评议满意率: null });
    expect([...list(open, '各项'), ...list(open, '意见')]).toEqual([]);
    const [report] = await papers('survey-report', '2026H2');
    expect(JSON.stringify(report)).not.toMatch(/太慢|又漏|态度差/);
    expect(JSON.stringify(report)).not.toMatch(/满意率 \d/);
  });

  it('nothing came back: dashes, and no verdict; without a mark the company is to write it', async () => {
    const [made] = await papers('satisfaction-statistics', '2026H1', 'other');
    expect(made?.fields).toMatchObject({
      发出票数: 30,
      回收票数: 0,
      回收率: '0.0%',
      综合评议满意率: null,
      国家规定的综合评议满意率: '（由公司填写）',
      对照结果: null,
    });
    expect(list(made, '各项')[0]).toMatchObject({ 满意: null, 满意率: null, 合格线: null, 是否达标: null });
  });
});

describe('综合回访报告 (p08.4)', () => {
  it('asks for a measure for each direction below its mark, and leaves it to the manager', async () => {
    const [made] = await papers('survey-report', '2026H1');
    const below = list(made, '各项').filter((row) => row['是否达标'] === '未达标');
    expect(list(made, '票数')).toEqual([{ 调查: '2026H1满意度调查', 发出票数: 120, 回收票数: 90 }]);
    expect(list(made, '整改措施').map((row) => String(row['问题']).split(' ')[0])).toEqual(
      below.map((row) => row['定向']),
    );
    expect(below.length).toBeGreaterThan(0);
    expect(list(made, '整改措施')[0]?.['整改措施']).toBe('（由管理处负责人填写）');
    const { fields, charts } = made as Paper;
    for (const row of below.filter((one) => one['定向'] !== '综合评议'))
      expect(fields['意见分析']).toContain(`${row['定向'] ?? ''} ${row['满意率'] ?? ''}`);
    expect(charts.map(({ passMark }) => passMark)).toEqual([75, 80]);
  });
});

describe('问卷验证和总结报告 (p10.5)', () => {
  it('counts the questions of its own', async () => {
    const [made] = await papers('questionnaire-report', '2026H1');
    const back = (await sheets('cuihu:p10.5:2026H1')).filter(({ answers }) => Object.keys(answers).length > 0);
    const of = (item: string, grade: string): number => back.filter(({ answers }) => answers[item] === grade).length;
    expect(list(made, '各题')).toEqual(
      (['1', '2'] as const).map((item, n) => ({
        序号: n + 1,
        问题: ['工程质量', '保修及时'][n],
        满意: of(item, 'satisfied'),
        一般满意: of(item, 'fairly'),
        不满意: of(item, 'dissatisfied'),
        未答: back.length - of(item, 'satisfied') - of(item, 'fairly') - of(item, 'dissatisfied'),
        满意率: rateOf(of(item, 'satisfied') + of(item, 'fairly'), back.length),
      })),
    );
    expect(made?.fields['结果分析']).toContain('份数少，仅供参考');
  });
});

describe('原因 of a quarter', () => {
  it('files what ballots say, under the question that it stands beside, and nothing of what is withheld', async () => {
    const [made] = await papers('quarter-report', '2026Q2');
    const back = await sheets('cuihu:p08.4:2026H1');
    const slow = back.flatMap(({ answers, remarks }) =>
      Object.entries(remarks).filter(
        ([item, words]) => answers[item === '0' ? '13' : item] !== 'satisfied' && words.includes('太慢'),
      ),
    );
    const rows = list(made, '原因').filter((row) => row['原因'] === '超时');
    expect(rows.reduce((sum, row) => sum + Number(row['次数']), 0)).toBe(slow.length);
    expect(new Set(rows.map((row) => row['定向'])).size).toBe(new Set(slow.map(([item]) => item)).size);
    expect(slow.length).toBeGreaterThan(3);
    const [open] = await papers('quarter-report', '2026Q4');
    expect(list(open, '原因')).toEqual([]);
  });
});
