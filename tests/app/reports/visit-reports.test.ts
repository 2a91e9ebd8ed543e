import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInEstates } from '../../../src/app/take-in-people.js';
import { makePapers, makeReport } from '../../../src/app/reports/make-report.js';
import { MAKERS } from '../../../src/app/reports/makers.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { Paper, PaperRow } from '../../../src/core/report/paper.js';
import { estateOf } from '../../../src/store/estates.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';
import { makeYear } from '../../helpers/made-year.js';
import { inSpan, isDone, isWrong, rateOf, readAll, recountGrades, recountKind, type Counted } from './recount.js';
import { kindRow, linesOf, type Span } from './recounts/lines.js';

const POLICIES = ['p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08', 'p10'];
let world: EstateTest;
let all: Counted;
let small: Counted;
const NOW = at('2026-12-31T12:00:00+08:00');

beforeAll(async () => {
  world = await openEstate(POLICIES);
  world.moveTo(NOW);
  await takeInEstates(world.ctx, [
    { id: 'one', name: '一户苑', policies: POLICIES },
    { id: 'empty', name: '空苑', policies: POLICIES },
  ]);
  await makeYear(world.ctx, { estate: 'cuihu', events: 420, households: 36, seed: 7 });
  await makeYear(world.ctx, { estate: 'one', events: 16, households: 1, seed: 3 });
  all = await readAll(world.ctx, 'cuihu');
  small = await readAll(world.ctx, 'one');
}, 120_000);
afterAll(() => world.close());

async function papers(key: string, name: string, estateId = 'cuihu'): Promise<readonly Paper[]> {
  const form = world.ctx.forms.forms.get(key);
  const estate = await estateOf(world.ctx.db.read, estateId);
  const period = parsePeriod(name);
  if (form === undefined || estate === null || period === null) throw new Error(`${key} ${estateId} ${name}`);
  // What is made is what its form prints: a strange or missing name throws.
  await makePapers(world.ctx, { form, estate, period, id: null, now: NOW });
  return (await MAKERS[key]?.(world.ctx, { form, estate, period, id: null, now: NOW })) ?? [];
}
async function paper(key: string, name: string, estate = 'cuihu'): Promise<Paper> {
  const [first] = await papers(key, name, estate);
  if (first === undefined) throw new Error(`no paper ${key}`);
  return first;
}
const span = (from: string, to: string): Span => [at(`${from}T00:00:00+08:00`), at(`${to}T00:00:00+08:00`)];
/** The rows of kinds, without that of the rounds and the sum. */
const kindRows = (counted: Counted, policy: string, range: Span) =>
  linesOf(counted, policy, range).flatMap((line) => (line.handled === null ? [] : [kindRow(line)]));
const list = (one: Paper, name: string): readonly PaperRow[] => one.lists[name] ?? [];

describe('月回访汇总表 (p02.16)', () => {
  it('counts from the 25th to the 24th, every number as counted by hand', async () => {
    const range = span('2026-08-25', '2026-09-25');
    const made = await paper('month-summary', '2026-09');
    const rows = list(made, '汇总');
    expect(made.fields['起止日期']).toBe('2026 年 8 月 25 日至 2026 年 9 月 24 日');
    const wanted = kindRows(all, 'p02', range);
    expect(rows.slice(0, wanted.length)).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(3);
    const rounds = all.records.filter(
      (record) => record.eventId === null && inSpan(record.at, range) && all.isUnder(record.visitNo, 'p02'),
    );
    const counted = recountGrades(rounds);
    expect(rows[wanted.length]).toMatchObject({
      类别: '定期回访',
      处理宗数: null,
      回访率: null,
      回访记录: counted.records,
      满意率: counted.rate,
    });
    const total = rows.at(-1);
    const sum = (name: string): number => rows.slice(0, -1).reduce((of, row) => of + Number(row[name] ?? 0), 0);
    expect(total).toMatchObject({
      类别: '合计',
      处理宗数: sum('处理宗数'),
      回访记录: sum('回访记录'),
      满意: sum('满意'),
    });
  });

  it('lists the problems and promises that were raised or still open, with their state', async () => {
    const range = span('2026-08-25', '2026-09-25');
    const wanted = all.cases.filter(
      (one) =>
        Number(one.openedAt) < range[1] &&
        (Number(one.openedAt) >= range[0] || one.closedAt === null || Number(one.closedAt) >= range[0]) &&
        all.allVisits.some(
          (visit) => visit.policyId === 'p02' && (visit.no === one.visitNo || visit.servedBy === one.visitNo),
        ),
    );
    const rows = list(await paper('month-summary', '2026-09'), '问题');
    expect(rows.map((row) => row['个案'])).toEqual(wanted.map(({ id }) => `案${id}`));
    expect(wanted.length).toBeGreaterThan(2);
    for (const [n, one] of wanted.entries()) {
      const late = one.promisedAt !== null && Number(one.promisedAt) <= NOW;
      expect(rows[n]?.['状态']).toBe(one.status === 'closed' ? '已办结' : late ? '逾期未答复' : '办理中');
    }
  });

  it('leaves to people what is theirs to write', async () => {
    const { fields } = await paper('month-summary', '2026-09');
    expect(fields['经理分析']).toBe('（由项目经理填写）');
    expect(fields['审批意见']).toBe('（由分管副总填写）');
  });
});

