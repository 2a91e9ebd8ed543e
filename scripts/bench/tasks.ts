/**
 * `tasks`: how long 我的任务 takes for somebody with 500 open tasks, from the words to the answer with its sheet, beside a
 * bare read of the same rows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { answerWords } from '../../src/app/answer-words.js';
import { takeInEstates, takeInStaff } from '../../src/app/take-in-people.js';
import { takeInEvents } from '../../src/app/take-in-events.js';
import { readConfig } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { openRuntime } from '../../src/runtime.js';
import { Prisma } from '../../src/store/db.js';
import { estates } from '../../src/store/estates.js';
import { staffOf } from '../../src/store/staff.js';
import { benchVariables } from './huifang.js';

const TASKS = 500;
const ROUNDS = 21;
const NOW = parseInstant('2026-03-10T08:30:00+08:00') as Instant;

/** Measures and prints. */
export async function benchTasks(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huifang-bench-'));
  const runtime = await openRuntime({ config: configIn(folder), clock: { now: () => NOW }, timetable: false });
  try {
    await fill(runtime.ctx);
    const [first, ...rounds] = await timed(ROUNDS + 1, () => list(runtime.ctx));
    const bare = await timed(ROUNDS, () => bareRead(runtime.ctx));
    process.stdout.write(
      `\ntasks: 我的任务 with ${TASKS} open tasks, words and sheet: ${median(rounds).toFixed(1)} ms (the first ${(first ?? 0).toFixed(0)} ms); a bare read of the rows: ${median(bare).toFixed(1)} ms (medians of ${ROUNDS})\n`,
    );
  } finally {
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const configIn = (folder: string) =>
  readConfig({ ...benchVariables(`file:${path.join(folder, 'bench.db')}`), PORT: '0', LOG_LEVEL: 'silent' });

async function fill(ctx: Context): Promise<void> {
  await takeInEstates(ctx, [{ id: 'cuihu', name: '翠湖花园', policies: ['p03'] }]);
  await takeInStaff(ctx, [{ userid: 'wangfang', name: '王芳', roles: [{ estate: 'cuihu', role: 'steward' }] }]);
  const event = { estate: 'cuihu', kind: 'complaint', resolvedAt: '2026-03-09T22:00:00+08:00' };
  const events = Array.from({ length: TASKS }, (_, nth) => ({
    ...event,
    id: `C-${nth}`,
    household: `1-1-${nth + 101}`,
    description: '楼上住户每天半夜装修噪音太大影响休息，已经多次反映仍未解决',
  }));
  await takeInEvents(ctx, events);
  await ctx.db.write((tx) => tx.visit.updateMany({ data: { status: 'with-staff', nextAt: null } }));
}

async function list(ctx: Context): Promise<void> {
  const [staff, all] = [await staffOf(ctx.db.read, 'wangfang'), await estates(ctx.db.read)];
  if (staff === null) throw new Error('nobody asks');
  const answer = await answerWords(ctx, { staff, estates: all, zone: 'Asia/Shanghai' }, '我的任务', NOW);
  if (answer.files.length !== 1) throw new Error('not all of the tasks are listed');
}

async function bareRead({ db }: Context): Promise<void> {
  const rows = await db.returning(Prisma.sql`SELECT v.*, e."data" AS "eventData" FROM "Visit" v
    LEFT JOIN "Event" e ON e."estateId" = v."estateId" AND e."id" = v."eventId"
    WHERE v."assignee" = 'wangfang' ORDER BY v."due", v."no"`);
  if (rows.length !== TASKS) throw new Error(`${rows.length} rows, not ${TASKS}`);
}

async function timed(rounds: number, run: () => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  return times;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
