import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/calendar.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
const LI = { id: 'r-1', estate: 'cuihu', household: '3-2-1204', name: '李敏', consent: true, relation: 'owner' };
const TWO = [...STAFF, { userid: 'zhaolei', name: '赵磊', roles: [{ estate: 'cuihu', role: 'steward' }] }];

/** The words that took the place of the buttons of somebody's task cards, oldest first. */
const doneOn = (world: StaffedWorld, userid: string): readonly (string | undefined)[] =>
  world.sandbox
    .staff(userid)
    .seen()
    .flatMap(({ kind, text, replacedBy }) =>
      kind === 'template_card' && text.startsWith('回访 ') ? [replacedBy] : [],
    );

describe('a task card', () => {
  it('says that the task is done, whoever did it and wherever', async () => {
    await using world = await openStaffedWorld({ staff: TWO });
    const no = await world.happens(COMPLAINT);
    expect(doneOn(world, 'wangfang')).toEqual([undefined]);
    await world.tells('wangfang', `转给 赵磊 ${no}`);
    expect(doneOn(world, 'wangfang')).toEqual(['赵磊接手']);
    expect(doneOn(world, 'zhaolei')).toEqual([undefined]);
    await world.tells('zhaolei', `完成 ${no} 电话 满意 已经不吵了`);
    expect(doneOn(world, 'zhaolei')).toEqual(['已完成']);
    expect(doneOn(world, 'wangfang')).toEqual(['赵磊接手']);
  });

  it('says so when the resident answers after all', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.advance(50 * HOUR);
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff' });
    expect(doneOn(world, 'wangfang')).toEqual([undefined]);
    await world.sandbox.resident('wmLi').says('满意');
    await world.settle();
    expect(doneOn(world, 'wangfang')).toEqual(['住户已答复']);
  });

  it('says so when the visit ends otherwise', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    await world.tells('wangfang', `拒访 ${no}`);
    expect(doneOn(world, 'wangfang')).toEqual(['已结束']);
  });

  it('is left alone once the platform lets nobody change it', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    await world.advance(73 * HOUR);
    await world.tells('wangfang', `完成 ${no} 电话 满意 已经不吵了`);
    expect(doneOn(world, 'wangfang')[0]).toBeUndefined();
  });

  it('gives the number behind a tap, keeps who read it, and can be tapped on', async () => {
    await using world = await openStaffedWorld();
    await world.post('/api/v1/residents', { ...LI, phone: '13800000001' });
    const no = await world.happens(COMPLAINT);
    const wang = world.sandbox.staff('wangfang');
    expect(wang.last()?.text).not.toContain('13800000001');
    await wang.taps('看电话');
    await world.settle();
    expect(wang.hears().at(-1)).toContain('李敏（业主）13800000001');
    const { db } = world.runtime.ctx;
    const read = await db.read.audit.findMany({ where: { action: 'phone.read' } });
    expect(read.map(({ actor, subject }) => [actor, subject])).toEqual([['wangfang', 'resident:cuihu/r-1']]);
    await wang.taps('完成');
    await world.settle();
    expect(wang.hears().at(-1)).toContain('还差：怎样回访的');
    await world.tells('wangfang', '电话 满意 已经不吵了');
    await world.tells('wangfang', '确认');
    expect(await world.visit(no)).toMatchObject({ status: 'recorded' });
    expect(doneOn(world, 'wangfang')).toEqual(['已完成']);
  });

  it('is taken once and can still be worked from then', async () => {
    await using world = await openStaffedWorld();
    await world.happens(COMPLAINT);
    const wang = world.sandbox.staff('wangfang');
    await wang.taps('领取');
    await world.settle();
    await expect(wang.taps('领取')).rejects.toThrow('there are: 完成');
  });

  it('offers no number of a household in which nobody agreed', async () => {
    await using world = await openStaffedWorld();
    await world.post('/api/v1/residents', { ...LI, phone: '13800000001', consent: false });
    await world.happens(COMPLAINT);
    await expect(world.sandbox.staff('wangfang').taps('看电话')).rejects.toThrow('there are: 领取');
  });
});
