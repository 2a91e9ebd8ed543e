import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/calendar.js';
import { openStaffedWorld, STAFF, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };
const audits = async (world: StaffedWorld): Promise<readonly string[]> =>
  (await world.runtime.ctx.db.read.audit.findMany({ where: { actor: 'wecom' }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );
const heard = (world: StaffedWorld, userid: string): string => world.sandbox.staff(userid).hears().join('\n');
const staffRow = (world: StaffedWorld, userid: string) =>
  world.runtime.ctx.db.read.staff.findUnique({ where: { userid }, include: { roles: true } });

describe('the company’s contacts tell', () => {
  it('that somebody left: roles and sessions end, their tasks go to the supervisor, who hears of it', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    expect((await world.visit(no)).assignee).toBe('wangfang');
    const { db } = world.runtime.ctx;
    await db.write((tx) =>
      tx.signIn.create({
        data: { tokenHash: 'h', userid: 'wangfang', createdAt: 1n, seenAt: 1n, expiresAt: 9n ** 15n },
      }),
    );
    const delivery = await world.sandbox.contacts.quits('wangfang');
    expect(delivery.outcome).toBe('accepted');
    await world.settle();
    expect(await staffRow(world, 'wangfang')).toMatchObject({ active: false, roles: [] });
    expect(await db.read.signIn.count()).toBe(0);
    expect((await world.visit(no)).assignee).toBe('liuyan');
    expect(heard(world, 'liuyan')).toContain('王芳已离开，名下没有完成的回访转到您名下');
    expect(heard(world, 'liuyan')).toContain('王芳（管家）已离开企业微信通讯录，岗位和登录已取消，名下 2 件');
    expect(await world.tells('liuyan', '我的任务')).toContain(`${no}.`);
    expect(await audits(world)).toEqual(['staff.left']);
    await world.sandbox.contacts.quits('wangfang');
    await world.settle();
    expect(await audits(world)).toEqual(['staff.left']);
  });

  it('that somebody on leave left: their deputy keeps what they have of them', async () => {
    const staff = [...STAFF, { userid: 'lisi', name: '李四', roles: [{ estate: 'cuihu', role: 'steward' }] }];
    await using world = await openStaffedWorld({ staff });
    const no = await world.happens(COMPLAINT);
    const mine = (await world.visit(no)).assignee ?? '';
    const [deputy, name] = mine === 'lisi' ? ['wangfang', '王芳'] : ['lisi', '李四'];
    await world.tells(mine, `请假 3天 代班 ${name}`);
    await world.sandbox.contacts.quits(mine);
    await world.settle();
    const visit = await world.visit(no);
    expect(visit.assignee).toBe(deputy);
    expect(visit.why.heldFor).toBeUndefined();
    await world.advance(4 * DAY);
    expect((await world.visit(no)).assignee).toBe(deputy);
  });

  it('that a supervisor left: what they had goes to the manager', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    await world.tells('wangfang', `转给 刘艳 ${no}`);
    await world.sandbox.contacts.quits('liuyan');
    await world.settle();
    expect((await world.visit(no)).assignee).toBe('sun');
    expect(heard(world, 'sun')).toContain('刘艳（客服主管）已离开企业微信通讯录');
  });

  it('that a userid was changed: tasks, roles and history are theirs under the new one', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    await world.sandbox.contacts.changes('wangfang', { userid: 'wang.fang' });
    await world.settle();
    expect(await staffRow(world, 'wangfang')).toBeNull();
    expect((await world.visit(no)).assignee).toBe('wang.fang');
    expect(await world.tells('wang.fang', '我的任务')).toContain(`${no}.`);
    expect(await world.tells('wang.fang', `完成 ${no} 电话 13800000000 满意 说处理得好`)).toContain('已');
    expect(await audits(world)).toEqual(['staff.renamed']);
  });

  it('that somebody came: known by name, without a role, and the supervisor is told', async () => {
    await using world = await openStaffedWorld();
    await world.sandbox.contacts.joins('zhouli', { name: '周丽' });
    await world.settle();
    expect(await staffRow(world, 'zhouli')).toMatchObject({ name: '周丽', active: true, roles: [] });
    expect(heard(world, 'liuyan')).toContain('新同事周丽（账号 zhouli');
    expect(await world.tells('zhouli', '满意率')).toContain('还没有分配到任何项目');
    await world.sandbox.contacts.changes('zhouli', { name: '周莉' });
    await world.settle();
    expect(await staffRow(world, 'zhouli')).toMatchObject({ name: '周莉', roles: [] });
    await world.sandbox.contacts.quits('zhouli');
    await world.advance(1_000);
    await world.sandbox.contacts.joins('zhouli', { name: '周莉' });
    await world.settle();
    expect(await staffRow(world, 'zhouli')).toMatchObject({ active: true, roles: [] });
    expect(await audits(world)).toEqual(['staff.joined', 'staff.updated', 'staff.left', 'staff.joined']);
  });

  it('that a department has another name, and who is of it', async () => {
    await using world = await openStaffedWorld();
    await world.sandbox.contacts.party(7, '客服中心');
    await world.sandbox.contacts.changes('wangfang', { department: 7 });
    await world.settle();
    expect(await staffRow(world, 'wangfang')).toMatchObject({ department: '客服中心' });
    await world.sandbox.contacts.party(7, '客户服务部');
    await world.settle();
    expect(await staffRow(world, 'wangfang')).toMatchObject({ department: '客户服务部' });
  });

  it('nothing where the contacts cannot be asked for a name, but the userid', async () => {
    await using world = await openStaffedWorld();
    world.sandbox.fail('user/get', { times: 5, errcode: 60011 });
    await world.sandbox.contacts.joins('zhouli', { name: '周丽' });
    await world.settle();
    expect(await staffRow(world, 'zhouli')).toMatchObject({ name: 'zhouli' });
  });
});

describe('a message that the platform did not sign', () => {
  it('changes nothing on the list of staff', async () => {
    await using world = await openStaffedWorld();
    const delivery = await world.sandbox.contacts.party(9, '保安部');
    const { url = '', body = '' } = delivery.envelope ?? {};
    const forged = [
      url.replace(/msg_signature=[0-9a-f]+/u, `msg_signature=${'0'.repeat(40)}`),
      url.split('?')[0] ?? '',
    ];
    const plain = `<xml><ToUserName>${world.sandbox.settings.corpId}</ToUserName><FromUserName>sys</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>wangfang</UserID></xml>`;
    for (const address of forged) {
      for (const sent of [body, plain]) {
        const { status } = await fetch(address, { method: 'POST', body: sent });
        expect(status).toBeGreaterThanOrEqual(400);
      }
    }
    // A member of staff who writes such words has written words.
    await world.tells('liuyan', plain);
    await world.settle();
    expect((await staffRow(world, 'wangfang'))?.active).toBe(true);
  });
});
