import { expect, test } from 'vitest';
import { getJson, openStage } from './stand-in.js';

const tokenUrl = (base: string, corpid: string, corpsecret: string): string =>
  `${base}/cgi-bin/gettoken?${new URLSearchParams({ corpid, corpsecret }).toString()}`;

test('one token per secret, the same until it ends, with the rest of its life told', async () => {
  await using stage = await openStage();
  const { corpId, agentSecret, kfSecret } = stage.sandbox.settings;
  const first = await getJson(tokenUrl(stage.sandbox.url, corpId, agentSecret));
  expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 });
  stage.clock.now += 1000_000;
  const second = await getJson(tokenUrl(stage.sandbox.url, corpId, agentSecret));
  expect(second).toMatchObject({ access_token: first['access_token'], expires_in: 6200 });
  const kf = await getJson(tokenUrl(stage.sandbox.url, corpId, kfSecret));
  expect(kf['access_token']).not.toBe(first['access_token']);
  stage.clock.now += 6200_000;
  const third = await getJson(tokenUrl(stage.sandbox.url, corpId, agentSecret));
  expect(third['access_token']).not.toBe(first['access_token']);
});

test('wrong and missing parts of a token request have their errcodes', async () => {
  await using stage = await openStage();
  const { corpId, agentSecret } = stage.sandbox.settings;
  const ask = async (corp: string, secret: string) =>
    (await getJson(tokenUrl(stage.sandbox.url, corp, secret))).errcode;
  expect(await ask(corpId, 'wrong')).toBe(40001);
  expect(await ask('wwother', agentSecret)).toBe(40013);
  expect(await ask('', agentSecret)).toBe(41002);
  expect(await ask(corpId, '')).toBe(41004);
});

test('asking for tokens too often is itself limited, for a minute', async () => {
  await using stage = await openStage({ limits: { tokenCallsPerMinute: 2 } });
  const { corpId, agentSecret } = stage.sandbox.settings;
  const ask = async () => (await getJson(tokenUrl(stage.sandbox.url, corpId, agentSecret))).errcode;
  expect([await ask(), await ask(), await ask()]).toEqual([0, 0, 45009]);
  stage.clock.now += 60_000;
  expect(await ask()).toBe(0);
});

test('a call without a token, with an unknown, an expired or the other secret’s is refused each its own way', async () => {
  await using stage = await openStage();
  const call = async (token: string) => {
    const url = `${stage.sandbox.url}/cgi-bin/kf/account/list?access_token=${token}`;
    return (await getJson(url, { method: 'POST', body: '{}' })).errcode;
  };
  const kf = await stage.token('kf');
  expect(await call('')).toBe(41001);
  expect(await call('nonsense')).toBe(40014);
  expect(await call(await stage.token('app'))).toBe(48002);
  expect(await call(kf)).toBe(0);
  stage.sandbox.expireTokens();
  expect(await call(kf)).toBe(42001);
  const renewed = await stage.token('kf');
  expect(renewed).not.toBe(kf);
  stage.sandbox.expireTokens(40014);
  expect(await call(renewed)).toBe(40014);
});

test('an unknown path is answered in a 200 with an errcode, a body that is no JSON with 47001', async () => {
  await using stage = await openStage();
  const response = await fetch(`${stage.sandbox.url}/cgi-bin/no/such`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ errcode: 40066 });
  const url = `${stage.sandbox.url}/cgi-bin/kf/account/list?access_token=${await stage.token('kf')}`;
  expect((await getJson(url, { method: 'POST', body: '{half' })).errcode).toBe(47001);
});
