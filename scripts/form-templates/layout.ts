/** How a form's blocks become rows of cells: the same for sheets and documents, so that all forms look alike. */
import { listsOf, type Form } from '../../src/core/report/form.js';

export type Look =
  | 'company'
  | 'title'
  | 'line'
  | 'line-right'
  | 'says'
  | 'label'
  | 'value'
  | 'sign'
  | 'head'
  | 'item'
  | 'short'
  | 'text'
  | 'code';
/** `from` and `to`: parts of the whole width. */
export type LaidCell = { readonly text: string; readonly look: Look; readonly from: number; readonly to: number };
export type LaidRow = {
  /** Lines of writing that it is high. */
  readonly lines: number;
  readonly cells: readonly LaidCell[];
  /** Repeated on each page. */
  readonly repeats?: boolean;
};
export type LaidBlock = { readonly kind: 'top' | 'ruled' | 'text' | 'charts'; readonly rows: readonly LaidRow[] };

const WHOLE = { from: 0, to: 1 } as const;
const LABEL = 0.17;
const HALF = 0.5;

/** The blocks from top to bottom; on a sheet they share columns. */
export function laidOut(form: Form, on: 'sheet' | 'document'): readonly LaidBlock[] {
  const cut = on === 'sheet' ? sheetCuts(form) : OWN_CUTS;
  // A sheet repeats one row only; which one it is of several lists is seen when it is written.
  const repeats = on === 'document' || listsOf(form).length === 1;
  const blocks = form.body.map((block): LaidBlock => {
    if ('fields' in block) return { kind: 'ruled', rows: fieldRows(block.fields, cut) };
    if ('charts' in block) {
      return { kind: 'charts', rows: [{ lines: 1, cells: [{ text: '{{图表}}', look: 'value', ...WHOLE }] }] };
    }
    if ('text' in block)
      return { kind: 'text', rows: [{ lines: 1, cells: [{ text: block.text, look: 'text', ...WHOLE }] }] };
    const edges = listEdges(block.columns.map(({ width }) => width));
    const cells = (look: Look, words: (name: string) => string): readonly LaidCell[] =>
      block.columns.map(({ name, width, fill }, at) => ({
        text: words(name),
        look: look === 'item' ? itemLook(name, width, fill) : look,
        from: edges[at] ?? 0,
        to: edges[at + 1] ?? 1,
      }));
    const heading: readonly LaidRow[] = block.heading
      ? [{ lines: 1, cells: [{ text: block.list, look: 'head', ...WHOLE }], repeats: on === 'document' }]
      : [];
    return {
      kind: 'ruled',
      rows: [
        ...heading,
        { lines: 1, cells: cells('head', (name) => name), repeats },
        { lines: 1, cells: cells('item', (name) => `{{${block.list}.${name}}}`) },
      ],
    };
  });
  return [{ kind: 'top', rows: topRows(cut, form.period !== 'none') }, ...blocks];
}

/** Narrow columns hold numbers, days and ticks: they stand in the middle. */
const itemLook = (name: string, width: number, fill: string): Look =>
  width <= MOST_NARROW || name === '序号' ? 'short' : fill === 'sign' ? 'sign' : 'item';
const MOST_NARROW = 2;

type Cuts = { readonly label: number; readonly half: number; readonly second: number };

/** Where fields are cut in a document, whose tables are apart. */
const OWN_CUTS: Cuts = { label: LABEL, half: HALF, second: HALF + LABEL };

/** Where they are cut on a sheet: at edges of the form's widest list where these suit, so that its rows need no merged cells. */
function sheetCuts(form: Form): Cuts {
  const lists = listsOf(form).toSorted((a, b) => b.columns.length - a.columns.length);
  const inner = listEdges((lists[0]?.columns ?? []).map(({ width }) => width)).slice(1, -1);
  const nearest = (wanted: number, reach: number): number =>
    inner
      .filter((edge) => Math.abs(edge - wanted) <= reach)
      .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
  const half = nearest(HALF, 0.12);
  return { label: nearest(LABEL, 0.06), half, second: nearest(half + LABEL, 0.06) };
}

function topRows({ half }: Cuts, hasPeriod: boolean): readonly LaidRow[] {
  const pair = (left: string, right: string): LaidRow => ({
    lines: 1,
    cells: [
      { text: left, look: 'line', from: 0, to: half },
      { text: right, look: 'line-right', from: half, to: 1 },
    ],
  });
  return [
    { lines: 1.2, cells: [{ text: '{{公司}}', look: 'company', ...WHOLE }] },
    { lines: 2, cells: [{ text: '{{标题}}', look: 'title', ...WHOLE }] },
    pair('项目：{{项目}}', '编号：{{编号}}'),
    pair(hasPeriod ? '期间：{{期间}}' : '', '制表日期：{{制表日期}}'),
    { lines: 1, cells: [{ text: '{{说明}}', look: 'says', ...WHOLE }] },
  ];
}

/** Two short fields beside each other; a long one, and one left over, over the whole width. */
function fieldRows(
  fields: readonly { readonly name: string; readonly lines: number; readonly fill: string }[],
  { label, half, second }: Cuts,
): readonly LaidRow[] {
  const rows: LaidRow[] = [];
  const cells = (name: string, fill: string, from: number, middle: number, to: number): readonly LaidCell[] => [
    { text: name, look: 'label', from, to: middle },
    { text: `{{${name}}}`, look: fill === 'sign' ? 'sign' : fill === 'code' ? 'code' : 'value', from: middle, to },
  ];
  const linesOf = ({ lines, fill }: { readonly lines: number; readonly fill: string }): number =>
    fill === 'code' ? Math.max(lines, 6) : fill === 'sign' ? Math.max(lines, 1.6) : lines;
  for (let at = 0; at < fields.length; at += 1) {
    const [one, other] = [fields[at], fields[at + 1]];
    if (one === undefined) continue;
    if (one.lines === 1 && other?.lines === 1) {
      rows.push({
        lines: Math.max(linesOf(one), linesOf(other)),
        cells: [...cells(one.name, one.fill, 0, label, half), ...cells(other.name, other.fill, half, second, 1)],
      });
      at += 1;
    } else rows.push({ lines: linesOf(one), cells: cells(one.name, one.fill, 0, label, 1) });
  }
  return rows;
}

/** Edges of columns by their shares: 0 … 1. */
function listEdges(widths: readonly number[]): readonly number[] {
  const sum = widths.reduce((all, width) => all + width, 0);
  let edge = 0;
  const edges = widths.map((width) => Math.round((edge += width / sum) * 1000) / 1000);
  return [0, ...edges.slice(0, -1), 1];
}
