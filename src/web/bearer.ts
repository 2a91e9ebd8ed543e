/** Bearer tokens: compared as hashes, in constant time, each against all. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { ApiError } from './errors.js';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Who calls, for the audit: the beginning of the token's hash, which tells tokens apart and gives none away. */
export const callerOf = (request: Pick<FastifyRequest, 'headers'>): string =>
  `api:${hash(tokenIn(request)).toString('hex').slice(0, 12)}`;

const tokenIn = ({ headers }: Pick<FastifyRequest, 'headers'>): string =>
  /^Bearer ([^\s]+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** Refuses a request without one of the tokens: 401, before its body is read. */
export function requireToken(tokens: readonly string[]): onRequestHookHandler {
  const hashes = tokens.filter((token) => token !== '').map(hash);
  return (request, reply, done) => {
    const given = tokenIn(request);
    const givenHash = hash(given);
    let known = false;
    for (const one of hashes) known = timingSafeEqual(one, givenHash) || known;
    if (known) return done();
    void reply.header('www-authenticate', 'Bearer realm="huifang"');
    const message = given === '' ? '缺少令牌，请带上 Authorization: Bearer <令牌>' : '令牌无效';
    return done(new ApiError(401, 'unauthorized', message));
  };
}
