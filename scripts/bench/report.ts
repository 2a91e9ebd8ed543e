/**
 * `report`: 《月回访汇总表》 over a month and 《季度统计分析报告》 over a quarter, each of 100,000 records, from the question to the
 * xlsx, beside the bare SQL that counts them and a bare writing of the same cells; and the most memory that `huifang report`
 * ever has for each. The quarter's report also draws its pictures, which the bare form does not.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import excel from 'exceljs';
import { makePapers, makeReport, type Asked } from '../../src/app/reports/make-report.js';
import { takeInEstates } from '../../src/app/take-in-people.js';
import { readConfig } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { parsePeriod, periodRange, type Period } from '../../src/core/period.js';
import { openRuntime } from '../../src/runtime.js';
import { Prisma } from '../../src/store/db.js';
import { estates } from '../../src/store/estates.js';
import { benchVariables } from './huifang.js';

const CASES = 200;
const ROUNDS = 7;
const NOW = parseInstant('2026-04-01T09:00:00+08:00') as Instant;

/** A report, the records that it is over, and what a script of one's own would do for it. */
type Subject = {
  readonly form: string;
  readonly title: string;
  readonly policy: string;
  readonly clause: string;
  readonly period: Period;
  readonly bare: (ctx: Context, span: Span) => Promise<void>;
};
type Span = { readonly from: number; readonly to: number; readonly records: number };

const SUBJECTS: readonly Subject[] = [
  {
    form: 'month-summary',
    title: '月回访汇总表',
    policy: 'p02',
    clause: 'p02.3',
    period: parsePeriod('2026-03') as Period,
    bare: bareMonth,
  },
  {
    form: 'quarter-report',
    title: '季度统计分析报告',
    policy: 'p03',
    clause: 'p03.2',
    period: parsePeriod('2026Q1') as Period,
    bare: bareQuarter,
  },
];

/** Measures and prints, each report in a database of its own. */
export async function benchReport(records: number): Promise<void> {
  for (const subject of SUBJECTS) await benchOne(subject, records);
}

