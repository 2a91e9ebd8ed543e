/** The items of JSON Lines and of a JSON array, cut out of text as it arrives: no more than one item is held. */
import { expected, shown } from '../core/event-input.js';

export type Item = { readonly line: number; readonly value: unknown };
export type Fault = { readonly line: number; readonly field: string; readonly message: string };
type Report = (fault: Fault) => void;

/** Takes text piece by piece, and gives the items that are whole with it. */
export type Reader = {
  readonly push: (text: string) => Iterable<Item>;
  readonly end: () => Iterable<Item>;
};

/** An item that is longer is no item but a file without line ends or with a bracket missing. In characters. */
const LONGEST = 16 * 2 ** 20;

/** Lines, the first of them number `line`. */
export function lineReader(line: number, fault: Report): Reader {
  let [rest, number] = ['', line];
  function* whole(text: string): Generator<Item> {
    if (text.trim() !== '') yield* parsed(text, number, fault);
  }
  function* push(text: string): Generator<Item> {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield* whole(rest + text.slice(start, end));
      rest = '';
      number += 1;
      start = end + 1;
    }
    rest = within(rest + text.slice(start), number, fault);
  }
  return { push, end: () => whole(rest) };
}

/** An array that begins in line `line`; each item has its own line. It is cut at the commas outside of its items. */
export function arrayReader(line: number, fault: Report): Reader {
  const cut = newCutter();
  let [rest, number] = ['', line];
  let state: 'first' | 'more' | 'over' | 'trailed' = 'first';

  function* take(piece: string, last: boolean): Generator<Item> {
    const lead = piece.search(/\S/);
    const none = last && state === 'first' && lead === -1;
    if (!none) yield* parsed(piece, number + newlinesIn(piece.slice(0, Math.max(0, lead))), fault);
    number += newlinesIn(piece);
    state = last ? 'over' : 'more';
  }
  function trail(text: string): void {
    const lead = text.search(/\S/);
    if (lead !== -1 && state === 'over') {
      fault({ line: number + newlinesIn(text.slice(0, lead)), field: '', message: '列表之后还有别的内容' });
      state = 'trailed';
    }
    number += newlinesIn(text);
  }
  function* push(text: string): Generator<Item> {
    let start = 0;
    for (let mark = cut(text, 0); mark && !isOver(state); mark = cut(text, start)) {
      if (mark.kind !== 'open') yield* take(rest + text.slice(start, mark.at), mark.kind === 'close');
      rest = '';
      start = mark.at + 1;
    }
    if (isOver(state)) trail(text.slice(start));
    else rest = within(rest + text.slice(start), number, fault);
  }
  function* end(): Generator<Item> {
    if (isOver(state)) return;
    if (rest.trim() === '') number += newlinesIn(rest);
    else yield* take(rest, false);
    fault({ line: number, field: '', message: '列表没有结束，缺少 ]' });
  }
  return { push, end };
}

const isOver = (state: string): boolean => state === 'over' || state === 'trailed';

type Mark = { readonly kind: 'open' | 'comma' | 'close'; readonly at: number };

/** Finds the next bracket or comma of the array itself in a text, from `start` on; what was open before stays open. */
function newCutter(): (text: string, start: number) => Mark | null {
  let [depth, quoted, escaped] = [0, false, false];
  return (text, start) => {
    for (let at = start; at < text.length; at += 1) {
      const character = text[at];
      if (quoted) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') quoted = false;
      } else if (character === '"') quoted = true;
      else if (character === ',' && depth === 1) return { kind: 'comma', at };
      else if (character === '[' || character === '{') {
        depth += 1;
        if (depth === 1) return { kind: 'open', at };
      } else if (character === ']' || character === '}') {
        depth -= 1;
        if (depth === 0) return { kind: 'close', at };
      }
    }
    return null;
  };
}

function* parsed(text: string, line: number, fault: Report): Generator<Item> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    fault({ line, field: '', message: `应为一个 JSON 对象，收到 ${shown(text.trim())}` });
    return;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield { line, value };
  else fault({ line, field: '', message: expected('一个对象')({ input: value }) });
}

/** What is still to be completed, unless it has grown too long: that is a fault, and it is forgotten. */
function within(rest: string, line: number, fault: Report): string {
  if (rest.length <= LONGEST) return rest;
  fault({ line, field: '', message: `一条超过 ${LONGEST / 2 ** 20} 兆字，不像一个事项` });
  return '';
}

/** How many lines end in a text. */
export function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
