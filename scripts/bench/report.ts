/**
 * `report`: 《月回访汇总表》 over a month of 100,000 records, from the question to the xlsx, beside the bare SQL that counts
 * them and a bare writing of the same cells; and the most memory that `huifang report` ever has for it.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import excel from 'exceljs';
import { makeReport } from '../../src/app/reports/make-report.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { readConfig } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { parsePeriod } from '../../src/core/period.js';
import { openRuntime } from '../../src/runtime.js';
import { Prisma } from '../../src/store/db.js';
import { estates } from '../../src/store/estates.js';
import { benchVariables } from './huifang.js';

const RECORDS = 100_000;
const CASES = 200;
const ROUNDS = 7;
const NOW = parseInstant('2026-04-01T09:00:00+08:00') as Instant;
const MONTH = parsePeriod('2026-03');
const FIRST = parseInstant('2026-03-01T00:00:00+08:00') as Instant;
const STEP_MS = 20_000;

/** Measures and prints; `rounds` each, in turn. */
export async function benchReport(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-bench-'));
  const file = path.join(folder, 'bench.db');
  const variables = { ...benchVariables(`file:${file}`), PORT: '0', LOG_LEVEL: 'silent' };
  const runtime = await openRuntime({
    config: readConfig(variables),
    clock: { now: () => NOW },
    timetable: false,
  });
  try {
    await fill(runtime.ctx);
    const cells = await cellsOf(await whole(runtime.ctx));
    const [product, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      product.push(await timed(() => whole(runtime.ctx)));
      bare.push(await timed(() => bareReport(runtime.ctx, cells)));
    }
    const [ours, theirs] = [median(product), median(bare)];
    const peakMb = peakOfCommand(variables, path.join(folder, 'report.xlsx'));
    process.stdout.write(
      `\nreport: 月回访汇总表 over ${RECORDS} records, ${cells.length} rows of xlsx: ${ours.toFixed(0)} ms; bare SQL and bare xlsx: ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)} (medians of ${ROUNDS}); at most ${peakMb.toFixed(0)} MB\n`,
    );
  } finally {
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command as one runs it, in a process of its own, which says at its end the most memory that it had. */
function peakOfCommand(variables: Readonly<Record<string, string>>, out: string): number {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const atEnd = "process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))";
  const report = ['report', 'month-summary', '--estate', 'cuihu', '--period', '2026-03', '--out', out];
  const env = { ...variables, PATH: process.env['PATH'] };
  const ran = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(atEnd)}`, main, ...report],
    {
      env,
      encoding: 'utf8',
    },
  );
  const peakKb = Number(/peak (\d+)/.exec(ran.stderr)?.[1]);
  if (ran.status !== 0 || statSync(out).size === 0) throw new Error(`huifang report: ${ran.stderr}`);
  return peakKb / 1024;
}

/** A month of repairs that were done, visited and recorded, every twentieth dissatisfied; some with an open case. */
async function fill(ctx: Context): Promise<void> {
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p02'] }]);
  const numbers = Prisma.sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${RECORDS - 1})`;
  const home = Prisma.sql`(1 + i % 20) || '-' || (1 + i / 20 % 3) || '-' || (101 + i / 60 % 30 * 100)`;
  const at = Prisma.sql`${FIRST} + i * ${STEP_MS}`;
  const grade = Prisma.sql`CASE WHEN i % 20 = 0 THEN 'dissatisfied' WHEN i % 5 = 0 THEN 'fairly' ELSE 'satisfied' END`;
  await ctx.db.write(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Event" ("estateId", "id", "kind", "household", "resolvedAt", "data", "uncovered", "hash", "createdAt", "updatedAt")
      ${numbers} SELECT 'cuihu', 'W-' || i, 'repair', ${home}, ${at}, '{"description":"厨房水龙头漏水"}', false, '', ${at}, ${at} FROM n`;
    await tx.$executeRaw`INSERT INTO "Visit" ("no", "estateId", "policyId", "clause", "startedBy", "counterparty", "visit", "eventId", "household", "kind",
        "status", "earliest", "due", "by", "how", "record", "issuedAt", "answeredAt", "policyVersion", "why", "createdAt", "updatedAt")
      ${numbers} SELECT i + 1, 'cuihu', 'p02', 'p02.3', 'W-' || i, ${home}, 1, 'W-' || i, ${home}, 'repair',
        'recorded', ${at}, ${at}, '["steward"]', '["chat"]', '业主回访记录表', ${at}, ${at}, '', '{}', ${at}, ${at} FROM n`;
    await tx.$executeRaw`INSERT INTO "Record" ("id", "visitNo", "estateId", "eventId", "household", "policyId", "clause", "kind", "grade", "remark",
        "method", "by", "at", "why", "seq")
      ${numbers} SELECT 'R-' || i, i + 1, 'cuihu', 'W-' || i, ${home}, 'p02', 'p02.3', 'repair', ${grade}, '师傅来得准时',
        'chat', 'resident:r-1', ${at}, '[]', 1 FROM n`;
    await tx.$executeRaw`INSERT INTO "FollowUp" ("estateId", "visitNo", "household", "kind", "text", "route", "status", "openedAt")
      ${numbers} SELECT 'cuihu', i + 1, ${home}, 'nonconformity', '还在漏', '[]', 'open', ${at} FROM n WHERE i % 20 = 0 LIMIT ${CASES}`;
  });
}

async function whole(ctx: Context): Promise<Uint8Array> {
  const [estate] = await estates(ctx.db.read);
  const form = ctx.forms.forms.get('month-summary');
  if (estate === undefined || form === undefined) throw new Error('nothing to report on');
  const made = await makeReport(ctx, { form, estate, period: MONTH, id: null, now: NOW }, 'xlsx');
  if (made.kind !== 'file') throw new Error(made.says);
  return made.file.bytes;
}

type Cells = readonly (readonly unknown[])[];

async function cellsOf(bytes: Uint8Array): Promise<Cells> {
  const book = new excel.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  const rows: unknown[][] = [];
  book.worksheets[0]?.eachRow((row) => {
    const cells: unknown[] = [];
    row.eachCell((cell) => cells.push(cell.master === cell ? cell.value : null));
    rows.push(cells);
  });
  if (rows.length < CASES) throw new Error(`${rows.length} rows, fewer than the cases`);
  return rows;
}

/** What a script of one's own would do: three counts, the open cases, and the cells into a sheet without any look. */
async function bareReport({ db }: Context, cells: Cells): Promise<void> {
  const to = FIRST + RECORDS * STEP_MS;
  const counted = await db.returning(Prisma.sql`SELECT "kind", "grade", count(*) AS "count" FROM "Record"
    WHERE "estateId" = 'cuihu' AND "current" AND "at" >= ${FIRST} AND "at" < ${to} GROUP BY 1, 2`);
  const handled =
    await db.returning(Prisma.sql`SELECT e."kind", count(DISTINCT e."id") AS "handled", count(DISTINCT v."eventId") AS "visited"
    FROM "Event" e LEFT JOIN "Visit" v ON v."estateId" = e."estateId" AND v."eventId" = e."id" AND v."status" = 'recorded'
    WHERE e."estateId" = 'cuihu' AND e."resolvedAt" >= ${FIRST} AND e."resolvedAt" < ${to} GROUP BY 1`);
  const open = await db.returning(Prisma.sql`SELECT f."id", f."text", f."openedAt", e."data" FROM "FollowUp" f
    JOIN "Visit" v ON v."no" = f."visitNo" JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
    WHERE f."estateId" = 'cuihu' ORDER BY f."id"`);
  if (counted.length !== 3 || handled.length !== 1 || open.length !== CASES) throw new Error('counted wrongly');
  const book = new excel.Workbook();
  book.addWorksheet('月回访汇总表').addRows(cells.map((row) => [...row]));
  await book.xlsx.writeBuffer();
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
