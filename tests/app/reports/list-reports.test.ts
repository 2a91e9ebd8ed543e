import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePapers } from '../../../src/app/reports/make-report.js';
import { MAKERS } from '../../../src/app/reports/makers.js';
import { parsePeriod } from '../../../src/core/period.js';
import type { Paper, PaperRow } from '../../../src/core/report/paper.js';
import { estateOf } from '../../../src/store/estates.js';
import { at, openEstate, type EstateTest } from '../../helpers/estate.js';
import { makeYear } from '../../helpers/made-year.js';
import { inSpan, isDone, rateOf, readAll, recountGrades, type Counted } from './recount.js';

let world: EstateTest;
let all: Counted;
const NOW = at('2026-12-31T12:00:00+08:00');
const WORKS = {
  id: 'W1',
  kind: 'works-completion',
  household: null,
  works: '三号楼',
  acceptedOn: '2026-01-15',
  signedOn: '2026-01-15',
  warrantyMonths: 24,
  fitOut: true,
  commonDefects: [{ defect: '窗台渗水', measure: '加做防水' }],
  parties: [
    { kind: 'owner', name: '建设公司', contact: '钱工' },
    { kind: 'user', name: '用户公司' },
  ],
};

beforeAll(async () => {
  world = await openEstate(['p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08', 'p10']);
  await makeYear(world.ctx, { estate: 'cuihu', events: 420, households: 36, seed: 11 });
  world.moveTo(at('2026-03-04T12:00:00+08:00'));
  await world.events(WORKS, {
    id: 'B1',
    kind: 'public-area-repair',
    household: null,
    bigDefect: true,
    location: 'public',
    description: '屋面漏水',
    resolvedAt: '2026-03-04T10:00:00+08:00',
  });
  world.moveTo(NOW);
  all = await readAll(world.ctx, 'cuihu');
}, 120_000);
afterAll(() => world.close());

async function papers(key: string, name: string, id: string | null = null): Promise<readonly Paper[]> {
  const form = world.ctx.forms.forms.get(key);
  const estate = await estateOf(world.ctx.db.read, 'cuihu');
  const period = parsePeriod(name);
  if (form === undefined || estate === null || period === null) throw new Error(`${key} ${name}`);
  await makePapers(world.ctx, { form, estate, period, id, now: NOW });
  return (await MAKERS[key]?.(world.ctx, { form, estate, period, id, now: NOW })) ?? [];
}
const span = (from: string, to: string): readonly [number, number] => [
  at(`${from}T00:00:00+08:00`),
  at(`${to}T00:00:00+08:00`),
];
const list = (one: Paper | undefined, name: string): readonly PaperRow[] => one?.lists[name] ?? [];

describe('居家服务情况统计分析报告 (p04.8, p04.9)', () => {
  it('sums from the 6th of one third month to the 5th of the next, the services apart, each topic by its grades', async () => {
    const [made] = await papers('home-service-report', '2026Q3');
    expect(made?.fields['起止日期']).toBe('2026 年 6 月 6 日至 2026 年 9 月 5 日');
    expect(made?.fields['说明']).toContain('抽样按其间结束的自然月计');
    const range = span('2026-06-06', '2026-09-06');
    const own = all.records.filter((record) => inSpan(record.at, range) && all.isUnder(record.visitNo, 'p04'));
    for (const [n, clause] of ['p04.1', 'p04.2'].entries()) {
      const { records, answered, rate } = recountGrades(own.filter((record) => record.clause === clause));
      expect(list(made, '总评')[n]).toMatchObject({ 回访记录: records, 有评价: answered, 满意率: rate });
    }
    for (const [n, topic] of ['timeliness', 'skill', 'attitude'].entries()) {
      const said = own.map(({ topics }) => (JSON.parse(topics ?? '{}') as Record<string, string>)[topic]);
      const of = (grade: string): number => said.filter((one) => one === grade).length;
      const [good, bad] = [of('satisfied') + of('fairly'), of('dissatisfied')];
      expect(list(made, '评价')[n]).toMatchObject({
        评价份数: good + bad,
        不满意: bad,
        满意率: rateOf(good, good + bad),
      });
      expect(good).toBeGreaterThan(2);
    }
    const needs = own.filter(({ topics }) => topics?.includes('"needs"') === true);
    expect(list(made, '需求')).toHaveLength(needs.length);
  });

  it('says of each month what its tier asks for and what was made', async () => {
    const [made] = await papers('home-service-report', '2026Q3');
    const rows = list(made, '抽样');
    expect(rows.map((row) => row['月份'])).toEqual(
      ['6', '7', '8'].flatMap((month) => [`2026 年 ${month} 月`, `2026 年 ${month} 月`]),
    );
    const july = all.visits.filter(
      ({ clause, earliest, status }) =>
        clause === 'p04.1' && inSpan(earliest, span('2026-07-01', '2026-08-01')) && status !== 'cancelled',
    );
    const homes = (some: typeof july): number => new Set(some.map(({ household }) => household)).size;
    const served = homes(july);
    expect(rows[2]).toMatchObject({
      服务户数: served,
      抽样比例: '不低于 30%',
      应访户数: Math.ceil((served * 30) / 100),
      抽中户数: homes(july.filter(({ status }) => !['planned', 'not-drawn'].includes(status))),
      已访户数: homes(july.filter(({ status }) => isDone(status))),
    });
  });
});

