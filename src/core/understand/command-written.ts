/** 原话: what was read in the plain form of a message, as its writer wrote it. */
import { simplify } from './traditional.js';

/** What is longer than this is given as it was read. */
const MOST = 400;

/** The stretch of `text` that stands where `said` stands in `plain`, which is the same text mended and simplified. */
export function asWritten(said: string, plain: string, text: string): string {
  const from = said === '' ? -1 : plain.lastIndexOf(said);
  if (from < 0 || text.includes(said) || plain.length > MOST || text.length > MOST) return said;
  const at = partners(plain.split(''), written(text));
  // A character that was mended stands between its neighbours.
  const before = at.slice(0, from + 1).findLast((place) => place >= 0);
  const behind = at.slice(from + said.length - 1).find((place) => place >= 0);
  const start = at[from] === before ? (before ?? 0) : (before ?? -1) + 1;
  const isEnd = at[from + said.length - 1] === behind;
  return text.slice(start, isEnd ? (behind ?? 0) + 1 : behind);
}

const written = (text: string): readonly string[] =>
  text.split('').map((character) => simplify(character.normalize('NFKC')).slice(0, 1));

/** For each character of the one where the same one stands in the other, as many of them as can be paired; -1 for none. */
function partners(one: readonly string[], other: readonly string[]): readonly number[] {
  const width = other.length + 1;
  const common = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = other.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        one[i] === other[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const out: number[] = [];
  for (let i = 0, j = 0; i < one.length;) {
    if (j < other.length && one[i] === other[j]) {
      out.push(j);
      i += 1;
      j += 1;
    } else if (j < other.length && (common[i * width + j + 1] ?? 0) >= (common[(i + 1) * width + j] ?? 0)) j += 1;
    else {
      out.push(-1);
      i += 1;
    }
  }
  return out;
}
