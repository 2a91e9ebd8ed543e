/**
 * Closes the draws of periods that are over 期末补抽: what the quota still misses is drawn from units whose windows are
 * still open, by the same key; what cannot be made up is kept as the period's shortfall. What is drawn day by day is
 * drawn then.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { isOver } from '../core/draw-period.js';
import { repeatDraw } from '../core/draw-steps.js';
import { finalPercent } from '../core/policy/population.js';
import { required, takeInOrder, type Passed, type Quota } from '../core/sampling.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { countChosen, keepPopulation, lockDraw, unclosedDraws, type StoredDraw } from '../store/draws.js';
import { estates, type Estate } from '../store/estates.js';
import { lockVisit } from '../store/visits.js';
import { drawDays } from './draw-days.js';
import { isListDraw, isLost, isMet, recordOf, type Member } from './draw-record.js';
import { stepEntry } from './draw-step.js';
import { takeUpVisit } from './take-up-visit.js';

export async function closePeriods(ctx: Context, now: Instant): Promise<void> {
  const known = new Map((await estates(ctx.db.read)).map((estate) => [estate.id, estate]));
  for (const draw of await unclosedDraws(ctx.db.read)) {
    try {
      const estate = known.get(draw.estate);
      if (estate === undefined || !isOver(draw.period, now, estate.timezone)) continue;
      await ctx.db.write((tx) => closeDraw(tx, ctx, estate, draw.id, now));
    } catch (error) {
      ctx.log.error({ draw: draw.id, error: error instanceof Error ? error.name : 'unknown' }, 'a draw stays open');
    }
  }
  ctx.wake('timers');
}

/** Closes one draw whose period is over; nothing where it was closed already. */
export async function closeDraw(tx: Tx, ctx: Context, estate: Estate, drawId: string, now: Instant): Promise<void> {
  const draw = await lockDraw(tx, ctx.db, drawId);
  const { quota } = draw.rule;
  if (draw.closedAt !== null) return;
  if (draw.size === 0 && quota?.kind !== 'per-day') return closeEmpty(tx, draw, now);
  if (quota?.kind === 'per-day') return drawDays(tx, ctx, estate, { ...draw, cap: quota.cap }, now);
  const { record, members } = await recordOf(tx, draw);
  if (quota === null || isListDraw(draw, record.steps)) return closeList(tx, ctx, draw, members, now);
  const before = repeatDraw(record, ctx.box.open(draw.keyCipher)).chosen;
  await closeBlocks(tx, ctx, { draw, quota, members, before }, now);
}

/** Nobody came: there is nothing to be told of. */
async function closeEmpty(tx: Tx, draw: StoredDraw, now: Instant): Promise<void> {
  await keepPopulation(tx, draw.id, { units: [], required: 0, short: 0, closedAt: now });
}

type Closing = {
  readonly draw: StoredDraw;
  readonly quota: Quota;
  readonly members: readonly Member[];
  /** All that were ever chosen, by place or step. */
  readonly before: ReadonlySet<string>;
};

async function closeBlocks(tx: Tx, ctx: Context, closing: Closing, now: Instant): Promise<void> {
  const { draw, quota, members, before } = closing;
  const population = members.filter(({ unit }) => unit.left !== true).length;
  const asked = required(population, finalPercent(quota, population) ?? 0);
  const counted = members.filter(isMet).length;
  const byId = new Map(members.map((member) => [member.unit.id, member]));
  const obstacle = (id: string): Passed | null => obstacleTo(byId.get(id), now);
  const rest = [...byId.keys()].filter((id) => !before.has(id));
  const taken = takeInOrder(rest, asked - counted, ctx.box.open(draw.keyCipher), obstacle);
  for (const id of taken.chosen) await takeUpUnit(tx, ctx, byId.get(id), now);
  await countChosen(tx, draw.id, taken.chosen.length);
  const { short } = taken;
  const units = members.map(({ unit }) => unit);
  const populationHash = await keepPopulation(tx, draw.id, { units, required: asked, short, closedAt: now });
  const step = { kind: 'close', size: members.length, population, asked, counted, ...taken } as const;
  await appendAudit(tx, ctx.db, [stepEntry(draw, step, { actor: 'system', now, more: { populationHash } })]);
}

/** Why a unit cannot be drawn now: it left, or no window of it is open any more. */
function obstacleTo(member: Member | undefined, now: Instant): Passed | null {
  if (member === undefined || member.unit.left === true) return 'left';
  return member.visits.some(({ status, due }) => status === 'not-drawn' && due > now) ? null : 'over';
}

async function takeUpUnit(tx: Tx, ctx: Context, member: Member | undefined, now: Instant): Promise<void> {
  for (const { no, status, due } of member?.visits ?? []) {
    const visit = status === 'not-drawn' && due > now ? await lockVisit(tx, ctx.db, no) : null;
    if (visit !== null) await takeUpVisit(tx, ctx, visit, { draw: 'close' }, now);
  }
}

/** A list was drawn whole: what is short by now is said. */
async function closeList(
  tx: Tx,
  ctx: Context,
  draw: StoredDraw,
  members: readonly Member[],
  now: Instant,
): Promise<void> {
  const counted = members.filter(({ visits }) => visits.some((visit) => !isLost(visit))).length;
  const asked = draw.required ?? 0;
  const short = Math.max(0, asked - counted);
  const units = members.map(({ unit }) => unit);
  const population = units.filter(({ left }) => left !== true).length;
  const populationHash = await keepPopulation(tx, draw.id, { units, required: asked, short, closedAt: now });
  const detail = { population, asked, counted, short, populationHash };
  const entry = { at: now, actor: 'system', action: 'draw.close', estate: draw.estate, subject: `draw:${draw.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail }]);
}
