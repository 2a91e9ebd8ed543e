/** One exchange with the platform: URL, time-out, JSON in and out, and what an unusable answer means. */
import { WecomError, verdictOf, waitMsOf } from './errors.js';

export type TransportOptions = {
  /** WECOM_API_BASE, without `/cgi-bin`. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
};

export type Call = {
  /** The path below `/cgi-bin/`, which is also the method's name in errors: `message/send`. */
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; a function makes a new multipart form for each attempt; absent: GET. */
  readonly body?: unknown;
};

/** An answer whose errcode is 0. */
export type Answer = Readonly<Record<string, unknown>>;
export type FileAnswer = { readonly bytes: Buffer; readonly mime: string; readonly name: string | null };

/** Sends and reads a JSON answer. @throws WecomError for every refusal, cut answer, time-out and lost connection. */
export async function callJson(options: TransportOptions, call: Call): Promise<Answer> {
  const { status, bytes } = await exchange(options, call);
  return readAnswer(call, status, bytes.toString());
}

/** Sends and reads a file. @throws WecomError as callJson; a refusal comes as JSON in the file's place. */
export async function callFile(options: TransportOptions, call: Call): Promise<FileAnswer> {
  const { status, bytes, headers } = await exchange(options, call, LARGEST_FILE);
  const mime = headers.get('content-type') ?? 'application/octet-stream';
  const disposition = headers.get('content-disposition');
  if (status === 200 && (disposition !== null || !/json|html|text\/plain/.test(mime))) {
    return { bytes, mime, name: nameIn(disposition ?? '') };
  }
  readAnswer(call, status, bytes.toString());
  throw new WecomError(call.method, null, 'an answer without a file', 'retry');
}

/** `filename="…"`, or `filename*=UTF-8''…` with its escapes. */
function nameIn(disposition: string): string | null {
  const escaped = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  try {
    if (escaped !== undefined) return decodeURIComponent(escaped);
  } catch {
    return null;
  }
  return /filename="?([^";]+)/.exec(disposition)?.[1] ?? null;
}

type Exchanged = { readonly status: number; readonly bytes: Buffer; readonly headers: Headers };

/** The platform keeps no file that is larger. */
const LARGEST_FILE = 20 * 1024 * 1024;

async function exchange({ baseUrl, timeoutMs }: TransportOptions, call: Call, most = Infinity): Promise<Exchanged> {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/cgi-bin/${call.method}`);
  for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      ...requestOf(call.body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    const bytes = await bytesOf(response, call, most);
    return { status: response.status, bytes, headers: response.headers };
  } catch (error) {
    if (error instanceof WecomError) throw error;
    throw new WecomError(call.method, null, reasonOf(error), verdictOf({ kind: 'no-answer' }));
  }
}

/** What has more bytes than `most` is not read to its end. */
async function bytesOf({ body }: Response, call: Call, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new WecomError(call.method, null, `more than ${most} bytes`, 'give-up');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requestOf(body: unknown): RequestInit {
  if (body === undefined) return { method: 'GET' };
  if (body instanceof FormData) return { method: 'POST', body };
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function readAnswer(call: Call, status: number, text: string): Answer {
  const answer = parseObject(text);
  const errcode = errcodeOf(answer);
  if (answer === null || errcode === null) {
    const fault = { kind: 'http', status } as const;
    throw new WecomError(
      call.method,
      null,
      `HTTP ${status}, not the platform's JSON`,
      verdictOf(fault),
      waitMsOf(fault),
    );
  }
  if (errcode === 0) return answer;
  const fault = { kind: 'errcode', errcode } as const;
  throw new WecomError(call.method, errcode, cleanMessage(answer['errmsg'], call), verdictOf(fault), waitMsOf(fault));
}

/** A number, which some write in quotes. */
function errcodeOf(answer: Answer | null): number | null {
  const errcode = answer?.['errcode'];
  if (typeof errcode === 'string' && /^-?\d{1,9}$/.test(errcode)) return Number(errcode);
  return typeof errcode === 'number' ? errcode : null;
}

function parseObject(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Answer) : null;
  } catch {
    return null;
  }
}

/** The platform's own words in one short line, with anything of the query (token, secret) taken out. */
function cleanMessage(errmsg: unknown, call: Call): string {
  if (typeof errmsg !== 'string') return 'no message';
  const hidden = Object.values(call.query).filter((value) => value.length >= 8);
  const line = hidden.reduce((text, value) => text.replaceAll(value, '***'), errmsg);
  return line.replace(/\s+/g, ' ').slice(0, 200);
}

/** The system's code for what failed (`ECONNREFUSED`), never a message, for that may hold the address with its token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'time-out';
  const cause = error.cause;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'connection failed';
}
