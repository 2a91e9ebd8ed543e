/** The board as somebody sees it who is signed in: the real server over a context of a test. */
import type { FastifyInstance } from 'fastify';
import { signIn } from '../../src/app/sign-in.js';
import type { Context } from '../../src/context.js';
import { buildServer } from '../../src/web/server.js';

export type BoardAnswer = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
};
export type BoardTest = {
  readonly server: FastifyInstance;
  /** What somebody is shown at an address; null: nobody is signed in. */
  opens(userid: string | null, url: string): Promise<BoardAnswer>;
  close(): Promise<void>;
};

/** https, so that the cookies are those of a company's own address. */
export async function openBoard(ctx: Context): Promise<BoardTest> {
  const server = buildServer({
    ctx,
    apiTokens: ['api-token-0123456789abcdef'],
    ready: () => Promise.resolve({ ok: true, reasons: [] }),
    metrics: () => Promise.resolve(''),
  });
  await server.ready();
  const tokens = new Map<string, string>();
  const phones = new Map<string | null, string>();
  /** Each at a phone of their own: the limits are by address. */
  const phoneOf = (userid: string | null): string => {
    const known = phones.get(userid) ?? `10.0.${phones.size >> 8}.${(phones.size & 255) + 1}`;
    phones.set(userid, known);
    return known;
  };
  return {
    server,
    async opens(userid, url) {
      const token = userid === null ? null : (tokens.get(userid) ?? (await signIn(ctx, userid)));
      if (userid !== null && token !== null) tokens.set(userid, token);
      const headers = token === null ? {} : { cookie: `__Host-huifang=${token}` };
      const answer = await server.inject({ url, headers, remoteAddress: phoneOf(userid) });
      return { status: answer.statusCode, body: answer.body, headers: answer.headers };
    },
    close: () => server.close(),
  };
}

/** The addresses that a page leads to, as they stand in it. */
export const linksIn = (body: string): readonly string[] =>
  [...body.matchAll(/href="([^"]+)"/gu)].map(([, url = '']) => url.replaceAll('&amp;', '&'));

/** Every figure that opens a list: what it is called, how much it is, and where it leads. */
export const figuresIn = (
  body: string,
): readonly { readonly says: string; readonly count: number; readonly url: string }[] =>
  [...body.matchAll(/<a\s+href="([^"]+)"[^>]*?aria-label="([^"]*) (\d+)"\s*>/gu)].map(
    ([, url = '', says = '', count]) => ({
      says,
      count: Number(count),
      url: url.replaceAll('&amp;', '&'),
    }),
  );
