import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWecomClient } from '../../src/wecom/client.js';
import { WecomError } from '../../src/wecom/errors.js';
import { makeMemoryTokenStore } from '../../src/wecom/token.js';
import { type StubPlatform, startStubPlatform } from './stub-platform.js';

let stub: StubPlatform;
let now = 1_773_100_000_000;
beforeEach(async () => {
  stub = await startStubPlatform();
  now = 1_773_100_000_000;
});
afterEach(() => stub[Symbol.asyncDispose]());

const tokens = makeMemoryTokenStore;
const clientOf = (store = tokens(), timeoutMs = 2000, baseUrl = stub.url) =>
  makeWecomClient({
    baseUrl,
    timeoutMs,
    corpId: 'ww1',
    secrets: { app: 'the-secret-of-the-app', kf: 'the-secret-of-kf' },
    tokens: store,
    now: () => now,
  });
const text = { touser: 'zhangwei', msgtype: 'text', text: { content: '私密的内容' } };
const errorOf = async (run: Promise<unknown>): Promise<WecomError> => {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WecomError)) throw new Error(`expected a WecomError, got ${String(error)}`);
  return error;
};

describe('the token', () => {
  it('is asked for once by a hundred concurrent calls of two instances that share a store', async () => {
    const store = tokens();
    const [one, two] = [clientOf(store), clientOf(store)];
    await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 ? one : two).getUser('u')));
    expect(stub.requestsOf('gettoken')).toHaveLength(1);
    expect(stub.requestsOf('user/get')).toHaveLength(100);
  });
  it.each([40014, 42001, 40001, 41001])('is renewed once and the call repeated once after %i', async (errcode) => {
    const client = clientOf();
    stub.trouble('message/send', { kind: 'errcode', errcode });
    await client.sendMessage(text);
    expect(stub.requestsOf('gettoken')).toHaveLength(2);
    expect(stub.requestsOf('message/send').map(({ query }) => query.get('access_token'))).toEqual([...stub.tokens]);
    expect(stub.seen).toHaveLength(1);
  });
  it('that another program replaced is renewed once for all who notice', async () => {
    const client = clientOf();
    await client.getUser('u');
    await fetch(`${stub.url}/cgi-bin/gettoken`);
    await Promise.all(Array.from({ length: 20 }, () => client.getUser('u')));
    expect(stub.tokens).toHaveLength(3);
    expect(stub.requestsOf('user/get').length).toBeLessThanOrEqual(1 + 2 * 20);
  });
  it('is not renewed for ever: a second refusal is the answer', async () => {
    stub.trouble('message/send', { kind: 'errcode', errcode: 40014 }, { kind: 'errcode', errcode: 40014 });
    expect(await errorOf(clientOf().sendMessage(text))).toMatchObject({ errcode: 40014, verdict: 'renew-token' });
    expect(stub.requestsOf('message/send')).toHaveLength(2);
  });
  it('is renewed ahead of its end', async () => {
    const client = clientOf();
    await client.getUser('u');
    now += (7200 - 301) * 1000;
    await client.getUser('u');
    expect(stub.tokens).toHaveLength(1);
    now += 2000;
    await client.getUser('u');
    expect(stub.tokens).toHaveLength(2);
  });
  it('belongs to one secret', async () => {
    const client = clientOf();
    await client.getUser('u');
    await client.addContactWay('wk1', 'home');
    expect(stub.requestsOf('gettoken').map(({ query }) => query.get('corpsecret'))).toEqual([
      'the-secret-of-the-app',
      'the-secret-of-kf',
    ]);
  });
});

describe('no hammering', () => {
  it('asks a wrong secret once in half a minute, lets messages wait, and tells the operator', async () => {
    const client = clientOf();
    stub.trouble('gettoken', { kind: 'errcode', errcode: 40001, errmsg: 'invalid credential' });
    const errors = [];
    for (let n = 0; n < 50; n++) errors.push(await errorOf(client.sendMessage(text)));
    expect(errors.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 50 }, () => 'retry'));
    expect(errors[49]?.retryAfterMs).toBe(30_000);
    expect(stub.requests).toHaveLength(1);
    expect(client.standingFaults()).toMatchObject([{ method: 'gettoken', errcode: 40001, since: now }]);
    expect(client.standingFaults()[0]?.message).toContain('WECOM_AGENT_SECRET');
    now += 30_000;
    await client.sendMessage(text);
    expect(client.standingFaults()).toEqual([]);
  });
  it('tells the operator no longer of what nobody has asked for again in minutes', async () => {
    const client = clientOf();
    stub.trouble('message/update_template_card', { kind: 'errcode', errcode: 48002 });
    await errorOf(client.updateTemplateCard({}));
    now += 5 * 60_000;
    expect(client.standingFaults()).toMatchObject([{ method: 'message/update_template_card' }]);
    now += 30_000;
    expect(client.standingFaults()).toEqual([]);
  });
  it.each([60020, 48002, 301002])(
    'lets what was refused with %i wait, and asks nothing again meanwhile',
    async (errcode) => {
      const client = clientOf();
      stub.trouble('message/send', { kind: 'errcode', errcode });
      expect(await errorOf(client.sendMessage(text))).toMatchObject({ errcode, verdict: 'retry' });
      expect(await errorOf(client.sendMessage(text))).toMatchObject({ errcode, verdict: 'retry' });
      expect(stub.requestsOf('message/send')).toHaveLength(1);
      await client.getUser('u');
      now -= 3_600_000;
      await client.sendMessage(text);
    },
  );
});

