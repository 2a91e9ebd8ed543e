/**
 * The timetable 时间表: node-cron says when a line is due, rows say whether it ran. A line that was missed while the
 * program was down is made up at the start; two instances run a line once.
 */
import { schedule, setLogger, type ScheduledTask } from 'node-cron';
import type { Context } from '../context.js';
import { addMonths, DAY, HOUR, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { keepYearsOf } from '../core/policy/duties.js';
import { beginRun, endRun, holdRun, lastSlot, RUN_MS } from '../store/facts.js';
import { emptyBodies } from '../store/empty-bodies.js';
import { estates } from '../store/estates.js';
import { deleteOldPictures, deleteSentFiles } from '../store/files.js';
import { archiveRecords } from './archive-records.js';
import { deletePapers } from '../store/paper-files.js';
import { closePeriods } from './close-periods.js';
import { closeSurveys } from './close-surveys.js';
import { commitAllDraws } from './draw-keys.js';
import type { Engine } from './engine.js';
import { expireArchive } from './expire-archive.js';
import { openPeriods } from './open-periods.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { replanEstates } from './replan-events.js';
import { tendAbsences } from './tend-absences.js';
import { deletePaperLinks } from './reports/paper-link.js';
import { revealKeys } from './reveal-keys.js';
import { sendAnchors } from './send-anchors.js';
import { tellNoDutyDay } from './tell-no-duty-day.js';
import { tellPolicyFaults } from './tell-policy-faults.js';

/** A line whose runs are counted: one for each `everyMs`, in each instance's turn but only once. */
type Line = {
  readonly name: string;
  readonly cron: string;
  readonly everyMs: number;
  readonly run: (ctx: Context, now: Instant) => Promise<void>;
};

const LINES: readonly Line[] = [
  { name: 'commit-draws', cron: '3 * * * *', everyMs: HOUR, run: commitAllDraws },
  { name: 'close-periods', cron: '5 * * * *', everyMs: HOUR, run: closePeriods },
  { name: 'close-surveys', cron: '6 * * * *', everyMs: HOUR, run: closeSurveys },
  { name: 'reveal-keys', cron: '7 * * * *', everyMs: HOUR, run: revealKeys },
  { name: 'send-anchors', cron: '8 * * * *', everyMs: HOUR, run: sendAnchors },
  { name: 'open-periods', cron: '1 * * * *', everyMs: HOUR, run: openPeriods },
  { name: 'tend-absences', cron: '0 * * * *', everyMs: HOUR, run: tendAbsences },
  { name: 'tell-no-duty-day', cron: '2 * * * *', everyMs: HOUR, run: tellNoDutyDay },
  { name: 'tell-policy-faults', cron: '0 * * * *', everyMs: HOUR, run: tellPolicyFaults },
  { name: 'archive-records', cron: '10 3 * * *', everyMs: DAY, run: archiveRecords },
  { name: 'expire-archive', cron: '15 3 * * *', everyMs: DAY, run: expireArchive },
  { name: 'tidy', cron: '20 3 * * *', everyMs: DAY, run: tidy },
];

/** How often the wheels look by themselves. Whatever wakes them comes sooner. */
const LOOK_CRON = '*/2 * * * * *';

/** Each instance reads the policy files of its own machine; what a change asks for and was not finished goes on. */
const REREAD_CRON = '30 * * * * *';

export type Timetable = { stop(): Promise<void> };

/** Starts the lines, after making up for what was missed; what an instance that was killed had begun, once it is free. */
export async function startTimetable(ctx: Context, engine: Engine, reread: () => Promise<void>): Promise<Timetable> {
  setLogger(cronLogger(ctx));
  await runDueLines(ctx);
  const again = setTimeout(() => void runDueLines(ctx).catch(tellFailure(ctx)), RUN_MS);
  const tasks: ScheduledTask[] = LINES.map((line) => schedule(line.cron, () => runDueLines(ctx), { noOverlap: true }));
  const look = (): void => {
    for (const wheel of ['inbox', 'timers', 'outbox'] as const) engine.wake(wheel);
  };
  tasks.push(schedule(LOOK_CRON, look, { noOverlap: true }));
  const renew = (): Promise<void> => reread().then(() => replanEstates(ctx));
  tasks.push(schedule(REREAD_CRON, () => renew().catch(tellFailure(ctx)), { noOverlap: true }));
  look();
  return {
    async stop() {
      clearTimeout(again);
      for (const task of tasks) await task.destroy();
    },
  };
}

/** node-cron's own words go to our log; that a look was late or skipped is nothing to act on. */
function cronLogger({ log }: Pick<Context, 'log'>): Parameters<typeof setLogger>[0] {
  const text = (message: unknown): string => (message instanceof Error ? message.name : String(message));
  return {
    info: (message) => log.debug(text(message)),
    warn: (message) => log.debug(text(message)),
    error: (message) => log.error(text(message)),
    debug: (message) => log.debug(text(message)),
  };
}

/** Runs every line whose slot has not been begun; a failure is told, and the slot's next one tries again. */
export async function runDueLines(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  for (const line of LINES) {
    const slot = new Date(Math.floor(now / line.everyMs) * line.everyMs).toISOString();
    if (((await lastSlot(ctx.db.read, line.name)) ?? '') >= slot) continue;
    if (!(await beginRun(ctx.db, line.name, slot, now))) continue;
    const hold = setInterval(() => {
      holdRun(ctx.db, line.name, slot, ctx.clock.now()).catch(tellFailure(ctx, line.name));
    }, RUN_MS / 4);
    try {
      await line.run(ctx, now);
      await endRun(ctx.db, line.name, slot, ctx.clock.now());
    } catch (error) {
      tellFailure(ctx, line.name)(error);
    } finally {
      clearInterval(hold);
    }
  }
}

const tellFailure =
  ({ log }: Pick<Context, 'log'>, line?: string) =>
  (error: unknown): void =>
    log.error({ line, error: error instanceof Error ? error.name : 'unknown' }, 'a line of the timetable failed');

/** Bodies of messages are kept this long after their work: enough to look into a complaint, no longer than needed. */
const KEEP_BODIES_MS = 90 * DAY;
const KEEP_RUNS_MS = 30 * DAY;
/** As long as the platform keeps what was sent by it. */
const KEEP_PAPERS_MS = 3 * DAY;

/** Empties the bodies of messages that are long over; keys stay, so that a repetition is known. Old pictures go. */
async function tidy(ctx: Context, now: Instant): Promise<void> {
  await tidySent(ctx, now);
  const old = (now - KEEP_BODIES_MS) as Instant;
  for (const queue of ['inbox', 'outbox'] as const) await emptyBodies(ctx.db, queue, old, now);
  const hourly = LINES.filter(({ everyMs }) => everyMs < DAY).map(({ name }) => name);
  const runs = { begunAt: { lt: BigInt(now - KEEP_RUNS_MS) }, name: { in: hourly } };
  await ctx.db.write(async (tx) => {
    await deleteOldPictures(tx, old);
    await deletePapers(tx, (now - KEEP_PAPERS_MS) as Instant);
    await deletePaperLinks(tx, now);
    await tx.timetableRun.deleteMany({ where: runs });
  });
}

/** What residents sent stays as long as the estate's policies keep their records (保管几年), and with a record that was put away as long as that; where none says, it stays. */
async function tidySent(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    const years = keepYearsOf(policiesOfEstate(ctx, estate));
    if (years === null) continue;
    const from = addMonths(localDate(now, estate.timezone), -12 * years);
    await ctx.db.write((tx) => deleteSentFiles(tx, estate.id, startOfDay(from, estate.timezone)));
  }
}
