/** Callbacks as the platform, or somebody hostile with the right token, would make them. */
import { createCipheriv, randomBytes } from 'node:crypto';
import { getSignature } from '@wecom/crypto';
import type { CallbackConfig, CallbackRequest } from '../../src/wecom/callback.js';

/** The published vector of the platform (wecom-protocol.md §1). */
export const VECTOR = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  corpId: 'wx5823bf96d3bd56c7',
  timestamp: '1409659589',
  nonce: '263014780',
  echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
  signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
  plain: '1616140317555161061',
} as const;

export const CONFIG: CallbackConfig = {
  token: VECTOR.token,
  aesKey: VECTOR.aesKey,
  corpId: VECTOR.corpId,
  maxAgeS: 300,
};

export const NOW_S = 1_773_100_000;
export const NOW_MS = NOW_S * 1000;

export type Parts = {
  readonly message?: string | Buffer;
  readonly receiveId?: string;
  /** Instead of the true length. */
  readonly length?: number;
  /** The padding bytes, instead of the right ones. */
  readonly padding?: (rightLength: number) => Buffer;
};

/** AES as the platform does it, with any part made wrong on request. */
export function seal({ message = 'x', receiveId = CONFIG.corpId, length, padding }: Parts): string {
  const bytes = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length ?? bytes.length);
  const open = Buffer.concat([randomBytes(16), size, bytes, Buffer.from(receiveId)]);
  const rightLength = 32 - (open.length % 32);
  const padded = Buffer.concat([open, padding?.(rightLength) ?? Buffer.alloc(rightLength, rightLength)]);
  return sealRaw(padded);
}

/** Encrypts bytes as they are; their number must be a multiple of 16. */
export function sealRaw(bytes: Buffer): string {
  const key = Buffer.from(`${CONFIG.aesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
}

export function signed(encrypt: string, timestamp: string = String(NOW_S), nonce = 'n0nce', token = CONFIG.token) {
  return { msg_signature: getSignature(token, timestamp, nonce, encrypt), timestamp, nonce };
}

export const xmlBody = (encrypt: string): string =>
  `<xml><ToUserName><![CDATA[${CONFIG.corpId}]]></ToUserName><AgentID>1</AgentID><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;

export function delivery(parts: Parts): CallbackRequest {
  const encrypt = seal(parts);
  return { query: signed(encrypt), body: Buffer.from(xmlBody(encrypt)) };
}
