/** How a form's blocks become rows of cells: the same for sheets and documents, so that all forms look alike. */
import { fieldsOf, listsOf, type Field, type Form, type HeadField } from '../../src/core/report/form.js';

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
/** `from` and `to`: parts of the whole width. `down`: over so many rows; 0: part of the one above. */
export type LaidCell = {
  readonly text: string;
  readonly look: Look;
  readonly from: number;
  readonly to: number;
  readonly down?: number;
};
export type LaidRow = {
  /** In points. */
  readonly height: number;
  readonly cells: readonly LaidCell[];
  /** Repeated on each page. */
  readonly repeats?: boolean;
  /** What fills the page: lines of writing, or a place to sign; nothing of these stays as it is. */
  readonly room?: { readonly kind: 'text' | 'sign' | 'short'; readonly lines: number };
};
export type LaidBlock = { readonly kind: 'top' | 'ruled' | 'text' | 'charts'; readonly rows: readonly LaidRow[] };

const WHOLE = { from: 0, to: 1 } as const;
const LABEL = 0.185;
const HALF = 0.5;
const LINE = 19;
const heightOf = (lines: number): number => Math.round(lines * LINE + 3);

/** The blocks from top to bottom; on a sheet they share columns. */
export function laidOut(form: Form, on: 'sheet' | 'document'): readonly LaidBlock[] {
  const cut = on === 'sheet' ? sheetCuts(form) : OWN_CUTS;
  // A sheet repeats one row only; which one it is of several lists is seen when it is written.
  const repeats = on === 'document' || listsOf(form).length === 1;
  const blocks = form.body.map((block): LaidBlock => {
    if ('fields' in block) return { kind: 'ruled', rows: fieldRows(block, cut) };
    if ('charts' in block) return { kind: 'charts', rows: [line([{ text: '{{图表}}', look: 'value', ...WHOLE }])] };
    if ('text' in block) return { kind: 'text', rows: [line([{ text: block.text, look: 'text', ...WHOLE }])] };
    const edges = listEdges(block.columns, form.orientation);
    const cells = (look: Look, words: (name: string) => string): readonly LaidCell[] =>
      block.columns.map(({ name, width, fill }, at) => ({
        text: words(name),
        look: look === 'item' ? itemLook(name, width, fill) : look,
        from: edges[at] ?? 0,
        to: edges[at + 1] ?? 1,
      }));
    const heading: readonly LaidRow[] = block.heading
      ? [{ ...line([{ text: block.list, look: 'head', ...WHOLE }]), repeats: on === 'document' }]
      : [];
    return {
      kind: 'ruled',
      rows: [
        ...heading,
        { ...line(cells('head', (name) => name)), repeats },
        line(
          cells('item', (name) => `{{${block.list}.${name}}}`),
          block.least > 1 ? BY_HAND : 1,
        ),
      ],
    };
  });
  const all = [{ kind: 'top' as const, rows: topRows(form, cut) }, ...blocks];
  // How long a list is, nobody knows before: only what has none fills its page.
  return listsOf(form).length > 0 ? all : filled(all, PAGE[on][form.orientation]);
}

/** What people write in by hand is higher. */
const BY_HAND = 1.4;

const line = (cells: readonly LaidCell[], lines = 1): LaidRow => ({ height: heightOf(lines), cells });

/** Half characters across a page. */
export const CHARACTERS = { portrait: 82, landscape: 123 } as const;

/** What A4 holds between its margins with a little to spare, in points; a document's head is lower than a sheet's. */
const PAGE = {
  sheet: { portrait: 715, landscape: 470 },
  document: { portrait: 735, landscape: 485 },
} as const;
/** What is comfortable to write in; and no text gets more than so many times its lines. */
const COMFORTABLE = { short: 29, sign: 46 } as const;
const MOST_TIMES = 3;

/** Uses the page as an office form does: short fields high enough for a pen, the rest for what is written at length. */
function filled(blocks: readonly LaidBlock[], page: number): readonly LaidBlock[] {
  const rows = blocks.flatMap((block) => block.rows);
  const spare = page - rows.reduce((sum, { height }) => sum + height, 0);
  if (spare <= 0) return blocks;
  const wanted = ({ height, room }: LaidRow): number =>
    room === undefined || room.kind === 'text' ? 0 : Math.max(0, COMFORTABLE[room.kind] - height);
  const small = rows.reduce((sum, row) => sum + wanted(row), 0);
  const lines = rows.reduce((sum, { room }) => sum + (room?.kind === 'text' ? room.lines : 0), 0);
  const share = Math.min(1, small === 0 ? 0 : (lines === 0 ? spare : spare / 2) / small);
  const perLine = lines === 0 ? 0 : Math.min((spare - share * small) / lines, (MOST_TIMES - 1) * LINE);
  const higher = (row: LaidRow): LaidRow => {
    const more = row.room?.kind === 'text' ? perLine * row.room.lines : share * wanted(row);
    return { ...row, height: Math.floor(row.height + more) };
  };
  return blocks.map((block) => ({ ...block, rows: block.rows.map(higher) }));
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
  const inner = listEdges(lists[0]?.columns ?? [], form.orientation).slice(1, -1);
  const nearest = (wanted: number, reach: number): number =>
    inner
      .filter((edge) => Math.abs(edge - wanted) <= reach)
      .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
  const half = nearest(HALF, 0.12);
  return { label: nearest(LABEL, 0.06), half, second: nearest(half + LABEL, 0.06) };
}

