/** What data commands read: a file or stdin, a JSON array or JSON Lines, item by item with the line it stands on. */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { expected, shown } from '../core/event-input.js';

/** Input or usage that cannot be worked with: exit 2. Its message is shown as it is. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** What is wrong with a command's arguments, in Chinese; `error` is what `parseArgs` threw. */
export function argumentFault(error: unknown): string {
  const { code, message = '' } = error as { readonly code?: string; readonly message?: string };
  const named = /'([^']*)'/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有 ${named} 这个选项`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `多了 ${named}`;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return `选项 ${named.split(' ')[0] ?? ''} 的值不对，或缺少值`;
  return `参数有误：${message}`;
}

/** An option that is given twice is a slip: neither value is dropped silently. Throws `BadInput`. */
export function refuseRepeats(argv: readonly string[], usage: string): void {
  const names = argv.filter((word) => word.startsWith('--') && word !== '--').map((word) => word.split('=')[0] ?? word);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BadInput(`${twice} 给了两次\n${usage}`);
}

export type Item = { readonly line: number; readonly value: unknown };
export type Fault = { readonly line: number; readonly field: string; readonly message: string };
export type Chunks = AsyncIterable<Uint8Array | string>;

/** Faults shown before a command stops counting them out. */
const SHOWN = 20;

/** Opens a file, or stdin for `-`. */
export const openInput = (file: string, stdin: () => Chunks): Chunks =>
  file === '-' ? stdin() : createReadStream(file);

/** What a file is called in messages. */
export const nameOf = (file: string): string => (file === '-' ? '标准输入' : file);

/** Collects the faults of a file, so that all of them are told at once. */
export function newFaults(file: string): {
  readonly add: (fault: Fault) => void;
  readonly any: () => boolean;
  readonly end: () => void;
} {
  const faults: Fault[] = [];
  let count = 0;
  const end = (): void => {
    if (count === 0) return;
    const lines = faults.map(
      ({ line, field, message }) => `${nameOf(file)}:${line} ${field === '' ? '' : `${field} `}${message}`,
    );
    throw new BadInput([...lines, ...(count > faults.length ? [`还有 ${count - faults.length} 处`] : [])].join('\n'));
  };
  const add = (fault: Fault): void => {
    count += 1;
    if (faults.length < SHOWN) faults.push(fault);
  };
  return { add, any: () => count > 0, end };
}

/** The items of a JSON array or of JSON Lines (blank lines are passed over). Text that is no JSON becomes a fault. */
export async function* readItems(chunks: Chunks, fault: (fault: Fault) => void): AsyncGenerator<Item> {
  const lines = linesOf(chunks);
  let number = 0;
  let first = true;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (first && line.trimStart().startsWith('[')) {
      const rest: string[] = [line];
      for await (const more of lines) rest.push(more);
      yield* arrayItems(rest.join('\n'), number, fault);
      return;
    }
    first = false;
    yield* parsed(line, number, fault);
  }
}

function* parsed(text: string, line: number, fault: (fault: Fault) => void): Generator<Item> {
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

/** The items of an array, each with its own line: cut at the commas that stand outside of strings and brackets. */
function* arrayItems(text: string, firstLine: number, fault: (fault: Fault) => void): Generator<Item> {
  const lineAt = newLineCounter(text, firstLine);
  const { pieces, end } = piecesOf(text);
  const [only] = pieces;
  const empty = pieces.length === 1 && only !== undefined && text.slice(only.start, only.end).trim() === '';
  for (const { start, end: stop } of empty ? [] : pieces) {
    const piece = text.slice(start, stop);
    yield* parsed(piece, lineAt(start + Math.max(0, piece.search(/\S/))), fault);
  }
  if (end === null) fault({ line: lineAt(text.length), field: '', message: '列表没有结束，缺少 ]' });
  else if (text.slice(end + 1).trim() !== '')
    fault({ line: lineAt(end + 1), field: '', message: '列表之后还有别的内容' });
}

function piecesOf(text: string): {
  readonly pieces: readonly { readonly start: number; readonly end: number }[];
  readonly end: number | null;
} {
  const pieces: { start: number; end: number }[] = [];
  let start = text.indexOf('[') + 1;
  let depth = 0;
  const marks = /"(?:[^"\\]|\\.)*"|[[\]{},]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const character = mark[0];
    if (character === '[' || character === '{') depth += 1;
    else if (character === ',' && depth === 0) {
      pieces.push({ start, end: mark.index });
      start = mark.index + 1;
    } else if (character === ']' && depth === 0) {
      pieces.push({ start, end: mark.index });
      return { pieces, end: mark.index };
    } else if (character === ']' || character === '}') depth -= 1;
  }
  pieces.push({ start, end: text.length });
  return { pieces, end: null };
}

function newLineCounter(text: string, firstLine: number): (offset: number) => number {
  let [line, seen] = [firstLine, 0];
  return (offset) => {
    for (let at = text.indexOf('\n', seen); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
      line += 1;
      seen = at + 1;
    }
    return line;
  };
}

/** The lines of a stream in UTF-8, without their ends and without a byte order mark. */
async function* linesOf(chunks: Chunks): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decode(decoder, chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decode(decoder, undefined);
  if (rest !== '') yield rest;
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new BadInput('输入不是 UTF-8 编码的文本');
  }
}
