import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { openEstate, type EstateTest } from '../helpers/estate.js';
import { staffSays } from '../helpers/staff-says.js';

let test: EstateTest;
beforeEach(async () => {
  test = await openEstate(['p03']);
  await takeInStaff(test.ctx, [{ userid: 'qian', name: '钱进', roles: [{ estate: 'cuihu', role: 'quality' }] }]);
});
afterEach(() => test.close());

const events = () => test.ctx.db.read.event.count();
const says = (userid: string, text: string) => staffSays(test, userid, text);

it('is for those who do the work or take the calls, and a refusal is kept', async () => {
  expect(await says('qian', '确认登记 报修 3-2-1204 客厅漏水')).toContain('的这件事由');
  expect(await events()).toBe(0);
  expect(await test.ctx.db.read.audit.count({ where: { action: 'refused.report event done' } })).toBe(1);
});

it('puts nothing on the list before it is confirmed, and the same matter once a day', async () => {
  await says('zhangwei', '报修 3-2-1204 客厅漏水');
  expect(await events()).toBe(0);
  for (let n = 0; n < 2; n += 1) await says('zhangwei', '确认登记 报修 3-2-1204 客厅漏水');
  expect(await events()).toBe(1);
  expect(await test.ctx.db.read.audit.count({ where: { action: 'event.register', actor: 'zhangwei' } })).toBe(1);
});

it('puts a matter on the list whose number another one has', async () => {
  const first = await says('zhangwei', '确认登记 报修 3-2-1204 客厅漏水');
  const [id = ''] = /DJ-\d{8}-\d{4}/u.exec(first) ?? [];
  await test.events({ id, kind: 'repair', household: '3-2-1204', description: '厨房漏水' });
  expect(await says('zhangwei', '确认登记 报修 3-2-1204 客厅漏水')).toMatch(/^已登记 DJ-/u);
  expect(await says('zhangwei', '确认登记 报修 3-2-1204 客厅漏水')).toContain('今天已经登记过');
  const rows = await test.ctx.db.read.event.findMany({ select: { data: true }, orderBy: { id: 'asc' } });
  const matters = rows.map(({ data }) => (JSON.parse(data) as { description: string }).description);
  expect(matters.toSorted()).toEqual(['厨房漏水', '客厅漏水'].toSorted());
});

it('is no order that begins with the kind of a matter', async () => {
  expect(await says('liuyan', '维修 满意率 本月')).toContain('翠湖花园 3 月维修满意率');
  expect(await says('liuyan', '投诉：逾期')).toContain('没有逾期未办的');
});

it('asks whose it is, and takes the household alone or the whole written again', async () => {
  for (const answer of ['3-2-1204', '登记 报修 客厅漏水 3-2-1204']) {
    expect(await says('zhangwei', '报修 客厅漏水')).toContain('是哪一户？');
    expect(await says('zhangwei', answer)).toContain('要登记：翠湖花园 3 栋 2 单元 1204 维修「客厅漏水」，还没有办完');
    await says('zhangwei', '算了');
  }
  expect(await says('zhangwei', '公共维修 大堂灯不亮')).toContain('要登记：翠湖花园 公共区域维修「大堂灯不亮」');
  expect(await events()).toBe(0);
});

it('is named on the help', async () => {
  expect(await says('zhangwei', '帮助 登记')).toContain('报修 3-2-1204 客厅漏水');
});