describe('回访统计表 (p05.13)', () => {
  it('has the printed columns and rows, each number as counted by hand', async () => {
    const range = span('2026-04-01', '2026-07-01');
    const made = await paper('visit-statistics', '2026Q2');
    const of = (kind: string) => recountKind(all, 'p05', kind, range);
    const [complaints, repairs, contracted] = [of('complaint'), of('repair'), of('contracted-service')];
    expect(list(made, '统计')).toEqual([
      { 类别数据: '处理宗数', 投诉: complaints.handled, 维修项目: repairs.handled, 特约服务: contracted.handled },
      { 类别数据: '回访宗数', 投诉: complaints.visited, 维修项目: repairs.visited, 特约服务: contracted.visited },
      {
        类别数据: '回访率',
        投诉: rateOf(complaints.visited, complaints.handled),
        维修项目: rateOf(repairs.visited, repairs.handled),
        特约服务: rateOf(contracted.visited, contracted.handled),
      },
    ]);
    expect(contracted.handled).toBeGreaterThan(2);
    expect(made.fields['投诉']).toContain(`处理 ${complaints.handled} 宗，回访 ${complaints.visited} 宗`);
  });
});

describe('季度统计分析报告 (p03.13, p05.12)', () => {
  it('is one a policy, its statistics as counted by hand', async () => {
    const made = await papers('quarter-report', '2026Q3');
    expect(made.map(({ fields }) => fields['制度'])).toEqual(['新世界物业回访管理规程', '物业服务回访管理标准规范']);
    expect(made.map(({ number }) => number)).toEqual([
      '翠湖花园-P03-季度统计分析报告-2026Q3',
      '翠湖花园-P05-季度统计分析报告-2026Q3',
    ]);
    for (const [n, policy] of ['p03', 'p05'].entries()) {
      const wanted = kindRows(all, policy, span('2026-07-01', '2026-10-01'));
      expect(list(made[n] as Paper, '统计').slice(0, wanted.length)).toEqual(wanted);
    }
  });

  it('lists every nonconforming visit of the quarter: dissatisfied, unfinished, raised, or a promise missed', async () => {
    const range = span('2026-07-01', '2026-10-01');
    const wanted = all.records.filter(
      (record) =>
        inSpan(record.at, range) &&
        all.isUnder(record.visitNo, 'p03') &&
        (isWrong(record) ||
          all.cases.some(
            (one) =>
              one.visitNo === record.visitNo &&
              (one.kind === 'nonconformity' ||
                (one.promisedAt !== null && Number(one.promisedAt) < Number(one.closedAt ?? NOW))),
          )),
    );
    const [made] = await papers('quarter-report', '2026Q3');
    expect(list(made as Paper, '不合格')).toHaveLength(wanted.length);
    expect(wanted.length).toBeGreaterThan(5);
    expect(String(made?.fields['统计分析'])).toContain(`回访不合格 ${wanted.length} 宗`);
  });

  it('lists complaints from the second and repairs from the third on, as the policy says', async () => {
    const [from, to] = span('2026-07-01', '2026-10-01');
    const groups = new Map<string, number>();
    for (const { kind, household, category, reportedAt, resolvedAt } of all.events) {
      const when = reportedAt ?? resolvedAt;
      if (household === null || when === null || when < from || when >= to) continue;
      if (kind === 'complaint' || kind === 'repair')
        groups.set(
          `${kind}/${household}/${category ?? ''}`,
          (groups.get(`${kind}/${household}/${category ?? ''}`) ?? 0) + 1,
        );
    }
    const often = (kind: string, least: number) =>
      [...groups].filter(([key, n]) => key.startsWith(`${kind}/`) && n >= least);
    const [made] = await papers('quarter-report', '2026Q3');
    const complaints = list(made as Paper, '重复投诉');
    expect(complaints).toHaveLength(often('complaint', 2).length);
    expect(complaints.length).toBeGreaterThan(0);
    const repairs = list(made as Paper, '重复维修').filter((row) => Number(row['称未修好']) === 0);
    expect(repairs).toHaveLength(often('repair', 3).length);
    expect(repairs.every((row) => Number(row['次数']) >= 3)).toBe(true);
  });

  it('names the causes with how often and the words behind them', async () => {
    const [made] = await papers('quarter-report', '2026Q3');
    const range = span('2026-07-01', '2026-10-01');
    const own = all.records.filter((record) => inSpan(record.at, range) && all.isUnder(record.visitNo, 'p03'));
    const judged = own.filter(
      ({ grade, unfinished }) => grade === 'fairly' || grade === 'dissatisfied' || Boolean(unfinished),
    );
    const slow = judged.filter(({ remark }) => remark?.includes('太慢') === true).length;
    const silent =
      judged.filter(({ remark }) => remark?.includes('没人管') === true).length +
      own.filter(({ topics }) => topics?.includes('没人联系') === true).length;
    const rows = list(made as Paper, '原因');
    expect(rows.find((row) => row['原因'] === '超时')).toMatchObject({ 次数: slow, 定向: '管理处员工工作效率' });
    expect(rows.find((row) => row['原因'] === '没有答复')?.['次数']).toBe(silent);
    expect(slow).toBeGreaterThan(1);
    expect(silent).toBeGreaterThan(1);
    const counts = rows.filter((row) => row['原因'] !== '其他').map((row) => Number(row['次数']));
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  it('draws visit rates, twelve months, what is overdue and the buildings', async () => {
    const [made] = await papers('quarter-report', '2026Q3');
    const panels = made?.charts.flatMap((chart) => chart.panels) ?? [];
    expect(panels.map(({ kind }) => kind)).toEqual(['shares', 'line', 'counts', 'heat']);
    const line = panels.find((panel) => panel.kind === 'line');
    if (line?.kind !== 'line') return expect.fail('no line');
    expect(line.points).toHaveLength(12);
    const july = span('2026-07-01', '2026-08-01');
    const answers = all.records.filter((record) => {
      const visit = all.visits.find(({ no }) => no === record.visitNo);
      return record.grade !== null && visit?.servedBy === null && inSpan(visit.issuedAt ?? record.at, july);
    });
    const point = line.points.find(({ label }) => label === '7 月');
    expect(point?.returned).toBe(answers.length);
    expect(point?.rate == null ? null : `${point.rate}%`).toBe(recountGrades(answers).rate);
    return undefined;
  });

  it('is one picture of all its charts, each policy’s named', async () => {
    const form = world.ctx.forms.forms.get('quarter-report');
    const estate = await estateOf(world.ctx.db.read, 'cuihu');
    if (form === undefined || estate === null) return expect.fail('no form');
    const asked = { form, estate, period: parsePeriod('2026Q3'), id: null, now: NOW };
    const made = await makeReport(world.ctx, asked, 'svg');
    if (made.kind !== 'file') return expect.fail(made.says);
    const svg = Buffer.from(made.file.bytes).toString('utf8');
    for (const title of ['2026 年三季度回访率', '满意率近 12 个月', '2026 年三季度逾期', '2026 年三季度各楼栋满意率'])
      expect([title, svg.split(`>${title}<`).length - 1]).toEqual([title, 2]);
    for (const policy of ['新世界物业回访管理规程', '物业服务回访管理标准规范']) expect(svg).toContain(policy);
    return undefined;
  });
});

describe('投诉回访月度统计分析 (p08.1)', () => {
  it('counts complaints only', async () => {
    const made = await paper('complaint-month', '2026-05');
    const one = recountKind(all, 'p08', 'complaint', span('2026-05-01', '2026-06-01'));
    expect(list(made, '统计')).toEqual([
      expect.objectContaining({
        处理宗数: one.handled,
        回访宗数: one.visited,
        回访记录: one.records,
        满意率: one.rate,
      }),
    ]);
  });
});

describe('绩效数据', () => {
  it('counts the visits of each person and the work of each worker', async () => {
    const range = span('2026-05-01', '2026-06-01');
    const made = await paper('performance', '2026-05');
    const mine = all.visits.filter(
      ({ assignee, servedBy, due, status }) =>
        assignee === 'wangfang' &&
        servedBy === null &&
        Number(due) > range[0] &&
        Number(due) <= range[1] &&
        !['planned', 'not-drawn', 'cancelled'].includes(status),
    );
    const done = mine.filter(({ status }) => isDone(status));
    const inTime = done.filter(({ answeredAt, due }) => answeredAt !== null && answeredAt < due).length;
    const refused = mine.filter(({ outcome }) => outcome === 'refused').length;
    const overdue = mine.length - done.length - refused;
    expect(list(made, '回访人员').find((row) => row['姓名'] === '王芳')).toMatchObject({
      应办回访: mine.length,
      按时: inTime,
      补办: done.length - inTime,
      逾期未办: overdue,
      有理由: refused,
      按时率: rateOf(inTime, done.length + overdue),
    });
    const jobs = all.events.filter(({ worker, resolvedAt }) => worker === '工1' && inSpan(resolvedAt, range));
    const unfinished = jobs.filter(({ id }) =>
      all.records.some(({ eventId, unfinished: left }) => eventId === id && Boolean(left)),
    );
    expect(list(made, '维修服务人员').find((row) => row['姓名'] === '工1')).toMatchObject({
      完成件数: jobs.length,
      没有做完: unfinished.length,
    });
  });
});

describe('制度执行情况', () => {
  it('counts what fell due under each clause, as counted by hand', async () => {
    const range = span('2026-05-01', '2026-06-01');
    const due = all.visits.filter(
      ({ clause, due: end, status }) =>
        clause === 'p03.2' &&
        Number(end) > range[0] &&
        Number(end) <= range[1] &&
        !['planned', 'not-drawn', 'cancelled'].includes(status),
    );
    const done = due.filter(({ status }) => isDone(status));
    const inTime = done.filter(({ answeredAt, due: end }) => answeredAt !== null && answeredAt < end).length;
    const excused = due.filter(({ outcome }) => outcome === 'refused').length;
    const overdue = due.length - done.length - excused;
    const made = await paper('compliance', '2026-05');
    expect(list(made, '条款').find((row) => row['条款'] === 'p03.2')).toMatchObject({
      应办: due.length,
      按时: inTime,
      补办: done.length - inTime,
      其中逾期: overdue,
      有理由: excused,
      执行率: rateOf(inTime, done.length + overdue),
    });
    expect(due.length).toBeGreaterThan(2);
  });
});

describe('other estates and periods', () => {
  it('nothing of another estate is counted, and one household is enough', async () => {
    const rows = list(await paper('quarter-report', '2026Q3', 'one'), '统计');
    const wanted = kindRows(small, 'p03', span('2026-07-01', '2026-10-01'));
    expect(rows.slice(0, wanted.length)).toEqual(wanted);
  });

  it('an empty period is dashes and zeros, and says that there was nothing', async () => {
    for (const key of [
      'month-summary',
      'quarter-report',
      'visit-statistics',
      'complaint-month',
      'performance',
      'compliance',
    ]) {
      const made = await paper(
        key,
        key.includes('month') || key === 'performance' || key === 'compliance' ? '2024-03' : '2024Q1',
        'empty',
      );
      expect(Object.values(made.fields).some((cell) => String(cell).includes('NaN'))).toBe(false);
    }
    const table = list(await paper('visit-statistics', '2024Q1', 'empty'), '统计');
    expect(table.at(-1)).toEqual({ 类别数据: '回访率', 投诉: null, 维修项目: null, 特约服务: null });
    expect((await paper('quarter-report', '2024Q1', 'empty')).fields['统计分析']).toContain('本期没有');
  });
});
