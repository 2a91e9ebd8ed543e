/** `huifang import`: people, events, agreements and works from a file, through the same verbs as the API. */
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { IntakeResult } from '../app/intake-result.js';
import { takeInEvents } from '../app/take-in-events.js';
import { takeInResidents, takeInStaff } from '../app/take-in-people.js';
import { tryEvents } from '../app/try-events.js';
import { environment } from '../config.js';
import type { Context } from '../context.js';
import { faultAt, readImport, type ImportFault, type ImportRow } from '../forms/import.js';
import { estateIn, IMPORT_KINDS, type ImportKind, type Surroundings } from '../forms/import-columns.js';
import { TableError } from '../forms/read-table.js';
import { estates } from '../store/estates.js';
import { openContext } from './open-context.js';
import { argumentFault } from './data-input.js';

/** What the command is given: the database is opened only once the arguments and the file are there. */
export type ImportTools = {
  readonly open: () => Promise<{ readonly ctx: Context; close(): Promise<void> }>;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
};

export const IMPORT_USAGE = `用法：huifang import ${IMPORT_KINDS.join('|')} 文件.csv|文件.xlsx [--dry-run] [--skip-faults] [--estate 项目]`;

/** So large a file is no list of households. */
const MAX_BYTES = 50 * 1024 * 1024;

type Wanted = { kind: ImportKind; file: string; dryRun: boolean; skipFaults: boolean; estate: string | null };

/** The command as the terminal calls it. */
export function importCommand(argv: readonly string[]): Promise<number> {
  return runImport(argv, {
    open: () => openContext(environment()),
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  });
}

/** Exit codes: 0 done, 1 failed, 2 bad usage or bad input; with any fault nothing is written, unless `--skip-faults`. */
export async function runImport(args: readonly string[], tools: ImportTools): Promise<0 | 1 | 2> {
  const wanted = readArguments(args);
  if (typeof wanted === 'string') {
    tools.err(wanted);
    tools.err(IMPORT_USAGE);
    return 2;
  }
  const bytes = await readBytes(wanted.file);
  if (typeof bytes === 'string') {
    tools.err(`${wanted.file}：${bytes}`);
    return 2;
  }
  const opened = await tools.open();
  try {
    return await importFile(opened.ctx, wanted, bytes, tools);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    tools.err(`${wanted.file}：${error.message}`);
    return 2;
  } finally {
    await opened.close();
  }
}

function readArguments(args: readonly string[]): Wanted | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean' }, 'skip-faults': { type: 'boolean' }, estate: { type: 'string' } },
    });
    const [word, file, ...more] = positionals;
    const kind = IMPORT_KINDS.find((one) => one === word);
    if (kind === undefined) return word === undefined ? '缺少要导入的种类' : `没有这种导入：${word}`;
    if (file === undefined) return '缺少文件';
    if (more.length > 0) return `多余的参数：${more.join(' ')}`;
    const { 'dry-run': dryRun = false, 'skip-faults': skipFaults = false, estate = null } = values;
    return { kind, file, dryRun, skipFaults, estate };
  } catch (error) {
    return argumentFault(error);
  }
}

async function readBytes(file: string): Promise<Buffer | string> {
  const found = await stat(file).catch(() => null);
  if (found === null) return '没有这个文件，或无权读取';
  if (!found.isFile()) return '不是文件';
  if (found.size > MAX_BYTES) return `文件超过 ${MAX_BYTES / 1024 / 1024} MiB，请分成几份`;
  return readFile(file).catch(() => '无法读取');
}

async function importFile(ctx: Context, wanted: Wanted, bytes: Buffer, tools: ImportTools): Promise<0 | 1 | 2> {
  const { kind, file, dryRun, skipFaults } = wanted;
  const around = await surroundings(ctx, wanted.estate);
  if (typeof around === 'string') {
    tools.err(around);
    return 2;
  }
  const { rows, faults, ignored } = await readImport(kind, bytes, around);
  if (ignored.length > 0) tools.err(`${file}：不认识的列已忽略：${ignored.join('、')}`);
  const trial = await take(ctx, kind, rows, true);
  const all = [...faults, ...faultsOf(rows, trial)].toSorted((a, b) => a.line - b.line);
  for (const one of all) tools.err(faultLine(file, one));
  if (all.length > 0 && (!skipFaults || rows.length === 0)) {
    tools.err(`共 ${all.length} 处错误，没有写入任何内容。改正后重新导入，或用 --skip-faults 跳过有错误的行。`);
    return 2;
  }
  const good = rows.filter((_, index) => trial[index]?.status !== 'rejected');
  if (dryRun) {
    report(
      good,
      trial.filter((result) => result.status !== 'rejected'),
      tools,
    );
    tools.out(`试运行，没有写入任何内容。${summary(trial)}`);
    return all.length > 0 ? 2 : 0;
  }
  const results = await take(ctx, kind, good, false);
  for (const one of faultsOf(good, results)) tools.err(faultLine(file, one));
  tools.out(`已导入。${summary(results)}`);
  if (results.some((result) => result.status === 'rejected')) return 1;
  return all.length > 0 ? 2 : 0;
}

/** Where there is one estate only, a row that names none means it. */
async function surroundings(ctx: Context, word: string | null): Promise<Surroundings | string> {
  const all = await estates(ctx.db.read);
  if (all.length === 0) return '还没有任何项目，请先用 POST /api/v1/estates 登记';
  const around = { estates: all, estate: all.length === 1 ? (all[0]?.id ?? null) : null };
  if (word === null) return around;
  const estate = estateIn(around, word);
  return estate === undefined
    ? `没有项目「${word}」；现有：${all.map(({ name }) => name).join('、')}`
    : { ...around, estate: estate.id };
}

function take(
  ctx: Context,
  kind: ImportKind,
  rows: readonly ImportRow[],
  dryRun: boolean,
): Promise<readonly IntakeResult[]> {
  const objects = rows.map((row) => row.object);
  if (kind === 'residents') return takeInResidents(ctx, objects, { source: 'import', dryRun });
  if (kind === 'staff') return takeInStaff(ctx, objects, { source: 'import', dryRun });
  return dryRun ? tryEvents(ctx, objects) : takeInEvents(ctx, objects);
}

const faultsOf = (rows: readonly ImportRow[], results: readonly IntakeResult[]): readonly ImportFault[] =>
  rows.flatMap((row, index) =>
    (results[index]?.errors ?? []).map(({ field, message }) => faultAt(row, field, message)),
  );

const faultLine = (file: string, { line, column, message }: ImportFault): string =>
  `${file} 第 ${line} 行${column === null ? '' : `，${column}`}：${message}`;

const STATUS_WORDS = { created: '新建', updated: '更新', unchanged: '未变', rejected: '拒绝' } as const;

function report(rows: readonly ImportRow[], results: readonly IntakeResult[], tools: ImportTools): void {
  for (const [index, { status, id }] of results.entries()) {
    tools.out(`第 ${rows[index]?.line} 行 ${id ?? ''}：${STATUS_WORDS[status]}`);
  }
}

function summary(results: readonly IntakeResult[]): string {
  const counts = (Object.keys(STATUS_WORDS) as IntakeResult['status'][]).map((status) => {
    const count = results.filter((result) => result.status === status).length;
    return count === 0 && status === 'rejected' ? '' : `${STATUS_WORDS[status]} ${count}`;
  });
  return `${counts.filter((part) => part !== '').join('，')}。`;
}
