import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inboxKey } from '../../src/wecom/inbox-key.js';

const xml = (fields: Readonly<Record<string, string>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
const text = {
  ToUserName: 'ww1',
  FromUserName: 'zhangwei',
  CreateTime: '1773100000',
  MsgType: 'text',
  Content: '我的任务',
};
const click = {
  ToUserName: 'ww1',
  FromUserName: 'zhangwei',
  CreateTime: '1773100000',
  MsgType: 'event',
  Event: 'template_card_event',
  EventKey: 'claim',
  TaskId: 'visit-12',
};
const key = (plain: string, signature = 'sig') => inboxKey(plain, 'app', signature).key;

describe('the key of a message', () => {
  it('is its MsgId, whatever the envelope and the writing, with the person beside it', () => {
    const message = { ...text, MsgId: '4561255354251345929' };
    expect(inboxKey(xml(message), 'app', 'a')).toEqual({ key: 'app:msg:4561255354251345929', person: 'zhangwei' });
    expect(key(`<xml>\n<MsgId>4561255354251345929</MsgId><FromUserName>zhangwei</FromUserName></xml>`, 'b')).toBe(
      key(xml(message)),
    );
    expect(key(JSON.stringify({ msgid: '4561255354251345929', fromusername: 'zhangwei' }))).toBe(key(xml(message)));
  });
  it('cannot be set by what a person writes', () => {
    const said = xml({ ...text, Content: '<MsgId>1</MsgId>', MsgId: '2' });
    expect(key(said)).toBe('app:msg:2');
    expect(key(xml({ ...text, Content: ']]><MsgId>1</MsgId>' }))).not.toBe('app:msg:1');
  });
  it('does not confuse two ids that a JSON number cannot hold', () => {
    expect(key('{"MsgId":4561255354251345929}')).not.toBe(key('{"MsgId":4561255354251345930}'));
  });
  it('of an event is sender, second, name and what distinguishes it', () => {
    expect(key(xml(click), 'a')).toBe(key(xml(click), 'b'));
    expect(key(xml({ ...click, ResponseCode: 'x' }))).toBe(key(xml({ ...click, ResponseCode: 'y' })));
    for (const change of [
      { FromUserName: 'lisi' },
      { CreateTime: '1773100001' },
      { Event: 'click' },
      { EventKey: 'done' },
      { TaskId: 'visit-13' },
    ]) {
      expect(key(xml({ ...click, ...change }))).not.toBe(key(xml(click)));
    }
    const contact = { ...click, FromUserName: 'sys', Event: 'change_contact', ChangeType: 'update_user' };
    expect(key(xml({ ...contact, UserID: 'a' }))).not.toBe(key(xml({ ...contact, UserID: 'b' })));
  });
  it('does not let neighbouring fields run together', () => {
    expect(key(xml({ ...click, EventKey: 'a', TaskId: 'b' }))).not.toBe(
      key(xml({ ...click, EventKey: 'b', TaskId: 'a' })),
    );
  });
  it('of a kf notice is its envelope, for two notices of one second may look alike; the account is the person', () => {
    const notice = xml({
      ToUserName: 'ww1',
      CreateTime: '1773100000',
      MsgType: 'event',
      Event: 'kf_msg_or_event',
      Token: 't',
      OpenKfId: 'wk1',
    });
    expect(inboxKey(notice, 'kf', 'a').person).toBe('wk1');
    expect(inboxKey(notice, 'kf', 'a')).toEqual(inboxKey(notice, 'kf', 'a'));
    expect(inboxKey(notice, 'kf', 'a').key).not.toBe(inboxKey(notice, 'kf', 'b').key);
  });
  it('is the whole text where nothing can be read, or where a message has no id', () => {
    expect(key('garbage')).toMatch(/^app:raw:[0-9a-f]{64}$/);
    expect(key(xml(text))).toMatch(/^app:raw:/);
    expect(key(xml(text))).not.toBe(key(xml({ ...text, Content: '待办' })));
  });
  it('is short, and never throws, whatever the text', () => {
    const hostile = [
      '<a>'.repeat(20_000),
      `<xml><MsgId>${'9'.repeat(100_000)}</MsgId></xml>`,
      `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      '<xml><__proto__>1</__proto__></xml>',
      '{"__proto__":{"MsgId":"1"}}',
    ];
    for (const plain of hostile) expect(key(plain)).toMatch(/^[\w:-]{1,100}$/);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (plain) => /^[\w:-]{1,100}$/.test(key(plain))));
  });
});
