/** What data commands read: a file or stdin, a JSON array or JSON Lines, item by item with the line it stands on. */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { arrayReader, lineReader, newlinesIn } from './data-items.js';
import type { Fault, Item, Reader } from './data-items.js';

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

/**
 * The items of a JSON array or of JSON Lines (blank lines are passed over), each as soon as it has been read: a file of
 * any size is never held. Text that is no JSON becomes a fault.
 */
export async function* readItems(chunks: Chunks, fault: (fault: Fault) => void): AsyncGenerator<Item> {
  let reader: Reader | null = null;
  let line = 1;
  for await (const text of textOf(chunks)) {
    if (reader !== null) {
      yield* reader.push(text);
      continue;
    }
    const start = text.search(/\S/);
    line += newlinesIn(start === -1 ? text : text.slice(0, start));
    if (start === -1) continue;
    reader = text[start] === '[' ? arrayReader(line, fault) : lineReader(line, fault);
    yield* reader.push(text.slice(start));
  }
  if (reader !== null) yield* reader.end();
}

/** The lines of a text as they arrive, the last one too where nothing ends it. */
export async function* linesIn(chunks: Chunks): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const text of textOf(chunks)) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** The text of a stream in UTF-8, without a byte order mark. */
async function* textOf(chunks: Chunks): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) yield typeof chunk === 'string' ? chunk : decode(decoder, chunk);
  yield decode(decoder, undefined);
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new BadInput('输入不是 UTF-8 编码的文本');
  }
}
