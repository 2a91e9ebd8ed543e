import { describe, expect, it } from 'vitest';
import type { OutgoingContent, TaskCard } from '../../src/channels/channel.js';
import { appRig, message, text } from './rigs.js';

const CARD: TaskCard = {
  taskId: 'visit-12@cuihu',
  title: '回访任务 12',
  description: '3-2-1204 客厅渗水',
  facts: [{ name: '截止', value: '3月31日' }],
  buttons: [
    { key: 'claim:12', text: '领取' },
    { key: 'later:12', text: '改期' },
  ],
};
const card = (change: Partial<TaskCard> = {}): OutgoingContent => ({ kind: 'card', card: { ...CARD, ...change } });

const many = <T>(item: T): readonly T[] => Array.from({ length: 7 }, () => item);

describe('messages to staff', () => {
  it('always ask for the check of duplicates', async () => {
    await using rig = await appRig();
    await rig.channel.send(message(text('您好'), 'k', 'zhangwei'));
    expect(rig.stub.seen[0]).toEqual({
      touser: 'zhangwei',
      agentid: 7,
      msgtype: 'text',
      text: { content: '您好' },
      safe: 0,
      enable_id_trans: 0,
      enable_duplicate_check: 1,
      duplicate_check_interval: 1800,
    });
  });
  it('are given up where the receiver is not reached, though the platform says ok', async () => {
    await using rig = await appRig();
    rig.stub.invalidUsers.add('gone');
    expect(await rig.channel.send(message(text('您好'), 'k', 'gone'))).toMatchObject({
      kind: 'refused',
      verdict: 'give-up',
    });
  });
  it('carry a task as a card with buttons, whose response code is kept', async () => {
    await using rig = await appRig();
    expect(await rig.channel.send(message(card()))).toMatchObject({ kind: 'sent', responseCode: 'rc-1' });
    expect(rig.stub.seen[0]).toMatchObject({
      msgtype: 'template_card',
      template_card: {
        card_type: 'button_interaction',
        task_id: 'visit-12@cuihu',
        main_title: { title: '回访任务 12', desc: '3-2-1204 客厅渗水' },
        horizontal_content_list: [{ keyname: '截止', value: '3月31日' }],
        button_list: [
          { text: '领取', style: 1, key: 'claim:12' },
          { text: '改期', style: 2, key: 'later:12' },
        ],
      },
    });
  });
  it('carry a task without buttons as a notice that opens the product', async () => {
    await using rig = await appRig();
    await rig.channel.send(message(card({ buttons: [] })));
    expect(rig.stub.seen[0]).toMatchObject({
      template_card: { card_type: 'text_notice', card_action: { type: 1, url: 'https://huifang.example/' } },
    });
  });
  it('refuse cards that the platform would', async () => {
    await using rig = await appRig();
    for (const wrong of [
      card({ taskId: '十二' }),
      card({ taskId: 'x'.repeat(129) }),
      card({ buttons: many({ key: 'a', text: 'b' }) }),
      card({ facts: many({ name: 'a', value: 'b' }) }),
      card({ title: '' }),
    ]) {
      expect(await rig.channel.send(message(wrong))).toMatchObject({ kind: 'refused', verdict: 'give-up' });
    }
    expect(rig.stub.requests).toEqual([]);
  });
  it('keep their refusal with errcode and wait', async () => {
    await using rig = await appRig();
    rig.stub.trouble('message/send', { kind: 'errcode', errcode: 45009 });
    expect(await rig.channel.send(message(text('您好')))).toMatchObject({
      kind: 'refused',
      verdict: 'retry',
      errcode: 45009,
      retryAfterMs: 60_000,
    });
  });
});

describe('files to staff', () => {
  const file = message({ kind: 'file', file: 'report' });

  it('are uploaded before they are sent, and once only', async () => {
    await using rig = await appRig();
    const prepared = await rig.channel.prepare(file);
    if (prepared.kind !== 'ready') throw new Error(prepared.reason);
    expect(prepared.message).toEqual({ ...file, content: { kind: 'file', file: 'report', mediaId: 'media-1' } });
    expect(await rig.channel.prepare(prepared.message)).toEqual(prepared);
    for (let n = 0; n < 2; n++) expect(await rig.channel.send(prepared.message)).toMatchObject({ kind: 'sent' });
    expect(rig.stub.requestsOf('media/upload')).toHaveLength(1);
    expect(rig.seen()).toBe(1);
    expect(rig.stub.seen[0]).toMatchObject({ msgtype: 'file', file: { media_id: 'media-1' } });
  });
  it('are uploaded anew when the platform has forgotten them', async () => {
    await using rig = await appRig();
    const old = message({ kind: 'file', file: 'report', mediaId: 'of-last-week' });
    expect(await rig.channel.send(old)).toMatchObject({ kind: 'sent' });
    expect(rig.stub.seen[0]).toMatchObject({ file: { media_id: 'media-1' } });
  });
  it('are given up where there is no such file, or it is too small or too large', async () => {
    await using rig = await appRig();
    for (const wrong of [
      { kind: 'file', file: 'nothing' },
      { kind: 'file', file: 'tiny' },
      { kind: 'image', file: 'huge' },
    ] as const) {
      expect(await rig.channel.prepare(message(wrong))).toMatchObject({ kind: 'refused', verdict: 'give-up' });
      expect(await rig.channel.send(message(wrong))).toMatchObject({ kind: 'refused', verdict: 'give-up' });
    }
    expect(rig.stub.requests).toEqual([]);
  });
  it('wait where the upload fails', async () => {
    await using rig = await appRig();
    rig.stub.trouble('media/upload', { kind: 'errcode', errcode: -1 });
    expect(await rig.channel.prepare(file)).toMatchObject({ kind: 'refused', verdict: 'retry', errcode: -1 });
  });
  it('leave words as they are', async () => {
    await using rig = await appRig();
    expect(await rig.channel.prepare(message(text('您好')))).toEqual({ kind: 'ready', message: message(text('您好')) });
  });
});
