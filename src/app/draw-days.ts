/**
 * So many of each day 每日抽取 (p06.3): a week's orders are drawn together when it is over, each day's by themselves. What
 * comes in later fills its day's number as far as that has room.
 */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import { endOf, isOver, spanOf } from '../core/draw-period.js';
import { repeatDraw } from '../core/draw-steps.js';
import { orderDay, unitIdOf } from '../core/policy/population.js';
import { takeInOrder, type Passed } from '../core/sampling.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { isChosen, waitingVisits } from '../store/draw-units.js';
import { countChosen, drawOf, keepPopulation, lockDraw, type StoredDraw, type StoredUnit } from '../store/draws.js';
import { eventOf } from '../store/events.js';
import { estateOf, type Estate } from '../store/estates.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { noteJoined, noteLeft } from './draw-changes.js';
import { isMet, recordOf } from './draw-record.js';
import { stepEntry } from './draw-step.js';
import { moveVisit } from './move-visit.js';
import { takeUpVisit } from './take-up-visit.js';

/** A draw of so many each day. */
export type DayDraw = StoredDraw & { readonly cap: number };

type Order = { readonly visit: StoredVisit; readonly id: string; readonly group: string };

/** A planned visit whose time has come: its period is drawn, or it joins the one that was. */
export async function drawWaiting(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const { estate: estateId, policy, clause, period } = visit;
  const estate = await estateOf(tx, estateId);
  const draw = period === null ? null : await drawOf(tx, { estate: estateId, policy, clause, period });
  if (estate === null || draw === null || draw.rule.quota?.kind !== 'per-day') {
    return saveVisit(tx, { ...visit, nextAt: null }, now);
  }
  if (!isOver(draw.period, now, estate.timezone)) {
    return saveVisit(tx, { ...visit, nextAt: endOf(draw.period, estate.timezone) }, now);
  }
  const locked = { ...(await lockDraw(tx, ctx.db, draw.id)), cap: draw.rule.quota.cap };
  if (locked.closedAt === null) await drawDays(tx, ctx, estate, locked, now);
  else await drawLate(tx, ctx, estate, locked, visit, now);
}

