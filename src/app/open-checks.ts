/**
 * 抽查记录 (p02.13, p04.7): each period so many percent of the last one's records are drawn, and whoever supervises looks
 * at them again. Nobody is visited.
 */
import type { Context } from '../context.js';
import { addDays, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { drawPeriodOf } from '../core/draw-period.js';
import { dueSoonAt, type DueDuty } from '../core/policy/due-duties.js';
import { openRound, periodOf, startOfPeriod } from '../core/policy/duties.js';
import type { Round } from '../core/policy/schema-duties.js';
import type { Clause } from '../core/policy/schema.js';
import { PERIODS } from '../core/policy/words.js';
import { dutyOf } from '../store/duties.js';
import { recordsOfPolicy } from '../store/records.js';
import { drawHouseholds } from './draw-list.js';
import { openDuties, type Asking } from './open-duties.js';

/** Opens the spot checks of a policy for the period that runs now; once, with the records that were there then. */
export async function openChecks(ctx: Context, asking: Asking, now: Instant): Promise<void> {
  for (const clause of asking.policy.clauses) {
    for (const [index, round] of (clause.rounds ?? []).entries()) {
      if (round.of === 'records') await openCheck(ctx, asking, { clause, round, index }, now);
    }
  }
}

type Check = { readonly clause: Clause; readonly round: Round; readonly index: number };

async function openCheck(ctx: Context, asking: Asking, { clause, round, index }: Check, now: Instant): Promise<void> {
  const { estate, policy } = asking;
  const window = openRound(round, now, estate.timezone);
  if (window === null || round.rate === null || now < window.earliest || now >= window.due) return;
  const today = localDate(now, estate.timezone);
  const identity = { estate: estate.id, policy: policy.id, clause: clause.id, item: `check:${index}` };
  const period = periodOf(round.every, today);
  if ((await dutyOf(ctx.db.read, { ...identity, startedBy: period })) !== null) return;
  const [begin, end] = lastPeriod(round, now, estate.timezone);
  const records = await recordsOfPolicy(ctx.db.read, estate.id, policy.id, [begin, end]);
  if (records.length === 0) return;
  const list = { percent: round.rate, households: records.map(({ id }) => id) };
  const where = { ...identity, period: drawPeriodOf(round.every, today) };
  await ctx.db.write(async (tx) => {
    const drawn = new Set((await drawHouseholds(tx, ctx, where, list, now)).map(({ household }) => household));
    const tasks = records.filter(({ id }) => drawn.has(id)).map(({ visitNo }) => visitNo);
    const duty: DueDuty = {
      ...identity,
      trigger: 'records',
      startedBy: period,
      says: `抽查上${PERIODS[round.every].zh}的回访记录`,
      form: round.record,
      by: round.by,
      to: [],
      ...window,
      soonAt: dueSoonAt(window),
      period,
      source: clause.source.join(''),
    };
    const note = `从 ${records.length} 份记录中抽 ${tasks.length} 份：任务 ${tasks.toSorted((a, b) => a - b).join('、')}`;
    await openDuties(tx, ctx, asking, [duty], { note }, now);
  });
}

/** The period before the one that runs now, half-open. */
function lastPeriod({ every }: Round, now: Instant, zone: string): readonly [Instant, Instant] {
  const start = startOfPeriod(every, localDate(now, zone));
  return [startOfDay(startOfPeriod(every, addDays(start, -1)), zone), startOfDay(start, zone)];
}
