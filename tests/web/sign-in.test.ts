/** Signing in with WeCom, through the real server and the sandbox's own pages. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/core/calendar.js';
import { signedIn } from '../../src/web/signed-in.js';
import { openBrowser, signInAs, type TestBrowser } from '../helpers/browser.js';
import { openWorld, type World } from '../helpers/world.js';

let world: World;
let browser: TestBrowser;
const INSIDE = { 'user-agent': 'Mozilla/5.0 (iPhone) wxwork/4.1.28 MicroMessenger/7.0.1' };

beforeEach(async () => {
  world = await openWorld();
  browser = openBrowser();
  await world.post('/api/v1/estates', { id: 'cuihu', name: '翠湖花园', policies: ['p03'] });
  await staff('sun', '孙国栋', [{ estate: 'cuihu', role: 'manager' }]);
  for (const userid of ['sun', 'wangfang', 'guest']) world.sandbox.staff(userid, { name: userid });
});
afterEach(() => world[Symbol.asyncDispose]());

const staff = (userid: string, name: string, roles: readonly object[], active = true) =>
  world.post('/api/v1/staff', { userid, name, roles, active });
const board = (): string => `${world.url}/board`;
const audit = async (): Promise<readonly string[]> =>
  (await world.runtime.ctx.db.read.audit.findMany({ orderBy: { seq: 'asc' } }))
    .filter(({ action }) => /sign|refused/u.test(action))
    .map(({ actor, action }) => `${actor} ${action}`);
const sessions = () => world.runtime.ctx.db.read.signIn.findMany();

describe('the way to the platform', () => {
  it('leads a desk to the sign-in page and WeCom’s own browser to the authorization, with all that each asks for', async () => {
    const desk = await browser.get(`${board()}/sign-in`);
    const atDesk = new URL(desk.headers.get('location') ?? '');
    expect([atDesk.origin, atDesk.pathname]).toEqual([world.sandbox.url, '/wwlogin/sso/login']);
    expect(Object.fromEntries(atDesk.searchParams)).toEqual({
      login_type: 'CorpApp',
      appid: world.sandbox.settings.corpId,
      agentid: String(world.sandbox.settings.agentId),
      redirect_uri: `${world.url}/board/sign-in/back`,
      state: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
    });
    const inside = await openBrowser(INSIDE).get(`${board()}/sign-in`);
    const atPhone = new URL(inside.headers.get('location') ?? '');
    expect([atPhone.pathname, atPhone.hash]).toEqual(['/connect/oauth2/authorize', '#wechat_redirect']);
    expect(Object.fromEntries(atPhone.searchParams)).toMatchObject({ response_type: 'code', scope: 'snsapi_base' });
  });

  it('signs a manager in, on either way, and comes back to the page that was asked for', async () => {
    for (const one of [browser, openBrowser(INSIDE)]) {
      const shown = await signInAs(one, `${board()}?period=2026-02`, 'sun');
      expect([shown.status, shown.url]).toEqual([200, `${board()}?period=2026-02`]);
      expect(shown.body).toContain('孙国栋');
    }
    expect(await audit()).toEqual(['sun staff.sign-in', 'sun staff.sign-in']);
    const home = await browser.get(`${world.url}/`);
    expect(home.status).toBe(200);
    expect(home.body).toContain('翠湖花园');
  });

  it('keeps its secret in a cookie that no script and no other site can use, and only its hash in a row', async () => {
    const answers: string[] = [];
    const choice = await browser.open(`${board()}/sign-in`);
    const chosen = await browser.get(`${choice.url}&as=sun`);
    const back = await browser.get(chosen.headers.get('location') ?? '');
    answers.push(...back.headers.getSetCookie());
    const [, cookie = ''] = answers;
    expect(cookie).toMatch(/^huifang=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/u);
    const secret = cookie.slice('huifang='.length, cookie.indexOf(';'));
    const [row] = await sessions();
    expect(row).toMatchObject({ userid: 'sun' });
    expect(
      JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toContain(secret);
    const request = { headers: { cookie: `a=b; huifang=${secret}` } };
    expect((await signedIn(world.runtime.ctx, request))?.userid).toBe('sun');
    expect(await signedIn(world.runtime.ctx, { headers: { cookie: `huifang=${secret}x` } })).toBeNull();
  });
});

it('keeps its cookies to https and this very host where browsers reach it so', async () => {
  await using other = await openWorld({ env: { PUBLIC_URL: 'https://hf.example.com' } });
  const begun = await openBrowser().get(`${other.url}/board/sign-in?here=1`);
  expect(begun.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-huifang-sign-in=.*; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/u),
  ]);
  expect(begun.headers.get('location')).toContain(encodeURIComponent('https://hf.example.com/board/sign-in/back'));
});

it('begins at PUBLIC_URL whoever came by another name of ours, once', async () => {
  const port = new URL(world.url).port;
  const shown = await browser.open(`http://localhost:${port}/board?period=2026-02`);
  expect(new URL(shown.url).searchParams.get('redirect_uri')).toBe(`${world.url}/board/sign-in/back`);
  const signed = await browser.open(`${shown.url}&as=sun`);
  expect([signed.status, signed.url]).toEqual([200, `${board()}?period=2026-02`]);
  await using proxied = await openWorld({ env: { PUBLIC_URL: 'https://hf.example.com' } });
  const first = await browser.get(`${proxied.url}/board/sign-in?next=/board/visits`);
  expect(first.headers.get('location')).toBe('https://hf.example.com/board/sign-in?next=%2Fboard%2Fvisits&here=1');
  const second = await browser.get(`${proxied.url}/board/sign-in?next=%2Fboard%2Fvisits&here=1`);
  expect(second.headers.get('location')).toContain(proxied.sandbox.url);
});

describe('what does not sign in', () => {
  const back = (query: string): Promise<{ status: number; body: string }> =>
    browser.get(`${board()}/sign-in/back?${query}`);
  const begun = async (): Promise<string> => {
    const shown = await browser.get(`${board()}/sign-in`);
    return new URL(shown.headers.get('location') ?? '').searchParams.get('state') ?? '';
  };
  const code = (): string => world.sandbox.loginCode({ userid: 'sun' });

  it('is what another browser began, or nobody', async () => {
    const state = await begun();
    const other = openBrowser();
    const stranger = await other.get(`${board()}/sign-in/back?code=${code()}&state=${state}`);
    expect(stranger.status).toBe(403);
    for (const query of [`code=${code()}`, `code=${code()}&state=`, `code=${code()}&state=${'0'.repeat(32)}`])
      expect((await back(query)).status).toBe(403);
    expect((await back(`code=${code()}&state=${state}&state=${state}`)).status).toBe(403);
    expect(await sessions()).toEqual([]);
  });

  it('is a code that was used, is old, or is made up, and a refusal to agree', async () => {
    const used = code();
    expect((await back(`code=${used}&state=${await begun()}`)).status).toBe(303);
    const again = await back(`code=${used}&state=${await begun()}`);
    expect([again.status, again.body.includes('登录凭证已经失效')]).toEqual([403, true]);
    const old = code();
    await world.advance(5 * MINUTE);
    expect((await back(`code=${old}&state=${await begun()}`)).status).toBe(403);
    expect((await back(`code=made-up&state=${await begun()}`)).status).toBe(403);
    const shown = await signInAs(openBrowser(), board(), '');
    expect([shown.status, shown.body.includes('没有同意登录')]).toEqual([403, true]);
  });

  it('is a state that was used', async () => {
    const state = await begun();
    expect((await back(`code=${code()}&state=${state}`)).status).toBe(303);
    expect((await back(`code=${code()}&state=${state}`)).status).toBe(403);
  });

  it('is somebody without a role here, who is told so politely and recorded', async () => {
    const guest = await signInAs(browser, board(), 'guest');
    expect(guest.status).toBe(403);
    expect(guest.body).toContain('请联系项目经理');
    const outside = await back(`code=${world.sandbox.loginCode({ external_userid: 'wmLi' })}&state=${await begun()}`);
    expect(outside.status).toBe(403);
    expect(await sessions()).toEqual([]);
    expect(await audit()).toEqual(['guest refused.sign in']);
  });

  it('is anybody while WeCom does not answer', async () => {
    world.sandbox.fail('auth/getuserinfo', { errcode: 45009 });
    const shown = await back(`code=${code()}&state=${await begun()}`);
    expect([shown.status, shown.body.includes('稍后重新登录')]).toEqual([503, true]);
  });
});

describe('a sign-in ends', () => {
  const opens = async (): Promise<boolean> => (await browser.get(board())).status === 200;
  beforeEach(async () => void (await signInAs(browser, board(), 'sun')));

  it('when one signs out, also in a copy of the browser', async () => {
    const [name, secret] = [...browser.cookies].find(([one]) => one.endsWith(' huifang')) ?? ['', ''];
    expect((await browser.post(`${board()}/sign-out`)).status).toBe(200);
    browser.cookies.set(name, secret);
    expect(await opens()).toBe(false);
    expect((await audit()).at(-1)).toBe('sun staff.sign-out');
  });

  it('when the member leaves or loses the last role, with the next request', async () => {
    await staff('sun', '孙国栋', [{ estate: 'cuihu', role: 'manager' }], false);
    expect(await opens()).toBe(false);
    await staff('sun', '孙国栋', [{ estate: 'cuihu', role: 'manager' }]);
    expect(await opens()).toBe(false);
    await signInAs(browser, board(), 'sun');
    expect(await opens()).toBe(true);
    await staff('sun', '孙国栋', []);
    expect(await opens()).toBe(false);
    expect(await sessions()).toEqual([]);
  });

  it('after two hours without use, and after twelve in any case', async () => {
    for (let hour = 1; hour < 12; hour += 1) {
      await world.advance(HOUR);
      expect(await opens()).toBe(true);
    }
    await world.advance(HOUR);
    expect(await opens()).toBe(false);
    await signInAs(browser, board(), 'sun');
    await world.advance(2 * HOUR + 1);
    expect(await opens()).toBe(false);
  });

  it('for the one before when somebody else signs in on the same browser', async () => {
    await staff('wangfang', '王芳', [{ estate: 'cuihu', role: 'steward' }]);
    await signInAs(browser, `${board()}/sign-in`, 'wangfang');
    expect((await sessions()).map(({ userid }) => userid)).toEqual(['wangfang']);
  });
});

it('comes back to pages of its own alone', async () => {
  const places = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/board/sign-out',
    '/%0d%0aset-cookie:a=b',
  ];
  for (const next of places) {
    const shown = await signInAs(openBrowser(), `${board()}/sign-in?next=${encodeURIComponent(next)}`, 'sun');
    expect([next, new URL(shown.url).origin]).toEqual([next, world.url]);
  }
  const kept = await signInAs(
    openBrowser(),
    `${board()}/sign-in?next=${encodeURIComponent('/api/v1/reports/x?a=b')}`,
    'sun',
  );
  expect(kept.url).toBe(`${world.url}/api/v1/reports/x?a=b`);
});

it('answers too many failures from one address with 429', async () => {
  const statuses = new Set<number>();
  for (let n = 0; n < 70; n += 1) statuses.add((await browser.get(`${board()}/sign-in/back?code=x&state=y`)).status);
  expect([...statuses]).toEqual([403, 429]);
});

it('tells a steward politely that the board is for managers, and records it', async () => {
  await staff('wangfang', '王芳', [{ estate: 'cuihu', role: 'steward' }]);
  const shown = await signInAs(browser, board(), 'wangfang');
  expect(shown.status).toBe(403);
  expect(shown.body).toContain('我的任务');
  expect(await audit()).toEqual(['wangfang staff.sign-in', 'wangfang refused.open board']);
});
