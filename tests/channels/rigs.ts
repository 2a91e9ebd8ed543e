/** Each channel with what is needed to look at it from outside; the WeCom ones talk HTTP to the stub. */
import type { Channel, Outgoing, OutgoingContent } from '../../src/channels/channel.js';
import type { FileSource } from '../../src/channels/media.js';
import { makeSimulator } from '../../src/channels/simulator.js';
import { makeWecomAppChannel } from '../../src/channels/wecom-app.js';
import { makeWecomKfChannel } from '../../src/channels/wecom-kf.js';
import { makeWecomClient } from '../../src/wecom/client.js';
import { makeMemoryTokenStore } from '../../src/wecom/token.js';
import { type StubPlatform, startStubPlatform } from '../wecom/stub-platform.js';

export type Rig<C extends Channel = Channel> = {
  readonly channel: C;
  /** How many messages people have seen. */
  seen(): number;
  /** The next sending fails in a way that passes. */
  failOnce(): void;
  [Symbol.asyncDispose](): Promise<void>;
};

export type WecomRig<C extends Channel> = Rig<C> & { readonly stub: StubPlatform };

export const message = (content: OutgoingContent, key = 'k-1', to = 'someone'): Outgoing => ({ key, to, content });
export const text = (words: string): OutgoingContent => ({ kind: 'text', text: words });

export const FILES: FileSource = {
  read: async (id) => {
    const bytes = new Map([
      ['report', Buffer.from('月报的内容')],
      ['tiny', Buffer.from('12345')],
      ['huge', Buffer.alloc(10 * 1024 * 1024 + 1)],
    ]).get(id);
    return bytes === undefined ? null : { name: `${id}.xlsx`, mime: 'application/octet-stream', bytes };
  },
};

async function wecom<C extends Channel>(
  method: string,
  make: (client: ReturnType<typeof makeWecomClient>) => C,
): Promise<WecomRig<C>> {
  const stub = await startStubPlatform();
  const client = makeWecomClient({
    baseUrl: stub.url,
    timeoutMs: 2000,
    corpId: 'ww1',
    secrets: { app: 'secret-of-the-app', kf: 'secret-of-kf' },
    tokens: makeMemoryTokenStore(),
    now: () => 1_773_100_000_000,
  });
  return {
    channel: make(client),
    stub,
    seen: () => stub.seen.length,
    failOnce: () => stub.trouble(method, { kind: 'http', status: 502, body: '<html></html>' }),
    [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose](),
  };
}

export const appRig = () =>
  wecom('message/send', (client) =>
    makeWecomAppChannel({ client, agentId: 7, files: FILES, cardUrl: 'https://huifang.example/' }),
  );

export const kfRig = () =>
  wecom('kf/send_msg', (client) => makeWecomKfChannel({ client, openKfId: 'wk1', files: FILES }));

export async function simulatorRig(): Promise<Rig> {
  const channel = makeSimulator();
  return {
    channel,
    seen: () => channel.seen.length,
    failOnce: () => channel.refuseNext({ kind: 'refused', verdict: 'retry', reason: '稍后再试' }),
    async [Symbol.asyncDispose]() {},
  };
}
