/** A record as a page: what is known of it, what hangs on it, and its audit; who looked at it comes last. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { caseReader } from '../../app/board/case-page.js';
import { dutyReader } from '../../app/board/duty-page.js';
import {
  openRecord,
  type Cell,
  type RecordPage,
  type RecordReader,
  type RecordSection,
} from '../../app/board/record-page.js';
import { surveyReader } from '../../app/board/survey-page.js';
import { visitReader } from '../../app/board/visit-page.js';
import type { Context } from '../../context.js';
import { html, type Html, type Part } from '../html.js';
import { link } from './links.js';
import { recordLink } from './list-page.js';
import { boardPage, sendPage, type Section } from './page.js';
import { table } from './tables.js';
import { NOT_THEIRS, queryOf, viewOf, type View } from './view.js';

type Kind = {
  readonly section: Section | null;
  readonly subject: (id: string) => string;
  readonly reader: (ctx: Context, id: string) => RecordReader;
};

const NUMBER = /^[1-9]\d{0,8}$/u;
const numbered =
  (make: (ctx: Context, no: number) => RecordReader) =>
  (ctx: Context, id: string): RecordReader =>
    make(ctx, NUMBER.test(id) ? Number(id) : 0);

const KINDS: Readonly<Record<string, Kind>> = {
  '/board/visits/:id': { section: '/board/visits', subject: (id) => `visit:${id}`, reader: numbered(visitReader) },
  '/board/duties/:id': { section: null, subject: (id) => `duty:${id}`, reader: numbered(dutyReader) },
  '/board/cases/:id': { section: '/board/cases', subject: (id) => `case:${id}`, reader: numbered(caseReader) },
  '/board/survey': { section: '/board/surveys', subject: (id) => `survey:${id}`, reader: surveyReader },
};

const LONGEST_ID = 120;

export function recordRoutes(app: FastifyInstance, ctx: Context): void {
  for (const [url, { section, subject, reader }] of Object.entries(KINDS)) {
    app.get(url, async (request: FastifyRequest, reply: FastifyReply) => {
      const view = await viewOf(ctx, request, reply);
      if (view === null) return reply;
      const id = ((request.params as { readonly id?: string }).id ?? queryOf(request)['id'] ?? '').slice(0, LONGEST_ID);
      const page = await openRecord(ctx, view.staff, subject(id), reader(ctx, id));
      return page === null ? sendPage(reply, 403, NOT_THEIRS) : sendPage(reply, 200, recordPage(view, section, page));
    });
  }
}

function recordPage(view: View, section: Section | null, { estate, title, facts, sections, trail }: RecordPage): Html {
  const body = html`<p class="note">${estate.name}</p>
    <dl class="facts">
      ${facts.map(
        ({ title: name, text }) =>
          html`<dt>${name}</dt>
            <dd>${cellOf(text)}</dd>`,
      )}
    </dl>
    ${sections.filter(({ rows }) => rows.length > 0).map(sectionOf)}
    <section aria-labelledby="trail">
      <h2 id="trail">审计记录</h2>
      ${trail.older > 0 ? html`<p class="note">更早的 ${trail.older} 条没有列出。</p>` : null}
      ${trail.rows.length === 0 ? html`<p>还没有人办理过。</p>` : table({ caption: '谁在什么时候做了什么', columns: TRAIL, rows: trail.rows, isTitled: true, onPhone: 'cards' })}
      <p class="note">每一条都在审计链上，编号后面是它的指纹；改过、删过都会查出来（huifang audit verify）。</p>
      ${looksOf(trail.looks)}
    </section>`;
  const kept = view.estates.length > 1 ? link('', { estate: estate.id }) : '';
  return boardPage({ title, name: view.staff.name, section, kept, body });
}

const TRAIL = ['时间', '由谁', '做了什么', '有什么变化', '编号'].map((label) => ({ label }));

const cellOf = (cell: Cell): Part =>
  typeof cell === 'string' ? cell : html`<a href="${recordLink(cell.of)}">${cell.text}</a>`;

const sectionOf = ({ title, heads, rows, rest = 0 }: RecordSection, at: number): Html => {
  const columns = heads.map((label) => ({ label }));
  const cells = rows.map((row) => row.map(cellOf));
  return html`<section aria-labelledby="${`part-${at}`}">
    <h2 id="${`part-${at}`}">${title}</h2>
    ${table({ caption: title, columns, rows: cells, isTitled: true, onPhone: 'cards' })}${rest > 0 ? html`<p class="note">另有 ${rest} 条没有列出。</p>` : null}
  </section>`;
};

const looksOf = (looks: readonly (readonly string[])[]): Html | null =>
  looks.length === 0
    ? null
    : html`<details>
        <summary>查看过 ${looks.length} 次</summary>
        <ul>
          ${looks.map(([when = '', who = '']) => html`<li>${when} ${who}</li>`)}
        </ul>
      </details>`;
