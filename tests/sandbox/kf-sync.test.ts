import { describe, expect, test } from 'vitest';
import { HOUR, lines, pull, pullToken } from './kf-calls.js';
import { openStage, START } from './stand-in.js';

describe('kf/sync_msg', () => {
  test('a message rings with Token and OpenKfId, and is pulled by cursor, page after page', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    for (const words of ['一', '二', '三']) await li.says(words);
    const rung = stage.product.received.at(-1);
    expect(rung).toMatchObject({ path: '/wecom/kf', signed: true, receiver: stage.sandbox.settings.corpId });
    expect(rung?.plain).toContain('<Event><![CDATA[kf_msg_or_event]]></Event>');
    expect(rung?.plain).toContain(`<OpenKfId><![CDATA[${stage.sandbox.settings.kfAccount}]]></OpenKfId>`);
    expect(rung?.plain).not.toContain('三');

    const first = await pull(stage, { token: pullToken(stage), limit: 2 });
    expect(first).toMatchObject({ errcode: 0, has_more: 1 });
    expect(lines(first).map((line) => line['text'])).toEqual([{ content: '一' }, { content: '二' }]);
    expect(lines(first)[0]).toMatchObject({
      open_kfid: stage.sandbox.settings.kfAccount,
      external_userid: 'wmLi',
      send_time: START / 1000,
      origin: 3,
      msgtype: 'text',
    });
    const second = await pull(stage, { cursor: first['next_cursor'], limit: 2 });
    expect(second).toMatchObject({ has_more: 0 });
    expect(lines(second).map((line) => line['text'])).toEqual([{ content: '三' }]);
    const third = await pull(stage, { cursor: second['next_cursor'] });
    expect(third).toMatchObject({ has_more: 0, msg_list: [], next_cursor: second['next_cursor'] });
  });

  test('refuses unknown cursors, other accounts, over 1000 a page, and tokens older than ten minutes', async () => {
    await using stage = await openStage();
    await stage.sandbox.resident('wmLi').says('一');
    const token = pullToken(stage);
    const { next_cursor: cursor } = await pull(stage, { token });
    expect((await pull(stage, { cursor: 'cursor-of-old' })).errcode).toBe(40058);
    expect((await pull(stage, { open_kfid: 'wkother' })).errcode).toBe(95000);
    expect((await pull(stage, { limit: 1001 })).errcode).toBe(40058);
    stage.clock.now += 10 * 60_000;
    expect((await pull(stage, { token })).errcode).toBe(95007);
    stage.sandbox.forgetCursors();
    expect((await pull(stage, { cursor })).errcode).toBe(40058);
  });

  test('without a token it is strictly limited', async () => {
    await using stage = await openStage({ limits: { tokenlessPullsPerMinute: 2 } });
    const codes = [(await pull(stage)).errcode, (await pull(stage)).errcode, (await pull(stage)).errcode];
    expect(codes).toEqual([0, 0, 45009]);
    await stage.sandbox.ring();
    expect((await pull(stage, { token: pullToken(stage) })).errcode).toBe(0);
  });

  test('can serve a page twice, and without a cursor begins three days back', async () => {
    await using stage = await openStage({ limits: { syncPage: 1 } });
    const li = stage.sandbox.resident('wmLi');
    await li.says('旧');
    stage.clock.now += 3 * 24 * HOUR;
    await li.says('一');
    await li.says('二');
    const first = await pull(stage);
    expect(lines(first).map((line) => line['text'])).toEqual([{ content: '一' }]);
    stage.sandbox.repeatLastPage();
    const again = await pull(stage, { cursor: first['next_cursor'] });
    expect(again['msg_list']).toEqual(first['msg_list']);
    const next = await pull(stage, { cursor: again['next_cursor'] });
    expect(lines(next).map((line) => line['text'])).toEqual([{ content: '二' }]);
  });
});
