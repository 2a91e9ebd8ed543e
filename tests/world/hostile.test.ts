/**
 * Hostile requests of every kind against the running server (reliability.md §3): each is refused as contracts.md says,
 * none is answered by a 5xx, a stack or a secret, none changes a row, and the line works normally afterwards.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, API_TOKEN, type ServerProcess } from '../helpers/server-process.js';
import { eventually } from '../helpers/eventually.js';
import { handled, moveIn, openKilledLine, type KilledLine, type Neighbour } from '../helpers/killed-line.js';

let line: KilledLine;
let url = '';
let neighbours: readonly Neighbour[] = [];
let before = '';
let sent = 0;
beforeAll(async () => {
  line = await openKilledLine({ LOG_LEVEL: 'debug' });
  await line.start();
  url = await line.server().ready;
  neighbours = await moveIn(line, 1);
  await line.sandbox.settled();
  before = await eventually('all is still', async () => {
    const counts = await countsOfRows();
    return /status="(?:new|working|pending|sending)"/.test(counts) ? null : counts;
  });
});
afterAll(() => line[Symbol.asyncDispose]());

/** What the database holds, as the program itself counts it. */
async function countsOfRows(): Promise<string> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const residents = await line.items('/api/v1/visits');
  return `${metrics.replaceAll(/^.*_seconds.*$/gm, '')}\n${residents.length}`;
}

type Door = 'app' | 'kf';
type Sealing = {
  readonly receiveid?: string;
  readonly length?: number;
  readonly padding?: number;
  readonly token?: string;
  readonly at?: number;
  readonly aesKey?: string;
};

/** An envelope as the platform makes it, but for what is asked to be wrong with it. */
function seal(door: Door, plain: string, wrong: Sealing = {}): { readonly query: string; readonly encrypt: string } {
  const { settings } = line.sandbox;
  const key = Buffer.from(`${wrong.aesKey ?? settings[door].aesKey}=`, 'base64');
  const message = Buffer.from(plain);
  const length = Buffer.alloc(4);
  length.writeUInt32BE((wrong.length ?? message.length) >>> 0);
  const parts = [randomBytes(16), length, message, Buffer.from(wrong.receiveid ?? settings.corpId)];
  const bare = Buffer.concat(parts);
  const pad = 32 - (bare.length % 32);
  const padding = Buffer.alloc(pad, wrong.padding ?? pad);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypt = Buffer.concat([cipher.update(bare), cipher.update(padding), cipher.final()]).toString('base64');
  return { query: sign(door, encrypt, wrong), encrypt };
}

