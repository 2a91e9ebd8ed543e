/** 回访流程图: a policy's steps from top to bottom, drawn from its file on a portrait A4 sheet as SVG. */
import { describeRate, describeWindow, titles } from './describe.js';
import type { Clause, Policy } from './schema.js';
import { ANCHORS, STEPS } from './words.js';
import type { Step } from './words.js';
import { keysOf } from '../terms.js';

/** Lengths are tenths of a millimetre: the sheet is 2100 × 2970. */
const SHEET = { width: 2100, height: 2970, margin: 130 } as const;
const TITLE_ROOM = 200;
const FOOT_ROOM = 40;
const GAP = 62;
const PADDING = 26;
const INK = '#1f2937';
const LINE = '#0f766e';
const SOFT = '#ecfdf5';
const FONTS = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

type Box = { readonly title: string; readonly rows: readonly string[] };
type Layout = {
  readonly size: number;
  readonly boxes: readonly (Box & { readonly height: number })[];
  readonly gap: number;
};

/** The flow chart of a policy, printable, all text escaped. */
export function explainSvg(policy: Policy): string {
  const { boxes, size, gap } = fitted(boxesOf(policy));
  const name = policy.flowChart ?? '回访流程图';
  const parts: string[] = [
    text(SHEET.width / 2, 150, 58, policy.title, { anchor: 'middle', bold: true }),
    text(SHEET.width / 2, 225, 40, `${name}（${policy.id}）`, { anchor: 'middle' }),
  ];
  let top = SHEET.margin + TITLE_ROOM;
  for (const [index, box] of boxes.entries()) {
    if (index > 0) parts.push(arrow(top - gap, top));
    parts.push(drawBox(box, top, size, index + 1));
    top += box.height + gap;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 ${SHEET.width} ${SHEET.height}" ` +
      `font-family="${FONTS}" role="img" aria-label="${escaped(`${policy.title} ${name}`)}">`,
    `<title>${escaped(`${policy.title} ${name}`)}</title>`,
    `<rect width="${SHEET.width}" height="${SHEET.height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

/** A box for every step that the policy has, a row for every clause and every window in it. */
function boxesOf(policy: Policy): readonly Box[] {
  return keysOf(STEPS).flatMap((step: Step) => {
    const clauses = policy.clauses.filter((clause) => clause.step === step);
    if (clauses.length === 0) return [];
    return [{ title: STEPS[step].zh, rows: clauses.flatMap((clause) => rowsOf(policy, clause)) }];
  });
}

function rowsOf(policy: Policy, clause: Clause): readonly string[] {
  const head = `${clause.id}　${clause.title}`;
  const rule = clause.visits?.[0];
  if (!rule) return [`${head}：${clause.says}`];
  const window = rule.window ? describeWindow(rule.window, ANCHORS[rule.anchor ?? 'resolvedAt'].zh) : clause.says;
  return [`${head}：${window}；${describeRate(policy, rule, clause)}；${titles(policy, rule.by ?? [])}`];
}

/** The largest type at which everything stands on one sheet. */
function fitted(boxes: readonly Box[]): Layout {
  const room = SHEET.height - 2 * SHEET.margin - TITLE_ROOM - FOOT_ROOM;
  for (let size = 40; size > 12; size -= 1) {
    const laid = boxes.map((box) => laidOut(box, size));
    const height = laid.reduce((sum, box) => sum + box.height, 0) + GAP * (boxes.length - 1);
    const spare = (room - height) / Math.max(1, boxes.length - 1);
    if (spare >= 0) return { size, boxes: laid, gap: GAP + Math.min(60, spare) };
  }
  return { size: 12, boxes: boxes.map((box) => laidOut(box, 12)), gap: 30 };
}

function laidOut(box: Box, size: number): Box & { readonly height: number } {
  const width = SHEET.width - 2 * SHEET.margin - 2 * PADDING;
  const rows = box.rows.flatMap((row) => wrapped(row, width / size));
  return { title: box.title, rows, height: 2 * PADDING + size * 1.6 + rows.length * size * 1.45 };
}

/** Lines of at most so many ems; a Latin letter counts a little over half. Continued lines are set in. */
function wrapped(row: string, ems: number): readonly string[] {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  for (const character of row) {
    const width = (character.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1;
    if (used + width > ems && !'，。；：、）》'.includes(character)) {
      lines.push(line);
      [line, used] = ['　　', 2];
    }
    line += character;
    used += width;
  }
  return [...lines, line];
}

function drawBox({ title, rows, height }: Layout['boxes'][number], top: number, size: number, number: number): string {
  const left = SHEET.margin;
  const lines = rows.map((row, index) =>
    text(left + PADDING, top + PADDING + size * 2.75 + index * size * 1.45, size, row, {}),
  );
  return [
    `<rect x="${left}" y="${round(top)}" width="${SHEET.width - 2 * left}" height="${round(height)}" rx="18" fill="${SOFT}" stroke="${LINE}" stroke-width="4"/>`,
    text(left + PADDING, top + PADDING + size, size * 1.12, `${number}. ${title}`, { bold: true, colour: LINE }),
    ...lines,
  ].join('\n');
}

function arrow(from: number, to: number): string {
  const x = SHEET.width / 2;
  const tip = round(to - 6);
  return (
    `<path d="M${x} ${round(from + 4)}V${round(tip - 18)}" stroke="${LINE}" stroke-width="5" fill="none"/>` +
    `<path d="M${x - 14} ${round(tip - 22)}H${x + 14}L${x} ${tip}Z" fill="${LINE}"/>`
  );
}

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
