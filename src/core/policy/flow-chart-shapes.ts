/** The shapes of a chart: boxes, tables, questions with their two ways, arrows. Lengths are tenths of a millimetre. */
import { drawLines, LEADING, round, text, widthOf, wrapped } from './flow-chart-text.js';
import type { Line, Row } from './flow-chart-text.js';

export type Box = { readonly kind: 'box'; readonly title: string; readonly rows: readonly Row[] };
/** Of the first column the first line is set in bold; a cell may have several lines. */
export type Table = {
  readonly kind: 'table';
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
};
export type Branch = {
  readonly kind: 'branch';
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: readonly Row[];
  /** Where the other way leads: back to the box above, on to the one below, or no further. */
  readonly leads: 'back' | 'on' | 'nowhere';
};
export type ChartItem = Box | Table | Branch;

export const SHEET = { width: 2100, height: 2970, margin: 110 } as const;
export const END = { width: 220, height: 70 } as const;
/** The column of the questions: a rhombus on the left, and a box on its right. */
export const RHOMBUS = { x: 390, width: 420 } as const;
const SIDE = { x: 800, middle: 1395 } as const;
const PADDING = 20;
/** Above and below the words of a box, and between the rows of a table, in sizes of the type. */
const [AIR, ROW_AIR] = [0.55, 0.3];
const LINE = '#0f766e';
const SOFT = '#ecfdf5';
const WARN = '#b45309';
const WARN_SOFT = '#fffbeb';
const INNER = SHEET.width - 2 * SHEET.margin - 2 * PADDING;
/** Between the columns of a table, in ems. */
const GUTTER = 1;

/** An item with its lines broken for a size of type. */
export type Laid = { readonly height: number; readonly draw: (place: Place) => string };
export type Place = { readonly top: number; readonly gap: number; readonly isLast: boolean };

export function laidOut(item: ChartItem, size: number): Laid {
  switch (item.kind) {
    case 'box':
      return layBox(item, size);
    case 'table':
      return layTable(item, size);
    case 'branch':
      return layBranch(item, size);
    default:
      return item satisfies never;
  }
}

const titleRoom = (size: number): number => size * 1.55;
const heightOf = (lines: number, size: number): number => lines * size * LEADING;

function layBox({ title, rows }: Box, size: number): Laid {
  const lines = rows.flatMap((row) => wrapped(row, INNER / size));
  const height = 2 * AIR * size + titleRoom(size) + heightOf(lines.length, size);
  const draw = ({ top }: Place): string =>
    [
      ...headed(title, top, height, size),
      ...drawLines(lines, SHEET.margin + PADDING, top + AIR * size + titleRoom(size), size),
    ].join('\n');
  return { height, draw };
}

function headed(title: string, top: number, height: number, size: number): readonly string[] {
  return [
    frame(SHEET.margin, top, SHEET.width - 2 * SHEET.margin, height, LINE, SOFT),
    text(SHEET.margin + PADDING, top + (AIR + 1) * size, size * 1.1, title, { bold: true, colour: LINE }),
  ];
}

function layTable({ title, heads, rows }: Table, size: number): Laid {
  const widths = columnsOf([heads, ...rows], INNER / size).map((ems) => ems * size);
  const lefts = widths.map((_, at) => SHEET.margin + PADDING + widths.slice(0, at).reduce((sum, one) => sum + one, 0));
  const cells = [heads, ...rows].map((row, nth) =>
    row.map((words, at) =>
      words
        .split('\n')
        .flatMap((line, part) =>
          wrapped({ head: '', text: line }, (widths[at] ?? 0) / size - GUTTER, '').map((one) =>
            bolder(one, nth === 0 || (at === 0 && part === 0)),
          ),
        ),
    ),
  );
  const heights = cells.map((row) => heightOf(Math.max(...row.map((lines) => lines.length)), size) + ROW_AIR * size);
  const height = 2 * AIR * size + titleRoom(size) + heights.reduce((sum, one) => sum + one, 0);
  const draw = ({ top }: Place): string => {
    const parts = [...headed(title, top, height, size)];
    let y = top + AIR * size + titleRoom(size);
    for (const [nth, row] of cells.entries()) {
      if (nth > 0) parts.push(rule(y));
      for (const [at, lines] of row.entries())
        parts.push(...drawLines(lines, lefts[at] ?? 0, y + (ROW_AIR * size) / 2, size));
      y += heights[nth] ?? 0;
    }
    return parts.join('\n');
  };
  return { height, draw };
}

/**
 * Widths after what stands in the columns, in sizes of the type: all as wide as they wish where there is room; else those
 * that wish for little have it, and the others share the rest. What stands below a head is broken to the head's column.
 */
function columnsOf(rows: readonly (readonly string[])[], room: number): readonly number[] {
  const wanted = (rows[0] ?? []).map(
    (_, at) =>
      GUTTER +
      Math.max(
        ...rows.flatMap((row) =>
          (row[at] ?? '')
            .split('\n')
            .slice(0, at === 0 ? 1 : undefined)
            .map(widthOf),
        ),
      ),
  );
  const spare = room - wanted.reduce((sum, one) => sum + one, 0);
  if (spare >= 0) return wanted.map((one) => one + spare / wanted.length);
  const given = new Map<number, number>();
  let left = room;
  for (const [index, at] of [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0)).entries()) {
    const fair = Math.min(wanted[at] ?? 0, left / (wanted.length - index));
    given.set(at, fair);
    left -= fair;
  }
  return wanted.map((_, at) => given.get(at) ?? 0);
}

