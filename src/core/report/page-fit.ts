/**
 * 排版: rows of a paper on its pages. What is written at length takes its room from rows that have more than they need; rows
 * that belong together are not parted.
 */

/** `height`: as the template has it; `need`: what its words take. */
export type FittedRow = { readonly height: number; readonly need: number };

/** What is left of a row that nobody has written in yet, to write in by hand. */
const LEAST = { height: 22, part: 0.4 } as const;

/** Heights of the rows of a page that together take no more than `room`, as far as the words allow. */
export function fitted(rows: readonly FittedRow[], room: number): readonly number[] {
  const full = rows.map(({ height, need }) => Math.max(height, need));
  const comfortable = rows.map(({ height, need }) =>
    Math.max(need, Math.min(height, LEAST.height + LEAST.part * (height - LEAST.height))),
  );
  const some = shrunk(full, comfortable, room);
  const least = rows.map(({ height, need }) => Math.max(need, Math.min(height, LEAST.height)));
  return shrunk(some, least, room);
}

/** Each row gives of what it has over its least, all in the same measure. */
function shrunk(heights: readonly number[], least: readonly number[], room: number): readonly number[] {
  const over = sum(heights) - room;
  const spare = sum(heights) - sum(least);
  if (over <= 0 || spare <= 0) return heights;
  const part = Math.min(1, over / spare);
  return heights.map((height, at) => height - part * (height - (least[at] ?? height)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Rows from one to another that stay on one page, counted from 0. */
export type Kept = { readonly from: number; readonly to: number };

/**
 * The first rows of all pages but the first. `room` is a page's; a row that is `repeated` takes of it on each page that
 * begins below it. Rows that are kept go to the next page together, unless they take more than one.
 */
export function pageStarts(
  heights: readonly number[],
  kept: readonly Kept[],
  { room, repeated = null }: { readonly room: number; readonly repeated?: number | null },
): readonly number[] {
  const fitting = kept.filter(({ from, to }) => sum(heights.slice(from, to + 1)) <= room);
  const starts: number[] = [];
  let used = 0;
  for (let at = 0; at < heights.length; at += 1) {
    const below = (start: number): number =>
      repeated === null || start <= repeated ? room : room - (heights[repeated] ?? 0);
    const has = below(starts.at(-1) ?? 0);
    const height = heights[at] ?? 0;
    const isTogether = fitting.some(({ from, to }) => from < at && at <= to && from >= (starts.at(-1) ?? 0));
    const wanted = isTogether ? height : Math.max(height, together(heights, fitting, at, below(at)));
    if (used > 0 && used + wanted > has + ROUNDING) {
      starts.push(at);
      used = 0;
    }
    used += height;
  }
  return starts;
}

/** Heights that were made to fit add up to a little more or less. */
const ROUNDING = 0.5;

/** How high the rows are that go with one that begins them; nothing where they would not go on one page. */
function together(heights: readonly number[], kept: readonly Kept[], at: number, room: number): number {
  let to = at;
  for (const range of kept.toSorted((a, b) => a.from - b.from)) {
    if (range.from < at || range.from > to) continue;
    const longer = Math.max(to, range.to);
    if (sum(heights.slice(at, longer + 1)) <= room) to = longer;
  }
  return to === at ? 0 : sum(heights.slice(at, to + 1));
}
