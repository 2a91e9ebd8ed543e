/**
 * The gate of a callback 回调: signature, age, decryption, receiveid, in that order, over @wecom/crypto with the checks
 * that it leaves out (padding, length, receiveid, constant time). Nothing is thrown for what came from outside.
 */
import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { decrypt, getSignature } from '@wecom/crypto';
import { findEncrypt } from './envelope.js';

export type CallbackConfig = {
  readonly token: string;
  /** EncodingAESKey: 43 characters of base64. */
  readonly aesKey: string;
  /** What the receiveid of every message must be. */
  readonly corpId: string;
  /** How old, or how far ahead, a timestamp may be, in seconds; 0 = any. */
  readonly maxAgeS: number;
};

/** A query as the web server parsed it; anything but one string counts as absent. */
export type CallbackQuery = Readonly<Record<string, unknown>>;
export type CallbackRequest = { readonly query: CallbackQuery; readonly body: Buffer | string };

export type RefusalReason =
  | 'too-large'
  | 'no-signature'
  | 'no-ciphertext'
  | 'wrong-signature'
  | 'stale'
  | 'undecipherable';
export type Opened =
  /** `signature` names this very envelope: a new delivery of the same message has another one. */
  | { readonly kind: 'message'; readonly plain: string; readonly signature: string }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 413; readonly reason: RefusalReason };

export type CallbackGate = {
  /** GET: the plaintext of `echostr`, to be answered as it is (text/plain, nothing around it). */
  verify(query: CallbackQuery, nowMs: number): Opened;
  /** POST: the message inside. The body may be XML or JSON. */
  open(request: CallbackRequest, nowMs: number): Opened;
};

export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Builds the gate of one callback address.
 * 401 is what cannot show that it comes from the platform now: no signature, a wrong one, or a true one whose timestamp
 * is too old or too far ahead (a replay). 400 is what carries no ciphertext or does not open; 413 what is over 1 MiB.
 * @throws RangeError if the token is empty, the key is not 43 characters of base64, or the corp id is empty.
 */
export function makeCallbackGate(config: CallbackConfig): CallbackGate {
  if (config.token === '') throw new RangeError('回调 Token 不能为空');
  if (!/^[A-Za-z0-9+/]{43}$/.test(config.aesKey)) throw new RangeError('EncodingAESKey 应为 43 位字母或数字');
  if (config.corpId === '') throw new RangeError('企业ID（corpid）不能为空');
  const hasRightPadding = paddingCheck(Buffer.from(`${config.aesKey}=`, 'base64'));
  const corpId = Buffer.from(config.corpId);

  const unlock = (query: CallbackQuery, ciphertext: string | null, nowMs: number): Opened => {
    const proof = readProof(query);
    if (proof === null) return refuse(401, 'no-signature');
    if (ciphertext === null || ciphertext === '') return refuse(400, 'no-ciphertext');
    const right = getSignature(config.token, proof.timestamp, proof.nonce, ciphertext);
    if (!sameBytes(Buffer.from(right), Buffer.from(proof.signature))) return refuse(401, 'wrong-signature');
    if (!isFresh(proof.timestamp, config.maxAgeS, nowMs)) return refuse(401, 'stale');
    const plain = decipher(ciphertext, config.aesKey, hasRightPadding, corpId);
    return plain === null ? refuse(400, 'undecipherable') : { kind: 'message', plain, signature: proof.signature };
  };

  return {
    // A `+` that was sent unescaped has become a space; base64 has no spaces.
    verify: (query, nowMs) => unlock(query, one(query['echostr'])?.replaceAll(' ', '+') ?? null, nowMs),
    open({ query, body }, nowMs) {
      const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
      if (bytes > MAX_BODY_BYTES) return refuse(413, 'too-large');
      if (readProof(query) === null) return refuse(401, 'no-signature');
      return unlock(query, findEncrypt(body), nowMs);
    },
  };
}

const refuse = (status: 400 | 401 | 413, reason: RefusalReason): Opened => ({ kind: 'refused', status, reason });
const one = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

type Proof = { readonly signature: string; readonly timestamp: string; readonly nonce: string };

function readProof(query: CallbackQuery): Proof | null {
  const signature = one(query['msg_signature']);
  const timestamp = one(query['timestamp']);
  const nonce = one(query['nonce']);
  return signature === null || timestamp === null || nonce === null ? null : { signature, timestamp, nonce };
}

function isFresh(timestamp: string, maxAgeS: number, nowMs: number): boolean {
  if (maxAgeS === 0) return true;
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1000 - Number(timestamp)) <= maxAgeS;
}

/**
 * The message, or null: one answer for whatever is wrong inside, reached by the same steps, so that neither answer nor
 * time tells padding, length and receiveid apart. That the rest behind the message is exactly the corp id is also the
 * proof that the length field is right: too long a length leaves nothing of it, too short a one leaves more.
 */
function decipher(
  ciphertext: string,
  aesKey: string,
  hasRightPadding: (bytes: Buffer) => boolean,
  corpId: Buffer,
): string | null {
  const length = Buffer.byteLength(ciphertext, 'base64');
  if (length === 0 || length % BLOCK !== 0) return null;
  try {
    const padded = hasRightPadding(endOf(ciphertext));
    const { message, id } = decrypt(aesKey, ciphertext);
    const ours = sameBytes(Buffer.from(id), corpId);
    return padded && ours ? message : null;
  } catch {
    return null;
  }
}

/** So many characters of base64 hold the last block and the one of AES before it, and one byte more. */
const END = 68;
/** The last bytes, at least as many as the check of the padding needs; all of them where they are few or not in one piece. */
const endOf = (ciphertext: string): Buffer =>
  Buffer.from(
    ciphertext.length < 2 * END || ciphertext.length % 4 !== 0 || /\s/u.test(ciphertext)
      ? ciphertext
      : ciphertext.slice(-END),
    'base64',
  );

/** PKCS#7 is to a multiple of 32 here, two of AES's own blocks. */
const BLOCK = 32;
const AES_BLOCK = 16;

/**
 * All padding is in the last 32 bytes, which CBC can open by themselves: a block's plain bytes are its opened bytes
 * XOR the block before it, which for the first one is the IV, the start of the key. Opening single blocks (ECB) keeps
 * nothing between two messages, so that one decipher serves all; making one costs many times what it does here.
 */
function paddingCheck(key: Buffer): (bytes: Buffer) => boolean {
  const blocks = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return (bytes) => {
    const start = bytes.length - BLOCK;
    const before =
      start === 0
        ? Buffer.concat([key.subarray(0, AES_BLOCK), bytes.subarray(0, AES_BLOCK)])
        : bytes.subarray(start - AES_BLOCK, start + AES_BLOCK);
    const tail = blocks.update(bytes.subarray(start)).map((byte, at) => byte ^ (before[at] ?? 0));
    const length = tail[BLOCK - 1] ?? 0;
    if (length < 1 || length > BLOCK) return false;
    let difference = 0;
    for (let at = BLOCK - length; at < BLOCK; at++) difference |= (tail[at] ?? 0) ^ length;
    return difference === 0;
  };
}

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