const bolder = ({ text: words }: Line, bold: boolean): Line =>
  bold ? { head: words, text: '' } : { head: '', text: words };

const rule = (y: number): string =>
  `<path d="M${SHEET.margin + PADDING} ${round(y)}H${SHEET.width - SHEET.margin - PADDING}" stroke="${LINE}" ` +
  `stroke-opacity="0.25" stroke-width="2"/>`;

/** The question, the way on, and the box of what is done when the answer is no. */
function layBranch({ question, yes, no, rows, leads }: Branch, size: number): Laid {
  const lines = rows.flatMap((row) => wrapped(row, (SHEET.width - SHEET.margin - SIDE.x - 2 * PADDING) / size));
  const box = 2 * AIR * size + heightOf(lines.length, size);
  const half = Math.max(48, size * 1.9);
  const height = Math.max(box, 2 * half);
  const draw = ({ top, gap, isLast }: Place): string => {
    const [middle, end] = [top + height / 2, top + height + gap - 2];
    const side = { top: middle - box / 2, bottom: middle + box / 2 };
    return [
      ...rhombus(question, middle, half, size),
      arrow(RHOMBUS.x, top - gap, middle - half),
      arrow(RHOMBUS.x, middle + half, end),
      text(RHOMBUS.x + 20, (middle + half + end) / 2 + 6, size, yes, { colour: LINE, bold: true }),
      ...sideways(middle, no, size),
      frame(SIDE.x, side.top, SHEET.width - SHEET.margin - SIDE.x, box, WARN, WARN_SOFT),
      ...drawLines(lines, SIDE.x + PADDING, side.top + AIR * size, size),
      wayOn(leads, isLast, { ...side, above: top - gap, below: top + height + gap }),
    ].join('\n');
  };
  return { height, draw };
}

function rhombus(question: string, middle: number, half: number, size: number): readonly string[] {
  const [left, right] = [RHOMBUS.x - RHOMBUS.width / 2, RHOMBUS.x + RHOMBUS.width / 2];
  const [up, down] = [round(middle - half), round(middle + half)];
  return [
    `<path d="M${left} ${round(middle)}L${RHOMBUS.x} ${up}L${right} ${round(middle)}L${RHOMBUS.x} ${down}Z" ` +
      `fill="#ffffff" stroke="${LINE}" stroke-width="4"/>`,
    text(RHOMBUS.x, middle + size * 0.38, size * 1.1, question, { anchor: 'middle', bold: true }),
  ];
}

/** From the question to the box on its right. */
function sideways(middle: number, no: string, size: number): readonly string[] {
  const right = RHOMBUS.x + RHOMBUS.width / 2;
  return [
    `<path d="M${right} ${round(middle)}H${SIDE.x - 20}" stroke="${WARN}" stroke-width="5" fill="none"/>` +
      `<path d="M${SIDE.x - 26} ${round(middle - 14)}V${round(middle + 14)}L${SIDE.x - 4} ${round(middle)}Z" fill="${WARN}"/>`,
    text((right + SIDE.x) / 2 - 8, middle - size * 0.45, size, no, { anchor: 'middle', colour: WARN, bold: true }),
  ];
}

type Edges = { readonly top: number; readonly bottom: number; readonly above: number; readonly below: number };

/** From the box of the branch back up, on to the box below or to the end; or nowhere. */
function wayOn(leads: Branch['leads'], isLast: boolean, { top, bottom, above, below }: Edges): string {
  if (leads === 'nowhere') return '';
  if (leads === 'back') return arrow(SIDE.middle, top, above + 2, WARN);
  if (!isLast) return arrow(SIDE.middle, bottom, below - 2, WARN);
  const [y, x] = [round(below + END.height / 2), RHOMBUS.x + END.width / 2];
  return (
    `<path d="M${SIDE.middle} ${round(bottom)}V${y}H${x + 24}" stroke="${WARN}" stroke-width="5" fill="none"/>` +
    `<path d="M${x + 26} ${round(y - 14)}V${round(y + 14)}L${x + 4} ${y}Z" fill="${WARN}"/>`
  );
}

const frame = (left: number, top: number, width: number, height: number, colour: string, fill: string): string =>
  `<rect x="${left}" y="${round(top)}" width="${width}" height="${round(height)}" rx="16" fill="${fill}" ` +
  `stroke="${colour}" stroke-width="4"/>`;

/** A vertical arrow whose tip is at `to`, up or down. */
export function arrow(x: number, from: number, to: number, colour: string = LINE): string {
  const base = round(to - Math.sign(to - from) * 22);
  return (
    `<path d="M${x} ${round(from)}V${base}" stroke="${colour}" stroke-width="5" fill="none"/>` +
    `<path d="M${x - 14} ${base}H${x + 14}L${x} ${round(to)}Z" fill="${colour}"/>`
  );
}

/** 结束. */
export const pill = (x: number, top: number): string =>
  `<rect x="${x - END.width / 2}" y="${round(top)}" width="${END.width}" height="${END.height}" ` +
  `rx="${END.height / 2}" fill="#ffffff" stroke="${LINE}" stroke-width="4"/>` +
  text(x, top + END.height * 0.68, 36, '结束', { anchor: 'middle' });
