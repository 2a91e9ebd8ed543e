/**
 * Who sits at the browser that sends a request, for every page that is not everybody's:
 *
 *     const staff = await signedIn(ctx, request);           // null: nobody
 *     const staff = await signedInOrSent(ctx, request, reply);
 *     if (staff === null) return reply;                     // sent to sign in; comes back to the same address
 *
 * The member works here and has a role now. What they may see is for `can` to say. It needs no plugin and no scope.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { whoIsSignedIn } from '../app/sign-in.js';
import type { Context } from '../context.js';
import type { Staff } from '../store/staff.js';
import { cookieOf } from './cookies.js';

/** Where signing in begins, ends, and is undone. */
export const SIGN_IN_PATHS = {
  begin: '/board/sign-in',
  back: '/board/sign-in/back',
  out: '/board/sign-out',
} as const;

/** Whether browsers reach us by https, so that cookies may be kept to that. */
export const isSecure = (ctx: Pick<Context, 'publicUrl'>): boolean => ctx.publicUrl().startsWith('https://');

export async function signedIn(ctx: Context, request: Pick<FastifyRequest, 'headers'>): Promise<Staff | null> {
  const token = cookieOf(request, 'huifang', isSecure(ctx));
  return token === null ? null : whoIsSignedIn(ctx, token);
}

/** The same; where nobody is signed in the browser is sent to do so, and null is answered. */
export async function signedInOrSent(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Staff | null> {
  const staff = await signedIn(ctx, request);
  if (staff !== null) return staff;
  const next = new URLSearchParams({ next: ownPath(request.url) });
  void reply.header('cache-control', 'no-store').redirect(`${SIGN_IN_PATHS.begin}?${next.toString()}`, 302);
  return null;
}

const LONGEST_PATH = 1000;

/** The address if it is one of ours, else the board's: nobody is sent on to another site. */
export function ownPath(text: string | undefined): string {
  const home = '/board';
  if (text === undefined || text.length > LONGEST_PATH || !/^\/[^/\\]/u.test(text)) return home;
  const origin = 'http://ours.invalid';
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  const isOurs = url?.origin === origin && !url.pathname.startsWith('//');
  return url === null || !isOurs || url.pathname.startsWith('/board/sign-') ? home : `${url.pathname}${url.search}`;
}
