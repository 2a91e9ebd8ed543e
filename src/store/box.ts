/**
 * Encryption at rest with DATA_KEY: AES-256-GCM for phones, the bodies of inbox and outbox and what residents sent, and a keyed hash by which
 * a phone is looked up. Names and remarks stay readable to the database.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

export type Box = {
  /** Text → base64 of version, nonce, tag and cipher text. */
  seal(text: string): string;
  /** The text again; throws when it was altered or sealed with another key. */
  open(sealed: string): string;
  /** The same of bytes: version, nonce, tag and cipher text. */
  sealBytes(bytes: Uint8Array): Buffer;
  openBytes(sealed: Uint8Array): Buffer;
  /** A keyed hash, hex: the same for the same text, of no use without the key. */
  hash(text: string): string;
  /** 32 letters, digits, - and _ that nobody can guess without the key: the same for the same text. */
  token(text: string): string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_BYTES = 24;
const VERSION = 1;

/** Random bytes are asked for in bulk, since each asking costs as much as the encryption; none is used twice. */
const NONCES_AT_ONCE = 512;
let nonces = Buffer.alloc(0);

function nextNonce(): Buffer {
  if (nonces.length < NONCE_BYTES) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** `dataKey` is 32 bytes. */
export function openBox(dataKey: Buffer): Box {
  if (dataKey.length !== 32) throw new TypeError('DATA_KEY must hold 32 bytes');
  const sealKey = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', 'huifang seal', 32)));
  const hashKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'huifang hash', 32));
  const tokenKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'huifang token', 32));
  const sealBytes = (bytes: Uint8Array): Buffer => {
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
    const body = cipher.update(bytes);
    // GCM gives out every byte at once; its end makes the tag.
    cipher.final();
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
  };
  const openBytes = (bytes: Uint8Array): Buffer => {
    if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) {
      throw new Error('what is stored cannot be read: it was not sealed by this program, or is cut');
    }
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
    const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce);
    decipher.setAuthTag(tag);
    const body = decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]);
  };
  return {
    seal: (text) => sealBytes(Buffer.from(text)).toString('base64'),
    open: (sealed) => openBytes(Buffer.from(sealed, 'base64')).toString('utf8'),
    sealBytes,
    openBytes,
    hash: (text) => createHmac('sha256', hashKey).update(text).digest('hex'),
    token: (text) =>
      createHmac('sha256', tokenKey).update(text).digest().subarray(0, TOKEN_BYTES).toString('base64url'),
  };
}
