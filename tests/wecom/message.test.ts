import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../src/wecom/message.js';

const HEAD = `<ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[zhangwei]]></FromUserName><CreateTime>1773100000</CreateTime><AgentID>7</AgentID>`;
const message = (type: string, fields: string) =>
  readMessage(`<xml>${HEAD}<MsgType><![CDATA[${type}]]></MsgType><MsgId>4561255354251345929</MsgId>${fields}</xml>`);
const event = (name: string, fields = '') =>
  readMessage(`<xml>${HEAD}<MsgType>event</MsgType><Event><![CDATA[${name}]]></Event>${fields}</xml>`);

const item = (key: string, ids: string) =>
  `<SelectedItem><QuestionKey>${key}</QuestionKey><OptionIds>${ids}</OptionIds></SelectedItem>`;

describe('a message to the app', () => {
  it('says who sent it, when, and keeps its id as text', () => {
    expect(message('text', '<Content><![CDATA[满意率 本月]]></Content>')).toEqual({
      kind: 'text',
      content: '满意率 本月',
      from: 'zhangwei',
      corpId: 'ww1',
      agentId: '7',
      msgId: '4561255354251345929',
      at: 1_773_100_000_000,
    });
  });
  it.each([
    ['image', '<PicUrl>http://p</PicUrl><MediaId>m1</MediaId>', { kind: 'image', mediaId: 'm1', picUrl: 'http://p' }],
    ['voice', '<MediaId>m1</MediaId><Format>amr</Format>', { kind: 'voice', mediaId: 'm1', format: 'amr' }],
    [
      'video',
      '<MediaId>m1</MediaId><ThumbMediaId>t</ThumbMediaId>',
      { kind: 'video', mediaId: 'm1', thumbMediaId: 't' },
    ],
    ['file', '<MediaId>m1</MediaId><FileName>表.xlsx</FileName>', { kind: 'file', mediaId: 'm1', name: '表.xlsx' }],
    [
      'location',
      '<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Scale>15</Scale><Label>翠湖</Label>',
      { kind: 'location', latitude: 23.1, longitude: 113.3, scale: 15, label: '翠湖' },
    ],
    [
      'link',
      '<Title>t</Title><Description>d</Description><Url>u</Url><PicUrl>p</PicUrl>',
      { kind: 'link', title: 't', description: 'd', url: 'u', picUrl: 'p' },
    ],
  ])('of type %s', (type, fields, expected) => {
    expect(message(type, fields)).toMatchObject(expected);
  });
  it('keeps blanks, joins split CDATA, and decodes the five entities but no others', () => {
    expect(message('text', '<Content> 好 \n</Content>')).toMatchObject({ content: ' 好 \n' });
    expect(message('text', '<Content><![CDATA[a]]]]><![CDATA[>b]]></Content>')).toMatchObject({ content: 'a]]>b' });
    expect(message('text', '<Content>&lt;b&gt; &amp;amp; &quot;&apos;</Content>')).toMatchObject({
      content: `<b> &amp; "'`,
    });
    expect(message('text', '<Content>&#60;&nbsp;&x;</Content>')).toMatchObject({ content: '&#60;&nbsp;&x;' });
    expect(message('text', '<Content><![CDATA[&lt;MsgId>1</MsgId>]]></Content>')).toMatchObject({
      content: '&lt;MsgId>1</MsgId>',
      msgId: '4561255354251345929',
    });
  });
  it('is read from JSON too, with names in its own writing', () => {
    const json = {
      to_user_name: 'ww1',
      fromusername: 'li',
      CreateTime: 1_773_100_000,
      msgtype: 'text',
      content: '好',
      msgid: '9',
    };
    expect(readMessage(JSON.stringify(json))).toMatchObject({
      kind: 'text',
      content: '好',
      from: 'li',
      msgId: '9',
      at: 1_773_100_000_000,
    });
  });
});

