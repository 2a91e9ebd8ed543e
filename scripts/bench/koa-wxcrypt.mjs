/** What a developer would write with koa and wxcrypt: its own parsing of both layers; nothing is stored. */
import Koa from 'koa';
import WXBizMsgCrypt from 'wxcrypt';
import { AES_KEY, CORP_ID, PATH, TOKEN } from './platform.mjs';

const crypt = new WXBizMsgCrypt(TOKEN, AES_KEY, CORP_ID);
const app = new Koa();

app.use(async (ctx) => {
  if (ctx.method !== 'POST' || ctx.path !== PATH) return;
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  const { msg_signature: signature, timestamp, nonce } = ctx.query;
  const plain = crypt.decryptMsg(signature, timestamp, nonce, Buffer.concat(chunks).toString());
  const message = WXBizMsgCrypt.x2o(plain).xml;
  ctx.status = message.MsgId === undefined ? 400 : 200;
  ctx.body = '';
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
