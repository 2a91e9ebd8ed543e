/**
 * Draws of a list that is known whole 名单抽样: the households of a round, the recipients of a publication. The list is
 * kept; the first ones in the key's order are chosen.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { unitIdOf } from '../core/policy/population.js';
import { required, takeInOrder } from '../core/sampling.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { visitsOfDraw } from '../store/draw-units.js';
import {
  countChosen,
  keepPopulation,
  lockDraw,
  type DrawIdentity,
  type StoredDraw,
  type StoredUnit,
} from '../store/draws.js';
import { noteList } from './draw-changes.js';
import { ensureDraw, percentOf } from './draw-keys.js';
import { isLost } from './draw-record.js';
import { stepEntry } from './draw-step.js';

/** A household that was chosen, with its place in the draw: both stand on its visit. */
export type ChosenHousehold = { readonly household: string; readonly drawId: string; readonly drawPosition: number };

export type HouseholdList = { readonly percent: number; readonly households: readonly string[] };
/** So many percent of a list, or so many of it. */
export type AskedList = { readonly households: readonly string[] } & (
  | { readonly percent: number }
  | { readonly percent: null; readonly count: number }
);

type ListContext = Pick<Context, 'box' | 'db'>;

/**
 * Draws so many percent of these households, each once, and keeps the draw. Drawn already, it answers who was chosen
 * then, whatever list is given now: a list is drawn once. Its period is what `drawPeriodOf` calls it.
 */
export async function drawHouseholds(
  tx: Tx,
  ctx: ListContext,
  where: DrawIdentity,
  list: AskedList & { readonly unit?: 'household' | 'recipient' },
  now: Instant,
): Promise<readonly ChosenHousehold[]> {
  const { percent, households, unit = 'household' } = list;
  const quota = percent === null ? null : percentOf(percent);
  const made = await ensureDraw(tx, ctx, where, { unit, quota }, now);
  const draw = await lockDraw(tx, ctx.db, made.id);
  const units = draw.units ?? idsOf(draw, households).map((id) => ({ id }));
  const wanted = list.percent === null ? Math.min(list.count, units.length) : required(units.length, list.percent);
  const asked = draw.units === null ? wanted : (draw.required ?? 0);
  const taken = takeInOrder(
    units.map(({ id }) => id),
    asked,
    ctx.box.open(draw.keyCipher),
  );
  if (draw.units === null) {
    await keepPopulation(tx, draw.id, { units, required: asked, short: 0, closedAt: draw.closedAt });
    await countChosen(tx, draw.id, asked);
    const step = { kind: 'list', size: units.length, population: units.length, asked, counted: 0, ...taken } as const;
    await appendAudit(tx, ctx.db, [stepEntry(draw, step, { actor: 'system', now })]);
  }
  return asHouseholds(draw, units, taken.chosen);
}

/** Whom the draw would choose of these households: what `drawHouseholds` chooses once it is made. */
export function foreseen(
  { box }: Pick<Context, 'box'>,
  draw: StoredDraw,
  { percent, households }: HouseholdList,
): readonly string[] {
  const ids = idsOf(draw, households);
  const { chosen } = takeInOrder(ids, required(ids.length, percent), box.open(draw.keyCipher));
  return chosen.map((id) => id.slice(draw.estate.length + 1));
}

/**
 * The list is another one now. Who was chosen and stands on it stays chosen; what the rate asks beyond them is drawn in
 * the same order, as long as the window is open.
 */
export async function drawFromChangedList(
  tx: Tx,
  ctx: ListContext,
  draw: StoredDraw & { readonly units: readonly StoredUnit[] },
  { percent, households, isOpen }: HouseholdList & { readonly isOpen: boolean },
  now: Instant,
): Promise<readonly ChosenHousehold[]> {
  const listed = new Set(idsOf(draw, households));
  const known = new Set(draw.units.map(({ id }) => id));
  const joined = [...listed].filter((id) => !known.has(id));
  const left = draw.units.filter(({ id, left: gone }) => gone !== true && !listed.has(id)).map(({ id }) => id);
  const units = [
    ...draw.units.map(({ id }) => (listed.has(id) ? { id } : { id, left: true })),
    ...joined.map((id) => ({ id })),
  ];
  const visits = await visitsOfDraw(tx, draw.id);
  const before = new Set(visits.map((visit) => unitIdOf(draw.rule.unit, visit)));
  const kept = visits.filter((visit) => listed.has(unitIdOf(draw.rule.unit, visit)));
  const asked = required(listed.size, percent);
  const counted = kept.filter((visit) => visit.status === 'cancelled' || !isLost(visit)).length;
  const rest = units.map(({ id }) => id).filter((id) => !before.has(id));
  const missing = isOpen ? asked - counted : 0;
  const taken = takeInOrder(rest, missing, ctx.box.open(draw.keyCipher), (id) => (listed.has(id) ? null : 'left'));
  const short = Math.max(0, asked - counted - taken.chosen.length);
  await keepPopulation(tx, draw.id, { units, required: asked, short, closedAt: draw.closedAt });
  await countChosen(tx, draw.id, taken.chosen.length);
  await noteList(tx, ctx, draw, { joined, left }, now);
  const step = {
    kind: 'late',
    size: units.length,
    population: listed.size,
    asked: counted + Math.max(0, missing),
  } as const;
  await appendAudit(tx, ctx.db, [stepEntry(draw, { ...step, counted, ...taken }, { actor: 'intake', now })]);
  const stay = kept.map((visit) => unitIdOf(draw.rule.unit, visit));
  return asHouseholds(draw, units, [...new Set([...stay, ...taken.chosen])]);
}

/** Each household once, in the order of their ids: the order in which a list is given says nothing. */
const idsOf = ({ estate }: DrawIdentity, households: readonly string[]): readonly string[] =>
  [...new Set(households)].toSorted().map((household) => unitIdOf('household', { estate, household, startedBy: '' }));

function asHouseholds(
  { id: drawId, estate }: Pick<StoredDraw, 'id' | 'estate'>,
  units: readonly StoredUnit[],
  chosen: readonly string[],
): readonly ChosenHousehold[] {
  const places = new Map(units.map(({ id }, place) => [id, place]));
  return chosen.map((id) => ({
    household: id.slice(estate.length + 1),
    drawId,
    drawPosition: places.get(id) as number,
  }));
}
