/** Text on a chart: how wide it is, where its lines break, how it is written into SVG. */

/** A piece of text, its beginning set in bold. */
export type Row = { readonly head: string; readonly text: string };
export type Line = { readonly head: string; readonly text: string };

export const INK = '#1f2937';
/** Between two lines, in sizes of the type. */
export const LEADING = 1.42;

/** Lines of at most so many ems; continued ones are set in. Words and figures stay whole, no line begins with a stop. */
export function wrapped({ head, text: words }: Row, ems: number, indent = '　　'): readonly Line[] {
  const lines: Line[] = [];
  const first = head === '' ? '' : '　';
  let line: Line = { head, text: first };
  let used = widthOf(head) + first.length;
  for (const piece of words.match(PIECES) ?? []) {
    const width = widthOf(piece);
    if (used > 0 && used + widthOf(piece.replace(/[，。；：、）》？”]+$/, '')) > ems) {
      lines.push(line);
      line = { head: '', text: indent };
      used = indent.length;
    }
    line = { ...line, text: line.text + (line.text === indent ? piece.trimStart() : piece) };
    used += width;
  }
  return [...lines, line];
}

/** A run of Latin letters and figures, or one character; with the brackets before it and the stops behind it. */
const PIECES = /[（《“]*(?:[\x21-\x7e]+ ?|[^\x21-\x7e])[，。；：、）》？”]*/gu;

/** In ems; a Latin letter counts a little over half. */
export const widthOf = (words: string): number =>
  [...words].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1), 0);

/** Lines below each other; `top` is the upper edge of the first. */
export function drawLines(lines: readonly Line[], left: number, top: number, size: number): readonly string[] {
  return lines.map(({ head, text: words }, index) => {
    const y = top + size * (index * LEADING + 1.05);
    const bold = head === '' ? '' : `<tspan font-weight="700">${escaped(head)}</tspan>`;
    return (
      `<text x="${round(left)}" y="${round(y)}" font-size="${round(size)}" fill="${INK}" xml:space="preserve">` +
      `${bold}${escaped(words)}</text>`
    );
  });
}

type Style = { readonly anchor?: 'middle'; readonly bold?: boolean; readonly colour?: string };

export function text(x: number, y: number, size: number, words: string, style: Style = {}): string {
  const anchor = style.anchor ? ` text-anchor="${style.anchor}"` : '';
  const weight = style.bold ? ' font-weight="700"' : '';
  return (
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${style.colour ?? INK}"${anchor}${weight} ` +
    `xml:space="preserve">${escaped(words)}</text>`
  );
}

export const round = (value: number): number => Math.round(value * 10) / 10;

/** Text as XML takes it; what XML forbids is left out. */
export const escaped = (words: string): string =>
  words
    .replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
