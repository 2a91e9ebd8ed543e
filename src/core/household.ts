/** Household 户, 楼栋-单元-房号: read from the many ways in which it is written, said in Chinese, met by a pattern. */

const BUILDING = '(?:栋|幢|座|号楼|楼栋|楼|#)';
const UNIT = '(?:单元|门)';
const WRITTEN = new RegExp(
  `^([0-9A-Z]+)${BUILDING}?-?(?:([0-9A-Z]+)${UNIT}-?)?(?:([0-9A-Z]+)(?:室|号房|房|户|号)?)?$`,
  'i',
);
const DASHES = /[\u2010-\u2015\u2212\uFE63\uFF0D~～]/g;

/**
 * The household's code: `3栋2单元1204`, `３号楼 2单元 1204室` → `3-2-1204`, `5栋301` → `5-301`; a code stays itself,
 * and so does what is written in no way known here (a shop's name).
 */
export function parseHousehold(text: string): string {
  const tidy = text.normalize('NFKC').replace(DASHES, '-').trim();
  const close = tidy.replace(/\s+/g, '').replace(/-+/g, '-');
  if (/^[0-9A-Z]+(-[0-9A-Z]+)*$/i.test(close)) return close;
  const [, building, unit, room] = WRITTEN.exec(close) ?? [];
  if (building === undefined || room === undefined) return tidy;
  return [building, unit, room].filter((part) => part !== undefined).join('-');
}

const AMONG_WORDS =
  /(?<![\d-])\d{1,3}(?:-\d{1,4}){1,2}(?![\d-])|\d{1,3}\s*(?:栋|幢|座|号楼)\s*(?:\d{1,2}\s*单元\s*)?\d{2,4}(?:室|号房|房|号)?(?!\d)/u;

/** The words for a household that stand in a text: 1-2-702, 1栋2单元702室; null where none do. */
export const householdIn = (text: string): string | null => AMONG_WORDS.exec(text)?.[0] ?? null;

/** A pattern of households: as a code, with `*` for any run of characters; `3栋` → `3-*`, `3栋2单元` → `3-2-*`, `全体` → `*`. */
export function parseHouseholdPattern(text: string): string {
  const close = text.normalize('NFKC').replace(DASHES, '-').replace(/\s+/g, '');
  if (close === '全体' || close === '全部') return '*';
  const [, building, unit] = new RegExp(`^([0-9A-Z]+)${BUILDING}(?:([0-9A-Z]+)${UNIT})?$`, 'i').exec(close) ?? [];
  if (building !== undefined) return unit === undefined ? `${building}-*` : `${building}-${unit}-*`;
  return close.includes('*') ? close : parseHousehold(text);
}

/** `3-2-1204` → `3 栋 2 单元 1204`, `5-301` → `5 栋 301`; any other code as it is. */
export function householdZh(code: string): string {
  const parts = code.split('-');
  if (!parts.every((part) => /^[0-9A-Z]+$/i.test(part))) return code;
  if (parts.length === 3) return `${parts[0]} 栋 ${parts[1]} 单元 ${parts[2]}`;
  return parts.length === 2 ? `${parts[0]} 栋 ${parts[1]}` : code;
}

/**
 * How closely the patterns meet a household: the most characters that one of them fixes, an exact code above any
 * pattern; no patterns at all answer for every household (0); null where none of them meets it.
 */
export function householdMatch(patterns: readonly string[], code: string): number | null {
  if (patterns.length === 0) return 0;
  const closeness = patterns.filter((pattern) => meets(pattern, code)).map((pattern) => fixedCharacters(pattern));
  return closeness.length === 0 ? null : Math.max(...closeness);
}

const fixedCharacters = (pattern: string): number =>
  pattern.includes('*') ? pattern.replaceAll('*', '').length : pattern.length + 1;

/** Piece by piece and without backtracking: patterns are what other systems send. */
function meets(pattern: string, code: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === code;
  if (!code.startsWith(head) || !code.endsWith(tail) || code.length < head.length + tail.length) return false;
  let from = head.length;
  const end = code.length - tail.length;
  for (const piece of rest) {
    const at = code.indexOf(piece, from);
    if (at === -1 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}
