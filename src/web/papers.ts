/** /papers/:token: a paper too large for the chat, for whoever asked for it, once they are signed in. */
import type { FastifyPluginAsync } from 'fastify';
import { openPaper, PAPER_PATH } from '../app/reports/paper-link.js';
import type { Context } from '../context.js';
import { noticePage, sendPage } from './board/page.js';
import { html } from './html.js';
import { pageLimits } from './page-limits.js';
import { TOO_OFTEN } from './sign-in.js';
import { signedInOrSent } from './signed-in.js';

const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
} as const;

const notice = (title: string, says: string) => noticePage(title, html`<p>${says}</p>`);
const GONE = notice('链接已失效', '下载链接只在 24 小时内有效。请在企业微信里重新导出一次。');
const NOT_YOURS = notice(
  '不能下载',
  '这份文件是发给另一位同事的，或者您已不再负责这个项目。需要的话，请自己导出一次。这次访问已经记录。',
);

export function paperRoutes(ctx: Context): FastifyPluginAsync {
  return async (app) => {
    const limits = await pageLimits(app);
    app.get<{ Params: { token: string } }>(
      `${PAPER_PATH}/:token`,
      { schema: { hide: true } },
      async (request, reply) => {
        void reply.headers(HEADERS);
        const wait = await limits.all(request);
        if (wait !== null) return sendPage(reply.header('retry-after', wait), 429, TOO_OFTEN);
        const staff = await signedInOrSent(ctx, request, reply);
        if (staff === null) return reply;
        const opened = await openPaper(ctx, request.params.token, staff);
        if (opened.kind === 'gone') return sendPage(reply, 410, GONE);
        if (opened.kind === 'not-yours') return sendPage(reply, 403, NOT_YOURS);
        const name = encodeURIComponent(opened.name);
        return reply
          .header('content-disposition', `attachment; filename="paper"; filename*=UTF-8''${name}`)
          .type(opened.mime)
          .send(Buffer.from(opened.bytes));
      },
    );
  };
}
