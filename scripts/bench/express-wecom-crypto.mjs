/** What a developer would write with express, @wecom/crypto and fast-xml-parser; nothing is stored. */
import { decrypt, getSignature } from '@wecom/crypto';
import express from 'express';
import { XMLParser } from 'fast-xml-parser';
import { AES_KEY, CORP_ID, PATH, TOKEN } from './platform.mjs';

const parser = new XMLParser({ parseTagValue: false, processEntities: false });
const app = express();

app.post(PATH, express.text({ type: () => true }), (request, response) => {
  const { msg_signature: signature, timestamp, nonce } = request.query;
  const encrypt = parser.parse(request.body).xml.Encrypt;
  if (getSignature(TOKEN, timestamp, nonce, encrypt) !== signature) {
    response.status(401).end();
    return;
  }
  const { message, id } = decrypt(AES_KEY, encrypt);
  const known = id === CORP_ID && parser.parse(message).xml.MsgId !== undefined;
  response.status(known ? 200 : 400).end();
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
