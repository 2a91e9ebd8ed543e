/** What a draw left behind: its units, and the steps that the audit chain keeps. From these it can be drawn again. */
import { runningPercent, unitIdOf } from '../core/policy/population.js';
import type { DrawRecord, DrawStep, PlacedUnit } from '../core/draw-steps.js';
import type { Tx } from '../store/db.js';
import { isChosen, visitsOfDraw } from '../store/draw-units.js';
import type { StoredDraw, StoredUnit } from '../store/draws.js';
import type { StoredVisit } from '../store/visits.js';

/** A unit with the visits that follow it. */
export type Member = {
  readonly unit: StoredUnit & PlacedUnit;
  readonly place: number;
  readonly visits: readonly StoredVisit[];
};

/** The draw's record as it stands, with every unit's visits. */
export async function recordOf(
  tx: Tx,
  draw: StoredDraw,
): Promise<{ readonly record: DrawRecord; readonly members: readonly Member[] }> {
  const steps = await stepsOf(tx, draw.id);
  const visits = await visitsOfDraw(tx, draw.id);
  const isList = isListDraw(draw, steps);
  const running = isList || draw.rule.quota === null ? null : runningPercent(draw.rule.quota);
  const members = membersOf(draw, visits, running !== null);
  return { record: { units: members.map(({ unit }) => unit), running, steps }, members };
}

/** Whether all were drawn at once, from a list. */
export const isListDraw = ({ rule }: StoredDraw, steps: readonly DrawStep[]): boolean =>
  rule.unit === 'recipient' || steps[0]?.kind === 'list';

/** The steps in their order. */
export async function stepsOf(tx: Tx, drawId: string): Promise<readonly DrawStep[]> {
  const rows = await tx.audit.findMany({
    where: { subject: `draw:${drawId}`, action: { startsWith: 'draw.' } },
    orderBy: { seq: 'asc' },
    select: { detail: true },
  });
  return rows.map(({ detail }) => JSON.parse(detail) as DrawStep | object).filter((step) => 'kind' in step);
}

/** By place. Units that came one by one are read from their visits, those of a list as they were kept. */
function membersOf(draw: StoredDraw, visits: readonly StoredVisit[], fromVisits: boolean): readonly Member[] {
  const byPlace = new Map<number, StoredVisit[]>();
  for (const visit of visits) {
    const place = visit.drawPosition ?? -1;
    const there = byPlace.get(place);
    if (there === undefined) byPlace.set(place, [visit]);
    else there.push(visit);
  }
  return Array.from({ length: draw.size }, (_, place) => {
    const its = byPlace.get(place) ?? [];
    const kept = draw.units?.[place];
    const unit = fromVisits || kept === undefined ? unitFrom(draw, its, kept, place) : kept;
    return { unit, place, visits: its };
  });
}

function unitFrom(
  draw: StoredDraw,
  visits: readonly StoredVisit[],
  kept: StoredUnit | undefined,
  place: number,
): StoredUnit {
  const [first] = visits;
  const id = first === undefined ? (kept?.id ?? `#${place}`) : unitIdOf(draw.rule.unit, first);
  return {
    id,
    ...(visits.some(({ why }) => why.draw === 'certain') && { certain: true }),
    ...(visits.every(({ status }) => status === 'cancelled') && { left: true }),
  };
}

/** Whether the unit is met: a visit of it was made, or still can be. What somebody chose by hand does not count. */
export const isMet = ({ visits }: Member): boolean => visits.some((visit) => isChosen(visit) && !isLost(visit));

/** These take no part any more in what a rate counts as done, or as still to be done. */
const LOST: readonly StoredVisit['status'][] = ['unreachable', 'replaced', 'cancelled'];

export const isLost = ({ status }: Pick<StoredVisit, 'status'>): boolean => LOST.includes(status);
