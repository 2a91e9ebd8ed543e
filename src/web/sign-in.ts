/**
 * /board/sign-in: WeCom says who sits at the browser. `state` goes with the browser to WeCom and comes back beside the
 * same word in a cookie, so that nobody is signed in by a link that somebody else began.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SIGN_IN_LASTS, signIn, signOut } from '../app/sign-in.js';
import type { Context } from '../context.js';
import { SECOND } from '../core/calendar.js';
import { isWecomBrowser, type Authorization } from '../wecom/authorize.js';
import { WecomError } from '../wecom/errors.js';
import { noticePage, sendPage } from './board/page.js';
import { cookieOf, setCookie } from './cookies.js';
import { html } from './html.js';
import type { Limit } from './page-limits.js';
import { isSecure, ownPath, SIGN_IN_PATHS } from './signed-in.js';

/** The platform's part of signing in. */
export type SignInDoor = {
  authorizeUrl(question: Pick<Authorization, 'redirectUri' | 'state' | 'isInside'>): string;
  /** '' for somebody outside the company, null for a bad code. @throws WecomError */
  useridOf(code: string): Promise<string | null>;
  /** Where a form may end up when it first has to be signed in for. */
  readonly origins: readonly string[];
};

/** Whoever began to sign in has so long to come back. */
const BEGUN_FOR_S = 600;
const SIGN_IN = { url: SIGN_IN_PATHS.begin, words: '重新登录' } as const;

type Begin = { readonly next?: string; readonly here?: string };
type Back = { readonly code?: string | readonly string[]; readonly state?: string | readonly string[] };
type Limits = { readonly unknown: Limit };

/** The three routes; the scope limits how often they are asked for. */
export function signInRoutes(app: FastifyInstance, ctx: Context, door: SignInDoor | null, limits: Limits): void {
  app.get<{ Querystring: Begin }>(SIGN_IN_PATHS.begin, async (request, reply) => {
    if (door === null) return sendPage(reply, 503, NOT_SET_UP);
    const elsewhere = atPublicUrl(ctx, request);
    if (elsewhere !== null) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302);
    const state = randomBytes(16).toString('hex');
    const next = Buffer.from(ownPath(text(request.query.next))).toString('base64url');
    setCookie(reply, 'huifang-sign-in', `${state}.${next}`, isSecure(ctx), BEGUN_FOR_S);
    const redirectUri = `${ctx.publicUrl()}${SIGN_IN_PATHS.back}`;
    const isInside = isWecomBrowser(request.headers['user-agent']);
    return reply.header('cache-control', 'no-store').redirect(door.authorizeUrl({ redirectUri, state, isInside }), 302);
  });
  app.get<{ Querystring: Back }>(SIGN_IN_PATHS.back, async (request, reply) => {
    if (door === null) return sendPage(reply, 503, NOT_SET_UP);
    const [state, next = ''] = (cookieOf(request, 'huifang-sign-in', isSecure(ctx)) ?? '').split('.');
    if (state === '' || state === undefined || state !== text(request.query.state))
      return failed(request, reply, limits, 403, FOREIGN);
    return comeBack(ctx, door, limits, { request, reply, next, code: text(request.query.code) });
  });
  app.post(SIGN_IN_PATHS.out, async (request, reply) => {
    const token = cookieOf(request, 'huifang', isSecure(ctx));
    if (token !== null) await signOut(ctx, token);
    setCookie(reply, 'huifang', '', isSecure(ctx));
    return sendPage(reply, 200, SIGNED_OUT);
  });
}

/**
 * One comes back to PUBLIC_URL, and a cookie of another host would not: whoever came by another name of ours begins
 * there, and once, for a proxy may call us by a name of its own.
 */
function atPublicUrl(ctx: Context, request: FastifyRequest<{ Querystring: Begin }>): string | null {
  const base = ctx.publicUrl();
  if (request.query.here !== undefined || request.host === new URL(base).host) return null;
  const query = new URLSearchParams({ next: ownPath(text(request.query.next)), here: '1' });
  return `${base}${SIGN_IN_PATHS.begin}?${query.toString()}`;
}

type Coming = {
  readonly request: FastifyRequest<{ Querystring: Back }>;
  readonly reply: FastifyReply;
  readonly next: string;
  readonly code: string | undefined;
};

async function comeBack(ctx: Context, door: SignInDoor, limits: Limits, coming: Coming): Promise<FastifyReply> {
  const { request, reply, next, code } = coming;
  const secure = isSecure(ctx);
  setCookie(reply, 'huifang-sign-in', '', secure);
  if (code === undefined || code === '') return sendPage(reply, 403, NOT_AGREED);
  const userid = await door.useridOf(code).catch((error: unknown) => {
    if (!(error instanceof WecomError)) throw error;
    ctx.log.warn({ errcode: error.errcode }, 'WeCom did not say who signs in');
    return error;
  });
  if (userid instanceof WecomError) return sendPage(reply, 503, NO_ANSWER);
  if (userid === null) return failed(request, reply, limits, 403, BAD_CODE);
  const before = cookieOf(request, 'huifang', secure);
  if (before !== null) await signOut(ctx, before);
  const token = userid === '' ? null : await signIn(ctx, userid);
  if (token === null) return failed(request, reply, limits, 403, NO_ROLE);
  setCookie(reply, 'huifang', token, secure, SIGN_IN_LASTS.mostMs / SECOND);
  const to = ownPath(Buffer.from(next, 'base64url').toString());
  return reply.header('cache-control', 'no-store').redirect(to, 303);
}

/** A sign-in that leads nowhere counts towards the limit of those. */
async function failed(
  request: FastifyRequest,
  reply: FastifyReply,
  limits: Limits,
  status: number,
  page: ReturnType<typeof noticePage>,
): Promise<FastifyReply> {
  const wait = await limits.unknown(request);
  return wait === null ? sendPage(reply, status, page) : sendPage(reply.header('retry-after', wait), 429, TOO_OFTEN);
}

const text = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const notice = (
  title: string,
  words: string,
  link: { readonly url: string; readonly words: string } | null = SIGN_IN,
) =>
  noticePage(
    title,
    html`<p>${words}</p>
      ${link === null ? null : html`<p><a class="button" href="${link.url}">${link.words}</a></p>`}`,
  );

/** Asked for more often than one person can. */
export const TOO_OFTEN = notice('请稍候', '这个网络地址的访问过于频繁，请过一分钟再打开。', null);
const NOT_SET_UP = notice('还不能登录', '还没有配置企业微信自建应用，请联系系统管理员。', null);
const FOREIGN = notice('登录没有完成', '这次登录不是从这个浏览器发起的，或者已经超过十分钟。请重新登录。');
const NOT_AGREED = notice('登录没有完成', '您没有同意登录。需要查看时，请重新登录。');
const BAD_CODE = notice('登录没有完成', '登录凭证已经失效（只能用一次，五分钟内有效）。请重新登录。');
const NO_ANSWER = notice('登录没有完成', '企业微信暂时没有应答，请稍后重新登录。');
const NO_ROLE = notice(
  '没有查看权限',
  '您在本系统里还没有登记为项目的员工，所以不能查看。如有需要，请联系项目经理，在员工名单里登记您的企业微信账号和角色。这次登录已经记录。',
  { url: SIGN_IN_PATHS.begin, words: '换一个账号登录' },
);
const SIGNED_OUT = notice('已退出', '您已经退出登录。', { url: SIGN_IN_PATHS.begin, words: '重新登录' });
