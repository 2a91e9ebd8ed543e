/** What residents write, in whatever order and at whatever hour: each word has its effect where it belongs. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/calendar.js';
import { complaint, lastWord, openHousehold, recordsOf, residentSays, visitsOf } from '../helpers/one-household.js';
import { openWorld } from '../helpers/world.js';

const THIS_MORNING = '2026-03-10T09:00:00+08:00';

describe('whoever asks for a person', () => {
  it('after the answer is passed on to the supervisor, with the words', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '满意');
    await residentSays(world, '转人工，我家门禁坏了');
    expect(world.sandbox.staff('liuyan').hears()).toEqual([expect.stringContaining('门禁坏了')]);
    expect(await world.runtime.ctx.db.read.followUp.findMany()).toMatchObject([
      { kind: 'request', assignee: 'liuyan' },
    ]);
    expect(await visitsOf(world)).toMatchObject([{ status: 'recorded' }]);
  });

  it('in the answer is recorded and passed on', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '满意，转人工');
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied' }]);
    expect(world.sandbox.staff('liuyan').hears()).toEqual([expect.stringContaining('转人工')]);
  });

  it('after the question did not arrive is heard by staff, who have the visit already', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    await complaint(world, 'C-1', THIS_MORNING);
    expect(await visitsOf(world)).toMatchObject([{ status: 'with-staff' }]);
    await residentSays(world, '转人工，下午三点以后在家');
    expect(world.sandbox.staff('liuyan').hears()).toEqual([expect.stringContaining('下午三点以后在家')]);
  });

  it('and then wishes for another day is heard by whoever is to come; the times that are offered leave nobody a case', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '转人工');
    await residentSays(world, '改天吧，这两天不在家');
    expect(world.sandbox.staff('wangfang').hears().at(-1)).toMatch(/这两天不在家\n住户在另选时间，选好会告诉您/u);
    expect(world.sandbox.staff('liuyan').hears()).toEqual([]);
    expect(await world.runtime.ctx.db.read.followUp.count()).toBe(0);
  });
});

describe('whoever has no time now', () => {
  it('is asked again when they said, the visit being asked all the while, and is handed to a person only then', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '在开会，晚点再说');
    expect(lastWord(world)).toContain('今天下午再问您一次');
    expect(await visitsOf(world)).toMatchObject([{ status: 'asked' }]);
    expect(world.sandbox.staff('wangfang').hears()).toHaveLength(0);
    await world.advance(3 * HOUR + MINUTE);
    expect(lastWord(world)).toContain('您说晚些再答');
    expect(world.sandbox.resident('wmLi').last()?.options).toHaveLength(3);
    await residentSays(world, '一般');
    expect(await recordsOf(world)).toMatchObject([{ grade: 'fairly' }]);
  });

  it('and means a day when 微信客服 takes no message any more, gets a person who makes a time', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '周末再问我吧');
    expect(await visitsOf(world)).toMatchObject([{ status: 'with-staff' }]);
    expect(world.sandbox.staff('wangfang').hears().join()).toContain('C-1');
  });
});

describe('what follows an answer', () => {
  it('within a minute completes its record, by one short reply', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    const heard = (): number => world.sandbox.resident('wmLi').hears().length;
    await residentSays(world, '满意');
    const before = heard();
    await world.advance(20_000);
    await residentSays(world, '就是来得慢了点');
    expect(heard()).toBe(before + 1);
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied', remark: '就是来得慢了点' }]);
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(0);
  });
});

describe('many words', () => {
  it('of dissatisfaction reach the supervisor, as many as a message holds, and are kept beyond it', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING, '楼上噪音很大，'.repeat(100));
    const words = `不满意，${'还在吵，'.repeat(150)}`;
    await residentSays(world, words);
    const [heard = ''] = world.sandbox.staff('liuyan').hears();
    expect(heard).toContain('还在吵，还在吵');
    expect(Buffer.byteLength(heard)).toBeLessThanOrEqual(2048);
    const [followUp] = await world.runtime.ctx.db.read.followUp.findMany();
    expect(followUp?.text?.length).toBe(500);
  });
});

describe('words of a resident with several visits', () => {
  it('change what they answered last, not what went to staff weeks before', async () => {
    await using world = await openWorld();
    await openHousehold(world, ['p08']);
    await complaint(world, 'C-1', THIS_MORNING, '旧的事');
    await world.advance(23 * DAY);
    await residentSays(world, '你好');
    await complaint(world, 'C-2', new Date(world.now() - HOUR).toISOString(), '新的事');
    await residentSays(world, '满意');
    await residentSays(world, '修改');
    expect(lastWord(world)).toContain('新的事');
    await residentSays(world, '刚才点错了，不满意，新的事还没弄好');
    expect(await visitsOf(world)).toMatchObject([
      { event: 'C-1', status: 'with-staff' },
      { event: 'C-2', status: 'recorded' },
    ]);
    expect(await recordsOf(world)).toMatchObject([{ event: 'C-2', grade: 'dissatisfied' }]);
  });

  it('answer the visit that staff have, not the one answered weeks before', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING, '旧的事');
    await residentSays(world, '满意');
    await world.advance(20 * DAY);
    await complaint(world, 'C-2', new Date(world.now() - HOUR).toISOString(), '新的事');
    expect(await visitsOf(world)).toMatchObject([{ status: 'recorded' }, { status: 'with-staff' }]);
    await residentSays(world, '这次不满意，还在吵');
    expect((await recordsOf(world)).map(({ event, grade }) => [event, grade])).toEqual(
      expect.arrayContaining([
        ['C-1', 'satisfied'],
        ['C-2', 'dissatisfied'],
      ]),
    );
    expect(world.sandbox.staff('liuyan').hears().join()).toContain('还在吵');
  });

  it('of mere assent answer no visit that staff have', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '好的');
    await residentSays(world, '👍');
    expect(await recordsOf(world)).toHaveLength(0);
    await residentSays(world, '满意');
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied' }]);
  });

  it('of a grade weeks after the answer, with no other visit, are passed on and change no record', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '满意');
    await world.advance(20 * DAY);
    await residentSays(world, '不满意，又吵了');
    expect(await recordsOf(world)).toMatchObject([{ grade: 'satisfied' }]);
    expect(world.sandbox.staff('liuyan').hears()).toEqual([expect.stringContaining('又吵了')]);
    expect(lastWord(world)).toContain('转给同事');
    await residentSays(world, '修改');
    await residentSays(world, '不满意');
    expect((await recordsOf(world)).at(0)).toMatchObject({ grade: 'dissatisfied' });
  });
});

describe('an answer to what a resident wrote', () => {
  it('comes at once in quiet hours too, with the question once more', async () => {
    await using world = await openWorld({ now: '2026-03-10T20:30:00+08:00' });
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await world.advance(HOUR);
    await residentSays(world, '你们是哪个单位的');
    expect(lastWord(world)).toContain('自动助手');
    expect(world.sandbox.resident('wmLi').last()?.options).toHaveLength(3);
  });

  it('comes also when the question itself did not arrive', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    world.sandbox.fail('kf/send_msg', { times: 1, errcode: 95001 });
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '你们是哪个单位的');
    expect(lastWord(world)).toContain('自动助手');
  });

  it('comes in place of the question that still waited for the platform', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    world.sandbox.fail('kf/send_msg', { times: 2, status: 502 });
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '满意');
    await world.advance(10 * MINUTE);
    const heard = world.sandbox.resident('wmLi').hears();
    expect(heard.filter((text) => text.includes('结果您满意吗'))).toHaveLength(0);
    expect(lastWord(world)).toContain('已记录');
  });
});
