import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/calendar.js';
import { openWorld, type World } from '../helpers/world.js';

const ESTATE = { id: 'cuihu', name: '翠湖花园', policies: ['p03', 'p08'], timezone: 'Asia/Shanghai' };
const LI = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  title: '女士',
  phone: '13800000000',
  relation: 'owner',
  externalUserId: 'wmLi',
  consent: true,
};
const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }], households: ['3-*'] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
  { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] },
];
const complaint = (id: string) => ({
  id,
  estate: 'cuihu',
  kind: 'complaint',
  severity: 'general',
  household: '3-2-1204',
  description: '楼道堆放杂物',
  resolvedAt: '2026-03-10T09:30:00+08:00',
});

async function people(world: World): Promise<void> {
  for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
  await world.post('/api/v1/estates', ESTATE);
  await world.post('/api/v1/residents', LI);
  await world.post('/api/v1/staff', STAFF);
  await world.sandbox.resident('wmLi').says('你好');
  await world.settle();
}

const items = async (world: World, route: string): Promise<Record<string, unknown>[]> =>
  ((await world.get(route)).json as { items: Record<string, unknown>[] }).items;

describe('the main line', () => {
  it('asks about a complaint that was handled, records the tap, and tells the manager the rate', async () => {
    await using world = await openWorld();
    await people(world);
    const posted = await world.post('/api/v1/events', complaint('C-1'));
    expect(posted.json).toEqual({ results: [{ id: 'C-1', status: 'created', errors: [] }] });
    await world.settle();

    const li = world.sandbox.resident('wmLi');
    expect(li.last()?.text).toContain('楼道堆放杂物');
    await li.taps('满意');
    await world.settle();
    const [record] = await items(world, '/api/v1/records?estate=cuihu');
    expect(record).toMatchObject({
      event: 'C-1',
      household: '3-2-1204',
      grade: 'satisfied',
      remark: null,
      method: 'chat',
    });
    expect(await items(world, '/api/v1/records?estate=cuihu')).toHaveLength(1);

    await world.sandbox.staff('sun').says('满意率 本月');
    await world.settle();
    const heard = world.sandbox.staff('sun').seen();
    expect(heard[0]?.text).toMatch(/满意率 100\.0%（回收 1 \/ 发出 1，满意 1、一般 0、不满意 0）/);
    expect(heard[1]?.kind).toBe('image');
    expect(heard[1]?.file?.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  it('records a typed dissatisfied answer with its remark, and alerts the supervisor', async () => {
    await using world = await openWorld();
    await people(world);
    await world.post('/api/v1/events', complaint('C-2'));
    await world.settle();
    await world.sandbox.resident('wmLi').says('不满意，还在漏');
    await world.settle();
    const [record] = await items(world, '/api/v1/records?estate=cuihu&event=C-2');
    expect(record).toMatchObject({ grade: 'dissatisfied', remark: '还在漏' });
    expect(world.sandbox.staff('liuyan').hears().join('\n')).toContain('还在漏');
  });

  it('tells the supervisor the reason that follows a dissatisfied tap', async () => {
    await using world = await openWorld();
    await people(world);
    await world.post('/api/v1/events', complaint('C-6'));
    await world.settle();
    const li = world.sandbox.resident('wmLi');
    await li.taps('不满意');
    await world.settle();
    const alerts = () =>
      world.sandbox
        .staff('liuyan')
        .hears()
        .filter((text) => text.startsWith('【不满意】'));
    expect(alerts()).toHaveLength(1);
    await li.says('东西还堆在那里');
    await world.settle();
    expect(alerts()[1]).toContain('东西还堆在那里');
    const [record, ...others] = await items(world, '/api/v1/records?estate=cuihu&event=C-6');
    expect(record).toMatchObject({ grade: 'dissatisfied', remark: '东西还堆在那里' });
    expect(others).toEqual([]);
  });

  it('takes the same event any number of times for one question', async () => {
    await using world = await openWorld();
    await people(world);
    for (let nth = 0; nth < 3; nth += 1) await world.post('/api/v1/events', complaint('C-3'));
    await world.settle();
    expect(
      world.sandbox
        .resident('wmLi')
        .hears()
        .filter((text) => text.includes('楼道堆放杂物')),
    ).toHaveLength(1);
  });

  it('reminds once, then hands over to the steward', async () => {
    await using world = await openWorld();
    await people(world);
    await world.post('/api/v1/events', complaint('C-4'));
    await world.settle();
    const asked = world.sandbox.resident('wmLi').hears().length;
    await world.advance(25 * HOUR);
    expect(world.sandbox.resident('wmLi').hears().length).toBe(asked + 1);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(0);
    await world.advance(25 * HOUR);
    expect(world.sandbox.resident('wmLi').hears().length).toBe(asked + 1);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
    expect((await items(world, '/api/v1/visits?estate=cuihu'))[0]).toMatchObject({
      status: 'with-staff',
      assignee: 'wangfang',
    });
  });

  it('makes a task for the steward at once where chat cannot reach the household', async () => {
    await using world = await openWorld();
    for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
    await world.post('/api/v1/estates', ESTATE);
    await world.post('/api/v1/residents', { ...LI, consent: false });
    await world.post('/api/v1/staff', STAFF);
    await world.post('/api/v1/events', complaint('C-5'));
    await world.settle();
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
    // What p03.7 wants to know; p08, which is served with it, adds nothing.
    expect(world.sandbox.staff('wangfang').last()?.text).toContain('质量、效果、是否满意、不足、建议');
    expect(world.sandbox.resident('wmLi').hears()).toEqual([]);
  });

  it('refuses figures to a steward, politely, and says who sees them', async () => {
    await using world = await openWorld();
    await people(world);
    await world.sandbox.staff('wangfang').says('满意率 本月');
    await world.settle();
    expect(world.sandbox.staff('wangfang').hears()[0]).toMatch(/客服主管、项目经理/);
  });
});
