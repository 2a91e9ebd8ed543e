/** The yardstick: node:http, the signature checked, the message decrypted, nothing else. */
import { createDecipheriv } from 'node:crypto';
import { createServer } from 'node:http';
import { AES_KEY, sign } from './platform.mjs';

const key = Buffer.from(`${AES_KEY}=`, 'base64');

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const query = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1));
    const encrypt = /<Encrypt><!\[CDATA\[([^\]]*)\]\]>/.exec(Buffer.concat(chunks).toString())?.[1] ?? '';
    if (sign(query.get('timestamp'), query.get('nonce'), encrypt) !== query.get('msg_signature')) {
      response.writeHead(401).end();
      return;
    }
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const open = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
    const message = open.toString('utf8', 20, 20 + open.readUInt32BE(16));
    response.writeHead(message.startsWith('<xml>') ? 200 : 400, { 'content-length': 0 }).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