function topRows(form: Form, { half }: Cuts): readonly LaidRow[] {
  const pair = (left: string, right: string): LaidRow =>
    line([
      { text: left, look: 'line', from: 0, to: half },
      { text: right, look: 'line-right', from: half, to: 1 },
    ]);
  const said = (name: HeadField): string => {
    const own = fieldsOf(form).find(({ instead }) => instead === name)?.name ?? name;
    return `${own}：{{${own}}}`;
  };
  return [
    line([{ text: '{{公司}}', look: 'company', ...WHOLE }], 1.2),
    line([{ text: '{{标题}}', look: 'title', ...WHOLE }], 2),
    pair('项目：{{项目}}', said('编号')),
    pair(form.period === 'none' ? '' : '期间：{{期间}}', said('制表日期')),
    line([{ text: '{{说明}}', look: 'says', ...WHOLE }]),
  ];
}

type Laid = Extract<Form['body'][number], { readonly fields: unknown }>;

/** As many short fields beside each other as the block takes; a long one, and one left over, over the whole width. */
function fieldRows({ fields, across, group }: Laid, cuts: Cuts): readonly LaidRow[] {
  const { label } = cuts;
  const start = group === undefined ? 0 : label;
  const rows: LaidRow[] = [];
  const shown = fields.filter(({ instead }) => instead === undefined);
  for (let at = 0; at < shown.length;) {
    const run = shown.slice(at, at + across);
    const isShort = run.length === across && (across > 2 || run.every(({ lines }) => lines === 1));
    const row = isShort ? run : shown.slice(at, at + 1);
    const whole = { from: start, middle: start + (start === 0 ? label : SHORT_LABEL), to: 1 };
    const places = !isShort ? [whole] : across === 2 && start === 0 ? TWO(cuts) : beside(row, start);
    const cells = row.flatMap((field, nth) => fieldCells(field, places[nth] ?? whole));
    const lines = Math.max(...row.map(linesOf));
    const kind = row.some(({ fill }) => fill === 'sign') ? 'sign' : lines > 1 ? 'text' : 'short';
    // A name of two lines needs no more room to be written in.
    const share = lines === 2 ? 1 : lines;
    const room = row.some(({ fill }) => fill === 'code') ? {} : { room: { kind, lines: share } as const };
    rows.push({ height: heightOf(lines), cells, ...room });
    at += row.length;
  }
  return group === undefined ? rows : grouped(rows, group, label);
}

type Placed = { readonly from: number; readonly middle: number; readonly to: number };

const TWO = ({ label, half, second }: Cuts): readonly Placed[] => [
  { from: 0, middle: label, to: half },
  { from: half, middle: second, to: 1 },
];
/** Labels of four characters, and what is left between the fields by their widths. */
function beside(fields: readonly Field[], start: number): readonly Placed[] {
  const rest = 1 - start - fields.length * SHORT_LABEL;
  const sum = fields.reduce((all, { width = 2 }) => all + width, 0);
  const rounded = (edge: number): number => Math.round(edge * 1000) / 1000;
  let edge = start;
  return fields.map(({ width = 2 }, nth) => {
    const from = rounded(edge);
    const middle = rounded(edge + SHORT_LABEL);
    edge += SHORT_LABEL + (rest * width) / sum;
    return { from, middle, to: nth === fields.length - 1 ? 1 : rounded(edge) };
  });
}
const SHORT_LABEL = 0.11;

const fieldCells = ({ name, fill }: Field, { from, middle, to }: Placed): readonly LaidCell[] => [
  { text: name, look: 'label', from, to: middle },
  { text: `{{${name}}}`, look: fill === 'sign' || fill === 'code' ? fill : 'value', from: middle, to },
];
const linesOf = ({ lines, fill }: Field): number =>
  fill === 'code' ? Math.max(lines, 6) : fill === 'sign' ? Math.max(lines, 1.6) : lines;

/** What they are called together stands at their left, over all of them. */
const grouped = (rows: readonly LaidRow[], group: string, label: number): readonly LaidRow[] =>
  rows.map((row, at) => ({
    ...row,
    cells: [{ text: group, look: 'label', from: 0, to: label, down: at === 0 ? rows.length : 0 }, ...row.cells],
  }));

/** Edges of columns by their shares: 0 … 1. No column is narrower than its own name, as long as that is short. */
function listEdges(
  columns: readonly { readonly name: string; readonly width: number }[],
  orientation: Form['orientation'],
): readonly number[] {
  const sum = columns.reduce((all, { width }) => all + width, 0);
  const shares = columns.map(({ name, width }) => {
    const least = leastOf(name, columns.length) / CHARACTERS[orientation];
    return { share: Math.max(width / sum, least), least };
  });
  // What narrow columns get more, the others give of what they have over their own names.
  const over = shares.reduce((all, { share }) => all + share, 0) - 1;
  const spare = shares.reduce((all, { share, least }) => all + share - least, 0);
  let edge = 0;
  const edges = shares.map(({ share, least }) => {
    edge += share - (spare > 0 ? (over * (share - least)) / spare : 0);
    return Math.round(edge * 1000) / 1000;
  });
  return [0, ...edges.slice(0, -1), 1];
}
/** Half characters that a column takes for its own name, for a day or a number; of many columns each name takes two lines. */
function leastOf(name: string, columns: number): number {
  if (/(?:日期|编号|工单|电话|维修完成)$/u.test(name)) return 13;
  if (name.length > SHORT_NAME) return 0;
  const across = columns > MANY && name.length > 3 ? Math.ceil(name.length / 2) : name.length;
  return across * 2.15 + 1.2;
}
const SHORT_NAME = 5;
const MANY = 10;
