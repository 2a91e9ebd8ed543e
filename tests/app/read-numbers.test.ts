import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInResidents } from '../../src/app/take-in-people.js';
import { lockVisit, saveVisit } from '../../src/store/visits.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { staffSays } from '../helpers/staff-says.js';

const HOME = { estate: 'cuihu', household: '3-2-1204' };
let test: EstateTest;
let no: number;
beforeEach(async () => {
  test = await openEstate(['p03']);
  const { ctx } = test;
  await takeInResidents(ctx, [
    { ...HOME, id: 'r-1', name: '李敏', phone: '13800000001', relation: 'owner', consent: true },
    { ...HOME, id: 'r-2', name: '张三', phone: '13800000002', relation: 'tenant', consent: false },
  ]);
  await test.events({ id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' });
  no = (await test.visits('C-1'))[0]?.no ?? 0;
  await ctx.db.write(async (tx) => {
    const visit = await lockVisit(tx, ctx.db, no);
    if (visit === null) throw new Error('no visit');
    await saveVisit(tx, { ...visit, status: 'with-staff', assignee: 'zhangwei', nextAt: null }, ctx.clock.now());
  });
});
afterEach(() => test.close());

const says = (userid: string, text: string) => staffSays(test, userid, text);
const reads = () =>
  test.ctx.db.read.audit.findMany({ where: { action: 'phone.read' }, select: { actor: true, subject: true } });

describe('电话', () => {
  it('gives whoever has the task the numbers of the household, and keeps who read them', async () => {
    expect(await says('zhangwei', `${no}的电话多少`)).toBe(
      [
        `任务 ${no}（3 栋 2 单元 1204）的电话，您看过已留下记录：`,
        '李敏（业主）13800000001',
        '张三（租户）没有同意回访，请不要联系，号码不显示。',
        `打过以后写：完成 ${no}；没有人接写：无人应答 ${no} 电话`,
      ].join('\n'),
    );
    expect(await reads()).toEqual([{ actor: 'zhangwei', subject: 'resident:cuihu/r-1' }]);
  });

  it('asks nobody to call a household in which nobody agreed, and says how the task ends', async () => {
    await takeInResidents(test.ctx, [
      { ...HOME, id: 'r-1', name: '李敏', phone: '13800000001', relation: 'owner', consent: false },
    ]);
    const said = await says('zhangwei', `电话 ${no}`);
    expect(said).toContain('李敏（业主）、张三（租户）没有同意回访，请不要打电话');
    expect(said).not.toContain('1380000');
    expect(await reads()).toEqual([]);
    expect(await says('zhangwei', `拒访 ${no}`)).toContain('不再催办');
  });

  it('gives nobody else any, and none of a visit that is over', async () => {
    expect(await says('wangfang', `电话 ${no}`)).not.toContain('1380000');
    await says('zhangwei', `找错人 ${no}`);
    expect(await says('zhangwei', `电话 ${no}`)).not.toContain('1380000');
    expect(await reads()).toEqual([]);
  });

  it('is asked for while the record is made', async () => {
    await says('zhangwei', `完成 ${no}`);
    expect(await says('zhangwei', `电话 ${no}`)).toContain('13800000001');
    expect(await says('zhangwei', '电话')).toContain('是否满意');
  });

  it('is named on the help', async () => {
    expect(await says('zhangwei', '帮助')).toContain('电话 12：看住户的电话');
  });
});

it('gives whoever is to ask an organisation its number, and keeps who read it', async () => {
  await test.close();
  test = await openEstate(['p09']);
  const owner = { kind: 'owner', name: '翠湖业委会', contact: '陈主任', phone: '13900000001' };
  const works = { kind: 'works-completion', household: null, description: '一期屋面', acceptedOn: '2026-01-10' };
  await test.events({ id: 'GC-1', ...works, warrantyMonths: 24, parties: [owner] });
  const [visit] = await test.visits('GC-1');
  if (visit === undefined) throw new Error('no visit');
  await test.ctx.db.write((tx) =>
    saveVisit(tx, { ...visit, status: 'with-staff', assignee: 'zhangwei', nextAt: null }, test.ctx.clock.now()),
  );
  expect(await says('zhangwei', `电话 ${visit.no}`)).toBe(
    [
      `任务 ${visit.no}（翠湖业委会）的电话，您看过已留下记录：`,
      '陈主任（建设单位）13900000001',
      `打过以后写：完成 ${visit.no}；没有人接写：无人应答 ${visit.no} 电话`,
    ].join('\n'),
  );
  expect(await reads()).toEqual([{ actor: 'zhangwei', subject: `visit:${visit.no}` }]);
});
