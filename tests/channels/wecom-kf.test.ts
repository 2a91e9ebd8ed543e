import { describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../../src/channels/channel.js';
import { kfRig, message, text } from './rigs.js';

const menu = (change: Partial<Extract<OutgoingContent, { kind: 'menu' }>> = {}): OutgoingContent => ({
  kind: 'menu',
  head: '维修结果您满意吗？',
  options: [
    { id: '12:satisfied', text: '满意' },
    { id: '12:dissatisfied', text: '不满意' },
  ],
  ...change,
});

const item = (id: string, words: string) => ({ id, text: words });

describe('messages to residents', () => {
  it('carry their key as msgid', async () => {
    await using rig = await kfRig();
    expect(await rig.channel.send(message(text('您好'), 'ask-12', 'wmLi'))).toEqual({ kind: 'sent', id: 'ask-12' });
    expect(rig.stub.seen[0]).toEqual({
      touser: 'wmLi',
      open_kfid: 'wk1',
      msgid: 'ask-12',
      msgtype: 'text',
      text: { content: '您好' },
    });
  });
  it('carry menus whose items come back by id', async () => {
    await using rig = await kfRig();
    await rig.channel.send(message(menu({ tail: '也可以直接打字回复' })));
    expect(rig.stub.seen[0]).toMatchObject({
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: '维修结果您满意吗？',
        list: [
          { type: 'click', click: { id: '12:satisfied', content: '满意' } },
          { type: 'click', click: { id: '12:dissatisfied', content: '不满意' } },
        ],
        tail_content: '也可以直接打字回复',
      },
    });
  });
  it('carry pictures', async () => {
    await using rig = await kfRig();
    expect(await rig.channel.send(message({ kind: 'image', file: 'report' }))).toMatchObject({ kind: 'sent' });
    expect(rig.stub.seen[0]).toMatchObject({ msgtype: 'image', image: { media_id: 'media-1' } });
  });
  it('refuse, without a call, what the platform would', async () => {
    await using rig = await kfRig();
    for (const wrong of [
      menu({ head: '满'.repeat(342) }),
      menu({ tail: '满'.repeat(342) }),
      menu({ options: [] }),
      menu({ options: Array.from({ length: 11 }, (_, n) => item(String(n), '好')) }),
      menu({ options: [item('x'.repeat(129), '好')] }),
      menu({ options: [item('x', '满'.repeat(43))] }),
      { kind: 'card', card: { taskId: 't', title: 't', description: '', facts: [], buttons: [] } },
    ] satisfies readonly OutgoingContent[]) {
      expect(await rig.channel.send(message(wrong))).toMatchObject({ kind: 'refused', verdict: 'give-up' });
    }
    for (const key of ['', 'x'.repeat(33), 'a:b', '键']) {
      expect(await rig.channel.send(message(text('您好'), key))).toMatchObject({ kind: 'refused', verdict: 'give-up' });
    }
    expect(rig.stub.requests).toEqual([]);
  });
  it.each([95001, 95002, 95018])('go to the next channel after %i', async (errcode) => {
    await using rig = await kfRig();
    rig.stub.trouble('kf/send_msg', { kind: 'errcode', errcode });
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({ verdict: 'next-channel', errcode });
  });
  it('are seen once though the first answer was cut in half', async () => {
    await using rig = await kfRig();
    rig.stub.trouble('kf/send_msg', { kind: 'cut-after' });
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({ kind: 'refused', verdict: 'retry' });
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({ kind: 'sent' });
    expect(rig.seen()).toBe(1);
  });
  it('count as sent where the platform refuses the repetition of a msgid', async () => {
    await using rig = await kfRig();
    const errmsg = 'invalid Request Parameter: msgid repeated';
    rig.stub.trouble('kf/send_msg', { kind: 'errcode', errcode: 40058, errmsg });
    expect(await rig.channel.send(message(text('您好'), 'ask-12'))).toEqual({ kind: 'sent', id: 'ask-12' });
    rig.stub.trouble('kf/send_msg', { kind: 'errcode', errcode: 40058, errmsg: 'invalid Request Parameter: touser' });
    expect(await rig.channel.send(message(text('您好'), 'ask-13'))).toMatchObject({ kind: 'refused', errcode: 40058 });
  });
});

describe('the answer to an event', () => {
  it('goes out with its code', async () => {
    await using rig = await kfRig();
    expect(
      await rig.channel.send(
        message(
          { kind: 'menu', head: '您好', options: [{ id: '1:satisfied', text: '满意' }], code: 'welcome-1' },
          'w-1',
        ),
      ),
    ).toEqual({
      kind: 'sent',
      id: 'w-1',
    });
    expect(rig.stub.requestsOf('kf/send_msg_on_event')[0]?.json).toMatchObject({
      code: 'welcome-1',
      msgid: 'w-1',
      msgtype: 'msgmenu',
    });
  });
});
