/** What zod found wrong with a policy file, in 简体中文: what was expected, what stands there, which word was meant. */
import type { z } from 'zod';
import { shown } from '../event-input.js';
import { nearest } from './nearest.js';
import type { Fault, Path, SourceFile } from './source-file.js';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '整数',
  int: '整数',
  array: '列表',
  tuple: '两个整数的列表',
  object: '一组 “词: 值”',
  record: '一组 “词: 值”',
  boolean: ' true 或 false',
  null: '空',
};

/** Faults of the value at `base`, which zod looked at as `root`. `keys` are all words that could have been meant. */
export function faultsOf(
  issues: readonly Issue[],
  source: SourceFile,
  base: Path,
  root: unknown,
  keys: Iterable<string>,
  known = '制度文件认识的词',
): readonly Fault[] {
  return issues.flatMap((issue) => {
    const inner = realPath(root, issue.path as Path);
    if (issue.code === 'invalid_union') {
      const branch = [...issue.errors].sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0] ?? [];
      const nested = branch.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
      return faultsOf(nested, source, base, root, keys, known);
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => source.fault([...base, ...inner, key], known, withHint(`“${key}”`, key, keys)));
    }
    const value = at(root, inner);
    const found = foundOf(value);
    if (issue.code === 'invalid_value') {
      const words = issue.values.map(String);
      const hinted = typeof value === 'string' ? withHint(found, value, words) : found;
      return [source.fault([...base, ...inner], ` ${words.join('、')} 之一`, hinted)];
    }
    return [source.fault([...base, ...inner], expectation(issue), found)];
  });
}

/** `found`, and the word that was likely meant. */
export function withHint(found: string, word: string, words: Iterable<string>): string {
  const meant = nearest(word, words);
  return meant === null ? found : `${found}（是否指 ${meant}？）`;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      return issue.origin === 'array' ? `至少 ${issue.minimum} 项` : least(issue.origin, issue.minimum);
    case 'too_big':
      return issue.origin === 'array' ? `至多 ${issue.maximum} 项` : `不大于 ${issue.maximum} 的整数`;
    case 'invalid_key':
      return '小写字母开头、字母数字组成的名称';
    case 'custom':
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_value':
    case 'unrecognized_keys':
    case 'invalid_element':
    case 'not_multiple_of':
      return issue.message;
    default:
      return issue satisfies never;
  }
}

const least = (origin: string, minimum: number | bigint): string =>
  origin === 'string' ? '非空文字' : `不小于 ${minimum} 的整数`;

const depthOf = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function foundOf(value: unknown): string {
  if (value === undefined) return '缺少此项';
  return value === null ? '空' : shown(value);
}

/** Where one word may stand for a list of one, zod counts an index that is not in the file: it is left out. */
function realPath(root: unknown, path: Path): Path {
  const real: (string | number)[] = [];
  for (const step of path) {
    if (typeof step !== 'number' || Array.isArray(at(root, real))) real.push(step);
  }
  return real;
}

/** The value at a path of plain data. */
export function at(root: unknown, path: Path): unknown {
  let value: unknown = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
