/** A list as a page, fifty lines at a time, and whole as a CSV file. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { BoardList, RecordRef } from '../../app/board/list.js';
import type { Context } from '../../context.js';
import { csvHead, csvLine } from '../../forms/table-file.js';
import { appendAudit } from '../../store/audit.js';
import { html, type Html } from '../html.js';
import { choosers } from './choosers.js';
import { keptOf, link } from './links.js';
import { boardPage, type Section } from './page.js';
import { table } from './tables.js';
import type { View } from './view.js';

export type ListPage = {
  readonly path: string;
  readonly title: string;
  readonly section: Section | null;
  /** What was asked for beside estate and period; it goes along to the next page, period or estate. */
  readonly asked: Readonly<Record<string, string>>;
  readonly filters: Html | null;
  readonly list: BoardList;
};

const PAGE = 50;
const CHUNK = 1000;

/** The page of a record. */
export const recordLink = (of: RecordRef): string =>
  of.kind === 'survey' ? link('/board/survey', { id: of.id }) : `/board/${PLACES[of.kind]}/${of.no}`;
const PLACES = { visit: 'visits', duty: 'duties', case: 'cases', report: 'archive' } as const;

export function listPage(view: View, page: ListPage, rows: Awaited<ReturnType<BoardList['lines']>>, at: number): Html {
  const { path, title, section, asked, filters, list } = page;
  const kept = { ...keptOf(view), ...asked };
  const columns = list.heads.map((label) => ({ label }));
  const lines = rows.map(({ of, cells: [first = '', ...cells] }) => [
    html`<a href="${recordLink(of)}">${first}</a>`,
    ...cells,
  ]);
  const body = html`${choosers(view, path, asked)} ${filters}
    <p>
      共 ${list.total}
      条。${list.total === 0 ? null : html`<a href="${link(path, { ...kept, format: 'csv' })}" download>下载 CSV 表格</a>`}
    </p>
    ${list.total === 0 ? null : table({ caption: title, columns, rows: lines, isTitled: true, onPhone: 'cards' })}
    ${pager(path, kept, list.total, at)}`;
  const head = `${title} ${view.estate?.name ?? '全部项目'} ${view.periodZh}`;
  return boardPage({ title: head, name: view.staff.name, section, kept: link('', keptOf(view)), body });
}

function pager(path: string, kept: Readonly<Record<string, string>>, total: number, at: number): Html | null {
  const last = Math.max(1, Math.ceil(total / PAGE));
  if (last === 1) return null;
  const to = (page: number, words: string): Html | null =>
    page < 1 || page > last || page === at ? null : html`<a href="${link(path, { ...kept, page })}">${words}</a>`;
  return html`<nav class="pages" aria-label="翻页">
    ${to(1, '第一页')} ${to(at - 1, '上一页')} <span>第 ${at} 页，共 ${last} 页</span> ${to(at + 1, '下一页')}
    ${to(last, '最后一页')}
  </nav>`;
}

/** Sends the page that is asked for, or the file. */
export async function sendList(ctx: Context, view: View, reply: FastifyReply, page: ListPage): Promise<FastifyReply> {
  if (view.query['format'] === 'csv') return sendCsv(ctx, view, reply, page);
  const last = Math.max(1, Math.ceil(page.list.total / PAGE));
  const asked = Number(view.query['page'] ?? 1);
  const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1;
  const rows = await page.list.lines((at - 1) * PAGE, PAGE);
  return reply.type('text/html; charset=utf-8').send(listPage(view, page, rows, at).text);
}

/** The whole list; that it was taken out is kept in the audit. */
async function sendCsv(ctx: Context, view: View, reply: FastifyReply, page: ListPage): Promise<FastifyReply> {
  const { list, title, path, asked } = page;
  const entry = {
    at: ctx.clock.now(),
    actor: view.staff.userid,
    action: 'list.export',
    estate: view.estate?.id ?? null,
    subject: path.slice(1),
    detail: { ...asked, period: view.period.name, rows: list.total },
  };
  await ctx.db.write((tx) => appendAudit(tx, ctx.db, [entry]));
  // A page of lines at a time: a line by itself would be a write of its own.
  async function* pages(): AsyncIterable<string> {
    yield csvHead(list.heads);
    for (let from = 0; from < list.total; from += CHUNK)
      yield (await list.lines(from, CHUNK)).map(({ cells }) => csvLine(cells)).join('');
  }
  const name = encodeURIComponent(`${title} ${view.estate?.name ?? '全部项目'} ${view.period.name}.csv`);
  return reply
    .header('content-disposition', `attachment; filename="list.csv"; filename*=UTF-8''${name}`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(pages()));
}