describe('an event of the app', () => {
  it.each([
    ['subscribe', '', { kind: 'subscribe' }],
    ['unsubscribe', '', { kind: 'unsubscribe' }],
    ['enter_agent', '', { kind: 'enter-agent' }],
    ['click', '<EventKey>rates</EventKey>', { kind: 'menu-click', eventKey: 'rates' }],
    ['VIEW', '<EventKey>http://x</EventKey>', { kind: 'menu-view', url: 'http://x' }],
    ['LOCATION', '<Latitude>23.1</Latitude><Longitude/>', { kind: 'position', latitude: 23.1, longitude: null }],
    [
      'taskcard_click',
      '<EventKey>k</EventKey><TaskId>t</TaskId>',
      { kind: 'taskcard-click', eventKey: 'k', taskId: 't' },
    ],
    [
      'change_contact',
      '<ChangeType>create_user</ChangeType><UserID>u</UserID>',
      { kind: 'contact-change', changeType: 'create_user' },
    ],
    [
      'change_external_contact',
      '<ChangeType>add_external_contact</ChangeType>',
      { kind: 'customer-change', changeType: 'add_external_contact' },
    ],
    ['batch_job_result', '<BatchJob><JobId>j</JobId></BatchJob>', { kind: 'job-result' }],
    ['open_approval_change', '<ApprovalInfo><ThirdNo>1</ThirdNo></ApprovalInfo>', { kind: 'approval-change' }],
    ['kf_msg_or_event', '<Token>t</Token><OpenKfId>wk1</OpenKfId>', { kind: 'kf-notice', openKfId: 'wk1', token: 't' }],
  ])('named %s', (name, fields, expected) => {
    expect(event(name, fields)).toMatchObject({ ...expected, from: 'zhangwei' });
  });
  it('keeps nested fields by their path', () => {
    expect(event('batch_job_result', '<BatchJob><JobId>j</JobId><ErrCode>0</ErrCode></BatchJob>')).toMatchObject({
      fields: { 'BatchJob/JobId': 'j', 'BatchJob/ErrCode': '0' },
    });
  });
  it('gives a card click with all that was selected', () => {
    const fields = `<EventKey>claim</EventKey><TaskId>v-12</TaskId><CardType>button_interaction</CardType><ResponseCode>rc</ResponseCode>
      <SelectedItems>${item('a', '<OptionId>1</OptionId><OptionId>2</OptionId>')}${item('b', '')}</SelectedItems>`;
    expect(event('template_card_event', fields)).toMatchObject({
      kind: 'card-click',
      eventKey: 'claim',
      taskId: 'v-12',
      cardType: 'button_interaction',
      responseCode: 'rc',
      selected: [
        { questionKey: 'a', optionIds: ['1', '2'] },
        { questionKey: 'b', optionIds: [] },
      ],
    });
    expect(event('template_card_menu_event')).toMatchObject({ kind: 'card-menu-click', selected: [] });
  });
});

describe('what is not known', () => {
  it('is kept with its type and its fields', () => {
    expect(message('hologram', '<Depth>3</Depth>')).toMatchObject({
      kind: 'unknown',
      type: 'hologram',
      fields: { Depth: '3' },
    });
    expect(event('sys_approval_change', '<A>1</A><A>2</A>')).toMatchObject({
      kind: 'unknown',
      type: 'event:sys_approval_change',
      fields: { A: '1|2' },
    });
    expect(readMessage('<xml><a>1</a></xml>')).toMatchObject({ kind: 'unknown', type: '', at: null, from: '' });
  });
  it('is said to be unreadable if it is no small document', () => {
    const hostile = [
      '',
      'garbage',
      '<xml/>',
      '{}',
      '[]',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><MsgType>text</MsgType><Content>&x;</Content></xml>',
      `<xml>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</xml>`,
      `<xml>${'<a/>'.repeat(100_000)}</xml>`,
      `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    ];
    for (const plain of hostile) expect(readMessage(plain)).toEqual({ kind: 'unreadable' });
  });
  it('takes a text of half a megabyte in CDATA without delay', () => {
    const started = performance.now();
    expect(message('text', `<Content><![CDATA[${'好'.repeat(170_000)}]]></Content>`)).toMatchObject({ kind: 'text' });
    expect(performance.now() - started).toBeLessThan(1000);
  });
  it('cannot touch any prototype', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'];
    for (const name of names) {
      message('hologram', `<${name}><polluted>yes</polluted></${name}><${name}>yes</${name}>`);
      readMessage(`{"msgtype":"hologram","${name}":{"polluted":"yes"}}`);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(readMessage('{"msgtype":"x","__proto__":{"msgtype":"text"}}')).toMatchObject({ kind: 'unknown', type: 'x' });
  });
  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<MsgType>',
      '</MsgType>',
      'event',
      '<![CDATA[',
      ']]>',
      '&',
      '<a b="',
      '/>',
      '{',
      '}',
      '"',
      '<?',
      '<!',
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (plain) => typeof readMessage(plain).kind === 'string'),
      { numRuns: 1000 },
    );
  });
});
