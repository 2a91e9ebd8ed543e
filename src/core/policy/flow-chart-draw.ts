/** Draws a chart from top to bottom on a portrait A4 sheet as SVG. Lengths are tenths of a millimetre: 2100 × 2970. */

export type Row = { readonly head: string; readonly text: string };
export type ChartItem =
  | { readonly kind: 'box'; readonly title: string; readonly rows: readonly Row[] }
  | {
      readonly kind: 'branch';
      readonly question: string;
      readonly yes: string;
      readonly no: string;
      readonly rows: readonly Row[];
      /** Whether it leads back to the box above rather than on to the one below. */
      readonly back: boolean;
    };

type Line = { readonly head: string; readonly text: string };
type Laid = { readonly item: ChartItem; readonly lines: readonly Line[]; readonly height: number };

const SHEET = { width: 2100, height: 2970, margin: 130 } as const;
const TITLE_ROOM = 190;
const END_ROOM = 140;
const GAP = { least: 56, most: 110 } as const;
const PADDING = 26;
const LEADING = 1.42;
/** The branch: a rhombus on the left, a box on the right. */
const RHOMBUS = { x: 400, width: 400, height: 170 } as const;
const SIDE = { x: 800, middle: 1385 } as const;
const END = { width: 220, height: 76 } as const;
const INK = '#1f2937';
const LINE = '#0f766e';
const SOFT = '#ecfdf5';
const WARN = '#b45309';
const WARN_SOFT = '#fffbeb';
const FONTS = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

/** The whole sheet. */
export function drawChart(title: string, subtitle: string, items: readonly ChartItem[]): string {
  const { laid, size, gap } = fitted(items);
  const parts: string[] = [
    text(SHEET.width / 2, 150, 58, title, { anchor: 'middle', bold: true }),
    text(SHEET.width / 2, 225, 40, subtitle, { anchor: 'middle' }),
  ];
  let top = SHEET.margin + TITLE_ROOM;
  for (const [index, one] of laid.entries()) {
    const next = laid[index + 1]?.item.kind;
    if (one.item.kind === 'branch') parts.push(drawBranch(one, top, size, gap, next === undefined));
    else parts.push(drawBox(one, top, size));
    if (one.item.kind === 'box' && next !== 'branch') {
      parts.push(arrow(SHEET.width / 2, top + one.height, top + one.height + gap - 2));
    }
    top += one.height + gap;
  }
  const endsInBranch = laid.at(-1)?.item.kind === 'branch';
  parts.push(pill(endsInBranch ? RHOMBUS.x : SHEET.width / 2, top));
  const name = escaped(`${title} ${subtitle}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 ${SHEET.width} ${SHEET.height}" ` +
      `font-family="${FONTS}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<rect width="${SHEET.width}" height="${SHEET.height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

/** The largest type at which everything stands on one sheet. */
function fitted(items: readonly ChartItem[]): {
  readonly laid: readonly Laid[];
  readonly size: number;
  readonly gap: number;
} {
  const room = SHEET.height - 2 * SHEET.margin - TITLE_ROOM - END_ROOM;
  for (let size = 40; ; size -= 1) {
    const laid = items.map((item) => laidOut(item, size));
    const spare = room - laid.reduce((sum, { height }) => sum + height, 0);
    const gap = Math.min(GAP.most, spare / Math.max(1, items.length));
    if (gap >= GAP.least || size <= 14) return { laid, size, gap: Math.max(gap, GAP.least / 2) };
  }
}

function laidOut(item: ChartItem, size: number): Laid {
  const side = item.kind === 'branch';
  const width = SHEET.width - SHEET.margin - (side ? SIDE.x : SHEET.margin) - 2 * PADDING;
  const lines = item.rows.flatMap((row) => wrapped(row, width / size));
  const height = 2 * PADDING + lines.length * size * LEADING + (side ? 0 : size * 1.6);
  return { item, lines, height: side ? Math.max(height, RHOMBUS.height) : height };
}

/** Lines of at most so many ems; continued ones are set in. Words and figures stay whole, no line begins with a stop. */
function wrapped({ head, text: words }: Row, ems: number): readonly Line[] {
  const lines: Line[] = [];
  let line: Line = { head, text: '　' };
  let used = widthOf(head) + 1;
  for (const piece of words.match(PIECES) ?? []) {
    const width = widthOf(piece);
    if (used + widthOf(piece.replace(/[，。；：、）》？”]+$/, '')) > ems) {
      lines.push(line);
      line = { head: '', text: '　　' };
      used = 2;
    }
    line = { ...line, text: line.text + (line.text === '　　' ? piece.trimStart() : piece) };
    used += width;
  }
  return [...lines, line];
}

/** A run of Latin letters and figures, or one character; with the brackets before it and the stops behind it. */
const PIECES = /[（《“]*(?:[\x21-\x7e]+ ?|[^\x21-\x7e])[，。；：、）》？”]*/gu;

/** In ems; a Latin letter counts a little over half. */
const widthOf = (words: string): number =>
  [...words].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1), 0);

function drawBox({ item, lines, height }: Laid, top: number, size: number): string {
  const [left, title] = [SHEET.margin, item.kind === 'box' ? item.title : ''];
  return [
    frame(left, top, SHEET.width - 2 * left, height, LINE, SOFT),
    text(left + PADDING, top + PADDING + size, size * 1.12, title, { bold: true, colour: LINE }),
    ...drawLines(lines, left + PADDING, top + PADDING + size * 1.6, size),
  ].join('\n');
}

function drawLines(lines: readonly Line[], left: number, top: number, size: number): readonly string[] {
  return lines.map(({ head, text: words }, index) => {
    const y = top + size * (index * LEADING + 1.05);
    const bold = head === '' ? '' : `<tspan font-weight="700">${escaped(head)}</tspan>`;
    return (
      `<text x="${round(left)}" y="${round(y)}" font-size="${round(size)}" fill="${INK}" xml:space="preserve">` +
      `${bold}${escaped(words)}</text>`
    );
  });
}

/** The question, the way on, and the box of what is done when the answer is no. */
function drawBranch({ item, lines, height }: Laid, top: number, size: number, gap: number, last: boolean): string {
  if (item.kind !== 'branch') return '';
  const middle = top + height / 2;
  const [left, right] = [RHOMBUS.x - RHOMBUS.width / 2, RHOMBUS.x + RHOMBUS.width / 2];
  const half = RHOMBUS.height / 2;
  return [
    arrow(RHOMBUS.x, top - gap, middle - half),
    `<path d="M${left} ${round(middle)}L${RHOMBUS.x} ${round(middle - half)}L${right} ${round(middle)}L${RHOMBUS.x} ` +
      `${round(middle + half)}Z" fill="#ffffff" stroke="${LINE}" stroke-width="4"/>`,
    text(RHOMBUS.x, middle + 14, 40, item.question, { anchor: 'middle', bold: true }),
    arrow(RHOMBUS.x, middle + half, top + height + gap - 2),
    text(RHOMBUS.x + 20, top + height + gap / 2 + 8, 34, item.yes, { colour: LINE, bold: true }),
    `<path d="M${right} ${round(middle)}H${SIDE.x - 20}" stroke="${WARN}" stroke-width="5" fill="none"/>` +
      `<path d="M${SIDE.x - 26} ${round(middle - 14)}V${round(middle + 14)}L${SIDE.x - 4} ${round(middle)}Z" fill="${WARN}"/>`,
    text((right + SIDE.x) / 2 - 8, middle - 22, 34, item.no, { anchor: 'middle', colour: WARN, bold: true }),
    frame(SIDE.x, top, SHEET.width - SHEET.margin - SIDE.x, height, WARN, WARN_SOFT),
    ...drawLines(lines, SIDE.x + PADDING, middle - (lines.length * size * LEADING) / 2, size),
    wayOn(item.back, last, top, height, gap),
  ].join('\n');
}

