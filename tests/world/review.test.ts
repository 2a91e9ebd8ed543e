import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.js';
import { openStaffedWorld, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };

const records = (world: StaffedWorld) => world.runtime.ctx.db.read.record.findMany({ orderBy: { seq: 'asc' } });

/** The resident writes, and the server has answered; the last thing that they hear. */
async function resident(world: StaffedWorld, words: string): Promise<string> {
  const li = world.sandbox.resident('wmLi');
  await li.says(words);
  await world.settle();
  return li.hears().at(-1) ?? '';
}

describe('审核, from a resident’s answer to the record that stays', () => {
  it('what the resident changes in between is shown before it is approved; afterwards it is a new matter', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await resident(world, '满意');
    expect(await world.tells('liuyan', '待办')).toContain(`${no}. 3 栋 2 单元 1204 噪音：满意（住户，今天交的`);
    await resident(world, '修改');
    await resident(world, '一般');
    expect(await world.tells('liuyan', `${no} 通过`)).toContain(
      '在您看过以后改过，现在是：3 栋 2 单元 1204 噪音，一般满意',
    );
    expect(await world.visit(no)).toMatchObject({ status: 'recorded' });
    expect(await world.tells('liuyan', `${no} 通过`)).toContain(`已审核通过任务 ${no}`);
    expect(await world.visit(no)).toMatchObject({ status: 'reviewed' });
    expect(await resident(world, '修改')).toContain('审核');
    expect(await records(world)).toMatchObject([
      { grade: 'satisfied', reviewed: false },
      { grade: 'fairly', reviewed: true, reviewedBy: 'liuyan' },
    ]);
  });

  it('what was returned is a colleague’s to complete, also where the resident writes again meanwhile', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await resident(world, '不满意');
    await resident(world, '晚上还是吵');
    expect(await world.tells('liuyan', `审核 ${no} 退回 没写整改情况`)).toContain('请王芳补正：没写整改情况');
    expect(JSON.stringify(world.sandbox.staff('wangfang').seen().at(-1))).toContain('没写整改情况');
    await resident(world, '修改');
    await resident(world, '一般');
    expect(await world.visit(no)).toMatchObject({ status: 'with-staff', assignee: 'wangfang' });
    expect(await world.tells('wangfang', `完成 ${no} 电话 一般 已装隔音门`)).toContain('已记录任务');
    expect(world.sandbox.staff('liuyan').hears().at(-1)).toContain('现在的记录：一般满意，已装隔音门');
    expect(await world.tells('liuyan', `审核 ${no} 通过`)).toContain('已审核通过');
    const all = await records(world);
    expect(all.at(-1)).toMatchObject({ by: 'wangfang', remark: '已装隔音门', reviewed: true });
    expect(all.filter(({ opinion }) => opinion === '没写整改情况')).toMatchObject([{ reviewed: false }]);
    expect(await world.tells('qian', '不满意')).toContain('没有不满意的回访');
    expect(await verifyAudit(world.runtime.ctx.db.read)).toMatchObject({ faults: [] });
  });
});
