/** The shape of the code, held by a test: the core is pure, arrows point inwards, files and functions stay small. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const MAX_FILE_LINES = 250;
const MAX_FUNCTION_LINES = 70;

type Source = { readonly file: string; readonly folder: string; readonly text: string };

const sources: readonly Source[] = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('src/store/generated/'))
  .map((file) => ({ file, folder: file.split('/')[1] ?? '', text: readFileSync(path.join(ROOT, file), 'utf8') }));

const core = sources.filter(({ folder }) => folder === 'core');

/** The code without its comments and its strings. */
const bare = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");

const importsOf = ({ text }: Source): readonly string[] =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');

/** Which folder of src an import leads to; null for a package. */
function folderOf(source: Source, imported: string): string | null {
  if (!imported.startsWith('.')) return null;
  const target = path.posix.join(path.posix.dirname(source.file), imported);
  const parts = target.split('/');
  return parts.length > 2 ? (parts[1] ?? null) : '(top)';
}

/** What each folder may import beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  channels: ['core', 'wecom'],
  wecom: ['core'],
  store: ['core', 'channels', 'wecom', '(top)'],
  forms: ['core', 'app', 'store', '(top)'],
  app: ['core', 'store', 'channels', 'wecom', 'forms', '(top)'],
  web: ['core', 'app', 'store', 'channels', 'wecom', 'forms', '(top)'],
  sandbox: ['core', 'store', 'app', '(top)'],
  cli: ['core', 'app', 'store', 'channels', 'wecom', 'forms', 'web', 'sandbox', '(top)'],
};

describe('the core is pure', () => {
  it('imports nothing but itself, hashing, readers of values, and the calendar of feasts', () => {
    const allowed = ['node:crypto', 'zod', 'yaml', 'chinese-days'];
    const strange = core.flatMap((source) =>
      importsOf(source)
        .filter((imported) => !allowed.includes(imported) && folderOf(source, imported) !== 'core')
        .map((imported) => `${source.file} imports ${imported}`),
    );
    expect(strange).toEqual([]);
  });

  it('reads no clock, no chance, no environment, and waits for nothing', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bawait\b|\basync\b|\bsetTimeout\b|\bsetInterval\b|\bfetch\(|\bperformance\.|\brandomBytes\b|\brandomUUID\b|\bconsole\./;
    const found = core.flatMap(({ file, text }) => {
      const match = impure.exec(bare(text));
      return match === null ? [] : [`${file}: ${match[0]}`];
    });
    expect(found).toEqual([]);
  });

  it('is there', () => expect(core.length).toBeGreaterThan(30));
});

describe('arrows point inwards', () => {
  it('lets each folder import only what lies further in', () => {
    const wrong = sources.flatMap((source) => {
      const may = MAY_IMPORT[source.folder];
      if (may === undefined) return [];
      return importsOf(source).flatMap((imported) => {
        const to = folderOf(source, imported);
        return to === null || to === source.folder || may.includes(to) ? [] : [`${source.file} → ${imported}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the platform of the sandbox free of the product', () => {
    const platform = sources.filter(({ file }) => file === 'src/sandbox/wecom-server.ts');
    const seen = new Set<string>();
    const queue = [...platform];
    for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
      if (seen.has(source.file)) continue;
      seen.add(source.file);
      for (const imported of importsOf(source)) {
        if (!imported.startsWith('.')) continue;
        const target = path.posix.join(path.posix.dirname(source.file), imported).replace(/\.js$/, '.ts');
        const next = sources.find(({ file }) => file === target);
        if (next !== undefined) queue.push(next);
      }
    }
    expect([...seen].filter((file) => !file.startsWith('src/sandbox/'))).toEqual([]);
    expect(seen.size).toBeGreaterThan(10);
  });

  it('reads the environment in config.ts only', () => {
    const readers = sources.filter(({ text }) => bare(text).includes('process.env')).map(({ file }) => file);
    expect(readers).toEqual(['src/config.ts']);
  });
});

describe('files and functions stay small', () => {
  it(`has no file over ${MAX_FILE_LINES} lines`, () => {
    const long = sources.map(({ file, text }) => [file, text.trimEnd().split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > MAX_FILE_LINES)).toEqual([]);
  });

  it(`has no function over ${MAX_FUNCTION_LINES} lines`, () => {
    expect(sources.flatMap(({ file, text }) => longFunctions(file, text))).toEqual([]);
  });
});

/** Top-level functions, by the brace in the first column that ends them; the formatter puts it there. */
function longFunctions(file: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const long: string[] = [];
  let begun: { readonly at: number; readonly name: string } | null = null;
  for (const [at, line] of lines.entries()) {
    const start = /^(?:export )?(?:async )?function\*? (\w+)|^(?:export )?const (\w+) = (?:async )?\(.*=> \{$/.exec(
      line,
    );
    if (start !== null) begun = { at, name: start[1] ?? start[2] ?? '' };
    if (begun !== null && /^\};?$/.test(line)) {
      if (at - begun.at + 1 > MAX_FUNCTION_LINES) long.push(`${file}: ${begun.name} has ${at - begun.at + 1} lines`);
      begun = null;
    }
  }
  return long;
}
