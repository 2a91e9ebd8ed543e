/** `huifang report`: the printed forms, listed, and each as a file. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findForm } from '../app/reports/find-form.js';
import { knownForms, makeReport, reportEntry } from '../app/reports/make-report.js';
import { environment, readLooseConfig } from '../config.js';
import type { Context } from '../context.js';
import { parsePeriod, type Period } from '../core/period.js';
import { FILE_TYPES, FORM_PERIODS, isFileType, type FileType, type Form } from '../core/report/form.js';
import { readFormFiles } from '../form-files.js';
import { appendAudit } from '../store/audit.js';
import { UsageFault } from './admin.js';
import { argumentFault } from './data-input.js';
import { estateNamed } from './estate-named.js';
import { openContext } from './open-context.js';

export const REPORT_USAGE = `用法：huifang report list
      huifang report 表名 --estate 项目 [--period 2026-10] [--id 编号] --out 文件.${FILE_TYPES.join('|')}`;

export type ReportTools = {
  readonly open: () => Promise<{ readonly ctx: Context; close(): Promise<void> }>;
  readonly formsDir: string | null;
  readonly out: (line: string) => void;
  readonly complain: (line: string) => void;
};

/** The command as the terminal calls it. */
export const report = (argv: readonly string[]): Promise<number> =>
  runReport(argv, {
    open: () => openContext(environment()),
    formsDir: readLooseConfig(environment()).formsDir,
    out: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
  });

/** Exit 0; 1 where there is nothing to print; bad usage is thrown. */
export async function runReport(argv: readonly string[], tools: ReportTools): Promise<number> {
  if (argv[0] === 'list' && argv.length === 1) {
    for (const form of knownForms({ forms: readFormFiles(tools.formsDir) })) tools.out(JSON.stringify(listed(form)));
    return 0;
  }
  const wanted = readArguments(argv);
  const opened = await tools.open();
  const { ctx } = opened;
  try {
    const estate = await estateNamed(ctx.db.read, wanted.estate);
    const found = await findForm(ctx, { ...wanted, estate });
    if (found.kind === 'none') throw new UsageFault(found.says);
    if (found.kind === 'many')
      throw new UsageFault(`${estate.name}用几种${wanted.word}，请写明哪一种：${keysOf(found.forms)}`);
    const { form } = found;
    const now = ctx.clock.now();
    const asked = { form, estate, period: wanted.period, id: wanted.id, now };
    const made = await makeReport(ctx, asked, wanted.type);
    if (made.kind === 'none') {
      tools.complain(made.says);
      return 1;
    }
    await writeFile(wanted.file, made.file.bytes);
    await ctx.db.write((tx) => appendAudit(tx, ctx.db, [reportEntry(asked, wanted.type, 'cli', made.file.papers)]));
    tools.out(JSON.stringify({ kind: form.key, title: form.title, file: wanted.file, papers: made.file.papers }));
    return 0;
  } finally {
    await opened.close();
  }
}

const keysOf = (forms: readonly Form[]): string =>
  forms.map(({ key, policies }) => `${key}（${policies.join('、')}）`).join('、');

const listed = ({ key, title, also, policies, about, period, files }: Form) => ({
  kind: key,
  title,
  also,
  policies,
  about,
  period: period === 'none' ? null : period,
  periodZh: FORM_PERIODS[period],
  files,
});

type Wanted = {
  readonly word: string;
  readonly estate: string;
  readonly period: Period | null;
  readonly id: string | null;
  readonly file: string;
  readonly type: FileType;
};

function readArguments(argv: readonly string[]): Wanted {
  const text = { type: 'string' as const };
  const options = { estate: text, period: text, id: text, out: text };
  const fault = (words: string): UsageFault => new UsageFault(`${words}\n${REPORT_USAGE}`);
  let read: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    read = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw fault(argumentFault(error));
  }
  const { positionals, values } = read;
  const [word, ...more] = positionals;
  if (word === undefined || more.length > 0) throw fault('请写一个表名');
  if (values.estate === undefined) throw fault('缺少 --estate');
  if (values.out === undefined) throw fault('缺少 --out');
  const type = path.extname(values.out).slice(1).toLowerCase();
  if (!isFileType(type)) throw fault(`--out 应为 ${FILE_TYPES.join('、')} 文件，现为 ${values.out}`);
  const period = values.period === undefined ? null : parsePeriod(values.period);
  if (values.period !== undefined && period === null) {
    throw fault(`--period 应写作 2026-10、2026Q3、2026H1、2026 或 2026-11-02..2026-11-08，现为 ${values.period}`);
  }
  return { word, estate: values.estate, period, id: values.id ?? null, file: values.out, type };
}
