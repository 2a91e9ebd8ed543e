/** 档案: the reports of a period that were archived, and each as its file. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { archiveList } from '../../app/board/archive-list.js';
import type { Context } from '../../context.js';
import { can } from '../../core/permissions.js';
import { reportById } from '../../store/reports.js';
import { html } from '../html.js';
import { sendArchived } from '../send-archived.js';
import type { ListPage } from './list-page.js';
import { noticePage, sendPage } from './page.js';
import { NOT_THEIRS, refuse, viewOf, type View } from './view.js';

const PATH = '/board/archive';

export async function archivePage(ctx: Context, { staff, estate, estates, period }: View): Promise<ListPage> {
  const seen = (estate === null ? estates : [estate]).filter(
    ({ id }) => can(staff, 'see archive', { estate: id }).allowed,
  );
  const list = await archiveList(ctx, seen, period);
  return { path: PATH, title: '档案', section: PATH, asked: {}, filters: null, list };
}

const NUMBER = /^[1-9]\d{0,8}$/u;

export function archiveFileRoute(app: FastifyInstance, ctx: Context): void {
  app.get(`${PATH}/:id`, async (request: FastifyRequest, reply: FastifyReply) => {
    const view = await viewOf(ctx, request, reply);
    if (view === null) return reply;
    const { id = '' } = request.params as { readonly id?: string };
    const report = NUMBER.test(id) ? await reportById(ctx.db.read, Number(id)) : null;
    if (report === null || !can(view.staff, 'see archive', { estate: report.estate }).allowed) {
      await refuse(ctx, view.staff, report?.estate ?? null, `report:${id.slice(0, 12)}`);
      return sendPage(reply, 403, NOT_THEIRS);
    }
    const sent = await sendArchived(ctx, reply, report, view.staff.userid);
    if (typeof sent !== 'string') return sent;
    return sendPage(reply, sent === 'gone' ? 404 : 409, sent === 'gone' ? GONE : ALTERED);
  });
}

const back = html`<p><a class="button" href="${PATH}">回到档案</a></p>`;
const GONE = noticePage(
  '文件已不在',
  html`<p>这份报表已期满销毁，或还没有存档，没有文件可取。</p>
    ${back}`,
);
const ALTERED = noticePage(
  '文件不能给出',
  html`<p>这份文件与存档时的指纹不符，不能给出。请告诉管理员运行 huifang audit verify。</p>
    ${back}`,
);
