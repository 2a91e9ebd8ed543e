/** The HTTP side: read a call, log it, let faults happen, answer in a 200 as the platform does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Call } from './answer.js';
import { Refusal } from './answer.js';
import type { Fault, FaultBook } from './faults.js';
import { plainPath } from './faults.js';
import { carryOut, parse } from './routes.js';
import { signInPage, type SignInPage } from './sign-in-page.js';
import type { World } from './state.js';
import { changed } from './state.js';

const LARGEST_BODY = 25 * 1024 * 1024;

/** A line of the log of calls. `body` is the parsed JSON, or a note for uploads. */
export type LoggedCall = {
  readonly path: string;
  readonly at: number;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Whether the platform did what was asked (also true for a refusal by errcode). */
  worked: boolean;
  /** What was answered, or would have been, if the connection had held. */
  errcode: number | undefined;
  outcome: 'under-way' | 'answered' | 'cut';
};

export type Platform = {
  readonly world: World;
  readonly faults: FaultBook;
  readonly calls: LoggedCall[];
  readonly closing: AbortSignal;
};

export async function serve(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const page = signInPage(platform.world, url);
  if (page !== null) return showPage(response, page);
  const bytes = await readBody(request);
  if (bytes === undefined) return void response.writeHead(413).end();
  const contentType = request.headers['content-type'] ?? '';
  const call = { path: plainPath(url.pathname), query: url.searchParams, bytes, contentType };
  const logged = log(platform, call);
  await answerCall(platform, call, logged, response);
  if (logged.outcome === 'under-way') logged.outcome = 'answered';
  changed(platform.world, 'call', call.path);
}

function showPage(response: ServerResponse, { status, location, text }: SignInPage): void {
  const headers = location === undefined ? {} : { location };
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(text);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > LARGEST_BODY) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

type Incoming = Omit<Call, 'json' | 'scope'>;

function log(platform: Platform, call: Incoming): LoggedCall {
  const upload = call.contentType.startsWith('multipart/');
  const logged: LoggedCall = {
    path: call.path,
    at: platform.world.now(),
    query: Object.fromEntries(call.query),
    body: upload ? { uploadBytes: call.bytes.length } : parse(call.bytes.toString('utf8')),
    worked: false,
    errcode: undefined,
    outcome: 'under-way',
  };
  platform.calls.push(logged);
  return logged;
}

async function answerCall(
  platform: Platform,
  call: Incoming,
  logged: LoggedCall,
  response: ServerResponse,
): Promise<void> {
  const cut = (): void => {
    logged.outcome = 'cut';
    response.destroy();
  };
  if ((await platform.faults.gate(call.path, 'before-work')) === 'cut') return cut();
  const fault = platform.faults.take(call.path) ?? {};
  if (fault.delayMs !== undefined)
    await pause(fault.delayMs, undefined, { signal: platform.closing }).catch(() => undefined);
  if (fault.dropBeforeWork || platform.closing.aborted) return cut();
  if (answeredInstead(fault, logged, response)) return;

  const answer = await work(platform.world, call, logged);
  if ((await platform.faults.gate(call.path, 'after-work')) === 'cut' || fault.dropAfterWork) return cut();
  if (!fault.cutAnswer) return write(response, answer);
  const { body, headers } = rendered(answer);
  response.writeHead(200, headers);
  response.write(body.subarray(0, Math.ceil(body.length / 2)), cut);
}

function answeredInstead(fault: Fault, logged: LoggedCall, response: ServerResponse): boolean {
  if (fault.html) {
    response.writeHead(fault.status ?? 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
  } else if (fault.status !== undefined) {
    response.writeHead(fault.status, { 'content-type': 'text/plain' }).end('error');
  } else if (fault.errcode !== undefined) {
    logged.errcode = fault.errcode;
    write(response, { kind: 'json', body: { errcode: fault.errcode, errmsg: 'ordered by the test' } });
  } else return false;
  return true;
}

async function work(world: World, call: Incoming, logged: LoggedCall): Promise<Answer> {
  const answer = await carryOut(world, call).catch((error: unknown): Answer => {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'json', body: { errcode: error.errcode, errmsg: error.message } };
  });
  logged.worked = true;
  logged.errcode = answer.kind === 'json' ? Number(answer.body['errcode']) : 0;
  return answer;
}

function write(response: ServerResponse, answer: Answer): void {
  const { body, headers } = rendered(answer);
  response.writeHead(200, headers).end(body);
}

function rendered(answer: Answer): { readonly body: Buffer; readonly headers: Record<string, string> } {
  const body = answer.kind === 'json' ? Buffer.from(JSON.stringify(answer.body)) : answer.bytes;
  const name = answer.kind === 'bytes' ? encodeURIComponent(answer.name) : '';
  return {
    body,
    headers: {
      'content-type': answer.kind === 'json' ? 'application/json; charset=UTF-8' : answer.mime,
      'content-length': String(body.length),
      ...(name !== '' && { 'content-disposition': `attachment; filename*=UTF-8''${name}` }),
    },
  };
}