describe('answers that are none', () => {
  it.each([
    ['HTTP 500', { kind: 'http', status: 500, body: 'oops' }, 'retry'],
    ['HTTP 502 in HTML', { kind: 'http', status: 502, body: '<html></html>' }, 'retry'],
    ['HTTP 429', { kind: 'http', status: 429, body: '' }, 'retry'],
    ['HTTP 403', { kind: 'http', status: 403, body: '<html></html>' }, 'give-up'],
    ['HTML with a 200', { kind: 'http', status: 200, body: '<html></html>' }, 'retry'],
    ['JSON without errcode', { kind: 'http', status: 200, body: '{"ok":true}' }, 'retry'],
    ['a list', { kind: 'http', status: 200, body: '[]' }, 'retry'],
    ['an answer cut in half', { kind: 'cut-after' }, 'retry'],
  ] as const)('%s', async (_, trouble, verdict) => {
    stub.trouble('message/send', trouble);
    expect(await errorOf(clientOf().sendMessage(text))).toMatchObject({ errcode: null, verdict });
  });
  it('a time-out', async () => {
    stub.trouble('message/send', { kind: 'silence' });
    const error = await errorOf(clientOf(tokens(), 100).sendMessage(text));
    expect(error).toMatchObject({ errcode: null, verdict: 'retry' });
    expect(error.message).toContain('time-out');
  });
  it('nobody there', async () => {
    const error = await errorOf(clientOf(tokens(), 2000, 'http://127.0.0.1:1').sendMessage(text));
    expect(error).toMatchObject({ errcode: null, verdict: 'retry' });
  });
});

describe('an error', () => {
  it('holds neither token nor secret nor text, also where the platform repeats them', async () => {
    const client = clientOf();
    stub.trouble('message/send', { kind: 'errcode', errcode: 40058, errmsg: 'bad token-1-of-the-stub' });
    const refused = await errorOf(client.sendMessage(text));
    stub.trouble('gettoken', { kind: 'errcode', errcode: 40013, errmsg: 'the-secret-of-the-app' });
    now += 7_200_000;
    const noToken = await errorOf(client.sendMessage(text));
    for (const error of [refused, noToken]) {
      expect(`${error.message}${error.stack ?? ''}${JSON.stringify(error)}`).not.toMatch(/of-the-stub|私密|secret-of/);
    }
    expect(refused.message).toContain('message/send');
    expect(noToken.message).toContain('企业ID');
  });
});

describe('calls', () => {
  it('send a file as a form, and fetch one', async () => {
    const client = clientOf();
    const bytes = Buffer.from('月报的内容');
    expect(await client.uploadMedia('app', 'file', { name: '月报 9月.xlsx', mime: 'application/x', bytes })).toBe(
      'media-1',
    );
    const sent = stub.requestsOf('media/upload')[0];
    expect(sent?.query.get('type')).toBe('file');
    expect(sent?.raw).toContain('name="media"; filename="月报 9月.xlsx"');
    expect(sent?.raw).toContain('月报的内容');
    expect(await client.getMedia('kf', 'x')).toEqual({
      bytes: Buffer.from('jpeg'),
      mime: 'image/jpeg',
      name: 'photo.jpg',
    });
    stub.trouble('media/get', { kind: 'errcode', errcode: 40007 });
    expect(await errorOf(client.getMedia('kf', 'x'))).toMatchObject({ errcode: 40007 });
  });
  it('renew the token for an upload too, with a new form', async () => {
    stub.trouble('media/upload', { kind: 'errcode', errcode: 42001 });
    const file = { name: 'a.png', mime: 'image/png', bytes: Buffer.from('123456') };
    expect(await clientOf().uploadMedia('kf', 'image', file)).toBe('media-1');
    expect(stub.requestsOf('media/upload').map(({ raw }) => raw.includes('123456'))).toEqual([true, true]);
  });
  it('pull a page with what is known', async () => {
    const client = clientOf();
    stub.answers.set('kf/sync_msg', { next_cursor: 'c2', has_more: 1, msg_list: [{ msgid: '1' }] });
    expect(await client.syncKf({ openKfId: 'wk1', cursor: 'c1', token: 't' })).toEqual({
      nextCursor: 'c2',
      hasMore: true,
      messages: [{ msgid: '1' }],
    });
    await client.syncKf({ openKfId: 'wk1', cursor: '' });
    expect(stub.requestsOf('kf/sync_msg').map(({ json }) => json)).toEqual([
      { cursor: 'c1', token: 't', limit: 1000, voice_format: 0, open_kfid: 'wk1' },
      { limit: 1000, voice_format: 0, open_kfid: 'wk1' },
    ]);
  });
  it('read states, customers, links, members and departments', async () => {
    const client = clientOf();
    stub.answers.set('kf/add_contact_way', { url: 'https://work.weixin.qq.com/kf/1' });
    stub.answers.set('user/get', { userid: 'wang', name: '王芳', department: [1, 2] });
    stub.answers.set('department/list', { department: [{ id: 2, name: '客服中心', parentid: 1 }] });
    expect(await client.addContactWay('wk1', 'home')).toBe('https://work.weixin.qq.com/kf/1');
    expect(await client.getUser('wang')).toEqual({ userid: 'wang', name: '王芳', departments: [1, 2] });
    expect(await client.listDepartments()).toEqual([{ id: 2, name: '客服中心', parentId: 1 }]);
    await client.updateTemplateCard({
      userids: ['wang'],
      agentid: 7,
      response_code: 'rc',
      button: { replace_name: '已领取' },
    });
    expect(stub.requestsOf('message/update_template_card')[0]?.json).toMatchObject({ response_code: 'rc' });
    await client.sendKfOnEvent({ code: 'c', msgid: 'm', msgtype: 'text', text: { content: '您好' } });
    expect(stub.requestsOf('kf/send_msg_on_event')[0]?.json).toMatchObject({ code: 'c', msgid: 'm' });
  });
});
