/** `huifang reach`: the reach ledger 到访台账 of an estate and period, as JSON Lines, or as a CSV or XLSX file. */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ledgerItem, ledgerTable, ledgerVisits } from '../app/reach-ledger.js';
import { environment } from '../config.js';
import type { Context } from '../context.js';
import { localDate } from '../core/calendar.js';
import { monthPeriod, parsePeriod, type Period } from '../core/period.js';
import { csvLines, tableXlsx } from '../forms/table-file.js';
import type { Estate } from '../store/estates.js';
import { argumentFault } from './data-input.js';
import { UsageFault } from './admin.js';
import { estateNamed } from './estate-named.js';
import { openContext } from './open-context.js';

const USAGE = '用法：huifang reach --estate 项目 [--period 2026-10] [--out 台账.csv|台账.xlsx]';

export type ReachTools = {
  readonly open: () => Promise<{ readonly ctx: Context; close(): Promise<void> }>;
  readonly out: (line: string) => void;
};

/** The command as the terminal calls it. */
export const reach = (argv: readonly string[]): Promise<number> =>
  runReach(argv, {
    open: () => openContext(environment()),
    out: (line) => void process.stdout.write(`${line}\n`),
  });

/** Exit 0; bad usage is thrown. Without a file, a line for each drawn household. */
export async function runReach(argv: readonly string[], { open, out }: ReachTools): Promise<number> {
  const wanted = readArguments(argv);
  const opened = await open();
  const { ctx } = opened;
  try {
    const estate = await estateNamed(ctx.db.read, wanted.estate);
    const period = periodNamed(ctx, estate, wanted.period);
    const { file } = wanted;
    if (file === undefined) {
      const now = ctx.clock.now();
      for await (const visit of ledgerVisits(ctx, estate, period)) out(JSON.stringify(ledgerItem(visit, estate, now)));
    } else {
      const table = await ledgerTable(ctx, estate, period);
      if (/\.csv$/i.test(file)) await pipeline(Readable.from(csvLines(table)), createWriteStream(file));
      else await writeFile(file, await tableXlsx('到访台账', table));
    }
    return 0;
  } finally {
    await opened.close();
  }
}

type Wanted = { readonly estate: string; readonly period: string | undefined; readonly file: string | undefined };

function readArguments(argv: readonly string[]): Wanted {
  const text = { type: 'string' as const };
  const options = { estate: text, period: text, out: text };
  let values: { estate?: string; period?: string; out?: string };
  try {
    ({ values } = parseArgs({ args: [...argv], options }));
  } catch (error) {
    throw new UsageFault(`${argumentFault(error)}\n${USAGE}`);
  }
  const { estate, period, out: file } = values;
  if (estate === undefined) throw new UsageFault(`缺少 --estate\n${USAGE}`);
  if (file !== undefined && !/\.(?:csv|xlsx)$/i.test(file)) {
    throw new UsageFault(`--out 应为 .csv 或 .xlsx 文件，现为 ${file}\n${USAGE}`);
  }
  return { estate, period, file };
}

function periodNamed(ctx: Context, estate: Estate, words: string | undefined): Period {
  if (words === undefined) return monthPeriod(localDate(ctx.clock.now(), estate.timezone));
  const period = parsePeriod(words);
  if (period !== null) return period;
  throw new UsageFault(`--period 应写作 2026-10、2026Q3、2026H1、2026 或 2026-11-02..2026-11-08，现为 ${words}`);
}
