/** `huifang archive list`, `huifang archive get 12 --out F`: the reports in the archive, and one of them as its file. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { sealedCopy } from '../app/report-walk/archived-copy.js';
import { environment } from '../config.js';
import type { Context } from '../context.js';
import { parsePeriod } from '../core/period.js';
import { IN_ARCHIVE, listArchive } from '../store/report-archive.js';
import { appendAudit } from '../store/audit.js';
import { reportById } from '../store/reports.js';
import { UsageFault } from './admin.js';
import { estateNamed } from './estate-named.js';
import { argumentFault } from './data-input.js';
import { openContext } from './open-context.js';

export const ARCHIVE_USAGE =
  '用法：huifang archive list [--estate 项目] [--form 表名] [--period 2026-10|2026Q3|2026H1|2026]\n' +
  '      huifang archive get 档号 --out 文件';

export type ArchiveTools = {
  readonly open: () => Promise<{ readonly ctx: Context; close(): Promise<void> }>;
  readonly out: (line: string) => void;
};

/** The command as the terminal calls it. */
export const archive = (argv: readonly string[]): Promise<number> =>
  runArchive(argv, {
    open: () => openContext(environment()),
    out: (line) => void process.stdout.write(`${line}\n`),
  });

/** Exit 0 done, 1 where what is asked for is not there or not what was archived; bad usage is thrown. */
export async function runArchive(argv: readonly string[], { open, out }: ArchiveTools): Promise<number> {
  const wanted = readArguments(argv);
  const opened = await open();
  const { ctx } = opened;
  try {
    return wanted.kind === 'list' ? await list(ctx, wanted, out) : await get(ctx, wanted);
  } finally {
    await opened.close();
  }
}

type List = { readonly kind: 'list'; readonly estate?: string; readonly form?: string; readonly period?: string };
type Get = { readonly kind: 'get'; readonly id: number; readonly file: string };

function readArguments(argv: readonly string[]): List | Get {
  const text = { type: 'string' as const };
  const [what, ...rest] = argv;
  try {
    if (what === 'list') {
      const { values } = parseArgs({ args: rest, options: { estate: text, form: text, period: text } });
      if (values.period !== undefined && parsePeriod(values.period) === null)
        throw new UsageFault(`--period 写法不对，现为 ${values.period}\n${ARCHIVE_USAGE}`);
      return { kind: 'list', ...values };
    }
    if (what === 'get') {
      const { values, positionals } = parseArgs({ args: rest, options: { out: text }, allowPositionals: true });
      const id = Number(/^(?:档)?(\d{1,9})$/u.exec(positionals[0] ?? '')?.[1] ?? 0);
      if (id > 0 && values.out !== undefined) return { kind: 'get', id, file: values.out };
    }
  } catch (error) {
    if (error instanceof UsageFault) throw error;
    throw new UsageFault(`${argumentFault(error)}\n${ARCHIVE_USAGE}`);
  }
  throw new UsageFault(ARCHIVE_USAGE);
}

const PAGE = 200;

async function list(ctx: Context, { estate: word, form, period }: List, out: ArchiveTools['out']): Promise<number> {
  const found = word === undefined ? null : await estateNamed(ctx.db.read, word);
  const filter = { ...(found === null ? {} : { estates: [found.id] }), form, period };
  let cursor: string | undefined;
  do {
    const page = await listArchive(ctx.db.read, filter, { limit: PAGE, cursor });
    for (const item of page.items) out(JSON.stringify(item));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return 0;
}

async function get(ctx: Context, { id, file }: Get): Promise<number> {
  const report = await reportById(ctx.db.read, id);
  const isThere = report !== null && IN_ARCHIVE.includes(report.status);
  const copy = isThere ? await sealedCopy(ctx, id) : null;
  if (report === null || copy === null || copy.kind === 'gone') {
    process.stderr.write(`档案里没有 ${id} 的文件。\n`);
    return 1;
  }
  if (copy.kind === 'altered') {
    process.stderr.write(`档${id} 的文件与存档时的指纹不符，没有写出。请运行 huifang audit verify。\n`);
    return 1;
  }
  await writeFile(file, copy.bytes);
  const entry = { at: ctx.clock.now(), actor: 'cli', action: 'report.read', estate: report.estate };
  const { sha256 } = copy.version;
  await ctx.db.write((tx) => appendAudit(tx, ctx.db, [{ ...entry, subject: `report:${id}`, detail: { sha256 } }]));
  return 0;
}