const frame = (left: number, top: number, width: number, height: number, colour: string, fill: string): string =>
  `<rect x="${left}" y="${round(top)}" width="${width}" height="${round(height)}" rx="18" fill="${fill}" ` +
  `stroke="${colour}" stroke-width="4"/>`;

/** From the box of the branch back up, on to the box below, or to the end. */
function wayOn(back: boolean, last: boolean, top: number, height: number, gap: number): string {
  const bottom = top + height;
  if (back) return arrow(SIDE.middle, top, top - gap + 2, WARN);
  if (!last) return arrow(SIDE.middle, bottom, bottom + gap - 2, WARN);
  const [y, x] = [round(bottom + gap + END.height / 2), RHOMBUS.x + END.width / 2];
  return (
    `<path d="M${SIDE.middle} ${round(bottom)}V${y}H${x + 24}" stroke="${WARN}" stroke-width="5" fill="none"/>` +
    `<path d="M${x + 26} ${round(y - 14)}V${round(y + 14)}L${x + 4} ${y}Z" fill="${WARN}"/>`
  );
}

/** A vertical arrow whose tip is at `to`, up or down. */
function arrow(x: number, from: number, to: number, colour: string = LINE): string {
  const base = round(to - Math.sign(to - from) * 22);
  return (
    `<path d="M${x} ${round(from)}V${base}" stroke="${colour}" stroke-width="5" fill="none"/>` +
    `<path d="M${x - 14} ${base}H${x + 14}L${x} ${round(to)}Z" fill="${colour}"/>`
  );
}

/** 结束. */
const pill = (x: number, top: number): string =>
  `<rect x="${x - END.width / 2}" y="${round(top)}" width="${END.width}" height="${END.height}" ` +
  `rx="${END.height / 2}" fill="#ffffff" stroke="${LINE}" stroke-width="4"/>` +
  text(x, top + 52, 38, '结束', { anchor: 'middle' });

function text(
  x: number,
  y: number,
  size: number,
  words: string,
  style: { readonly anchor?: 'middle'; readonly bold?: boolean; readonly colour?: string },
): string {
  const anchor = style.anchor ? ` text-anchor="${style.anchor}"` : '';
  const weight = style.bold ? ' font-weight="700"' : '';
  return (
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${style.colour ?? INK}"${anchor}${weight} ` +
    `xml:space="preserve">${escaped(words)}</text>`
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Text as XML takes it; what XML forbids is left out. */
const escaped = (words: string): string =>
  words
    .replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
