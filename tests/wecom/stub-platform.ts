/** A very small platform on a free port: as much of the protocol as the client and the channels need, and its faults. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Json = Readonly<Record<string, unknown>>;
export type Request = {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly raw: string;
  readonly json: Json;
};
/** What the next call of a method gets; `after` does the work first. */
export type Trouble =
  | { readonly kind: 'errcode'; readonly errcode: number; readonly errmsg?: string }
  | { readonly kind: 'http'; readonly status: number; readonly body: string }
  | { readonly kind: 'cut-after' }
  | { readonly kind: 'silence' };

export type StubPlatform = {
  readonly url: string;
  readonly requests: readonly Request[];
  requestsOf(method: string): readonly Request[];
  trouble(method: string, ...troubles: readonly Trouble[]): void;
  /** What people see: staff by equal content once, residents by msgid once. */
  readonly seen: readonly Json[];
  /** The tokens given out so far; the last one is the valid one. */
  readonly tokens: readonly string[];
  /** Further answers of calls that only read. */
  answers: Map<string, Json>;
  invalidUsers: Set<string>;
  knownMedia: Set<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startStubPlatform(): Promise<StubPlatform> {
  const requests: Request[] = [];
  const troubles = new Map<string, Trouble[]>();
  const seen: Json[] = [];
  const seenKeys = new Set<string>();
  const tokens: string[] = [];
  const answers = new Map<string, Json>();
  const invalidUsers = new Set<string>();
  const knownMedia = new Set<string>();

  const show = (key: string, json: Json): void => {
    if (!seenKeys.has(key)) seen.push(json);
    seenKeys.add(key);
  };
  const mediaFault = (json: Json): Json | null => {
    const content = json[String(json['msgtype'])] as Json | undefined;
    const id = content?.['media_id'];
    return typeof id === 'string' && !knownMedia.has(id) ? { errcode: 40007, errmsg: 'invalid media_id' } : null;
  };
  const work = ({ method, query, json }: Request): Json => {
    if (method === 'gettoken') {
      tokens.push(`token-${tokens.length + 1}-of-the-stub`);
      return { access_token: tokens.at(-1), expires_in: 7200 };
    }
    if (query.get('access_token') !== tokens.at(-1)) return { errcode: 40014, errmsg: 'invalid access_token' };
    switch (method) {
      case 'message/send': {
        const to = String(json['touser']);
        if (invalidUsers.has(to)) return { invaliduser: to, msgid: 'none' };
        const fault = mediaFault(json);
        if (fault === null) show(JSON.stringify(json), json);
        return (
          fault ?? { msgid: `app-${seen.length}`, response_code: json['msgtype'] === 'template_card' ? 'rc-1' : '' }
        );
      }
      case 'kf/send_msg':
      case 'kf/send_msg_on_event': {
        const fault = mediaFault(json);
        if (fault === null) show(String(json['msgid']), json);
        return fault ?? { msgid: json['msgid'] };
      }
      case 'media/upload':
        knownMedia.add(`media-${knownMedia.size + 1}`);
        return { type: query.get('type'), media_id: `media-${knownMedia.size}`, created_at: '1' };
      default:
        return answers.get(method) ?? {};
    }
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://stub');
    const raw = Buffer.concat(chunks).toString();
    const isJson = incoming.headers['content-type'] === 'application/json';
    const method = url.pathname.replace('/cgi-bin/', '');
    const request = { method, query: url.searchParams, raw, json: isJson ? (JSON.parse(raw) as Json) : {} };
    requests.push(request);
    const trouble = troubles.get(method)?.shift();
    if (trouble?.kind === 'silence') return;
    if (trouble?.kind === 'http') return void response.writeHead(trouble.status).end(trouble.body);
    const refusal =
      trouble?.kind === 'errcode' ? { errcode: trouble.errcode, errmsg: trouble.errmsg ?? 'refused' } : null;
    const answer = JSON.stringify({ errcode: 0, errmsg: 'ok', ...(refusal ?? work(request)) });
    if (trouble?.kind === 'cut-after') return void response.end(answer.slice(0, answer.length / 2));
    if (method === 'media/get' && refusal === null) {
      response.setHeader('content-disposition', 'attachment; filename="photo.jpg"');
      return void response.setHeader('content-type', 'image/jpeg').end('jpeg');
    }
    response.setHeader('content-type', 'application/json').end(answer);
  };

  const server: Server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    requestsOf: (method) => requests.filter((request) => request.method === method),
    trouble: (method, ...given) => void troubles.set(method, [...(troubles.get(method) ?? []), ...given]),
    seen,
    tokens,
    answers,
    invalidUsers,
    knownMedia,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
