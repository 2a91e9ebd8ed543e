/** What staff hear of a bad answer, and what residents hear whom nothing was asked. */
import { describe, expect, it } from 'vitest';
import { complaint, lastWord, openHousehold, residentSays } from '../helpers/one-household.js';
import { openWorld } from '../helpers/world.js';

const THIS_MORNING = '2026-03-10T09:00:00+08:00';

describe('a bad answer', () => {
  it('that asks for work as well is one message to the supervisor, and both are kept', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '满意个鬼！装修的还在敲，你们到底管不管？');
    const heard = world.sandbox.staff('liuyan').hears();
    expect(heard.filter((text) => text.includes('装修的还在敲'))).toEqual([
      expect.stringMatching(/^【不满意】[^]*满意个鬼！装修的还在敲，你们到底管不管？/u),
    ]);
    const kept = await world.runtime.ctx.db.read.followUp.findMany({ orderBy: { id: 'asc' } });
    expect(kept.map(({ kind, assignee }) => [kind, assignee])).toEqual([
      ['nonconformity', 'liuyan'],
      ['request', 'liuyan'],
    ]);
  });

  it('that is made better is heard of by the supervisor who has it to look after, once', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await complaint(world, 'C-1', THIS_MORNING);
    await residentSays(world, '不满意，还在吵');
    await residentSays(world, '不对，改成满意，今天已经不吵了');
    await residentSays(world, '谢谢');
    const heard = world.sandbox.staff('liuyan').hears();
    expect(heard.filter((text) => text.startsWith('【评价已改】'))).toEqual([
      expect.stringContaining('住户改为：满意'),
    ]);
  });
});

describe('whom nothing was asked', () => {
  it('hears what suits their words: who writes, that somebody will call, or that they are answered', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    const answerTo = async (words: string): Promise<string> => {
      await residentSays(world, words);
      return lastWord(world);
    };
    expect(await answerTo('你谁啊')).toContain('客服中心的自动助手');
    expect(await answerTo('修改')).toContain('需要报修、反映问题');
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(0);
    expect(await answerTo('转人工')).toContain('我请同事联系您');
    expect(await answerTo('你们几点上班')).toContain('已转给同事回复您');
    expect(world.sandbox.staff('liuyan').hears()).toHaveLength(2);
  });

  it('and who is in danger hears whom to call, and staff hear that it is urgent', async () => {
    await using world = await openWorld();
    await openHousehold(world);
    await residentSays(world, '我摔了一跤 起不来');
    expect(lastWord(world)).toContain('120');
    expect(world.sandbox.staff('liuyan').hears()).toEqual([
      expect.stringMatching(/^【急事】[^]*我摔了一跤 起不来[^]*请马上联系住户/u),
    ]);
  });
});
