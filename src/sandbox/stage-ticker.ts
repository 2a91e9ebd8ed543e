/** Tells the open pages that something changed, by Server-Sent Events. What changed they ask for themselves. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sandbox } from './wecom-server.js';

const PAUSE_MS = 60;
const BEAT_MS = 25_000;

export type Ticker = {
  /** Something changed: the pages hear of it within a moment, of many changes once. */
  readonly tick: () => void;
  /** Keeps this answer open and writes `changed` to it. */
  follow(request: IncomingMessage, response: ServerResponse): void;
  /** Ends every open answer, without which a server would not close. */
  close(): void;
};

export function newTicker(sandbox: Pick<Sandbox, 'onChange'>): Ticker {
  const pages = new Set<ServerResponse>();
  let soon: NodeJS.Timeout | undefined;
  const write = (text: string): void => {
    for (const page of pages) page.write(text);
  };
  const tick = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      write('event: changed\ndata: {}\n\n');
    }, PAUSE_MS).unref();
  };
  const stop = sandbox.onChange(tick);
  const beat = setInterval(() => write(': still here\n\n'), BEAT_MS).unref();
  return {
    tick,
    follow(request, response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 1500\n\n');
      pages.add(response);
      request.once('close', () => pages.delete(response));
    },
    close() {
      stop();
      clearInterval(beat);
      clearTimeout(soon);
      for (const page of pages) page.end();
      pages.clear();
    },
  };
}