function sign(door: Door, encrypt: string, wrong: Sealing = {}): string {
  const token = wrong.token ?? line.sandbox.settings[door].token;
  const timestamp = String(wrong.at ?? Math.floor(Date.now() / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  const msg_signature = createHash('sha1').update([token, timestamp, nonce, encrypt].toSorted().join('')).digest('hex');
  return new URLSearchParams({ msg_signature, timestamp, nonce }).toString();
}

const xml = (encrypt: string): string => `<xml><ToUserName>x</ToUserName><Encrypt>${encrypt}</Encrypt></xml>`;
const TEXT =
  '<xml><ToUserName>ww</ToUserName><FromUserName>sun</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>满意率</Content><MsgId>77</MsgId></xml>';

/** Sends, and looks at what every answer owes: no 5xx, no stack, no secret. */
async function expectStatus(status: number | readonly number[], path: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(`${url}${path}`, { method: 'POST', ...init });
  const body = await response.text();
  sent += 1;
  const told = `${init.method ?? 'POST'} ${path.slice(0, 80)}: ${response.status} ${body.slice(0, 160)}`;
  expect([status].flat(), told).toContain(response.status);
  expectClean(body);
}

function expectClean(text: string): void {
  const { agentSecret, kfSecret, app, kf } = line.sandbox.settings;
  for (const secret of [agentSecret, kfSecret, app.token, app.aesKey, kf.token, kf.aesKey, API_TOKEN, '13800001000']) {
    expect(text.includes(secret), `holds a secret or a phone: ${text.slice(0, 200)}`).toBe(false);
  }
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d+|dist\//);
}

const callback = (door: Door, query: string, body: string | Buffer, type = 'text/xml'): [string, RequestInit] => [
  `/wecom/${door}?${query}`,
  { body: typeof body === 'string' ? body : Uint8Array.from(body), headers: { 'content-type': type } },
];

describe('hostile callbacks', () => {
  it('are refused by 401 where nothing shows that the platform sent them now', async () => {
    for (const door of ['app', 'kf'] as const) {
      const { encrypt } = seal(door, TEXT);
      const now = Math.floor(Date.now() / 1000);
      const queries = [
        '',
        'msg_signature=&timestamp=&nonce=',
        sign(door, `${encrypt}A`),
        sign(door, encrypt, { token: 'another-token' }),
        sign(door, encrypt, { token: line.sandbox.settings[door === 'app' ? 'kf' : 'app'].token }),
        sign(door, encrypt, { at: now - 301 }),
        sign(door, encrypt, { at: now + 400 }),
        sign(door, encrypt, { at: 0 }),
        `${sign(door, encrypt)}&timestamp=1`,
        `${sign(door, encrypt)}&msg_signature=x`,
        sign(door, encrypt).replace('msg_signature=', 'MSG_SIGNATURE='),
        sign(door, encrypt).replace(/msg_signature=\w{8}/, 'msg_signature=00000000'),
        sign(door, encrypt).replace(/msg_signature=(\w{39})\w/, 'msg_signature=$1'),
        `__proto__[timestamp]=1&constructor=1&${sign(door, encrypt, { token: 'x' })}`,
      ];
      for (const query of queries) {
        await expectStatus(401, ...callback(door, query, xml(encrypt)));
        await expectStatus(401, ...callback(door, query, JSON.stringify({ encrypt }), 'application/json'));
        await expectStatus(401, `/wecom/${door}?${query}&echostr=${encodeURIComponent(encrypt)}`, { method: 'GET' });
      }
    }
  });

  it('are refused by one and the same 400 where they do not open: receiveid, length, padding, key', async () => {
    const { corpId } = line.sandbox.settings;
    const wrongs: Sealing[] = [
      ...['', 'ww-another', `${corpId}x`, `x${corpId}`, corpId.slice(1), `${corpId}\0`, corpId.toUpperCase()].map(
        (receiveid) => ({ receiveid }),
      ),
      ...[0, 1, TEXT.length, 2 ** 16, 2 ** 31, 2 ** 32 - 1].map((length) => ({ length })),
      ...[0, 33, 64, 255].map((padding) => ({ padding })),
      { aesKey: 'z'.repeat(43) },
    ];
    const answers = new Set<string>();
    for (const door of ['app', 'kf'] as const) {
      for (const wrong of wrongs) {
        const { query, encrypt } = seal(door, TEXT, wrong);
        await expectStatus(400, ...callback(door, query, xml(encrypt)));
        const echo = `/wecom/${door}?${query}&echostr=${encodeURIComponent(encrypt)}`;
        const got = await fetch(`${url}${echo}`);
        answers.add(`${got.status} ${await got.text()}`);
        sent += 1;
      }
      for (const encrypt of ['A', 'AAAA', '=', '!!!!', 'A'.repeat(44), Buffer.alloc(31).toString('base64'), '\u0000']) {
        await expectStatus(400, ...callback(door, sign(door, encrypt), xml(encrypt)));
      }
    }
    expect([...answers]).toHaveLength(1);
  });

  it('are refused by 400 where the body is no envelope: bombs, entities, depth, garbage', async () => {
    const { encrypt, query } = seal('app', TEXT);
    const bodies = [
      '',
      ' ',
      'garbage',
      '<xml>',
      '<xml></xml>',
      `<xml><Encrypt>${encrypt}</Encrypt><Encrypt>${encrypt}</Encrypt></xml>`,
      `<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${xml('&b;')}`,
      `<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>${xml('&f;')}`,
      `<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">${xml(encrypt)}`,
      `<?xml version="1.0"?><!-- -->${xml(encrypt)}`,
      '<a>'.repeat(20_000),
      `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`,
      `<xml><![CDATA[${'x'.repeat(500_000)}]]></xml>`,
      '{',
      '{}',
      '[]',
      'null',
      '{"encrypt":1}',
      '{"encrypt":{"__proto__":{"a":1}}}',
      `{"__proto__":{"encrypt":"${encrypt}"}}`,
      `{"encrypt":"${encrypt}","Encrypt":"${encrypt}"}`,
      `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      Buffer.from([0xff, 0xfe, 0x00, 0x01, 0x80]),
    ];
    for (const body of bodies) {
      await expectStatus(400, ...callback('app', query, body));
      await expectStatus(400, ...callback('app', query, body, 'application/json'));
      await expectStatus(400, ...callback('kf', query, body, 'multipart/form-data; boundary=x'));
    }
  });

  it('are refused by 413 where they are over 1 MiB', async () => {
    const { query, encrypt } = seal('app', TEXT);
    for (const size of [1024 * 1024 + 1, 3 * 1024 * 1024]) {
      await expectStatus(413, ...callback('app', query, xml(encrypt).padEnd(size)));
      await expectStatus(413, ...callback('kf', '', 'x'.repeat(size), 'application/json'));
    }
  });

  it('are told so where they read the answer only after having sent all', async () => {
    const { query, encrypt } = seal('app', TEXT);
    const body = xml(encrypt).padEnd(3 * 1024 * 1024);
    await Promise.all(Array.from({ length: 40 }, () => expectStatus(413, ...callback('app', query, body))));
  });

  it('change nothing', async () => {
    expect(await countsOfRows()).toBe(before);
  });
});

describe('hostile calls of the API', () => {
  const ROUTES = ['estates', 'residents', 'staff', 'events'] as const;
  const bearer = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };

  it('need a token, whole and exact', async () => {
    const wrong = [
      '',
      'Bearer',
      'Bearer ',
      'Basic x',
      API_TOKEN,
      `Bearer ${API_TOKEN.slice(1)}`,
      `Bearer ${API_TOKEN}x`,
    ];
    for (const route of ROUTES)
      for (const authorization of [...wrong, `Bearer ${API_TOKEN} x`, 'Bearer undefined', 'Bearer null'])
        await expectStatus(401, `/api/v1/${route}`, { headers: { authorization }, body: '[]' });
    for (const path of ['visits', 'records', 'rates?estate=cuihu', 'visits?estate=cuihu'])
      await expectStatus(401, `/api/v1/${path}`, { method: 'GET' });
  });

  it('are refused as bad requests where the body is none', async () => {
    const deep = (open: string, close: string, times: number): string => `${open.repeat(times)}1${close.repeat(times)}`;
    for (const route of ROUTES) {
      const path = `/api/v1/${route}`;
      const bodies = ['', '{', 'null', '[', '\u0000', '{"a":}', deep('[', ']', 100_000), deep('{"a":', '}', 5_000)];
      for (const body of bodies) await expectStatus(400, path, { headers: bearer, body });
      const tooLong = `Authorization: Bearer ${API_TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 11534336\r\n`;
      expect(await rawly(`POST ${path} HTTP/1.1\r\nHost: x\r\n${tooLong}\r\n[`)).toMatch(/^HTTP\/1\.1 413/);
      await expectStatus(413, path, {
        headers: bearer,
        body: JSON.stringify(Array.from({ length: 5_001 }, () => ({}))),
      });
      for (const type of ['text/plain', 'text/xml', 'multipart/form-data', 'x', 'application/x-www-form-urlencoded'])
        await expectStatus([400, 415], path, { headers: { ...bearer, 'content-type': type }, body: '{}' });
    }
  });

  it('have every hostile object rejected by itself', async () => {
    const values: readonly unknown[] = [
      null,
      1,
      'x',
      true,
      [],
      {},
      [[]],
      { toString: 1 },
      '\u0000',
      'x'.repeat(100_000),
      -1,
      1e308,
      "' OR 1=1 --",
    ];
    const objects = [
      ...values,
      ...values.map((id) => ({ id })),
      ...values.map((estate) => ({ id: 'x', estate, kind: estate, household: estate })),
      ...values.map((name) => ({ userid: name, name, roles: name, households: name, phone: name, consent: name })),
      JSON.parse('{"__proto__":{"id":"x"},"constructor":{"prototype":{"polluted":1}}}') as unknown,
    ];
    for (const route of ROUTES) {
      for (const one of objects) {
        const body = JSON.stringify(one);
        await expectStatus([200, 400], `/api/v1/${route}`, { headers: bearer, body });
      }
      const response = await fetch(`${url}/api/v1/${route}`, {
        method: 'POST',
        headers: bearer,
        body: JSON.stringify(objects.flat()),
      });
      const { results } = (await response.json()) as { results: readonly { status: string }[] };
      expect(new Set(results.map((one) => one.status))).toEqual(new Set(['rejected']));
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('are refused where the query makes no sense, whatever stands in it', async () => {
    const odd = ['limit=-1', 'limit=1e9', 'limit=x', 'cursor=%00', 'cursor=../../x', 'status=x', 'estate=a&estate=b'];
    for (const query of odd)
      for (const path of ['visits', 'records'])
        await expectStatus([200, 400, 404], `/api/v1/${path}?${query}`, { method: 'GET', headers: bearer });
    for (const query of [
      '',
      'estate=cuihu&period=x',
      "estate=' OR 1=1",
      'estate=cuihu&kind=__proto__',
      'estate=__proto__',
    ])
      await expectStatus([400, 404], `/api/v1/rates?${query}`, { method: 'GET', headers: bearer });
  });
});

describe('hostile HTTP', () => {
  it('finds no file behind a path, and no method beside those there are', async () => {
    const paths = [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fpackage.json',
      '/docs/..%2f..%2fpackage.json',
    ];
    const more = [
      '/s/../../x',
      '/s/%00',
      '/%',
      '/%ff',
      '//',
      '/.env',
      '/demo/clock',
      `/${'a'.repeat(9_000)}`,
      '/wecom/../api/v1/visits',
    ];
    for (const path of [...paths, ...more]) await expectStatus([400, 401, 404, 405, 414], path, { method: 'GET' });
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      for (const path of ['/wecom/app', '/wecom/kf', '/api/v1/events', '/healthz'])
        await expectStatus([401, 404, 405], path, { method, body: '{}' });
  });

  it('answers raw nonsense by 4xx or by hanging up', async () => {
    const host = 'Host: x\r\n';
    const raw = [
      'GARBAGE\r\n\r\n',
      `GET / HTTP/9.9\r\n${host}\r\n`,
      `POST /wecom/app HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `POST /wecom/app HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      `POST /wecom/app HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
      `POST /wecom/app HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
      `GET /healthz HTTP/1.1\r\n${host}X: ${'y'.repeat(20_000)}\r\n\r\n`,
      `GET /healthz HTTP/1.1\r\n${host}X\u0000Y: 1\r\n\r\n`,
      `GET /he\u0000althz HTTP/1.1\r\n${host}\r\n`,
    ];
    for (const bytes of raw) {
      const answer = await rawly(bytes);
      expect(answer === '' || /^HTTP\/1\.1 4\d\d/.test(answer), answer.slice(0, 80)).toBe(true);
      expectClean(answer);
    }
  });

  it('goes on serving while hundreds send their bodies slowly', async () => {
    const { port } = new URL(url);
    const slow = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('POST /wecom/app HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n<');
      return socket;
    });
    const begun = performance.now();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(2_000);
    for (const socket of slow) socket.destroy();
  });
});

/** Sends bytes as they are; the whole answer. */
function rawly(bytes: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    const end = (): void => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(2_000, end);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      end();
    });
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes, 'latin1');
  });
}

describe('after all of it', () => {
  it('several hundred were sent, nothing has changed, and the log holds no secret, no phone and no words', async () => {
    expect(sent).toBeGreaterThan(400);
    expect(await countsOfRows()).toBe(before);
    const log = line.server().log();
    expectClean(log);
    expect(log).not.toContain('满意率');
    expect(log).not.toMatch(/1[3-9]\d{9}(?!\d)/);
  });

  it('the line works as on the first day', async () => {
    const [who] = neighbours as [Neighbour];
    const li = line.sandbox.resident(who.id);
    await line.post('/api/v1/events', handled(who, 0));
    await eventually('the question', () => li.last()?.text.includes(who.matter));
    await li.taps('满意');
    await eventually('the thanks', () => li.last()?.text.includes('已记下'));
    expect(await line.items('/api/v1/records?estate=cuihu')).toHaveLength(1);
  });

  it('a second server on the same file is refused, and says why', async () => {
    const second: ServerProcess = startServer(line.env);
    await expect(second.ready).rejects.toThrow(/ended with 2.*\n.*已被另一个正在运行的 huifang 使用/s);
  });
});
