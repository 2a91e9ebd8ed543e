/** How high a row must be for its wrapped text: Excel does not see to merged cells, and cuts what does not fit. */
import type { Filled } from '../core/report/filled-paper.js';

/** Excel draws no row higher than this, in points. */
export const MAX_ROW_HEIGHT = 400;
/** Of a size; fonts that stand in for 宋体 where there is none are higher than it. */
const LINE = 1.5;
const PADDING = 5;

/** The points that a text takes in a cell so wide (in characters of the sheet's standard font) at a size in points. */
export function heightOf(value: Filled, width: number, size: number): number {
  const room = Math.max(1, (width - 1) * (11 / size));
  const lines = String(value)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / room)), 0);
  return lines * size * LINE + PADDING;
}

/** Chinese characters are two wide; a little is lost at the end of each line. */
function widthOf(line: string): number {
  let width = 0;
  for (const character of line) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2.1 : 1.15;
  return width;
}
