/**
 * Draws 抽样: whether a visit takes place. At 100% always; at a rate within small blocks, by a key that is stored before
 * anyone is drawn; where a role sets the rate, or the period decides, not yet.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { DueVisit } from '../core/policy/plan.js';
import { runningPercent, unitIdOf, type DrawRule } from '../core/policy/population.js';
import { chosenPlaces, isDrawn, type Quota } from '../core/sampling.js';
import type { DrawMark } from '../core/draw-mark.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { countChosen, drawOf, lockDraw, takePosition, type StoredDraw } from '../store/draws.js';
import type { Estate } from '../store/estates.js';
import { certainPlaces, isChosen, isByHand, visitsOfUnit } from '../store/draw-units.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { noteJoined } from './draw-changes.js';
import { ensureDraw, percentOf } from './draw-keys.js';
import { stepEntry } from './draw-step.js';
import { moveVisit } from './move-visit.js';
import { takeUpVisit } from './take-up-visit.js';

/** Stores the key of each draw that these visits need, before anyone is drawn (fault 7). */
export async function openDraws(
  ctx: Context,
  estate: Estate,
  visits: readonly (DueVisit & { readonly period: string | null; readonly rule: DrawRule | null })[],
): Promise<void> {
  const now = ctx.clock.now();
  for (const { policy, clause, period, rule } of visits) {
    if (period === null || rule === null) continue;
    const where = { estate: estate.id, policy, clause, period };
    if ((await drawOf(ctx.db.read, where)) !== null) continue;
    await ctx.db.write((tx) => ensureDraw(tx, ctx, where, rule, now));
  }
}

/** Draws a planned visit; null when it stays planned. */
export async function drawVisit(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<StoredVisit | null> {
  const { period } = visit;
  if (period === null) {
    const command = { kind: 'draw', chosen: true } as const;
    return visit.rate === 100 ? moveVisit(tx, ctx, visit, { command, actor: 'system', now }) : null;
  }
  const draw = await drawFor(tx, ctx, { ...visit, period }, now);
  const percent = draw === null || draw.rule.quota === null ? null : runningPercent(draw.rule.quota);
  return draw === null || percent === null ? null : drawInBlocks(tx, ctx, { visit, draw, percent }, now);
}

/**
 * The draw that a visit belongs to, locked: its period's; at another rate than the period's a part of its own, and after
 * the key was published another one. Null while no rate is set.
 */
export async function drawFor(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit & { readonly period: string },
  now: Instant,
): Promise<StoredDraw | null> {
  if (visit.drawId !== null) return lockDraw(tx, ctx.db, visit.drawId);
  const { estate, policy, clause, period, rate } = visit;
  const whole = await drawOf(tx, { estate, policy, clause, period });
  if (whole === null) throw new Error(`draw ${estate}:${clause}:${period} has no key`);
  if (rate === null && visit.quota === null) return null;
  const quota: Quota | null = rate === null || rate === 100 ? whole.rule.quota : percentOf(rate);
  const rule = { unit: whole.rule.unit, quota };
  const differs = JSON.stringify(quota) !== JSON.stringify(whole.rule.quota) && whole.size > 0;
  const label = [
    ...(whole.revealedAt === null ? [] : ['late']),
    ...(differs && rate !== null ? [`${rate}%`] : []),
  ].join('-');
  const part = label === '' ? period : `${period}/${label}`;
  return lockDraw(tx, ctx.db, (await ensureDraw(tx, ctx, { estate, policy, clause, period: part }, rule, now)).id);
}

type Drawing = {
  readonly visit: StoredVisit;
  readonly draw: StoredDraw;
  readonly percent: number;
};

/** A unit has one place, at its first visit; its other visits follow what was drawn for it. */
async function drawInBlocks(tx: Tx, ctx: Context, drawing: Drawing, now: Instant): Promise<StoredVisit | null> {
  const { visit, draw } = drawing;
  const others = await visitsOfUnit(tx, draw, visit);
  const known = visit.drawPosition ?? others.find(({ drawPosition }) => drawPosition !== null)?.drawPosition ?? null;
  if (known === null) return drawPlace(tx, ctx, drawing, now);
  const family = [visit, ...others];
  const wasChosen = family.some(isChosen) || (await isPlaceChosen(tx, ctx, drawing, known));
  if (!wasChosen && isCertain(drawing)) return becomeCertain(tx, ctx, drawing, { known, others }, now);
  const mark = family.find(({ why }) => why.draw !== undefined && !isByHand(why.draw))?.why.draw ?? 'place';
  return settle(tx, ctx, drawing, { place: known, chosen: wasChosen, mark }, now);
}

async function drawPlace(tx: Tx, ctx: Context, drawing: Drawing, now: Instant): Promise<StoredVisit | null> {
  const { draw } = drawing;
  const place = await takePosition(tx, draw.id);
  const certain = isCertain(drawing);
  const chosen = certain || (await isPlaceChosen(tx, ctx, drawing, place));
  if (chosen) await countChosen(tx, draw.id);
  await noteJoined(tx, ctx, draw, drawing.visit, now);
  return settle(tx, ctx, drawing, { place, chosen, mark: certain ? 'certain' : 'place' }, now);
}

/** The unit had not been chosen, and now it must be: with it, all of its visits whose windows are open. */
async function becomeCertain(
  tx: Tx,
  ctx: Context,
  drawing: Drawing,
  { known, others }: { readonly known: number; readonly others: readonly StoredVisit[] },
  now: Instant,
): Promise<StoredVisit | null> {
  const { visit, draw } = drawing;
  const chosen = [unitIdOf(draw.rule.unit, visit)];
  const step = { kind: 'certain', size: draw.size, population: draw.size, asked: 1, counted: 0 } as const;
  const entry = stepEntry(draw, { ...step, chosen, passed: [], short: 0 }, { actor: 'system', now });
  await appendAudit(tx, ctx.db, [entry]);
  await countChosen(tx, draw.id);
  for (const { no, due } of others.filter(({ status }) => status === 'not-drawn')) {
    const other = due > now ? await lockVisit(tx, ctx.db, no) : null;
    if (other !== null) await takeUpVisit(tx, ctx, other, { draw: 'became-certain' }, now);
  }
  return settle(tx, ctx, drawing, { place: known, chosen: true, mark: 'became-certain' }, now);
}

function settle(
  tx: Tx,
  ctx: Context,
  { visit, draw }: Drawing,
  { place, chosen, mark }: { readonly place: number; readonly chosen: boolean; readonly mark: DrawMark },
  now: Instant,
): Promise<StoredVisit | null> {
  const change = { drawId: draw.id, drawPosition: place, why: { ...visit.why, draw: mark } };
  return moveVisit(tx, ctx, visit, { command: { kind: 'draw', chosen }, actor: 'system', now, change });
}

/** Under a quota by size a visit at 100% is certain; so is one whose rate was raised to that before it opened. */
const isCertain = ({ visit }: Drawing): boolean => visit.rate === 100;

async function isPlaceChosen(tx: Tx, ctx: Context, { draw, percent }: Drawing, place: number): Promise<boolean> {
  const key = ctx.box.open(draw.keyCipher);
  const certain = draw.rule.quota?.kind === 'percent' ? new Set<number>() : await certainPlaces(tx, draw.id);
  return certain.size === 0 ? isDrawn(place, percent, key) : chosenPlaces(place + 1, certain, percent, key).has(place);
}
