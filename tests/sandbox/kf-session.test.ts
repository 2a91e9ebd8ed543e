import { describe, expect, test } from 'vitest';
import { entered, lines, pull, say, welcome } from './kf-calls.js';
import { openStage } from './stand-in.js';

describe('entering, states, customers', () => {
  test('entering by a household’s code carries its scene_param and a welcome code, good once', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    await li.enters('cuihu.3-2-1204.sig', 'qr');
    const event = await entered(stage);
    expect(event).toMatchObject({ event_type: 'enter_session', scene: 'qr', scene_param: 'cuihu.3-2-1204.sig' });
    expect((await welcome(stage, event['welcome_code'], 'w1')).errcode).toBe(0);
    expect((await welcome(stage, event['welcome_code'], 'w1')).errcode).toBe(0);
    expect((await welcome(stage, event['welcome_code'], 'w2')).errcode).toBe(95019);
    expect(li.hears()).toEqual(['欢迎']);
    await li.enters();
    expect(await entered(stage)).not.toHaveProperty('welcome_code');
  });

  test('a welcome code ends after 20 seconds and opens no window', async () => {
    await using stage = await openStage();
    await stage.sandbox.resident('wmLi').enters();
    const event = await entered(stage);
    expect((await say(stage, 'wmLi', 'm1')).errcode).toBe(95001);
    stage.clock.now += 20_000;
    expect((await welcome(stage, event['welcome_code'], 'w1')).errcode).toBe(95019);
  });

  test('a session moves between the assistant, a person and its end, and not backwards', async () => {
    await using stage = await openStage();
    const { kfAccount: open_kfid } = stage.sandbox.settings;
    const li = stage.sandbox.resident('wmLi');
    stage.sandbox.staff('zhangwei');
    await li.says('人工');
    const who = { open_kfid, external_userid: 'wmLi' };
    const move = (service_state: number, servicer_userid = '') =>
      stage.kf('kf/service_state/trans', { ...who, service_state, servicer_userid });
    expect((await move(1)).errcode).toBe(0);
    expect((await move(3, 'nobody')).errcode).toBe(95014);
    expect((await move(3, 'zhangwei')).errcode).toBe(0);
    expect(await stage.kf('kf/service_state/get', who)).toMatchObject({
      service_state: 3,
      servicer_userid: 'zhangwei',
    });
    expect((await move(1)).errcode).toBe(95016);
    const ended = await move(4);
    expect((await welcome(stage, ended['msg_code'], 'bye')).errcode).toBe(0);
    expect((await say(stage, 'wmLi', 'm1')).errcode).toBe(95018);
    await li.says('还在吗');
    expect(await stage.kf('kf/service_state/get', who)).toMatchObject({ service_state: 0 });
  });

  test('customers, accounts and contact ways answer in the platform’s shapes', async () => {
    await using stage = await openStage();
    stage.sandbox.resident('wmLi', { nickname: '李敏' });
    const external_userid_list = ['wmLi', 'wmNobody'];
    expect(await stage.kf('kf/customer/batchget', { external_userid_list })).toMatchObject({
      customer_list: [{ external_userid: 'wmLi', nickname: '李敏' }],
      invalid_external_userid: ['wmNobody'],
    });
    const many = { external_userid_list: Array.from({ length: 101 }, () => 'wmLi') };
    expect((await stage.kf('kf/customer/batchget', many)).errcode).toBe(40058);
    const { kfAccount: open_kfid } = stage.sandbox.settings;
    expect(await stage.kf('kf/account/list')).toMatchObject({ account_list: [{ open_kfid }] });
    const way = await stage.kf('kf/add_contact_way', { open_kfid, scene: 'lobby' });
    expect(way['url']).toContain('enc_scene=lobby');
    expect((await stage.kf('kf/add_contact_way', { open_kfid, scene: 'x'.repeat(33) })).errcode).toBe(40058);
  });

  test('a photo can be fetched by its media_id, a recall names the message taken back', async () => {
    await using stage = await openStage();
    const li = stage.sandbox.resident('wmLi');
    await li.sends('image');
    const [photo] = lines(await pull(stage)) as readonly { msgid: string; image: { media_id: string } }[];
    const media_id = photo?.image.media_id ?? '';
    const url = `${stage.sandbox.url}/cgi-bin/media/get?media_id=${media_id}&access_token=${await stage.token('kf')}`;
    expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
    await li.recalls(photo?.msgid ?? '');
    expect(await entered(stage)).toMatchObject({ event_type: 'user_recall_msg', recall_msgid: photo?.msgid });
  });
});
