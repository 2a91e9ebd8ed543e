/** What members of staff read of their tasks: what they may, in their own language, and nothing cut off unsaid. */
import { describe, expect, it } from 'vitest';
import { complaint, LI_MIN, LIU_YAN, openHousehold, visitsOf, WANG_FANG } from '../helpers/one-household.js';
import { openWorld, type World } from '../helpers/world.js';

const THIS_MORNING = '2026-03-10T09:00:00+08:00';

/** What somebody is told when they write this, in words. */
async function told(world: World, userid: string, text: string): Promise<string> {
  await world.sandbox.staff(userid).says(text);
  await world.settle();
  const words = world.sandbox
    .staff(userid)
    .seen()
    .filter(({ kind }) => kind !== 'file');
  return words.at(-1)?.text ?? '';
}

describe('我的任务', () => {
  it('counts what a message has no room for', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.post('/api/v1/residents', { ...LI_MIN, consent: false });
    const events = Array.from({ length: 25 }, (_, nth) => ({
      id: `C-${nth}`,
      estate: 'cuihu',
      kind: 'complaint',
      household: '3-2-1204',
      description: '楼上住户每天半夜装修噪音太大影响休息，已经多次反映仍未解决',
      resolvedAt: THIS_MORNING,
    }));
    await world.post('/api/v1/events', events);
    await world.settle();
    const lines = (await told(world, 'wangfang', '我的任务')).split('\n');
    const shown = lines.filter((line) => /^\d+\. /.test(line)).length;
    expect(shown).toBeGreaterThan(8);
    expect(lines.at(-1)).toBe(`……还有 ${25 - shown} 件，都在下面的表里。`);
    expect(Buffer.byteLength(lines.join('\n'))).toBeLessThanOrEqual(2048);
  });

  it('shows nothing of an estate where one has no role any more', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.post('/api/v1/residents', { ...LI_MIN, consent: false });
    await complaint(world, 'C-1', THIS_MORNING);
    expect(await told(world, 'wangfang', '我的任务')).toContain('3 栋 2 单元 1204');
    await world.post('/api/v1/staff', { ...WANG_FANG, roles: [] });
    expect(await visitsOf(world)).toMatchObject([{ assignee: 'wangfang' }]);
    expect(await told(world, 'wangfang', '我的任务')).not.toContain('1204');
  });
});

describe('说明', () => {
  it('says in Chinese why chat did not reach the resident', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    await complaint(world, 'C-1', THIS_MORNING);
    const text = await told(world, 'liuyan', '说明 1');
    expect(text).toContain('微信客服没有送达（超过 48 小时没有来信，或五条消息已用完）');
    expect(text).not.toMatch(/answered|send_msg|选用微信客服/);
  });

  it('names the channel that was chosen, and what kept it from others without their ids', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    expect(await told(world, 'liuyan', '说明 1')).toContain('选用微信客服');
    await world.post('/api/v1/residents', { ...LI_MIN, consent: false });
    await complaint(world, 'C-2', THIS_MORNING);
    expect(await told(world, 'liuyan', '说明 2')).toContain('没有用微信联系：住户未同意回访');
  });
});

describe('the card of a household in which nobody agreed to be visited', () => {
  it('asks for no call, and says how the task ends', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.post('/api/v1/residents', { ...LI_MIN, consent: false });
    await complaint(world, 'C-1', THIS_MORNING);
    const [card] = world.sandbox.staff('wangfang').seen();
    expect(JSON.stringify(card?.content)).toContain('住户没有同意回访，请不要联系；结束请写：拒访 1');
  });
});

describe('领取 of what a colleague has', () => {
  it('says whom to ask', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.post('/api/v1/staff', { ...WANG_FANG, userid: 'zhangwei', name: '张伟' });
    await complaint(world, 'C-1', THIS_MORNING);
    expect(await told(world, 'zhangwei', '领取 1')).toBe(
      '任务 1 在王芳名下。要接手，请找王芳、客服主管、项目经理转给您。',
    );
    expect(await visitsOf(world)).toMatchObject([{ assignee: 'wangfang' }]);
  });

  it('tells nothing of another estate’s tasks', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await world.post('/api/v1/estates', { id: 'jin', name: '锦园家园', policies: ['p03'] });
    await world.post('/api/v1/staff', { ...LIU_YAN, userid: 'zhao', roles: [{ estate: 'jin', role: 'steward' }] });
    await complaint(world, 'C-1', THIS_MORNING);
    expect(await told(world, 'zhao', '领取 1')).toBe('没有您可以领取的任务 1。');
  });
});