describe('职能回访分析与整改意见 (p08.2)', () => {
  it('counts the households drawn and visited of the month', async () => {
    const [made] = await papers('function-visits', '2026-08');
    const range = span('2026-08-01', '2026-09-01');
    const own = all.visits.filter(
      ({ clause, earliest, status }) => clause === 'p08.2' && inSpan(earliest, range) && status !== 'cancelled',
    );
    const drawn = own.filter(({ status }) => status !== 'not-drawn').length;
    const records = all.records.filter((record) => record.clause === 'p08.2' && inSpan(record.at, range));
    expect(made?.fields).toMatchObject({
      总户数: all.households.length,
      抽中户数: drawn,
      已回访户数: own.filter(({ status }) => isDone(status)).length,
      整改意见: '（由管理处职能主管填写）',
    });
    expect(list(made, '记录')).toHaveLength(records.length);
  });
});

describe('重点户明细及服务情况 (p02.12)', () => {
  it('has each key household with its visits of the month', async () => {
    const [made] = await papers('key-households', '2026-08');
    const range = span('2026-08-01', '2026-09-01');
    const key = all.households.filter(({ keyHousehold }) => Boolean(keyHousehold));
    expect(list(made, '明细')).toHaveLength(key.length);
    const visited = key.filter(({ code }) =>
      all.records.some((record) => record.household === code && inSpan(record.at, range)),
    );
    expect(made?.fields['说明']).toBe(`重点户 ${key.length} 户，本期已回访 ${visited.length} 户。`);
    expect(list(made, '明细').filter((row) => row['回访及服务情况'] !== null)).toHaveLength(visited.length);
    expect(list(made, '明细')[0]).toMatchObject({ 列为重点户的原因: '持续关怀', 列入日期: '2026 年 1 月 1 日' });
  });
});

describe('回访计划', () => {
  it('lists what each policy has to do in the period, the first due at the head', async () => {
    const [p03] = await papers('visit-plan', '2026-05');
    const range = span('2026-05-01', '2026-06-01');
    const wanted = all.visits.filter(
      ({ policyId, status, earliest, due }) =>
        policyId === 'p03' &&
        !['planned', 'not-drawn', 'cancelled', 'replaced'].includes(status) &&
        Number(earliest) < range[1] &&
        Number(due) > range[0],
    );
    const sorted = wanted.toSorted((a, b) => Number(a.due) - Number(b.due) || a.no - b.no);
    expect(list(p03, '计划').map((row) => row['任务'])).toEqual(sorted.map(({ no }) => no));
    expect(wanted.length).toBeGreaterThan(5);
  });
});

describe('回访记录签收表 (p05.10)', () => {
  it('has the printed columns, a row for what one person took of one matter on one day', async () => {
    const [made] = await papers('form-sign-out', '2026-05');
    const range = span('2026-05-01', '2026-06-01');
    const taken = all.visits.filter(
      ({ policyId, assignee, assignedAt, status }) =>
        policyId === 'p05' &&
        assignee !== null &&
        inSpan(assignedAt, range) &&
        !['planned', 'not-drawn', 'cancelled', 'replaced'].includes(status),
    );
    const rows = list(made, '签收');
    const numbers = rows.flatMap((row) => String(row['回访表格编号']).split('、'));
    // As they are printed on the forms themselves.
    expect(numbers.toSorted()).toEqual(taken.map(({ no }) => `P05-${String(no).padStart(6, '0')}`));
    expect(rows.every((row) => row['备注'] === '')).toBe(true);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      '序号',
      '回访表格编号',
      '领取人签收',
      '领取日期',
      '回访事项',
      '回访人数',
      '备注',
    ]);
  });
});

