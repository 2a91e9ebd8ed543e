/**
 * Periods are opened 开期: for every estate and adopted policy its calendar duties, its rounds and its spot checks. Safe
 * to repeat: what is there stays. What was missed while the program was down is made up, from the adoption on.
 */
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import { hasWatches, looksOf, periodDuties, watchesOf } from '../core/policy/due-duties.js';
import type { Policy } from '../core/policy/schema.js';
import { newDuties, openWatches, WATCH } from '../store/duties.js';
import { estates, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { openChecks } from './open-checks.js';
import { openDuties, type Asking } from './open-duties.js';
import { openRounds } from './open-rounds.js';
import { openReports } from './report-walk/begin-reports.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Nothing older than this is made up: nobody could still do it. */
const LOOK_BACK_MS = 400 * DAY;

/** The line of the timetable. What fails for one estate spoils no other, and comes again at the next slot. */
export async function openPeriods(ctx: Context, now: Instant): Promise<void> {
  for (const estate of await estates(ctx.db.read)) {
    for (const policy of policiesOfEstate(ctx, estate)) {
      try {
        await openPolicy(ctx, estate, policy, now);
      } catch (error) {
        const name = error instanceof Error ? error.name : 'unknown';
        ctx.log.error({ estate: estate.id, policy: policy.id, error: name }, 'its periods could not be opened');
      }
    }
  }
  ctx.wake('timers');
}

async function openPolicy(ctx: Context, estate: Estate, policy: Policy, now: Instant): Promise<void> {
  const adopted = estate.policies.find(({ id }) => id === policy.id);
  const since = Math.max(adopted?.adoptedAt ?? now, now - LOOK_BACK_MS) as Instant;
  const duties = periodDuties(policy, since, now, estate.timezone);
  const missing = await newDuties(ctx.db.read, estate.id, duties);
  if (missing.length > 0) await ctx.db.write((tx) => openDuties(tx, ctx, { estate, policy }, missing, {}, now));
  await openReports(ctx, { estate, policy }, now);
  await openLooks(ctx, { estate, policy }, now);
  await openRounds(ctx, { estate, policy }, since, now);
  await openChecks(ctx, { estate, policy }, now);
}

/** The next look at everything that is being watched (p06.2). */
async function openLooks(ctx: Context, asking: Asking, now: Instant): Promise<void> {
  const { estate, policy } = asking;
  if (!hasWatches(policy)) return;
  const watches = await openWatches(ctx.db.read, estate.id);
  for (const { event: id, clause, item, policy: of } of watches) {
    const event = id === null || of !== policy.id ? null : await eventOf(ctx.db.read, estate.id, id);
    if (event === null) continue;
    const looks = watchesOf(policy, event, estate.timezone)
      .filter((watch) => watch.clause.id === clause && item === `${WATCH}${watch.index}`)
      .flatMap((watch) => looksOf(policy, watch, event.id, now, estate.timezone));
    const missing = await newDuties(ctx.db.read, estate.id, looks);
    if (missing.length > 0) await ctx.db.write((tx) => openDuties(tx, ctx, asking, missing, { event }, now));
  }
}
