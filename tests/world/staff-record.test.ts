import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/calendar.js';
import { reviewVisit } from '../helpers/reviewed-visit.js';
import { openStaffedWorld, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };

const audit = (world: StaffedWorld, action: string) =>
  world.runtime.ctx.db.read.audit.count({ where: { action: { startsWith: action } } });
const records = (world: StaffedWorld) => world.runtime.ctx.db.read.record.findMany({ orderBy: { seq: 'asc' } });

describe('完成', () => {
  it('records a visit by phone, said back, with the number called kept sealed', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('liuyan', `转给 王芳 ${no}`)).toContain('已转给王芳');
    expect(world.sandbox.staff('wangfang').seen()).toHaveLength(1);
    const said = await world.tells('wangfang', `完成 ${no} 电话 138-0000-0000 满意 师傅准时`);
    expect(said).toContain(`已记录任务 ${no}（噪音）：电话，满意，师傅准时`);
    const [record] = await records(world);
    expect(record).toMatchObject({ grade: 'satisfied', remark: '师傅准时', method: 'phone', by: 'wangfang' });
    expect(record?.calledCipher).not.toContain('138');
    expect(world.runtime.ctx.box.open(record?.calledCipher ?? '')).toBe('13800000000');
    expect(await world.visit(no)).toMatchObject({ status: 'recorded', outcome: 'answered-phone' });
    expect((await world.attempts(no)).at(-1)).toMatchObject({ channel: 'phone', by: 'wangfang', outcome: 'answered' });
  });

  it('p02.14: what is promised for a time is the supervisor’s to see to by then, and can be moved', async () => {
    await using world = await openStaffedWorld({ policies: ['p02'] });
    const no = await world.happens(COMPLAINT);
    const duties = () =>
      world.runtime.ctx.db.read.duty.findMany({
        where: { visitNo: no, trigger: 'promise', item: 'duty:0' },
        orderBy: { no: 'asc' },
      });
    await world.tells('liuyan', `完成 ${no} 电话 一般 楼道灯不亮 答复 周五下午`);
    const heard = world.sandbox.staff('liuyan').hears().join('\n');
    expect(heard).toContain('约定 3 月 13 日 18:00 前答复住户，已交客服主管跟进');
    expect(heard).toContain('3 月 13 日 18:00 前，在约定的时间内协调解决');
    const until = (text: string): bigint => BigInt(Date.parse(text));
    expect(await duties()).toMatchObject([
      { clause: 'p02.14', assignee: 'liuyan', status: 'open', due: until('2026-03-13T18:00:00+08:00') },
    ]);
    await world.tells('liuyan', `完成 ${no} 电话 一般 楼道灯不亮 答复 周六 12:00`);
    expect(await duties()).toMatchObject([{ status: 'open', due: until('2026-03-14T12:00:00+08:00') }]);
    await world.advance(5 * DAY);
    expect(await world.tells('liuyan', `完成 ${no} 不满意`)).not.toContain('还差');
    expect((await records(world)).at(-1)).toMatchObject({ grade: 'dissatisfied' });
    expect(await duties()).toMatchObject([{ status: 'open', due: until('2026-03-14T12:00:00+08:00') }]);
    const [duty] = await duties();
    expect(await world.tells('liuyan', `办结 ${duty?.no} 灯已换`)).toContain('已办结');
    expect(await world.runtime.ctx.db.read.followUp.findMany({ where: { kind: 'promise' } })).toMatchObject([
      { status: 'closed', promisedAt: until('2026-03-14T12:00:00+08:00') },
    ]);
  });

  it('p02.14: a paper that comes in after the promised time is taken, and its promise is overdue', async () => {
    await using world = await openStaffedWorld({ policies: ['p02'] });
    const no = await world.happens(COMPLAINT);
    await world.advance(5 * DAY);
    const paper = {
      visit: no,
      by: 'liuyan',
      at: '2026-03-10T15:00:00+08:00',
      method: 'paper',
      methods: ['phone'],
      paper: { source: '扫描件 7' },
      grade: 'fairly',
      promisedAt: '2026-03-12T18:00:00+08:00',
    };
    const sent = async (record: object) => (await world.post('/api/v1/records', record)).json;
    expect(await sent({ ...paper, promisedAt: paper.at })).toMatchObject({
      results: [{ status: 'rejected', errors: [{ field: 'promisedAt' }] }],
    });
    expect(await sent(paper)).toMatchObject({ results: [{ status: 'created' }] });
    expect(await sent(paper)).toMatchObject({ results: [{ status: 'unchanged' }] });
    const due = BigInt(Date.parse(paper.promisedAt));
    expect(await world.runtime.ctx.db.read.duty.findMany({ where: { visitNo: no, trigger: 'promise' } })).toMatchObject(
      [{ status: 'open', due }],
    );
  });

  it('asks for what is missing, with a line that is then taken', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    const asked = await world.tells('liuyan', `完成 ${no}`);
    expect(asked).toContain('还差');
    expect(asked).toContain('怎样回访的');
    const example = /可以这样写：(.+)$/u.exec(asked)?.[1] ?? '';
    expect(await world.tells('liuyan', example)).toContain('已记录');
  });

  it('refuses to answer in chat for the resident', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('liuyan', `完成 ${no} 微信 满意`)).toContain('不能代填');
    expect(await records(world)).toEqual([]);
  });

  it('is refused to somebody else than the assignee, and of no estate of theirs, and that is audited', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens({ ...COMPLAINT, severity: 'general' });
    expect(await world.visit(no)).toMatchObject({ assignee: 'wangfang' });
    expect(await world.tells('zhaoqiang', `完成 ${no} 上门 满意`)).toContain('在王芳名下');
    expect(await world.tells('qian', `完成 ${no} 上门 满意`)).toContain('王芳');
    await world.post('/api/v1/estates', { id: 'jin', name: '锦园', policies: [] });
    await world.post('/api/v1/staff', { userid: 'zhou', name: '周', roles: [{ estate: 'jin', role: 'manager' }] });
    world.sandbox.staff('zhou', { name: '周' });
    expect(await world.tells('zhou', `完成 ${no} 上门 满意`)).toContain('没有您可以办理的任务');
    expect(await records(world)).toEqual([]);
    expect(await audit(world, 'refused.record visit')).toBe(3);
  });

  it('is refused to whoever did the work, however high', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens({ ...COMPLAINT, worker: 'liuyan' });
    expect((await world.visit(no)).assignee).not.toBe('liuyan');
    expect(await world.tells('liuyan', `完成 ${no} 上门 满意`)).toContain('您自己办的');
    expect(await world.tells('liuyan', `领取 ${no}`)).toContain('您自己办的');
    expect(await world.tells('sun', `转给 刘艳 ${no}`)).toContain('回访要由别人来做');
    expect(await audit(world, 'refused.record visit')).toBe(1);
    expect(await audit(world, 'refused.claim task')).toBe(1);
  });

  it('opens a follow-up for dissatisfaction, and for work left undone, as an answer in chat does', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const first = await world.happens(COMPLAINT);
    const second = await world.happens({ ...COMPLAINT, id: 'C-2', description: '漏水' });
    await world.tells('sun', `完成 ${first} 上门 不满意 还在吵`);
    await world.tells('sun', `完成 ${second} 上门 满意 只是没修完`);
    const heard = world.sandbox.staff('sun').hears();
    expect(heard.filter((text) => text.includes('已通知客服主管'))).toHaveLength(2);
    const alerts = world.sandbox.staff('liuyan').hears().join('\n');
    expect(alerts).toContain('【不满意】');
    expect(alerts).toContain('还在吵');
    expect(alerts).toContain('【未完成】');
    const rows = await world.runtime.ctx.db.read.followUp.findMany({ select: { kind: true, visitNo: true } });
    expect(rows).toEqual([
      { kind: 'nonconformity', visitNo: first },
      { kind: 'nonconformity', visitNo: second },
    ]);
  });

  it('written again by the same person corrects: appended, and what was not said stays', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 电话 满意 师傅准时`);
    expect(await world.tells('sun', `完成 ${no} 电话 满意 师傅准时`)).toContain('没有改动');
    expect(await world.tells('sun', `完成 ${no} 一般`)).toContain('已更正');
    expect(await world.tells('liuyan', `完成 ${no} 上门 满意`)).toContain('已有记录（孙国栋');
    const rows = await records(world);
    expect(rows.map(({ grade, method, current }) => [grade, method, current])).toEqual([
      ['satisfied', 'phone', false],
      ['fairly', 'phone', true],
    ]);
  });

  it('is not written again once it was reviewed, and whoever tries is told so', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    await world.tells('liuyan', `转给 王芳 ${no}`);
    await world.tells('wangfang', `完成 ${no} 电话 13800000000 满意`);
    await reviewVisit(world.runtime.ctx, no, world.now());
    expect(await world.tells('wangfang', `完成 ${no} 不满意`)).toBe(
      `任务 ${no} 的记录已经审核，不再改动。有新情况请告诉客服主管。`,
    );
    expect(await records(world)).toMatchObject([{ grade: 'satisfied' }]);
    expect(await world.visit(no)).toMatchObject({ status: 'reviewed' });
  });

  it('before its window opens is told when it does', async () => {
    await using world = await openStaffedWorld({ policies: ['p11'] });
    const no = await world.happens({ ...COMPLAINT, kind: 'repair', resolvedAt: '2026-03-10T09:30:00+08:00' });
    expect(await world.tells('sun', `完成 ${no} 上门 满意`)).toContain('3 月 11 日 09:30 起');
  });
});

describe('the rules of each policy for how a visit is made', () => {
  it('p06.4: a visit by phone without the number called is refused', async () => {
    await using world = await openStaffedWorld({ policies: ['p06'], now: '2026-03-16T10:00:00+08:00' });
    const no = await world.happens({ id: 'R-1', kind: 'repair', resolvedAt: '2026-03-10T09:00:00+08:00' });
    await world.runtime.ctx.db.write((tx) =>
      tx.visit.update({ where: { no }, data: { status: 'with-staff', assignee: 'sun' } }),
    );
    const refused = await world.tells('sun', `完成 ${no} 电话 满意`);
    expect(refused).toContain('注明回访电话号码（p06.4）');
    expect(await records(world)).toEqual([]);
    expect(await world.tells('sun', `完成 ${no} 13800000000 满意 电话`)).toContain('已记录');
  });

  it('p05.8: face to face and on site, together; the record waits for the signature', async () => {
    await using world = await openStaffedWorld({ policies: ['p05'] });
    const no = await world.happens({ ...COMPLAINT, severity: 'general' });
    expect(await world.tells('sun', `完成 ${no} 上门 满意`)).toContain('上门和现场查看一起做（p05.8）');
    await world.tells('sun', `完成 ${no} 满意 现场查看 上门`);
    expect(world.sandbox.staff('sun').hears().at(-2)).toContain('待签名');
    expect((await world.attempts(no)).map(({ channel }) => channel)).toEqual(['in-person', 'on-site']);
    expect(await world.tells('sun', `完成 ${no} 已签名`)).toContain('照片或扫描件编号');
    expect(await world.tells('sun', `完成 ${no} 已签名 照片 IMG_7`)).toContain('纸质记录上签名');
    expect((await records(world)).at(-1)).toMatchObject({ grade: 'satisfied', confirmedBy: 'paper:sun' });
  });

  it('p11.4: public areas are looked at on site, with a photograph, and nobody is graded', async () => {
    await using world = await openStaffedWorld({ policies: ['p11'] });
    const no = await world.happens({ id: 'P-1', kind: 'public-area-repair', resolvedAt: '2026-03-10T09:00:00+08:00' });
    expect(await world.tells('sun', `完成 ${no} 电话 满意`)).toContain('现场查看（p11.4）');
    expect(await world.tells('sun', `完成 ${no} 现场查看 完好`)).toContain('现场照片（p11.4）');
    expect(await world.tells('sun', `完成 ${no} 现场查看 照片 IMG_0312 完好`)).toContain('已记录');
    expect(await records(world)).toMatchObject([{ grade: null, remark: '完好', method: 'on-site' }]);
  });
});

describe('the signature', () => {
  it('is asked of the resident in chat, who alone can give it', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 上门 满意 来得快`);
    expect(world.sandbox.staff('sun').hears().at(-2)).toContain('请住户在微信上确认');
    const li = world.sandbox.resident('wmLi');
    expect(li.hears().at(-1)).toContain('同事孙国栋');
    expect(li.hears().at(-1)).toContain('来得快');
    await li.taps('确认');
    await world.settle();
    expect(await records(world)).toMatchObject([{ confirmedBy: 'resident:cuihu/r-1' }]);
    expect(await world.visit(no)).toMatchObject({ status: 'recorded' });
  });

  it('can be refused by changing the record: the resident is the last to speak', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 上门 满意`);
    const li = world.sandbox.resident('wmLi');
    await li.taps('修改');
    await world.settle();
    await li.says('不满意，根本没人来过');
    await world.settle();
    expect((await records(world)).at(-1)).toMatchObject({ grade: 'dissatisfied', by: 'resident:cuihu/r-1' });
    expect(world.sandbox.staff('liuyan').hears().join()).toContain('根本没人来过');
  });

  it('is not asked for in quiet hours, but after them', async () => {
    await using world = await openStaffedWorld({ chat: true, now: '2026-03-10T20:50:00+08:00' });
    const no = await world.happens(COMPLAINT);
    await world.advance(HOUR);
    const before = world.sandbox.resident('wmLi').hears().length;
    await world.tells('sun', `完成 ${no} 上门 满意`);
    expect(world.sandbox.resident('wmLi').hears()).toHaveLength(before);
    await world.advance(12 * HOUR);
    expect(world.sandbox.resident('wmLi').hears().at(-1)).toContain('同事孙国栋');
  });

  it('is asked for on paper where the message does not arrive', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    await world.tells('sun', `完成 ${no} 上门 满意`);
    expect(world.sandbox.staff('sun').hears().join()).toContain('没有送到住户微信，待签名');
    expect(await world.tells('sun', `说明 ${no}`)).toContain('已记录（记录待签名）');
  });
});
