/** The board's pages: one template, its head with the name of whoever is signed in, and a page that only says something. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyReply } from 'fastify';
import { packageRoot } from '../../package-root.js';
import { escaped, html, Html } from '../html.js';
import { SIGN_IN_PATHS } from '../signed-in.js';

const PAGES = path.join(packageRoot(), 'templates', 'pages');
const TEMPLATE = readFileSync(path.join(PAGES, 'board.html'), 'utf8');
export const BOARD_CSS = readFileSync(path.join(PAGES, 'board.css'), 'utf8');

/** The parts of the board, in the order in which a manager asks. */
export const SECTIONS = {
  '/board': '总览',
  '/board/visits': '回访',
  '/board/records': '评价',
  '/board/cases': '个案',
  '/board/surveys': '调查',
  '/board/archive': '档案',
} as const;

export type Section = keyof typeof SECTIONS;

export type BoardPage = {
  readonly title: string;
  /** Whoever is signed in. */
  readonly name: string;
  readonly section: Section | null;
  /** `?estate=…&period=…`, which the parts keep among them. */
  readonly kept: string;
  readonly body: Html;
};

/** A page of the board. */
export function boardPage({ title, name, section, kept, body }: BoardPage): Html {
  const links = Object.entries(SECTIONS).map(
    ([url, words]) => html`<a href="${url}${kept}" ${url === section ? html` aria-current="page"` : null}>${words}</a>`,
  );
  return whole(
    `${title} · 回访看板`,
    html`<a class="skip" href="#main">跳到正文</a>
      <header>
        <p class="brand"><a href="/board">回访看板</a></p>
        <nav aria-label="看板">${links}</nav>
        <form class="who" method="post" action="${SIGN_IN_PATHS.out}"><span>${name}</span> <button>退出</button></form>
      </header>
      <main id="main">
        <h1>${title}</h1>
        ${body}
      </main>`,
  );
}

/** A page that only says something. */
export const noticePage = (title: string, body: Html): Html =>
  whole(
    title,
    html`<main id="main" class="notice">
      <h1>${title}</h1>
      ${body}
    </main>`,
  );

const whole = (title: string, body: Html): Html =>
  new Html(TEMPLATE.replace('{{title}}', () => escaped(title)).replace('{{body}}', () => body.text));

export const sendPage = (reply: FastifyReply, status: number, page: Html): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page.text);
