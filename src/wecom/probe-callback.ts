/** The platform's verification of a callback address, made by ourselves: the same request, and the answer that it wants. */
import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import type { CallbackConfig } from './callback.js';

/** `wrong-answer`: somebody answered, with this status. */
export type Probe =
  | { readonly kind: 'fine' }
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'wrong-answer'; readonly status: number };

/** Asks an address as the platform does when 保存 is pressed. Never rejects. */
export async function probeCallback(
  address: string,
  { token, aesKey, corpId }: Pick<CallbackConfig, 'token' | 'aesKey' | 'corpId'>,
  { nowMs, timeoutMs }: { readonly nowMs: number; readonly timeoutMs: number },
): Promise<Probe> {
  const plain = randomBytes(8).readBigUInt64BE().toString();
  const echostr = encrypt(aesKey, plain, corpId);
  const timestamp = String(Math.floor(nowMs / 1000));
  const nonce = randomBytes(5).toString('hex');
  const url = new URL(address);
  const query = { msg_signature: getSignature(token, timestamp, nonce, echostr), timestamp, nonce, echostr };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    const isRight = answer.status === 200 && (await answer.text()) === plain;
    return isRight ? { kind: 'fine' } : { kind: 'wrong-answer', status: answer.status };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
    return { kind: 'no-answer', reason: code ?? (cause instanceof Error ? cause.name : 'unknown') };
  }
}
