/** 完成 12 opens a dialogue: through the real server and the platform's own cards, pictures and callbacks. */
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/calendar.js';
import { openStaffedWorld, type StaffedWorld } from '../helpers/staffed-world.js';

const COMPLAINT = { id: 'C-1', kind: 'complaint', description: '噪音', resolvedAt: '2026-03-10T09:00:00+08:00' };

const records = (world: StaffedWorld) => world.runtime.ctx.db.read.record.findMany({ orderBy: { seq: 'asc' } });
const files = (world: StaffedWorld) =>
  world.runtime.ctx.db.read.file.findMany({
    where: { sentBy: { not: null } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, visitNo: true, label: true, sentBy: true, bytes: true, name: true },
  });
const heard = (world: StaffedWorld, userid: string): string => world.sandbox.staff(userid).hears().join('\n');
async function taps(world: StaffedWorld, userid: string, button: string): Promise<string> {
  await world.sandbox.staff(userid).taps(button);
  await world.settle();
  return world.sandbox.staff(userid).hears().at(-1) ?? '';
}
async function sends(world: StaffedWorld, userid: string): Promise<string> {
  await world.sandbox.staff(userid).sends('image');
  await world.settle();
  return world.sandbox.staff(userid).hears().at(-1) ?? '';
}

describe('a record dictated on a phone', () => {
  it('by taps, words and a photograph; signed by 确认, and by the resident in chat', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    expect(await world.tells('sun', `完成 ${no}`)).toContain('还差：怎样回访的');
    expect(await taps(world, 'sun', '上门')).toContain('住户是否满意');
    expect(await sends(world, 'sun')).toContain('照片收下了，这份记录共 1 张');
    expect(await world.tells('sun', '修后')).toContain('刚才的照片记为修后');
    expect(await taps(world, 'sun', '满意')).toContain('住户怎么说');
    await world.tells('sun', '安静多了，师傅来得快');
    expect(heard(world, 'sun')).toContain('住户的话：安静多了，师傅来得快');
    expect(heard(world, 'sun')).toContain('照片：1 张（修后）');
    expect(await records(world)).toEqual([]);
    await taps(world, 'sun', '确认');
    expect(await records(world)).toMatchObject([
      { grade: 'satisfied', remark: '安静多了，师傅来得快', method: 'in-person', by: 'sun', confirmedBy: null },
    ]);
    expect(await files(world)).toMatchObject([{ visitNo: no, label: 'after', sentBy: 'sun' }]);
    const { bytes } = (await files(world))[0] ?? {};
    expect(
      Buffer.from(bytes ?? [])
        .subarray(1, 4)
        .toString('latin1'),
    ).not.toBe('PNG');
    const li = world.sandbox.resident('wmLi');
    expect(li.hears().at(-1)).toContain('同事孙国栋');
    await li.taps('确认');
    await world.settle();
    expect(await records(world)).toMatchObject([{ confirmedBy: 'resident:cuihu/r-1' }]);
    expect(await world.tells('sun', `说明 ${no}`)).toContain(`照片：修后 1 张。看图请写：照片 ${no}`);
    expect(await world.tells('liuyan', '待办')).toContain('照片 1 张');
    await world.tells('liuyan', `照片 ${no}`);
    expect(
      world.sandbox
        .staff('liuyan')
        .seen()
        .map(({ kind }) => kind),
    ).toContain('image');
  });

  it('the resident answers in chat meanwhile: nothing of the visitor’s is recorded', async () => {
    await using world = await openStaffedWorld({ chat: true });
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 电话`);
    const li = world.sandbox.resident('wmLi');
    await li.taps('满意');
    await world.settle();
    expect(await taps(world, 'sun', '不满意')).toContain('没有记下');
    expect(heard(world, 'sun')).toContain(`任务 ${no} 已有记录（住户`);
    expect(await records(world)).toMatchObject([{ grade: 'satisfied', by: 'resident:cuihu/r-1' }]);
  });

  it('the resident signs on the visitor’s screen, once', async () => {
    await using world = await openStaffedWorld();
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 上门 满意 来得快`);
    expect(await taps(world, 'sun', '住户签名')).toContain('住户已签名');
    expect(await records(world)).toMatchObject([{ confirmedBy: 'screen:sun' }]);
    const signed = await world.runtime.ctx.db.read.audit.findMany({ where: { action: 'record.sign' } });
    expect(signed).toMatchObject([{ actor: 'sun', subject: `visit:${no}` }]);
  });

  it('a photograph of the signed paper closes a home visit afterwards', async () => {
    await using world = await openStaffedWorld({ policies: ['p05'] });
    const no = await world.happens({ ...COMPLAINT, severity: 'general' });
    await world.tells('sun', `完成 ${no} 上门 现场查看 满意 安静了`);
    expect(await sends(world, 'sun')).toContain('照片上是签了名的纸吗');
    expect(await taps(world, 'sun', '是，住户已签名')).toContain('住户已在纸质记录上签名');
    expect((await records(world)).at(-1)).toMatchObject({ grade: 'satisfied', confirmedBy: 'paper:sun' });
    expect(await files(world)).toMatchObject([{ visitNo: no, label: 'signed' }]);
    // One more picture is the same task's, and is named in a word.
    expect(await sends(world, 'sun')).toContain(`放在任务 ${no}`);
    expect(await world.tells('sun', '修后')).toContain(`已放到任务 ${no}：修后照片 1 张`);
    const both = (await files(world)).map(({ visitNo, label }) => `${visitNo} ${label}`);
    // Both came in the same instant: which is first in the list is chance.
    expect(both.toSorted()).toEqual([`${no} after`, `${no} signed`]);
  });

  it('pictures of whoever did the repair go to the task that is named', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens({ ...COMPLAINT, worker: 'zhaoqiang' });
    expect(await sends(world, 'zhaoqiang')).toContain('是哪项任务的');
    // A number alone is enough, as it was just asked for.
    expect(await world.tells('zhaoqiang', `${no} 修前`)).toContain('修前照片 1 张');
    await sends(world, 'zhaoqiang');
    await world.tells('zhaoqiang', `照片 ${no} 修后`);
    expect(await files(world)).toMatchObject([
      { visitNo: no, label: 'before', sentBy: 'zhaoqiang' },
      { visitNo: no, label: 'after', sentBy: 'zhaoqiang' },
    ]);
    expect(await world.tells('sun', `说明 ${no}`)).toContain('照片：修前 1 张、修后 1 张');
  });

  it('without a word for two hours it is put aside, said once, and taken up with what it had', async () => {
    await using world = await openStaffedWorld({ policies: ['p08'] });
    const no = await world.happens(COMPLAINT);
    await world.tells('sun', `完成 ${no} 电话`);
    await world.advance(3 * HOUR);
    expect(heard(world, 'sun').split('先放下了')).toHaveLength(2);
    expect(await world.tells('sun', `完成 ${no}`)).toContain('住户是否满意');
    expect(await records(world)).toEqual([]);
  });
});
