/** `gettoken`, and the check of access_token before every other call. One valid token per secret. */
import type { Answer, Call } from './answer.js';
import { ok, refuse } from './answer.js';
import type { Scope, World } from './state.js';
import { allow, MINUTE, nextId } from './state.js';

export function getToken(world: World, call: Call): Answer {
  const { corpId, agentSecret, kfSecret, tokenLifetimeS, limits } = world.settings;
  const secret = call.query.get('corpsecret') ?? '';
  if (!call.query.get('corpid')) refuse(41002, 'corpid missing');
  if (secret === '') refuse(41004, 'corpsecret missing');
  if (!allow(world.tokenCalls, world.now(), MINUTE, limits.tokenCallsPerMinute)) refuse(45009, 'api freq out of limit');
  if (call.query.get('corpid') !== corpId) refuse(40013, 'invalid corpid');
  if (secret !== agentSecret && secret !== kfSecret) refuse(40001, 'invalid credential');

  const scope: Scope = secret === agentSecret ? 'app' : 'kf';
  const [current] = [...world.tokens].filter(([, token]) => token.secret === secret && token.expiresAt > world.now());
  const value = current?.[0] ?? `${nextId(world, `token-${scope}`)}-${'x'.repeat(40)}`;
  const expiresAt = current?.[1].expiresAt ?? world.now() + tokenLifetimeS * 1000;
  world.tokens.set(value, { scope, secret, expiresAt });
  return ok({ access_token: value, expires_in: Math.floor((expiresAt - world.now()) / 1000) });
}

/** Whose token it is: 41001 missing, 40014 unknown, 42001 expired. */
export function scopeOf(world: World, call: Pick<Call, 'query'>): Scope {
  const value = call.query.get('access_token') ?? '';
  if (value === '') refuse(41001, 'access_token missing');
  const token = world.tokens.get(value) ?? refuse(40014, 'invalid access_token');
  return token.expiresAt > world.now() ? token.scope : refuse(42001, 'access_token expired');
}

/** 48002 where this secret has no right to call that. A secret that serves both opens both. */
export function demandScope(world: World, scope: Scope, needed: Scope): void {
  const both = world.settings.agentSecret === world.settings.kfSecret;
  if (!both && scope !== needed) refuse(48002, 'api forbidden');
}

/** Ends every token now; calls with them answer 42001, or 40014 as if they had been replaced. */
export function endTokens(world: World, errcode: 42001 | 40014): void {
  for (const [value, token] of world.tokens) {
    if (errcode === 40014) world.tokens.delete(value);
    else world.tokens.set(value, { ...token, expiresAt: Math.min(token.expiresAt, world.now()) });
  }
}
