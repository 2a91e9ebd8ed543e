/**
 * Papers → DOCX by a template that a clerk changes in Word. Looks stay; a table row with `{{列表.列}}` is repeated for each
 * row of the list; each paper begins on a page of its own. Word cuts a placeholder into runs as it likes: docxtemplater
 * puts them together.
 */
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { printedRows, type FilledPaper, type FilledRow } from '../core/report/filled-paper.js';
import { CHARTS_FIELD, listsOf } from '../core/report/form.js';
import { keptEnds } from './document-keep.js';
import { addPicture, PLACE, type PlacedPicture } from './document-picture.js';
import { fittedRows } from './document-rows.js';
import { namesIn, printable } from './placeholders.js';
import type { Picture } from './sheet-picture.js';

export type DocumentPictures = {
  readonly charts: (paper: FilledPaper) => Promise<readonly Picture[]>;
  readonly code: (link: string) => Picture;
};

const MAIN = 'word/document.xml';
/** Names that no form has: our own loops. */
const PAPERS = '#papers';
const LATER = '#later';

export async function papersDocx(
  template: Uint8Array,
  papers: readonly FilledPaper[],
  pictures: DocumentPictures,
): Promise<Uint8Array> {
  const zip = new PizZip(Buffer.from(template));
  const xml = zip.file(MAIN)?.asText();
  if (xml === undefined) throw new Error(`the template has no ${MAIN}`);
  const lists = new Set(papers.flatMap((paper) => Object.keys(paper.lists)));
  zip.file(MAIN, withLoops(xml, lists));
  const placed: PlacedPicture[] = [];
  const values = [];
  for (const [index, paper] of papers.entries()) values.push(await valuesOf(paper, index, pictures, placed));
  const filler = new Docxtemplater(zip, {
    delimiters: { start: '{{', end: '}}' },
    paragraphLoop: true,
    linebreaks: true,
    parser: (tag) => ({ get: (scope: unknown, { scopeList }) => valueOf(tag, scope as Scope, scopeList as Scope[]) }),
    nullGetter: () => '',
  });
  filler.render({ [PAPERS]: values });
  const done = filler.getZip();
  const form = papers[0]?.form;
  const written = keptEnds(done.file(MAIN)?.asText() ?? '');
  const isPage = form !== undefined && listsOf(form).length === 0;
  const filled = isPage ? fittedRows(written, papers.length) : written;
  done.file(
    MAIN,
    placed.reduce((text, picture) => addPicture(done, text, picture), filled),
  );
  return done.generate({ type: 'uint8array', compression: 'DEFLATE' });
}

type Value = string | boolean | readonly Scope[];
type Scope = { readonly [name: string]: Value };

/** `明细.金额` inside the loop over 明细 is the row's 金额. */
function valueOf(tag: string, scope: Scope, scopes: readonly Scope[]): Value | undefined {
  const name = tag.trim();
  const column = /^[^.]+\.(.+)$/u.exec(name)?.[1];
  if (column !== undefined && Object.hasOwn(scope, column)) return scope[column];
  return scopes.toReversed().find((one) => Object.hasOwn(one, name))?.[name];
}

async function valuesOf(
  paper: FilledPaper,
  index: number,
  pictures: DocumentPictures,
  placed: PlacedPicture[],
): Promise<Scope> {
  const place = (all: readonly Picture[], across: number | null): string =>
    all
      .map((picture) => {
        placed.push({ ...picture, number: placed.length + 1, across });
        return PLACE(placed.length);
      })
      .join('\n');
  const charts = await pictures.charts(paper);
  const codes = Object.entries(paper.codes).map(
    ([name, link]) => [name, link === '' ? '' : place([pictures.code(link)], CODE_EMU)] as const,
  );
  const rows = listsOf(paper.form).map((list) => [`#${list.list}`, printedRows(paper, list).map(asScope)] as const);
  return {
    ...asScope(paper.fields),
    ...Object.fromEntries(codes),
    ...Object.fromEntries(rows),
    [CHARTS_FIELD]: place(charts, null),
    [LATER]: index > 0,
  };
}

/** A QR code of 32 mm. */
const CODE_EMU = 32 * 36_000;

const asScope = (row: FilledRow): Scope =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, printable(String(value))]));

const PAGE_BREAK =
  '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>';
const tagged = (tag: string): string => `<w:p><w:r><w:t>{{${tag}}}</w:t></w:r></w:p>`;

/** The whole body for each paper, a row for each row of its list, and 说明 only where something is said. */
function withLoops(xml: string, lists: ReadonlySet<string>): string {
  const rows = xml.replaceAll(/<w:tr[ >](?:(?!<w:tr[ >])[\s\S])*?<\/w:tr>/gu, (row) => {
    const list = namesIn(plainText(row))
      .map((name) => name.split('.')[0] ?? '')
      .find((name) => lists.has(name));
    return list === undefined ? row : aroundText(row, `{{-w:tr #${list}}}`, `{{/#${list}}}`);
  });
  const [, head = '', body = '', tail = ''] =
    /^([\s\S]*?<w:body>)([\s\S]*?)((?:<w:sectPr[ >](?:(?!<w:sectPr[ >])[\s\S])*<\/w:sectPr>)?<\/w:body>[\s\S]*)$/u.exec(
      rows,
    ) ?? [];
  const shown = body.replaceAll(/<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/gu, (one) =>
    plainText(one).trim() === '{{说明}}' ? `${tagged('#说明')}${one}${tagged('/说明')}` : one,
  );
  const later = `${tagged(`#${LATER}`)}${PAGE_BREAK}${tagged(`/${LATER}`)}`;
  return `${head}${tagged(`#${PAPERS}`)}${later}${shown}${tagged(`/${PAPERS}`)}${tail}`;
}

/** What is read in a piece of WordprocessingML. */
export const plainText = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join('');

/** Puts tags before the first and behind the last text of a row. */
function aroundText(row: string, before: string, after: string): string {
  const opened = row.replace(/(<w:t(?: [^>]*)?>)/u, `$1${before}`);
  const end = opened.lastIndexOf('</w:t>');
  return `${opened.slice(0, end)}${after}${opened.slice(end)}`;
}