describe('papers of duties and works', () => {
  it('周巡查表 has a row for each week in which a big defect was to be looked at', async () => {
    const form = '周巡查表';
    const looks = await world.ctx.db.read.duty.findMany({ where: { form, estateId: 'cuihu' } });
    const [made] = await papers('weekly-round', '2026-03');
    const range = span('2026-03-01', '2026-04-01');
    const wanted = looks.filter((one) => !one.item.startsWith('watch:') && inSpan(one.earliest, range));
    expect(list(made, '专项')).toHaveLength(wanted.length);
    expect(list(made, '专项')[0]).toMatchObject({ 缺陷: '屋面漏水', 维修完成: '2026-03-04', 巡查情况: '尚未巡查' });
  });

  it('质量通病防治措施 has the measures that were written beforehand', async () => {
    const [made] = await papers('common-defects', '2026');
    expect(list(made, '措施')).toEqual([
      { 序号: 1, 工程: '三号楼', 质量通病: '窗台渗水', 防治措施: '加做防水', 回访所见: null },
    ]);
  });

  it('回访服务报告 has the visits of its works, one after the other, and leaves causes and lessons to people', async () => {
    const [made] = await papers('works-service-report', '2026', 'W1');
    const own = all.allVisits.filter(({ eventId, policyId }) => eventId === 'W1' && policyId === 'p10');
    expect(own.length).toBeGreaterThan(1);
    expect(list(made, '单项')).toHaveLength(own.length);
    expect(made?.fields).toMatchObject({ 工程名称: '三号楼', 缺陷原因: '（由执行负责人填写）' });
    expect(made?.fields['有关单位']).toBe('建设单位：建设公司（钱工）；使用人：用户公司');
    expect(await papers('works-service-report', '2026', 'nothing')).toEqual([]);
  });

  it('纠正和预防措施记录, 周例会疑难问题清单 and 维修方法报告 hold what has a step on them', async () => {
    const { db } = world.ctx;
    const [case1] = all.cases.filter(
      (one) =>
        one.kind === 'nonconformity' &&
        ['p02', 'p05'].every((policy) =>
          all.allVisits.some(
            (visit) => visit.policyId === policy && (visit.no === one.visitNo || visit.servedBy === one.visitNo),
          ),
        ),
    );
    if (case1 === undefined) return expect.fail('no case');
    const duty = (form: string, policyId: string, followUp: number | null, more: object) => ({
      estateId: 'cuihu',
      policyId,
      clause: `${policyId}.15`,
      item: `duty:${followUp ?? 0}`,
      trigger: 'referred',
      startedBy: `follow-up:${followUp ?? 0}`,
      says: '办理',
      form,
      by: '[]',
      to: '[]',
      earliest: BigInt(at('2026-05-10T09:00:00+08:00')),
      status: 'open',
      policyVersion: '',
      source: '',
      followUp,
      createdAt: 0n,
      updatedAt: 0n,
      ...more,
    });
    await db.write((tx) =>
      tx.duty.createMany({
        data: [
          duty('周例会疑难问题清单', 'p02', case1.id, {}),
          duty('纠正和预防措施记录', 'p05', case1.id, {
            item: 'duty:9',
            note: '换防水材料',
            doneBy: 'sun',
            doneAt: BigInt(at('2026-05-12T09:00:00+08:00')),
            status: 'done',
          }),
          duty('维修方法报告', 'p10', null, {
            item: 'duty:1',
            note: '材料老化，重做防水',
            doneBy: 'sun',
            doneAt: BigInt(at('2026-05-12T09:00:00+08:00')),
            status: 'done',
          }),
        ],
      }),
    );
    const [problems] = await papers('hard-problems', '2026');
    expect(list(problems, '清单')).toEqual([
      expect.objectContaining({
        问题: case1.text ?? expect.anything(),
        进度: case1.status === 'open' ? '待上会' : '办结',
      }),
    ]);
    const [measures] = await papers('corrective-measures', '2026');
    expect(list(measures, '措施')).toEqual([
      expect.objectContaining({ 责任人: '孙国栋', 原因: '（由项目处经理填写）' }),
    ]);
    const [methods] = await papers('repair-methods', '2026-05');
    expect(list(methods, '报告')).toEqual([
      expect.objectContaining({ 原因与维修方法: '材料老化，重做防水', 报告人: '孙国栋', 报告日期: '2026-05-12' }),
    ]);
    return undefined;
  });
});
