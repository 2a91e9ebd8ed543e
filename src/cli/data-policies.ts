/** Where policy files are: the eleven under templates/policies, and a company's own folder beside them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPolicy } from '../core/policy/load.js';
import type { Policy } from '../core/policy/schema.js';
import type { Fault } from '../core/policy/source-file.js';
import { BadInput } from './data-input.js';

/** The package's own policy files, from src and from dist alike. */
export const POLICY_TEMPLATES = fileURLToPath(new URL('../../templates/policies', import.meta.url));

export type PolicyFile = { readonly id: string; readonly path: string };

/** Every policy file there is, by id. A company's own file stands in for the package's of the same name. */
export function policyFiles(ownDir: string | undefined): readonly PolicyFile[] {
  const files = new Map<string, string>();
  for (const dir of [POLICY_TEMPLATES, ...(ownDir ? [ownDir] : [])]) {
    if (!existsSync(dir)) throw new BadInput(`${dir} 制度文件夹不存在`);
    for (const name of readdirSync(dir).sort()) {
      const kind = extname(name);
      if (kind === '.yaml' || kind === '.yml') files.set(basename(name, kind), join(dir, name));
    }
  }
  return [...files].map(([id, path]) => ({ id, path })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Reads the file of a policy id, or the file itself where a path is given. */
export function readPolicy(
  name: string,
  ownDir: string | undefined,
): { readonly file: string; readonly policy: Policy } | { readonly file: string; readonly faults: readonly Fault[] } {
  const path = pathOf(name, ownDir);
  const file = shownPath(path);
  const result = loadPolicy(textOf(path, file), file);
  return 'policy' in result ? { file, policy: result.policy } : { file, faults: result.faults };
}

/** As `readPolicy`, for commands that need a policy without faults. */
export function mustReadPolicy(name: string, ownDir: string | undefined): Policy {
  const result = readPolicy(name, ownDir);
  if ('policy' in result) return result.policy;
  throw new BadInput(result.faults.map(({ message }) => message).join('\n'));
}

/** A path as it is shown: relative to where the command runs, if it lies there. */
export function shownPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') ? path : short;
}

function pathOf(name: string, ownDir: string | undefined): string {
  if (/[/\\]|\.ya?ml$/.test(name)) return name;
  const files = policyFiles(ownDir);
  const found = files.find(({ id }) => id === name);
  if (found) return found.path;
  throw new BadInput(`没有制度 ${name}，现有：${files.map(({ id }) => id).join('、')}`);
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new BadInput(`${file} 读不到这个文件`);
  }
}
