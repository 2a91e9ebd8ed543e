/** A policy file as text: YAML to plain values, and where in the file each of them stands. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { shown } from '../event-input.js';

/** A fault of a policy file. `message` says all of it in 简体中文. */
export type Fault = {
  readonly file: string;
  readonly line: number;
  /** Dotted path: `clauses.3.visits.0.rate`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  readonly message: string;
};

export type Path = readonly (string | number)[];

/** Opens a text; syntax errors are faults already. */
export type SourceFile = {
  readonly value: unknown;
  readonly syntax: readonly Fault[];
  readonly fault: (path: Path, expected: string, found: string) => Fault;
};

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: '同一层里每个词只写一次',
  BAD_INDENT: '缩进一致',
  TAB_AS_INDENT: '用空格缩进，不用制表符',
  MISSING_CHAR: '引号、括号成对',
  BAD_ALIAS: '不使用别名（*、&）',
};

/** Reads YAML 1.2; instants and dates stay text. */
export function readSource(text: string, file: string): SourceFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const make = (line: number, path: Path, wanted: string, found: string): Fault => {
    const field = path.join('.');
    const expected = wanted.trim();
    return { file, line, field, expected, found, message: messageOf(file, line, field, expected, found) };
  };
  const at = (offset: number, expected: string): Fault => {
    const { line } = lines.linePos(offset);
    const words = (text.split('\n')[line - 1] ?? '').trim();
    return make(line, [], expected, words === '' ? '文件结尾' : shown(words));
  };
  const errors = [...document.errors, ...document.warnings].map(({ pos, code }) =>
    at(pos[0], SYNTAX[code] ?? PLAIN_YAML),
  );
  const aliases =
    errors.length > 0 ? [] : aliasesOf(document).map((offset) => at(offset, SYNTAX.BAD_ALIAS ?? PLAIN_YAML));
  const syntax = firstOfLines([...errors, ...aliases]);
  const fault = (path: Path, expected: string, found: string): Fault =>
    make(lineOf(document, lines, path), path, expected, found);
  return { value: syntax.length > 0 ? null : (document.toJS() ?? null), syntax, fault };
}

const PLAIN_YAML = '合乎 YAML 写法';

function aliasesOf(document: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias: (_, node) => {
      offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** What is wrong with one line is told once. */
function firstOfLines(faults: readonly Fault[]): readonly Fault[] {
  const byLine = new Map(faults.toReversed().map((fault) => [fault.line, fault]));
  return [...byLine.values()].toSorted((a, b) => a.line - b.line);
}

function messageOf(file: string, line: number, field: string, expected: string, found: string): string {
  return `${file}:${line} ${field === '' ? '' : `${field} `}应为${spaced(expected)}，发现${spaced(found)}`;
}

/** Latin letters and figures stand apart from Chinese ones. */
const spaced = (words: string): string => (/^[\x21-\x7e]/.test(words) ? ` ${words}` : words);

/** The line of the value at a path, or of its nearest parent that there is. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document.Parsed, path: Path): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return pair && isScalar(pair.key) ? (pair.key.range?.[0] ?? null) : null;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
