/**
 * Another platform, written from its documentation alone and deliberately unlike the sandbox: JSON envelopes, other ids,
 * numbers in quotes, fields that nobody asked for, one message a page, no origin, a repeated msgid refused.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Readonly<Record<string, unknown>>;
/** What somebody's screen shows, and when it came (performance.now). */
export type Shown = { readonly at: number; readonly kind: string; readonly body: Json };

export type OtherPlatform = {
  readonly env: Readonly<Record<string, string>>;
  setProduct(url: string): void;
  /** A customer's words, or a tap when `menuId` is given; resolves with the status of the callback. */
  customerWrites(person: string, content: string, menuId?: string): Promise<number>;
  memberWrites(userid: string, content: string): Promise<number>;
  customerSees(person: string): readonly Shown[];
  memberSees(userid: string): readonly Shown[];
  uploads(): readonly Buffer[];
  /** Calls that were answered by an errcode other than 0. */
  refused(): readonly string[];
  close(): Promise<void>;
};

const CORP = 'ding0a-9_corp.EXAMPLE';
const KF = 'wkAAA-bbb_CCC';
const AES = { app: 'Q7'.repeat(21) + 'A', kf: 'k9'.repeat(21) + 'E' } as const;
const TOKENS = { app: 'tokenOfTheApp', kf: 'tokenOfTheKf' } as const;
const SECRETS = { app: 'secret-of-app-000', kf: 'secret-of-kf-0000' } as const;

