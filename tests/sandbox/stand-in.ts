/** A stand-in for the product: takes callbacks, checks and opens them, and calls the platform's API as a product would. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt, getSignature } from '@wecom/crypto';
import type { SandboxOptions } from '../../src/sandbox/new-world.js';
import type { Sandbox } from '../../src/sandbox/wecom-server.js';
import { startSandbox } from '../../src/sandbox/wecom-server.js';

export type Received = {
  readonly path: string;
  readonly signed: boolean;
  readonly receiver: string;
  readonly plain: string;
  readonly raw: string;
};
export type Product = {
  readonly url: string;
  readonly received: Received[];
  /** Statuses for the next callbacks; then 200. 'hang' never answers. */
  readonly next: (number | 'hang')[];
  reply: string;
};
export type Api = Readonly<Record<string, unknown>> & { readonly errcode: number };
export type Stage = AsyncDisposable & {
  readonly sandbox: Sandbox;
  readonly product: Product;
  readonly clock: { now: number };
  token(secret: 'app' | 'kf'): Promise<string>;
  /** POSTs JSON with a fresh token of the app or kf. */
  app(path: string, body?: object): Promise<Api>;
  kf(path: string, body?: object): Promise<Api>;
};

export const START = Date.UTC(2026, 2, 10, 2);

export async function openStage(options: SandboxOptions = {}): Promise<Stage> {
  const clock = { now: START };
  const sandbox = await startSandbox({ now: () => clock.now, retryDelayMs: 1, ...options });
  const { product, stop } = await openProduct(sandbox);
  sandbox.setCallbackBase(product.url);
  const token = async (secret: 'app' | 'kf'): Promise<string> => {
    const { corpId, agentSecret, kfSecret } = sandbox.settings;
    const corpsecret = secret === 'app' ? agentSecret : kfSecret;
    const query = new URLSearchParams({ corpid: corpId, corpsecret }).toString();
    return String((await getJson(`${sandbox.url}/cgi-bin/gettoken?${query}`))['access_token']);
  };
  const call = (secret: 'app' | 'kf') => async (path: string, body?: object) => {
    const url = `${sandbox.url}/cgi-bin/${path}${path.includes('?') ? '&' : '?'}access_token=${await token(secret)}`;
    return getJson(url, body === undefined ? undefined : { method: 'POST', body: JSON.stringify(body) });
  };
  const close = async (): Promise<void> => {
    await sandbox.close();
    await stop();
  };
  return { sandbox, product, clock, token, app: call('app'), kf: call('kf'), [Symbol.asyncDispose]: close };
}

export async function getJson(url: string, init?: RequestInit): Promise<Api> {
  const response = await fetch(url, init);
  return (await response.json()) as Api;
}

async function openProduct(sandbox: Sandbox) {
  const product = { url: '', received: [] as Received[], next: [] as (number | 'hang')[], reply: '' };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://product');
      const raw = Buffer.concat(parts).toString('utf8');
      const opened = open(sandbox, url, raw);
      product.received.push(opened);
      const status = product.next.shift() ?? 200;
      if (status !== 'hang')
        response.writeHead(status).end(url.searchParams.has('echostr') ? opened.plain : product.reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  product.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { product, stop };
}

/** Opened with another implementation than the sandbox's own. */
function open(sandbox: Sandbox, url: URL, raw: string): Received {
  const keys = url.pathname === '/wecom/kf' ? sandbox.settings.kf : sandbox.settings.app;
  const query = (name: string): string => url.searchParams.get(name) ?? '';
  const inJson = raw.startsWith('{') ? (JSON.parse(raw) as { encrypt: string }).encrypt : undefined;
  const encrypted = query('echostr') || inJson || (/<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(raw)?.[1] ?? '');
  const { message, id } = decrypt(keys.aesKey, encrypted);
  const signed = getSignature(keys.token, query('timestamp'), query('nonce'), encrypted) === query('msg_signature');
  return { path: url.pathname, signed, receiver: id, plain: message, raw };
}
