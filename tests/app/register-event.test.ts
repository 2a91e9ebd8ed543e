import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerWords } from '../../src/app/answer-words.js';
import { takeInStaff } from '../../src/app/take-in-people.js';
import { estates } from '../../src/store/estates.js';
import { eventOf, withPhones } from '../../src/store/events.js';
import { staffOf } from '../../src/store/staff.js';
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

const matters = async (): Promise<readonly string[]> => {
  const rows = await test.ctx.db.read.event.findMany({ select: { data: true }, orderBy: { id: 'asc' } });
  return rows.map(({ data }) => (JSON.parse(data) as { description: string }).description);
};
const numberIn = (said: string): string => /DJ-\d{8}-\d{4}/u.exec(said)?.[0] ?? '';

/** Two matters of one household whose numbers begin as one. */
function sameNumber(): readonly [string, string] {
  const seen = new Map<number, string>();
  for (let nth = 0; ; nth += 1) {
    const matter = `第${nth}盏灯不亮`;
    const digest = createHash('sha256').update(['cuihu', 'repair', '3-2-1204', matter].join('\n')).digest();
    const at = digest.readUInt32BE(0) % 10_000;
    const other = seen.get(at);
    if (other !== undefined) return [other, matter];
    seen.set(at, matter);
  }
}

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
  expect((await matters()).toSorted()).toEqual(['厨房漏水', '客厅漏水'].toSorted());
});

it('keeps who did it together with the matter, whatever becomes of the answer', async () => {
  const all = await estates(test.ctx.db.read);
  const staff = await staffOf(test.ctx.db.read, 'zhangwei');
  if (staff === null) throw new Error('no zhangwei');
  const asker = { staff, estates: all, zone: 'Asia/Shanghai' };
  const [at, by] = [test.ctx.clock.now(), (action: string) => ({ where: { action, actor: 'zhangwei' } })];
  // The answers are never given: the process was killed before.
  await answerWords(test.ctx, asker, '确认登记 报修 3-2-1204 客厅漏水', at);
  expect(await test.ctx.db.read.audit.count(by('event.register'))).toBe(1);
  const [row] = await test.ctx.db.read.event.findMany();
  await answerWords(test.ctx, asker, `办完 ${row?.id}`, at);
  expect(await test.ctx.db.read.audit.count(by('event.finish'))).toBe(1);
});

it('gives two colleagues who register at one moment a number each, and one matter one number', async () => {
  const same = sameNumber();
  const said = await Promise.all(same.map((matter) => says('zhangwei', `确认登记 报修 3-2-1204 ${matter}`)));
  expect((await matters()).toSorted()).toEqual([...same].toSorted());
  expect(new Set(said.map(numberIn)).size).toBe(2);
  const both = ['zhangwei', 'wangfang'].map((userid) => says(userid, '确认登记 报修 3-2-1204 门锁坏了'));
  expect(new Set((await Promise.all(both)).map(numberIn)).size).toBe(1);
  expect(await events()).toBe(3);
  expect(await test.ctx.db.read.audit.count({ where: { action: 'event.register' } })).toBe(3);
});

it('tells the end of a matter and leaves all else that is known of it', async () => {
  const id = numberIn(await says('zhangwei', '确认登记 报修 3-2-1204 客厅漏水'));
  const parties = [{ kind: 'contractor', name: '诚信防水', phone: '13800000000' }];
  const given = { kind: 'repair', category: 'seepage', severity: 'major', worker: 'lihua', parties };
  await test.events({ id, ...given, description: '客厅漏水', reportedAt: '2026-03-10T09:58:00+08:00' });
  const before = await eventOf(test.ctx.db.read, 'cuihu', id);
  expect(await says('zhangwei', `办完 ${id}`)).toContain(`已记下 ${id} 办完`);
  const after = await eventOf(test.ctx.db.read, 'cuihu', id);
  if (before === null || after === null) throw new Error('not there');
  const [known, now] = [before, after].map((event) => withPhones(test.ctx.box, event));
  expect(now).toEqual({ ...known, resolvedAt: test.ctx.clock.now() });
  expect(now?.parties[0]?.phone).toBe('13800000000');
  expect(await says('zhangwei', `办完 ${id}`)).toContain('早已办完');
});

it('says of what is registered and done that it is, and not how it is told to be done', async () => {
  await says('zhangwei', '确认登记 投诉 3-2-1204 楼上噪音 已办完');
  const again = await says('zhangwei', '确认登记 投诉 3-2-1204 楼上噪音 已办完');
  expect(again).toContain('没有再登记。已经办完。');
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
