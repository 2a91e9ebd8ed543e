/** Cookies of our own: for this host alone, out of reach of scripts, and not sent with what another site posts. */
import type { FastifyReply, FastifyRequest } from 'fastify';

export type CookieName = 'huifang' | 'huifang-sign-in';

/** Over https a browser takes such a cookie from this very host alone, and sends it over nothing but https. */
const fullName = (name: CookieName, secure: boolean): string => (secure ? `__Host-${name}` : name);

export function cookieOf(request: Pick<FastifyRequest, 'headers'>, name: CookieName, secure: boolean): string | null {
  const wanted = fullName(name, secure);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim();
  }
  return null;
}

/** Sets it for so many seconds; none: takes it away. `value` needs no quoting. */
export function setCookie(reply: FastifyReply, name: CookieName, value: string, secure: boolean, maxAgeS = 0): void {
  const flags = `Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  void reply.header('set-cookie', `${fullName(name, secure)}=${value}; ${flags}`);
}
