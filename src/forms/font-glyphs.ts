/** Which characters a TrueType font can draw, read from its `cmap` table: a picture must not lose letters silently. */

/** Whether the font has a glyph for a code point. */
export type Glyphs = (codePoint: number) => boolean;

/** The 下駄 mark, which printers set where a type is missing. */
const MISSING = '〓';
const FORMAT_SEGMENTS = 4;
const FORMAT_GROUPS = 12;

/** The text with every character that the font does not know replaced by 〓; line breaks and joiners stay. */
export function drawable(text: string, glyphs: Glyphs): string {
  return Array.from(text, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return isUnseen(point) || glyphs(point) ? char : MISSING;
  }).join('');
}

/** Control characters, joiners and variation selectors draw nothing by themselves. */
const isUnseen = (point: number): boolean =>
  point < 0x20 || (point >= 0x200b && point <= 0x200f) || (point >= 0xfe00 && point <= 0xfe0f);

/** Reads the table; throws RangeError if the file is cut or is no TrueType font with a Unicode table. */
export function glyphsOf(font: Buffer): Glyphs {
  const cmap = tableOffset(font, 'cmap');
  const count = font.readUInt16BE(cmap + 2);
  const found = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    found.set(font.readUInt16BE(at), at);
  }
  const groups = found.get(FORMAT_GROUPS);
  if (groups !== undefined) return groupGlyphs(font, groups);
  const segments = found.get(FORMAT_SEGMENTS);
  if (segments !== undefined) return segmentGlyphs(font, segments);
  throw new RangeError('the font has no Unicode table that this program reads');
}

function tableOffset(font: Buffer, wanted: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    if (font.toString('latin1', at, at + 4) === wanted) return font.readUInt32BE(at + 8);
  }
  throw new RangeError(`the font has no ${wanted} table`);
}

/** Format 12: sorted groups of (first, last, glyph), for the whole of Unicode. */
function groupGlyphs(font: Buffer, at: number): Glyphs {
  const count = font.readUInt32BE(at + 12);
  const read = (index: number, field: number): number => font.readUInt32BE(at + 16 + index * 12 + field);
  const ranges = Array.from({ length: count }, (_, index) => [read(index, 0), read(index, 4)] as const);
  return inRanges(ranges);
}

/** Format 4: segments of the first 65,536 characters; a last segment of 0xFFFF alone is its end mark. */
function segmentGlyphs(font: Buffer, at: number): Glyphs {
  const count = font.readUInt16BE(at + 6) / 2;
  const ranges = Array.from({ length: count }, (_, index) => {
    const last = font.readUInt16BE(at + 14 + index * 2);
    const first = font.readUInt16BE(at + 16 + count * 2 + index * 2);
    return [first, last] as const;
  });
  return inRanges(ranges.filter(([first]) => first !== 0xffff));
}

function inRanges(ranges: readonly (readonly [number, number])[]): Glyphs {
  return (point) => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = ranges[middle] ?? [0, -1];
      if (point < first) high = middle - 1;
      else if (point > last) low = middle + 1;
      else return true;
    }
    return false;
  };
}
