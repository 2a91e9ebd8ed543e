import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBody } from '../../src/web/read-body.js';

const LIMIT = 10;
let server: Server;
let client: Socket;
let bodies: (string | null)[];
let request: IncomingMessage;

beforeEach(async () => {
  bodies = [];
  server = createServer((incoming, response) => {
    request = incoming;
    readBody(incoming, LIMIT, (body) => {
      bodies.push(body?.toString() ?? null);
      response.end('read');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
});
afterEach(async () => {
  client.destroy();
  server.close();
  await once(server, 'close');
});

const head = (field: string): string => `POST / HTTP/1.1\r\nHost: x\r\n${field}\r\n\r\n`;
const answered = (): Promise<unknown> => once(client, 'data');

describe('a body', () => {
  it('is read whole, in one piece or in several, up to the limit itself', async () => {
    client.write(`${head('Content-Length: 10')}0123456789`);
    await answered();
    client.write(`${head('Transfer-Encoding: chunked')}5\r\n01234\r\n`);
    client.write('5\r\n56789\r\n0\r\n\r\n');
    await answered();
    client.write(head('Content-Length: 0'));
    await answered();
    expect(bodies).toEqual(['0123456789', '0123456789', '']);
  });

  it('that says it is too long is not waited for', async () => {
    client.write(head('Content-Length: 11'));
    await answered();
    expect(bodies).toEqual([null]);
  });

  it('that grows too long is refused once, and the rest of it passed over', async () => {
    client.write(`${head('Transfer-Encoding: chunked')}b\r\n01234567890\r\n`);
    await answered();
    client.write('5\r\nabcde\r\n0\r\n\r\n');
    await once(request, 'end');
    expect(bodies).toEqual([null]);
  });

  it('that goes on and on has its sender cut off', async () => {
    client.on('error', () => undefined);
    const closed = new Promise((done) => client.on('close', done));
    client.write(`${head('Content-Length: 1000')}${'x'.repeat(LIMIT * 8)}`);
    await answered();
    client.write('x'.repeat(100));
    await closed;
    expect(bodies).toEqual([null]);
  });

  it('whose sender goes away is told to nobody, and breaks nothing', async () => {
    const arrived = once(server, 'request');
    client.write(`${head('Content-Length: 10')}01234`);
    await arrived;
    const closed = new Promise((done) => request.on('close', done));
    client.destroy();
    await closed;
    expect(bodies).toEqual([]);
  });
});
