import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { openStaffedWorld, STAFF } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
const LI_SI = { userid: 'lisi', name: '李四', roles: [{ estate: 'cuihu', role: 'steward' }], households: ['8-*'] };

describe('请假', () => {
  it('hands what is open to the deputy, and gives it back after the last day', async () => {
    await using world = await openStaffedWorld({ staff: [...STAFF, LI_SI] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', '请假 2天 代班 李四')).toContain('3 月 10 日至 3 月 11 日请假，由李四代班');
    expect(await world.visit(no)).toMatchObject({ assignee: 'lisi' });
    expect(world.sandbox.staff('lisi').hears().join()).toContain('王芳请假期间');
    expect(await world.tells('lisi', '我的任务')).toContain('代王芳');
    await world.advance(2 * DAY);
    expect(await world.visit(no)).toMatchObject({ assignee: 'wangfang' });
  });

  it('ends by 销假, and only then is there something to end', async () => {
    await using world = await openStaffedWorld({ staff: [...STAFF, LI_SI] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('wangfang', '销假')).toContain('没有登记请假');
    await world.tells('wangfang', '请假 3天');
    expect((await world.visit(no)).assignee).not.toBe('wangfang');
    expect(await world.tells('wangfang', '销假')).toContain('已销假');
    expect(await world.visit(no)).toMatchObject({ assignee: 'wangfang' });
  });

  it('asks how long, and takes no deputy of another role', async () => {
    await using world = await openStaffedWorld({ staff: [...STAFF, LI_SI] });
    expect(await world.tells('wangfang', '请假')).toContain('请几天假');
    expect(await world.tells('wangfang', '请假 1天 代班 赵强')).toContain('岗位不同');
    expect(await world.tells('wangfang', '请假 1天 代班 李四四')).toContain('同岗位的有李四');
    expect(await world.tells('wangfang', '请假 1天 代班 王芳')).toContain('代班要写同事的名字；同岗位的有李四');
    expect(await world.runtime.ctx.db.read.absence.count()).toBe(0);
  });
});