export async function openOtherPlatform(): Promise<OtherPlatform> {
  const log: Json[] = [];
  const customers = new Map<string, Shown[]>();
  const members = new Map<string, Shown[]>();
  const msgids = new Set<string>();
  const uploads: Buffer[] = [];
  const refused: string[] = [];
  let product = '';
  let menu: unknown = null;
  const push = (to: Map<string, Shown[]>, who: string, shown: Omit<Shown, 'at'>): void => {
    to.set(who, [...(to.get(who) ?? []), { at: performance.now(), ...shown }]);
  };

  const methods: Readonly<Record<string, (json: Json, query: URLSearchParams, bytes: Buffer) => Json>> = {
    gettoken(_json, query) {
      const name = Object.entries(SECRETS).find(([, secret]) => secret === query.get('corpsecret'))?.[0];
      if (name === undefined || query.get('corpid') !== CORP) return { errcode: 40001, errmsg: 'invalid credential' };
      return {
        errcode: 0,
        errmsg: 'ok',
        access_token: `${name}.${'é'.codePointAt(0)}~TOKEN`,
        expires_in: '7200',
        extra: [1],
      };
    },
    'kf/sync_msg'(json) {
      const from = typeof json['cursor'] === 'string' ? Number(json['cursor'].replace('@', '')) : 0;
      const page = log.slice(from, from + 1);
      const next = from + page.length;
      return {
        errcode: '0',
        errmsg: 'ok',
        next_cursor: `@${next}`,
        has_more: next < log.length ? '1' : '0',
        msg_list: page,
        ext: null,
      };
    },
    'kf/send_msg'(json) {
      const msgid = String(json['msgid']);
      if (msgids.has(msgid)) return { errcode: 95099, errmsg: 'msgid already exists' };
      msgids.add(msgid);
      const kind = String(json['msgtype']);
      push(customers, String(json['touser']), { kind, body: json[kind] as Json });
      return { errcode: 0, errmsg: 'ok', msgid, trace: 'x' };
    },
    'message/send'(json) {
      const kind = String(json['msgtype']);
      push(members, String(json['touser']), { kind, body: json[kind] as Json });
      return { errcode: 0, errmsg: 'ok', invaliduser: '', msgid: members.size, response_code: '' };
    },
    'menu/get': () => ({ errcode: 0, errmsg: 'ok', button: menu ?? [], trace: 'x' }),
    'menu/create'(json) {
      menu = json['button'];
      return { errcode: '0', errmsg: '' };
    },
    'media/upload'(_json, query, bytes) {
      uploads.push(bytes);
      return {
        errcode: 0,
        errmsg: '',
        type: query.get('type'),
        media_id: `3@${uploads.length}-_x`,
        created_at: '1380000000',
      };
    },
  };

  const server = createServer((request, response) => {
    void readAll(request).then((bytes) => {
      const url = new URL(request.url ?? '/', 'http://other');
      const method = url.pathname.replace('/base/cgi-bin/', '');
      const multipart = request.headers['content-type']?.startsWith('multipart/') === true;
      const json = bytes.length === 0 || multipart ? {} : (JSON.parse(bytes.toString()) as Json);
      const work = Object.hasOwn(methods, method) ? methods[method] : undefined;
      const known = method === 'gettoken' || /^(app|kf)\.233~TOKEN$/.test(url.searchParams.get('access_token') ?? '');
      const answer = !known
        ? { errcode: 40014, errmsg: 'invalid access_token' }
        : (work?.(json, url.searchParams, bytes) ?? { errcode: 40066, errmsg: 'invalid url' });
      if (Number(answer['errcode']) !== 0) refused.push(`${method} ${String(answer['errcode'])}`);
      response.writeHead(200, { 'content-type': 'text/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  const post = async (door: 'app' | 'kf', message: Json): Promise<number> => {
    const encrypt = seal(door, JSON.stringify(message));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(6).toString('base64url');
    const parts = [TOKENS[door], timestamp, nonce, encrypt].toSorted();
    const msg_signature = createHash('sha1').update(parts.join('')).digest('hex');
    const query = new URLSearchParams({ nonce, timestamp, msg_signature, extra: '1' });
    const body = JSON.stringify({ tousername: CORP, agentid: '7', encrypt });
    const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Mozilla/4.0' };
    return (await fetch(`${product}/wecom/${door}?${query.toString()}`, { method: 'POST', body, headers })).status;
  };

  return {
    env: {
      WECOM_CORP_ID: CORP,
      WECOM_API_BASE: `http://127.0.0.1:${port}/base/`,
      WECOM_AGENT_ID: '7',
      WECOM_AGENT_SECRET: SECRETS.app,
      WECOM_APP_TOKEN: TOKENS.app,
      WECOM_APP_AES_KEY: AES.app,
      WECOM_KF_SECRET: SECRETS.kf,
      WECOM_KF_TOKEN: TOKENS.kf,
      WECOM_KF_AES_KEY: AES.kf,
      WECOM_KF_ACCOUNT: KF,
    },
    setProduct: (url) => void (product = url),
    customerWrites(person, content, menuId) {
      const send_time = String(Math.floor(Date.now() / 1000));
      const text = { content, ...(menuId === undefined ? {} : { menu_id: menuId }), quote: null };
      log.push({
        msgid: 10_000 + log.length,
        open_kfid: KF,
        external_userid: person,
        send_time,
        msgtype: 'text',
        text,
        ext: {},
      });
      return post('kf', {
        tousername: CORP,
        createtime: Number(send_time),
        msgtype: 'event',
        event: 'kf_msg_or_event',
        token: 'ENC-1',
        openkfid: KF,
      });
    },
    memberWrites: (userid, content) =>
      post('app', {
        tousername: CORP,
        fromusername: userid,
        createtime: Math.floor(Date.now() / 1000),
        msgtype: 'text',
        content,
        msgid: String(Date.now()),
        agentid: 7,
        unknown: { deep: [1, 2] },
      }),
    customerSees: (person) => customers.get(person) ?? [],
    memberSees: (userid) => members.get(userid) ?? [],
    uploads: () => uploads,
    refused: () => refused,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** 16 random bytes, the length, the message, the corp id; padded to 32; AES-256-CBC under the key's own first half. */
function seal(door: 'app' | 'kf', plain: string): string {
  const key = Buffer.from(`${AES[door]}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(plain));
  const bare = Buffer.concat([randomBytes(16), length, Buffer.from(plain), Buffer.from(CORP)]);
  const pad = 32 - (bare.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([bare, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}
