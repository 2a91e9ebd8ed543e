/**
 * The platform's own pages on which a browser signs in: `/connect/oauth2/authorize` in WeCom, `/wwlogin/sso/login` at a
 * desk. Here one chooses as whom; the browser goes back with a code that is good once, for five minutes.
 */
import type { Json, World } from './state.js';
import { MINUTE, nextId } from './state.js';

export type SignInPage = { readonly status: 200 | 302 | 400; readonly location?: string; readonly text: string };

/** A code for somebody: `{userid}` of a member, `{external_userid}` of somebody outside. */
export function newLoginCode(world: World, identity: Json): string {
  const code = nextId(world, 'login');
  world.loginCodes.set(code, { identity, expiresAt: world.now() + 5 * MINUTE });
  return code;
}

/** The page at an address; null where there is none. */
export function signInPage(world: World, url: URL): SignInPage | null {
  if (url.pathname !== '/connect/oauth2/authorize' && url.pathname !== '/wwlogin/sso/login') return null;
  const fault = faultOf(world, url);
  if (fault !== null) return { status: 400, text: page('无法登录', `<p>${escaped(fault)}</p>`) };
  const as = url.searchParams.get('as');
  if (as === null) return { status: 200, text: choice(world, url) };
  const back = new URL(url.searchParams.get('redirect_uri') ?? '');
  // Whoever does not agree goes back without a code.
  if (world.staff.get(as)?.active === true) back.searchParams.set('code', newLoginCode(world, { userid: as }));
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  return { status: 302, location: back.href, text: '' };
}

/** What the platform finds wrong with such an address. */
function faultOf({ settings, callbackBase }: World, { pathname, searchParams }: URL): string | null {
  const given = (name: string): string => searchParams.get(name) ?? '';
  if (given('appid') !== settings.corpId) return 'appid 参数错误';
  if (given('agentid') !== String(settings.agentId)) return 'agentid 参数错误';
  if (pathname.startsWith('/connect/')) {
    if (given('response_type') !== 'code') return 'response_type 参数错误';
    if (given('scope') !== 'snsapi_base') return 'scope 参数错误';
  } else if (given('login_type') !== 'CorpApp') return 'login_type 参数错误';
  if (!/^[A-Za-z0-9]{0,128}$/.test(given('state'))) return 'state 参数错误';
  const uri = given('redirect_uri');
  if (!URL.canParse(uri)) return 'redirect_uri 参数错误';
  const trusted = callbackBase === undefined ? null : new URL(callbackBase).host;
  return trusted === null || new URL(uri).host === trusted ? null : 'redirect_uri 域名与可信域名不一致';
}

function choice({ staff }: World, url: URL): string {
  const to = (as: string): string => {
    const query = new URLSearchParams(url.searchParams);
    query.set('as', as);
    return escaped(`${url.pathname}?${query.toString()}`);
  };
  const members = [...staff.values()].filter(({ active }) => active);
  const links = members.map(
    ({ userid, name }) => `<li><a href="${to(userid)}">${escaped(name)}（${escaped(userid)}）</a></li>`,
  );
  return page('以谁的身份登录？', `<ul>${links.join('')}</ul><p><a href="${to('')}">不同意登录</a></p>`);
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="icon" href="data:,"><style>body{font:1.1rem/1.6 sans-serif;max-width:30rem;margin:2rem auto;padding:0 1rem}li{list-style:none}ul{padding:0}a{display:block;padding:.6rem 0}</style></head><body><main><p>企业微信沙盒</p><h1>${title}</h1>${body}</main></body></html>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
