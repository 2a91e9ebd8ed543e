/** What the benchmark's servers and its load share: one company's callback settings, and messages as the platform seals them. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export const TOKEN = 'QDG6eK';
export const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
export const CORP_ID = 'wx5823bf96d3bd56c7';
export const AGENT_ID = 1000002;
export const PATH = '/wecom/app';

const KEY = Buffer.from(`${AES_KEY}=`, 'base64');

/** The signature of a callback: SHA-1 over the sorted parts. */
export function sign(timestamp, nonce, encrypt) {
  return createHash('sha1').update([TOKEN, timestamp, nonce, encrypt].sort().join('')).digest('hex');
}

/** One text message of a member, sealed and signed: `{ path, body }` of its POST. */
export function makeCallback(msgId, member, nowS) {
  const plain = `<xml><ToUserName><![CDATA[${CORP_ID}]]></ToUserName><FromUserName><![CDATA[${member}]]></FromUserName><CreateTime>${nowS}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[三栋二单元 1204 的渗水已经修好了，业主说满意，谢谢师傅]]></Content><MsgId>${msgId}</MsgId><AgentID>${AGENT_ID}</AgentID></xml>`;
  const message = Buffer.from(plain);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(message.length);
  const open = Buffer.concat([randomBytes(16), size, message, Buffer.from(CORP_ID)]);
  const padding = 32 - (open.length % 32);
  const cipher = createCipheriv('aes-256-cbc', KEY, KEY.subarray(0, 16)).setAutoPadding(false);
  const sealed = [cipher.update(open), cipher.update(Buffer.alloc(padding, padding)), cipher.final()];
  const encrypt = Buffer.concat(sealed).toString('base64');
  const [timestamp, nonce] = [String(nowS), randomBytes(6).toString('hex')];
  const query = new URLSearchParams({ msg_signature: sign(timestamp, nonce, encrypt), timestamp, nonce });
  const body = `<xml><ToUserName><![CDATA[${CORP_ID}]]></ToUserName><AgentID><![CDATA[${AGENT_ID}]]></AgentID><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { path: `${PATH}?${query}`, body };
}
