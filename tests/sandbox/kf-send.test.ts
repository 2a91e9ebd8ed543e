import { describe, expect, test } from 'vitest';
import { HOUR, lines, menu, pull, say } from './kf-calls.js';
import type { Api } from './stand-in.js';
import { openStage } from './stand-in.js';

const codeOf = async (answer: Promise<Api>) => (await answer).errcode;

describe('kf/send_msg', () => {
  test('a menu is seen, and a tap on it, also on an earlier one, comes back with menu_id', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi', { nickname: '李敏' });
    await li.says('您好');
    await say(stage, 'wmLi', 'ask-1', '', menu('请问维修满意吗？', '满意', '不满意'));
    await say(stage, 'wmLi', 'note-1', '另外');
    expect(li.hears()).toEqual(['请问维修满意吗？\n点一下即可', '另外']);
    expect(li.seen()[0]?.options).toEqual([
      { id: 'v12:0', text: '满意' },
      { id: 'v12:1', text: '不满意' },
    ]);
    await li.taps('不满意');
    await li.taps('v12:0');
    const page = await pull(stage);
    expect(
      lines(page)
        .map((line) => line['text'])
        .slice(1),
    ).toEqual([
      { content: '不满意', menu_id: 'v12:1' },
      { content: '满意', menu_id: 'v12:0' },
    ]);
    await expect(li.taps('一般')).rejects.toThrow("no menu item '一般'");
  });

  test('one msgid is shown once and answers ok again, also when the window has closed since', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    await li.says('您好');
    expect(await say(stage, 'wmLi', 'same', '一')).toMatchObject({ errcode: 0, msgid: 'same' });
    stage.clock.now += 50 * HOUR;
    expect(await say(stage, 'wmLi', 'same', '二')).toMatchObject({ errcode: 0, msgid: 'same' });
    expect(li.hears()).toEqual(['一']);
  });

  test('the other reading, a repeated msgid is refused, can be chosen', async () => {
    await using stage = await openStage({ repeatedMsgid: 'refuse' });
    await stage.sandbox.resident('wmLi').says('您好');
    expect((await say(stage, 'wmLi', 'same')).errcode).toBe(0);
    expect((await say(stage, 'wmLi', 'same')).errcode).toBe(40058);
  });

  test('is open for 48 hours and five messages; a new message opens both again', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    const send = async (msgid: string) => (await say(stage, 'wmLi', msgid)).errcode;
    expect(await send('never')).toBe(95001);
    expect(li.window).toBeNull();
    await li.says('在吗');
    stage.clock.now += 48 * HOUR;
    for (const n of [1, 2, 3, 4, 5]) expect(await send(`m${n}`)).toBe(0);
    expect(await send('m6')).toBe(95002);
    expect(li.window).toEqual({ until: stage.clock.now, left: 0 });
    stage.clock.now += 1;
    expect(await send('m6')).toBe(95001);
    await li.says('在吗');
    expect(await send('m6')).toBe(0);
    expect(li.hears()).toHaveLength(6);
  });

  test('is refused to strangers, to people with a servicer, and beyond the byte limits', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    await li.says('在吗');
    expect(await codeOf(say(stage, 'wmNobody', 'm1'))).toBe(84061);
    stage.sandbox.resident('wmFar', { known: false });
    expect(await codeOf(say(stage, 'wmFar', 'm1'))).toBe(84061);
    expect(await codeOf(say(stage, 'wmLi', 'm1', '满'.repeat(683)))).toBe(45002);
    expect(await codeOf(say(stage, 'wmLi', 'm1', ''))).toBe(44004);
    expect(await codeOf(say(stage, 'wmLi', 'm1', 'x', { msgtype: 'riddle' }))).toBe(40008);
    expect(await codeOf(say(stage, 'wmLi', 'm'.repeat(33)))).toBe(40058);
    expect(await codeOf(say(stage, 'wmLi', '满意'))).toBe(40058);
    expect(await codeOf(say(stage, 'wmLi', 'm1', 'x', { open_kfid: 'wkother' }))).toBe(95000);
    stage.sandbox.staff('zhangwei');
    await stage.sandbox.staff('zhangwei').takesOver('wmLi');
    expect(li.serviceState).toBe(3);
    expect(await codeOf(say(stage, 'wmLi', 'm1'))).toBe(95018);
    expect(li.hears()).toEqual([]);
  });

  test.each([
    ['a head over 1024 bytes', menu('满'.repeat(342), '好'), 45002],
    ['an item over 128 bytes', menu('问', '满'.repeat(43)), 45002],
    ['eleven items', menu('问', ...Array.from({ length: 11 }, (_, n) => `${n}`)), 95008],
    ['an unknown item', { msgtype: 'msgmenu', msgmenu: { head_content: '问', list: [{ type: 'dance' }] } }, 95009],
    ['nothing in it', { msgtype: 'msgmenu', msgmenu: {} }, 40058],
    ['an item without words', menu('问', ''), 40058],
    ['no menu at all', { msgtype: 'msgmenu' }, 40058],
  ])('a menu with %s is refused', async (_, broken, errcode) => {
    await using stage = await openStage();
    await stage.sandbox.resident('wmLi').says('在吗');
    expect((await say(stage, 'wmLi', 'm1', '', broken)).errcode).toBe(errcode);
  });

  test('a message that turns out undeliverable leaves the screen and comes back as msg_send_fail', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    await li.says('在吗');
    await say(stage, 'wmLi', 'm1');
    await stage.sandbox.failDelivery('m1', 4);
    expect(li.hears()).toEqual([]);
    expect(lines(await pull(stage)).at(-1)).toMatchObject({
      origin: 4,
      event: { event_type: 'msg_send_fail', external_userid: 'wmLi', fail_msgid: 'm1', fail_type: 4 },
    });
  });
});
