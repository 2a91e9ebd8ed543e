import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKfMessage } from '../../src/wecom/kf-message.js';

const head = { msgid: 'm1', open_kfid: 'wk1', external_userid: 'wmLi', send_time: 1_773_100_000, origin: 3 };
const content = (msgtype: string, value: unknown) => readKfMessage({ ...head, msgtype, [msgtype]: value });
const event = (value: Readonly<Record<string, unknown>>) =>
  readKfMessage({
    msgid: 'm1',
    send_time: 1_773_100_000,
    origin: 4,
    msgtype: 'event',
    event: { open_kfid: 'wk1', external_userid: 'wmLi', ...value },
  });

describe('an entry of the message list', () => {
  it('tells words from a tap by the menu id', () => {
    expect(content('text', { content: '满意' })).toEqual({
      kind: 'text',
      content: '满意',
      menuId: null,
      msgId: 'm1',
      openKfId: 'wk1',
      person: 'wmLi',
      at: 1_773_100_000_000,
      origin: 'customer',
      servicer: '',
    });
    expect(content('text', { content: '满意', menu_id: '12:satisfied' })).toMatchObject({ menuId: '12:satisfied' });
  });
  it.each(['image', 'voice', 'video', 'file'])('of type %s has a media id', (type) => {
    expect(content(type, { media_id: 'x' })).toMatchObject({ kind: type, mediaId: 'x' });
  });
  it.each([
    [
      'location',
      { latitude: 1.5, longitude: 2, name: 'n', address: 'a' },
      { kind: 'location', latitude: 1.5, longitude: 2, name: 'n', address: 'a' },
    ],
    ['link', { title: 't', desc: 'd', url: 'u' }, { kind: 'link', title: 't', description: 'd', url: 'u' }],
    ['business_card', { userid: 'u' }, { kind: 'business-card', userid: 'u' }],
    [
      'miniprogram',
      { title: 't', appid: 'a', pagepath: 'p' },
      { kind: 'miniprogram', title: 't', appId: 'a', pagePath: 'p' },
    ],
  ])('of type %s', (type, value, expected) => {
    expect(content(type, value)).toMatchObject(expected);
  });
  it.each([
    [
      { event_type: 'enter_session', scene: 's', scene_param: 'p', welcome_code: 'w' },
      { kind: 'enter-session', scene: 's', sceneParam: 'p', welcomeCode: 'w' },
    ],
    [
      { event_type: 'msg_send_fail', fail_msgid: 'f', fail_type: 4 },
      { kind: 'send-failed', failedMsgId: 'f', failType: 4 },
    ],
    [
      { event_type: 'servicer_status_change', servicer_userid: 'u', status: 1 },
      { kind: 'servicer-status', servicer: 'u', status: 1 },
    ],
    [
      { event_type: 'session_status_change', change_type: 1, new_servicer_userid: 'n', msg_code: 'c' },
      { kind: 'session-status', changeType: 1, newServicer: 'n', msgCode: 'c' },
    ],
    [
      { event_type: 'user_recall_msg', recall_msgid: 'r' },
      { kind: 'recall', recalledMsgId: 'r' },
    ],
  ])('that is the event %o, whose person stands inside it', (value, expected) => {
    expect(event(value)).toMatchObject({ ...expected, person: 'wmLi', openKfId: 'wk1', origin: 'system' });
  });
  it('is kept whole where it is not known', () => {
    const entry = { ...head, msgtype: 'hologram', hologram: { depth: 3 } };
    expect(readKfMessage(entry)).toMatchObject({ kind: 'unknown', type: 'hologram', entry });
    expect(event({ event_type: 'dance' })).toMatchObject({ kind: 'unknown', type: 'event:dance' });
    expect(readKfMessage({ ...head, msgtype: '__proto__' })).toMatchObject({ kind: 'unknown' });
  });
  it('is taken with numbers in quotes, ids without them, and no word on where it comes from', () => {
    const text = { content: '满意', menu_id: '1:satisfied' };
    const entry = { msgid: 10_001, external_userid: 'wm', send_time: '1772000000', msgtype: 'text', text };
    expect(readKfMessage(entry)).toMatchObject({ msgId: '10001', at: 1_772_000_000_000, origin: 'customer' });
    expect(readKfMessage({ ...entry, origin: 5 })).toMatchObject({ origin: 'servicer' });
    expect(readKfMessage({ ...entry, msgtype: 'event', event: {} })).toMatchObject({ origin: 'system' });
  });

  it('is unreadable without an id, and nothing throws', () => {
    for (const entry of [null, undefined, 1, 'x', [], {}, { msgid: 1.5 }, { msgid: null }]) {
      expect(readKfMessage(entry)).toEqual({ kind: 'unreadable' });
    }
    fc.assert(fc.property(fc.anything(), (entry) => typeof readKfMessage(entry).kind === 'string'));
    fc.assert(
      fc.property(
        fc.constantFrom('text', 'event', 'image', 'location'),
        fc.anything(),
        (type, value) => typeof content(type, value).kind === 'string',
      ),
    );
  });
});
