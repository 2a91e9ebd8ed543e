import { describe, expect, test } from 'vitest';
import { encrypt, signature, toXml } from '../../src/sandbox/envelope.js';
import { openStage } from './stand-in.js';

const element = (xml: string | undefined, name: string): string | undefined =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml ?? '')?.[1];

describe('callbacks', () => {
  test('a member’s words arrive signed, encrypted and addressed to the corp', async () => {
    await using stage = await openStage();
    const delivery = await stage.sandbox.staff('zhangwei').says('满意率 本月');
    const [got] = stage.product.received;
    expect(got).toMatchObject({ path: '/wecom/app', signed: true, receiver: stage.sandbox.settings.corpId });
    expect(got?.raw).toMatch(/^<xml><ToUserName>.*<Encrypt>.*<AgentID>/);
    expect(got?.raw).not.toContain('满意率');
    expect(element(got?.plain, 'Content')).toBe('满意率 本月');
    expect(element(got?.plain, 'FromUserName')).toBe('zhangwei');
    expect(element(got?.plain, 'MsgId')).toMatch(/^\d+$/);
    expect(element(got?.plain, 'AgentID')).toBe(String(stage.sandbox.settings.agentId));
    expect(delivery).toMatchObject({ outcome: 'accepted', attempts: [{ status: 200 }] });
  });

  test('events carry no MsgId', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    await zhang.clicks('rates');
    await zhang.enters();
    await zhang.causes('change_contact', { ChangeType: 'update_user', UserID: 'zhangwei' });
    const events = stage.product.received.map(({ plain }) => element(plain, 'Event'));
    expect(events).toEqual(['click', 'enter_agent', 'change_contact']);
    expect(stage.product.received.map(({ plain }) => element(plain, 'MsgId'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await zhang.sends('image');
    expect(element(stage.product.received.at(-1)?.plain, 'MediaId')).toMatch(/^media-image-/);
  });

  test('what is not answered 200 is tried again with the same MsgId, at most three times in all', async () => {
    await using stage = await openStage();
    const zhang = stage.sandbox.staff('zhangwei');
    stage.product.next.push(500, 503);
    const kept = await zhang.says('一');
    expect(kept).toMatchObject({ outcome: 'accepted', attempts: [{ status: 500 }, { status: 503 }, { status: 200 }] });
    expect(new Set(stage.product.received.map(({ plain }) => element(plain, 'MsgId'))).size).toBe(1);
    stage.product.next.push(500, 500, 500);
    expect(await zhang.says('二')).toMatchObject({ outcome: 'given-up' });
    expect(stage.product.received).toHaveLength(6);
  });

  test('an answer that takes too long counts as none', async () => {
    await using stage = await openStage({ callbackTimeoutMs: 50 });
    stage.product.next.push('hang');
    const delivery = await stage.sandbox.staff('zhangwei').says('一');
    expect(delivery.attempts.map(({ status }) => status)).toEqual([null, 200]);
    expect(delivery.attempts[0]?.error).toContain('TimeoutError');
  });

  test('a product that is not there is given up; without an address nothing is tried, yet messages stay to be pulled', async () => {
    await using stage = await openStage();
    stage.sandbox.setCallbackBase('http://127.0.0.1:9');
    expect(await stage.sandbox.staff('zhangwei').says('一')).toMatchObject({ outcome: 'given-up' });
    await using alone = await openStage();
    const { kfAccount: open_kfid } = alone.sandbox.settings;
    alone.product.next.push(500, 500, 500);
    await alone.sandbox.resident('wmLi').says('满意');
    expect((await alone.kf('kf/sync_msg', { open_kfid }))['msg_list']).toHaveLength(1);
  });

  test('the same delivery can come again, byte for byte or in a new envelope', async () => {
    await using stage = await openStage();
    const delivery = await stage.sandbox.staff('zhangwei').says('一');
    expect(await stage.sandbox.redeliver(delivery)).toBe(200);
    expect(await stage.sandbox.redeliver(delivery, 'new-envelope')).toBe(200);
    const [first, same, fresh] = stage.product.received;
    expect(same?.raw).toBe(first?.raw);
    expect(fresh?.raw).not.toBe(first?.raw);
    expect(fresh?.plain).toBe(first?.plain);
  });

  test('an address is verified by an echostr that must come back as it was', async () => {
    await using stage = await openStage();
    expect(await stage.sandbox.verifyAddress('app')).toBe(true);
    expect(await stage.sandbox.verifyAddress('kf')).toBe(true);
    stage.product.next.push(401);
    expect(await stage.sandbox.verifyAddress('app')).toBe(false);
    stage.sandbox.setCallbackBase('http://127.0.0.1:9');
    expect(await stage.sandbox.verifyAddress('app')).toBe(false);
  });

  test('the envelope can be JSON', async () => {
    await using stage = await openStage({ envelope: 'json' });
    await stage.sandbox.staff('zhangwei').says('一');
    const [got] = stage.product.received;
    expect(Object.keys(JSON.parse(got?.raw ?? '') as object)).toEqual(['tousername', 'encrypt', 'agentid']);
    expect(got).toMatchObject({ signed: true });
    expect(element(got?.plain, 'Content')).toBe('一');
  });

  test('a passive reply is heard by whoever wrote', async () => {
    await using stage = await openStage();
    const { app, corpId } = stage.sandbox.settings;
    const sealed = encrypt(app, toXml({ MsgType: 'text', Content: '收到' }), corpId);
    stage.product.reply = toXml({
      Encrypt: sealed,
      MsgSignature: signature(app.token, '1', '2', sealed),
      TimeStamp: 1,
      Nonce: '2',
    });
    const zhang = stage.sandbox.staff('zhangwei');
    await zhang.says('在吗');
    expect(zhang.hears()).toEqual(['收到']);
  });

  test('settled waits for every delivery, and listeners learn of each change', async () => {
    await using stage = await openStage();
    const seen: string[] = [];
    const stop = stage.sandbox.onChange(({ kind, id }) => seen.push(`${kind} ${id}`));
    void stage.sandbox.resident('wmLi').says('一');
    void stage.sandbox.staff('zhangwei').says('二');
    await stage.sandbox.settled();
    expect(stage.product.received).toHaveLength(2);
    expect(seen).toContain('resident wmLi');
    expect(seen.filter((each) => each.startsWith('delivery'))).toHaveLength(2);
    stop();
    const before = seen.length;
    await stage.sandbox.staff('zhangwei').says('三');
    expect(seen).toHaveLength(before);
  });
});
