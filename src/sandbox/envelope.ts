/**
 * The platform's side of a callback: sign, encrypt and wrap; and the way back for passive replies.
 * AES-256-CBC, IV = the key's first 16 bytes, PKCS#7 to multiples of 32, SHA-1 over the sorted parts.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export type CallbackKeys = { readonly token: string; readonly aesKey: string };
export type Fields = { readonly [name: string]: string | number | Fields | readonly Fields[] | readonly string[] };

const BLOCK = 32;

const keyBytes = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64');

/** Hex SHA-1 of the sorted, joined parts. */
export const signature = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

/** Plaintext to base64 ciphertext; `receiver` is the corp id. */
export function encrypt(keys: CallbackKeys, plain: string, receiver: string): string {
  const key = keyBytes(keys.aesKey);
  const message = Buffer.from(plain, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const body = Buffer.concat([randomBytes(16), length, message, Buffer.from(receiver, 'utf8')]);
  const pad = BLOCK - (body.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(body), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64');
}

/** Base64 ciphertext back to the message and the receiver it names. Throws where the padding is not PKCS#7. */
export function decrypt(keys: CallbackKeys, encrypted: string): { readonly plain: string; readonly receiver: string } {
  const key = keyBytes(keys.aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > padded.length) throw new RangeError('the padding is damaged');
  const body = padded.subarray(0, padded.length - pad);
  const end = 20 + body.readUInt32BE(16);
  return { plain: body.subarray(20, end).toString('utf8'), receiver: body.subarray(end).toString('utf8') };
}

/** Fields as the platform's XML: text in CDATA, numbers bare, a list as repeated elements. */
export const toXml = (fields: Fields): string => `<xml>${children(fields)}</xml>`;

const children = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => (isList(value) ? value.map((each) => element(name, each)).join('') : element(name, value)))
    .join('');

const isList = (value: Fields[string]): value is readonly Fields[] | readonly string[] => Array.isArray(value);

function element(name: string, value: string | number | Fields | readonly Fields[] | readonly string[]): string {
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  if (typeof value === 'string') return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  return isList(value) ? '' : `<${name}>${children(value)}</${name}>`;
}

/** The text of the first element of that name, CDATA or not; undefined where there is none. */
export function elementText(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))</${name}>`).exec(xml);
  return found?.[1] ?? found?.[2];
}