async function benchOne(subject: Subject, records: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-bench-'));
  const file = path.join(folder, 'bench.db');
  const variables = { ...benchVariables(`file:${file}`), PORT: '0', LOG_LEVEL: 'silent' };
  const runtime = await openRuntime({
    config: readConfig(variables),
    clock: { now: () => NOW },
    timetable: false,
  });
  const [from, to] = periodRange(subject.period, 'Asia/Shanghai');
  const span = { from, to, records };
  try {
    await fill(runtime.ctx, subject, span);
    await whole(runtime.ctx, subject);
    const cells = await cellsOf(runtime.ctx, subject);
    const bare = async (): Promise<void> => {
      await subject.bare(runtime.ctx, span);
      await bareSheet(cells);
    };
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(() => whole(runtime.ctx, subject)));
      theirs.push(await timed(bare));
    }
    const peakMb = peakOfCommand(subject, variables, path.join(folder, 'report.xlsx'));
    const ratio = (median(ours) / median(theirs)).toFixed(2);
    process.stdout.write(
      `\nreport: ${subject.title} over ${records} records, ${cells.length} rows of xlsx: ${median(ours).toFixed(0)} ms; bare SQL and bare xlsx: ${median(theirs).toFixed(0)} ms; ratio ${ratio} (medians of ${ROUNDS}); at most ${peakMb.toFixed(0)} MB\n`,
    );
  } finally {
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command as one runs it, in a process of its own, which says at its end the most memory that it had. */
function peakOfCommand({ form, period }: Subject, variables: Readonly<Record<string, string>>, out: string): number {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const atEnd = "process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))";
  const report = ['report', form, '--estate', 'cuihu', '--period', period.name, '--out', out];
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

/** Repairs that were done, visited and recorded, every twentieth dissatisfied; some with an open case. */
async function fill(ctx: Context, { policy, clause }: Subject, { from, to, records }: Span): Promise<void> {
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies: [policy] }]);
  const numbers = Prisma.sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${records - 1})`;
  const home = Prisma.sql`(1 + i % 20) || '-' || (1 + i / 20 % 3) || '-' || (101 + i / 60 % 30 * 100)`;
  // The month's report runs to the 24th.
  const at = Prisma.sql`${from} + i * ${Math.floor((to - from) / records)}`;
  const grade = Prisma.sql`CASE WHEN i % 20 = 0 THEN 'dissatisfied' WHEN i % 5 = 0 THEN 'fairly' ELSE 'satisfied' END`;
  const remark = Prisma.sql`CASE WHEN i % 4 = 0 THEN '师傅来得太慢' WHEN i % 55 = 0 THEN '又漏了' ELSE '师傅来得准时' END`;
  const data = Prisma.sql`'{"category":"' || CASE i % 3 WHEN 0 THEN 'seepage' WHEN 1 THEN 'blockage' ELSE 'lighting' END ||
    '","description":"厨房水龙头漏水","household":"' || ${home} || '","id":"W-' || i || '","kind":"repair","reportedAt":null,"resolvedAt":' || (${at}) || '}'`;
  await ctx.db.write(async (tx) => {
    await tx.$executeRaw`INSERT INTO "Event" ("estateId", "id", "kind", "household", "resolvedAt", "data", "uncovered", "hash", "createdAt", "updatedAt")
      ${numbers} SELECT 'cuihu', 'W-' || i, 'repair', ${home}, ${at}, ${data}, false, '', ${at}, ${at} FROM n`;
    await tx.$executeRaw`INSERT INTO "Visit" ("no", "estateId", "policyId", "clause", "startedBy", "counterparty", "visit", "eventId", "household", "kind",
        "status", "earliest", "due", "by", "how", "record", "issuedAt", "answeredAt", "policyVersion", "why", "createdAt", "updatedAt")
      ${numbers} SELECT i + 1, 'cuihu', ${policy}, ${clause}, 'W-' || i, ${home}, 1, 'W-' || i, ${home}, 'repair',
        'recorded', ${at}, ${at} + 1, '["steward"]', '["chat"]', '回访记录表', ${at}, ${at}, '', '{}', ${at}, ${at} FROM n`;
    await tx.$executeRaw`INSERT INTO "Record" ("id", "visitNo", "estateId", "eventId", "household", "policyId", "clause", "kind", "grade", "remark",
        "method", "by", "at", "why", "seq")
      ${numbers} SELECT 'R-' || i, i + 1, 'cuihu', 'W-' || i, ${home}, ${policy}, ${clause}, 'repair', ${grade}, ${remark},
        'chat', 'resident:r-1', ${at}, '[]', 1 FROM n`;
    await tx.$executeRaw`INSERT INTO "FollowUp" ("estateId", "visitNo", "household", "kind", "text", "route", "status", "openedAt")
      ${numbers} SELECT 'cuihu', i + 1, ${home}, 'nonconformity', '还在漏', '[]', 'open', ${at} FROM n WHERE i % 20 = 0 LIMIT ${CASES}`;
  });
}

async function askedOf(ctx: Context, subject: Subject): Promise<Asked> {
  const [estate] = await estates(ctx.db.read);
  const form = ctx.forms.forms.get(subject.form);
  if (estate === undefined || form === undefined) throw new Error('nothing to report on');
  return { form, estate, period: subject.period, id: null, now: NOW };
}

async function whole(ctx: Context, subject: Subject): Promise<Uint8Array> {
  const made = await makeReport(ctx, await askedOf(ctx, subject), 'xlsx');
  if (made.kind !== 'file') throw new Error(made.says);
  return made.file.bytes;
}

type Cells = readonly (readonly unknown[])[];

/** What stands on the papers; reading a sheet of so many merged cells back would take minutes. */
async function cellsOf(ctx: Context, subject: Subject): Promise<Cells> {
  const papers = (await makePapers(ctx, await askedOf(ctx, subject))) ?? [];
  return papers.flatMap(({ fields, lists }) => [
    ...Object.entries(fields),
    ...Object.values(lists).flatMap((rows) => rows.map((row) => Object.values(row))),
  ]);
}

/** The cells into a sheet without any look. */
async function bareSheet(cells: Cells): Promise<void> {
  const book = new excel.Workbook();
  book.addWorksheet('报表').addRows(cells.map((row) => [...row]));
  await book.xlsx.writeBuffer();
}

/** Grades by kind; what was handled and visited. */
async function bareCounts({ db }: Context, { from, to }: Span): Promise<void> {
  const counted = await db.returning(Prisma.sql`SELECT "kind", "grade", count(*) AS "count" FROM "Record"
    WHERE "estateId" = 'cuihu' AND "current" AND "at" >= ${from} AND "at" < ${to} GROUP BY 1, 2`);
  const handled =
    await db.returning(Prisma.sql`SELECT e."kind", count(DISTINCT e."id") AS "handled", count(DISTINCT v."eventId") AS "visited"
    FROM "Event" e LEFT JOIN "Visit" v ON v."estateId" = e."estateId" AND v."eventId" = e."id" AND v."status" = 'recorded'
    WHERE e."estateId" = 'cuihu' AND e."resolvedAt" >= ${from} AND e."resolvedAt" < ${to} GROUP BY 1`);
  if (counted.length !== 3 || handled.length !== 1) throw new Error('counted wrongly');
}

/** Two counts and the open cases. */
async function bareMonth(ctx: Context, span: Span): Promise<void> {
  await bareCounts(ctx, span);
  const open = await ctx.db.returning(Prisma.sql`SELECT f."id", f."text", f."openedAt", e."data" FROM "FollowUp" f
    JOIN "Visit" v ON v."no" = f."visitNo" JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
    WHERE f."estateId" = 'cuihu' ORDER BY f."id"`);
  if (open.length === 0) throw new Error('counted wrongly');
}

/** Counts, who was dissatisfied, what came again, the words behind grades under each cause, months and buildings. */
async function bareQuarter(ctx: Context, span: Span): Promise<void> {
  const { db, causes } = ctx;
  const { from, to } = span;
  await bareCounts(ctx, span);
  const of = Prisma.sql`r."estateId" = 'cuihu' AND r."current" AND r."at" >= ${from} AND r."at" < ${to}`;
  const wrong =
    await db.returning(Prisma.sql`SELECT r."at", r."household", r."kind", r."remark", e."data", f."id", f."outcome"
    FROM "Record" r JOIN "Visit" v ON v."no" = r."visitNo" JOIN "Event" e ON e."estateId" = r."estateId" AND e."id" = r."eventId"
      LEFT JOIN "FollowUp" f ON f."visitNo" = r."visitNo"
    WHERE ${of} AND r."grade" = 'dissatisfied' ORDER BY r."at"`);
  const again =
    await db.returning(Prisma.sql`SELECT "household", json_extract("data", '$.category') AS "category", count(*),
      group_concat("resolvedAt") FROM "Event"
    WHERE "estateId" = 'cuihu' AND "resolvedAt" >= ${from} AND "resolvedAt" < ${to} GROUP BY 1, 2 HAVING count(*) >= 3`);
  const said = await db.returning<{ remark: string }>(Prisma.sql`SELECT r."remark" FROM "Record" r
    WHERE ${of} AND r."grade" <> 'satisfied' AND r."remark" IS NOT NULL`);
  const counts = causes.causes.map(({ words }) =>
    said.filter(({ remark }) => words.some((one) => remark.includes(one))),
  );
  const months =
    await db.returning(Prisma.sql`SELECT (r."at" - ${from}) / 2592000000, r."grade", count(*) FROM "Record" r
    WHERE ${of} GROUP BY 1, 2`);
  const buildings =
    await db.returning(Prisma.sql`SELECT substr(r."household", 1, instr(r."household", '-') - 1), r."grade", count(*)
    FROM "Record" r WHERE ${of} GROUP BY 1, 2`);
  if ([wrong, again, counts, months, buildings].some(({ length }) => length === 0)) throw new Error('counted wrongly');
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return performance.now() - begun;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
