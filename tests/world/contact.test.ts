import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/calendar.js';
import { openWorld, type World } from '../helpers/world.js';

const ESTATE = { id: 'cuihu', name: '翠湖花园', policies: ['p03'], timezone: 'Asia/Shanghai' };
const STAFF = [
  { userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] },
  { userid: 'liuyan', name: '刘艳', roles: [{ estate: 'cuihu', role: 'supervisor' }] },
];
const LI = {
  id: 'r-1',
  estate: 'cuihu',
  household: '3-2-1204',
  name: '李敏',
  externalUserId: 'wmLi',
  consent: true,
};

async function estateWith(world: World, staff: readonly object[] = STAFF): Promise<void> {
  for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
  await world.post('/api/v1/estates', ESTATE);
  await world.post('/api/v1/residents', LI);
  if (staff.length > 0) await world.post('/api/v1/staff', staff);
  await world.sandbox.resident('wmLi').says('你好');
  await world.settle();
}

async function complaint(world: World, id: string, resolvedAt: string): Promise<void> {
  await world.post('/api/v1/events', {
    id,
    estate: 'cuihu',
    kind: 'complaint',
    household: '3-2-1204',
    description: `噪音 ${id}`,
    resolvedAt,
  });
  await world.settle();
}

const questions = (world: World): readonly string[] =>
  world.sandbox
    .resident('wmLi')
    .hears()
    .filter((text) => text.includes('噪音'));

const visits = async (world: World): Promise<Record<string, unknown>[]> =>
  ((await world.get('/api/v1/visits?estate=cuihu')).json as { items: Record<string, unknown>[] }).items;

describe('a resident is not disturbed', () => {
  it('gets no reminder in quiet hours: where none can come before the window ends, a person goes', async () => {
    await using world = await openWorld({ now: '2026-03-13T19:45:00+08:00' });
    await estateWith(world);
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    expect(questions(world)).toHaveLength(1);
    await world.advance(4 * HOUR);
    expect(questions(world)).toHaveLength(1);
    expect((await visits(world))[0]).toMatchObject({ status: 'with-staff' });
    const card = world.sandbox.staff('wangfang').last();
    expect(card?.text).toContain('没有可发消息的时段');
  });

  it('is not reminded of another question after 退订', async () => {
    await using world = await openWorld();
    await estateWith(world);
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    await complaint(world, 'C-2', '2026-03-10T09:10:00+08:00');
    expect(questions(world)).toHaveLength(2);
    await world.sandbox.resident('wmLi').says('退订');
    await world.settle();
    const heard = world.sandbox.resident('wmLi').hears().length;
    await world.advance(2 * DAY);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(heard);
    expect((await visits(world)).map(({ status }) => status)).toEqual(['with-staff', 'with-staff']);
  });

  it('gets a question that waited for the platform only after the night', async () => {
    await using world = await openWorld({ now: '2026-03-10T20:30:00+08:00' });
    await estateWith(world);
    world.sandbox.fail('kf/send_msg', { times: 200, status: 502 });
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    await world.advance(40 * MINUTE);
    world.sandbox.clearFaults();
    await world.advance(10 * HOUR);
    expect(questions(world)).toHaveLength(0);
    await world.advance(3 * HOUR);
    expect(questions(world)).toHaveLength(1);
  });

  it('gets no question that waited for the platform once 退订 was said', async () => {
    await using world = await openWorld();
    await estateWith(world);
    world.sandbox.fail('kf/send_msg', { times: 20, status: 502 });
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    await world.sandbox.resident('wmLi').says('退订');
    await world.settle();
    world.sandbox.clearFaults();
    await world.advance(6 * HOUR);
    expect(questions(world)).toHaveLength(0);
  });
});