/** Draws all of a period's days. */
export async function drawDays(tx: Tx, ctx: Context, estate: Estate, draw: DayDraw, now: Instant): Promise<void> {
  const orders: Order[] = [];
  for (const visit of await waitingVisits(tx, draw)) orders.push(await orderOf(tx, estate, draw, visit));
  orders.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.visit.no - b.visit.no));
  const units = unitsOf(orders);
  const places = new Map(units.map(({ id }, place) => [id, place]));
  const chosen = new Set<string>();
  let asked = 0;
  for (const group of new Set(units.map((unit) => unit.group))) {
    const day = await drawDay(tx, ctx, draw, units, group, now);
    asked += day.asked;
    for (const id of day.chosen) chosen.add(id);
  }
  for (const { visit, id } of orders) {
    const change = { drawId: draw.id, drawPosition: places.get(id) ?? null };
    await settle(tx, ctx, visit, { chosen: chosen.has(id), change }, now);
  }
  await countChosen(tx, draw.id, chosen.size);
  const populationHash = await keepPopulation(tx, draw.id, { units, required: asked, short: 0, closedAt: now });
  if (units.length === 0) return;
  const detail = { population: units.length, asked, counted: chosen.size, short: 0, populationHash };
  const entry = { at: now, actor: 'system', action: 'draw.close', estate: estate.id, subject: `draw:${draw.id}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail }]);
}

/** The day of dispatch; without one, the day on which it was done. */
async function orderOf(tx: Tx, estate: Estate, draw: StoredDraw, visit: StoredVisit): Promise<Order> {
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const day = event === null ? null : orderDay(event, spanOf(draw.period).from, estate.timezone);
  const group = day ?? localDate(event?.resolvedAt ?? visit.earliest, estate.timezone);
  return { visit, id: unitIdOf(draw.rule.unit, visit), group };
}

/** Each unit once, with the day of its first order; certain if one of its visits is. */
function unitsOf(orders: readonly Order[]): readonly (StoredUnit & { readonly group: string })[] {
  const units = new Map<string, StoredUnit & { readonly group: string }>();
  for (const { visit, id, group } of orders) {
    const known = units.get(id) ?? { id, group };
    units.set(id, visit.rate === 100 ? { ...known, certain: true } : known);
  }
  return [...units.values()];
}

async function drawDay(
  tx: Tx,
  ctx: Context,
  draw: DayDraw,
  units: readonly StoredUnit[],
  group: string,
  now: Instant,
): Promise<{ readonly asked: number; readonly chosen: readonly string[] }> {
  const ours = units.filter((unit) => unit.group === group);
  const certain = ours.filter((unit) => unit.certain === true).map(({ id }) => id);
  const others = ours.filter((unit) => unit.certain !== true).map(({ id }) => id);
  const asked = Math.min(draw.cap, ours.length);
  const taken = takeInOrder(others, asked - certain.length, ctx.box.open(draw.keyCipher));
  const step = { size: units.length, group, population: ours.length, asked } as const;
  const entries = [
    ...(certain.length === 0
      ? []
      : [{ ...step, kind: 'certain' as const, counted: 0, chosen: certain, passed: [], short: 0 }]),
    { ...step, kind: 'day' as const, counted: certain.length, ...taken },
  ];
  await appendAudit(
    tx,
    ctx.db,
    entries.map((entry) => stepEntry(draw, entry, { actor: 'system', now })),
  );
  return { asked, chosen: [...certain, ...taken.chosen] };
}

async function settle(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { chosen, change }: { readonly chosen: boolean; readonly change: Pick<StoredVisit, 'drawId' | 'drawPosition'> },
  now: Instant,
): Promise<void> {
  if (chosen) {
    await takeUpVisit(tx, ctx, visit, { draw: 'day', change }, now);
    return;
  }
  const command = { kind: 'draw', chosen: false } as const;
  const why = { ...visit.why, draw: 'day' } as const;
  await moveVisit(tx, ctx, visit, { command, actor: 'system', now, change: { ...change, why, nextAt: null } });
}

/** The order joins its day after that was drawn; that it came late is seen in the audit. */
async function drawLate(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  draw: DayDraw,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  const { id, group } = await orderOf(tx, estate, draw, visit);
  const had = draw.units ?? [];
  const known = had.findIndex((unit) => unit.id === id);
  const isCertain = visit.rate === 100;
  const units = known === -1 ? [...had, { id, group, ...(isCertain && { certain: true }) }] : had;
  const place = known === -1 ? had.length : known;
  const grown = { ...draw, units, size: units.length };
  const { record } = await recordOf(tx, grown);
  // One that lives again is chosen as it was.
  const wasChosen = repeatDraw(record, ctx.box.open(draw.keyCipher)).chosen.has(id);
  await settle(
    tx,
    ctx,
    visit,
    { chosen: wasChosen || isCertain, change: { drawId: draw.id, drawPosition: place } },
    now,
  );
  await noteJoined(tx, ctx, draw, visit, now);
  if (isCertain && !wasChosen) {
    const step = { kind: 'certain', size: units.length, population: units.length, asked: 1, counted: 0 } as const;
    const entry = stepEntry(draw, { ...step, chosen: [id], passed: [], short: 0 }, { actor: 'system', now });
    await appendAudit(tx, ctx.db, [entry]);
    await countChosen(tx, draw.id);
  }
  await fillDay(tx, ctx, grown, units[place]?.group ?? group, now);
}

/** A visit was cancelled: that it left its draw is seen in the audit, and its day's number is filled again. */
export async function leaveDraw(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  if (visit.drawId === null) return;
  const draw = await lockDraw(tx, ctx.db, visit.drawId);
  await noteLeft(tx, ctx, draw, visit, now);
  const { quota } = draw.rule;
  const group = draw.units?.[visit.drawPosition ?? -1]?.group;
  if (quota?.kind !== 'per-day' || group === undefined || !isChosen(visit)) return;
  await fillDay(tx, ctx, { ...draw, cap: quota.cap }, group, now);
}

/** A day that was drawn has another population now. What its number misses is drawn from the rest. */
async function fillDay(tx: Tx, ctx: Context, draw: DayDraw, group: string, now: Instant): Promise<void> {
  const { record, members } = await recordOf(tx, draw);
  const key = ctx.box.open(draw.keyCipher);
  const before = repeatDraw(record, key).chosen;
  const left = new Set(members.filter(({ visits }) => visits.every(({ status }) => status === 'cancelled')));
  const units = members.map((member) => (left.has(member) ? { ...member.unit, left: true } : member.unit));
  const ours = members.filter(({ unit }) => unit.group === group);
  const population = ours.filter((member) => !left.has(member)).length;
  const asked = Math.min(draw.cap, population);
  const counted = ours.filter(isMet).length;
  const byId = new Map(ours.map((member) => [member.unit.id, member]));
  const obstacle = (id: string): Passed | null => {
    const visits = byId.get(id)?.visits ?? [];
    if (visits.every(({ status }) => status === 'cancelled')) return 'left';
    return visits.some(({ status, due }) => status === 'not-drawn' && due > now) ? null : 'over';
  };
  const rest = [...byId.keys()].filter((id) => !before.has(id));
  const taken = takeInOrder(rest, asked - counted, key, obstacle);
  for (const id of taken.chosen) {
    const open = (byId.get(id)?.visits ?? []).filter(({ status, due }) => status === 'not-drawn' && due > now);
    for (const visit of open) await takeUpVisit(tx, ctx, visit, { draw: 'late' }, now);
  }
  await countChosen(tx, draw.id, taken.chosen.length);
  const step = { kind: 'late', size: units.length, group, population, asked, counted, ...taken } as const;
  await appendAudit(tx, ctx.db, [stepEntry(draw, step, { actor: 'system', now })]);
  const required = askedOfAll(units, draw.cap);
  await keepPopulation(tx, draw.id, { units, required, short: taken.short, closedAt: draw.closedAt });
}

/** The sum over the days. */
function askedOfAll(units: readonly StoredUnit[], cap: number): number {
  const days = new Map<string, number>();
  for (const { group = '', left } of units) if (left !== true) days.set(group, (days.get(group) ?? 0) + 1);
  return [...days.values()].reduce((sum, orders) => sum + Math.min(cap, orders), 0);
}