describe('a task always has somebody', () => {
  it('goes to the staff who were registered after the event', async () => {
    await using world = await openWorld();
    await estateWith(world, []);
    await world.post('/api/v1/residents', { ...LI, consent: false });
    await world.post('/api/v1/events', {
      id: 'C-1',
      estate: 'cuihu',
      kind: 'complaint',
      household: '3-2-1204',
      resolvedAt: '2026-03-10T21:00:00+08:00',
    });
    await world.post('/api/v1/staff', STAFF);
    await world.advance(DAY);
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
    expect((await visits(world))[0]).toMatchObject({ assignee: 'wangfang' });
  });

  it('is told to the supervisor when its card cannot reach the steward', async () => {
    await using world = await openWorld();
    await world.post('/api/v1/estates', ESTATE);
    await world.post('/api/v1/residents', { ...LI, consent: false });
    await world.post('/api/v1/staff', STAFF);
    world.sandbox.staff('liuyan', { name: '刘艳' });
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    expect(world.sandbox.staff('liuyan').hears().join()).toContain('没有送到');
  });
});

describe('what a supervisor cannot be told', () => {
  it('is told to the manager, word for word, though it concerns no visit', async () => {
    await using world = await openWorld();
    await world.post('/api/v1/estates', ESTATE);
    await world.post('/api/v1/residents', LI);
    const manager = { userid: 'sun', name: '孙国栋', roles: [{ estate: 'cuihu', role: 'manager' }] };
    await world.post('/api/v1/staff', [...STAFF, manager]);
    world.sandbox.staff('sun', { name: '孙国栋' });
    await world.sandbox.resident('wmLi').says('物业费怎么乱收费');
    await world.settle();
    expect(world.sandbox.staff('sun').hears()).toEqual([expect.stringContaining('没有送到刘艳')]);
    expect(world.sandbox.staff('sun').last()?.text).toContain('物业费怎么乱收费');
  });
});

describe('words that nobody asked for', () => {
  it('are answered as the visit that staff have, where they are a grade', async () => {
    await using world = await openWorld();
    for (const { userid, name } of STAFF) world.sandbox.staff(userid, { name });
    await world.post('/api/v1/estates', ESTATE);
    await world.post('/api/v1/residents', LI);
    await world.post('/api/v1/staff', STAFF);
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    expect((await visits(world))[0]).toMatchObject({ status: 'with-staff' });
    await world.sandbox.resident('wmLi').says('不满意，还在吵');
    await world.settle();
    expect((await visits(world))[0]).toMatchObject({ status: 'recorded' });
    expect(world.sandbox.staff('liuyan').hears().join()).toContain('还在吵');
  });

  it('go to staff where they are a complaint or a picture, and small talk does not', async () => {
    await using world = await openWorld();
    await estateWith(world);
    const li = world.sandbox.resident('wmLi');
    await li.says('物业费怎么乱收费');
    await li.sends('image');
    await world.settle();
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(3);
    await li.says('谢谢');
    await world.settle();
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(3);
  });

  it('of staff never name an estate that is not theirs', async () => {
    await using world = await openWorld();
    await estateWith(world);
    await world.post('/api/v1/estates', { id: 'jin', name: '锦园家园', policies: ['p03'] });
    await world.sandbox.staff('liuyan').says('满意率 某某花园');
    await world.settle();
    expect(world.sandbox.staff('liuyan').hears().join()).not.toContain('锦园');
  });
});

describe('an answer too late', () => {
  it('to a visit that was cancelled is passed on, and not said to be recorded', async () => {
    await using world = await openWorld();
    await estateWith(world);
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    const { db } = world.runtime.ctx;
    await db.write((tx) => tx.visit.updateMany({ data: { status: 'cancelled' } }));
    await world.sandbox.resident('wmLi').taps('不满意');
    await world.settle();
    expect(world.sandbox.resident('wmLi').last()?.text).toContain('转给同事');
    expect(await db.read.record.count()).toBe(0);
    expect(await db.read.followUp.count()).toBe(1);
  });

  it('a changed grade alerts the supervisor once, with the new words', async () => {
    await using world = await openWorld();
    await estateWith(world);
    await complaint(world, 'C-1', '2026-03-10T09:00:00+08:00');
    const li = world.sandbox.resident('wmLi');
    for (const words of ['满意', '修改', '不满意，又漏了']) {
      await li.says(words);
      await world.settle();
    }
    const alerts = world.sandbox
      .staff('liuyan')
      .hears()
      .filter((text) => text.startsWith('【不满意】'));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toContain('又漏了');
  });
});
