/**
 * Visits to those who got a publication or joined an activity 收到或参加的户: drawn at once from the list, a visit for each
 * household that was chosen. When the event comes again with another list, the draw stays: who was chosen and still
 * stands on the list is visited, and what the rate asks beyond them is drawn in the same order.
 */
import type { Context } from '../context.js';
import type { Event } from '../core/event.js';
import { parseHousehold } from '../core/household.js';
import type { Tx } from '../store/db.js';
import { visitsOfDraw } from '../store/draw-units.js';
import { drawOfEvent, lockDraw, type StoredDraw } from '../store/draws.js';
import { ensureHousehold, householdsOf } from '../store/people.js';
import type { BringUp } from './bring-up-visits.js';
import { drawFromChangedList, drawHouseholds, type ChosenHousehold } from './draw-list.js';
import { withoutBygone, type PlannedVisit } from './plan-visits.js';

/** Who is visited; at 100% without a draw. */
type Chosen = Pick<ChosenHousehold, 'household'> & Partial<ChosenHousehold>;

/** What is planned, with a visit for each chosen household in place of one that stands for all recipients. */
export async function drawRecipients(tx: Tx, ctx: Context, about: BringUp): Promise<readonly PlannedVisit[]> {
  const { planned, estate, knownSince, now } = about;
  const fresh = withoutBygone(planned, estate, knownSince);
  const all: PlannedVisit[] = [];
  for (const visit of planned) {
    const chosen = visit.forRecipients ? await chosenFrom(tx, ctx, about, visit, fresh.includes(visit)) : null;
    for (const { household } of chosen ?? []) await ensureHousehold(tx, estate.id, household, now);
    all.push(...forHouseholds(visit, chosen));
  }
  return all;
}

/** The same for what another version planned: nobody is drawn anew. */
export async function withRecipients(
  tx: Tx,
  { estate, event }: BringUp,
  planned: readonly PlannedVisit[],
): Promise<readonly PlannedVisit[]> {
  const all: PlannedVisit[] = [];
  for (const visit of planned) {
    const draw = visit.forRecipients ? await drawFor(tx, estate.id, event, visit) : null;
    all.push(...forHouseholds(visit, draw === null ? null : await chosenBefore(tx, draw)));
  }
  return all;
}

function forHouseholds(visit: PlannedVisit, chosen: readonly Chosen[] | null): readonly PlannedVisit[] {
  if (chosen === null) return [visit];
  return chosen.map(({ household, drawId = null, drawPosition = null }) => {
    return { ...visit, household, counterparty: household, place: { drawId, drawPosition } };
  });
}

/** The households that are visited; null while nobody has set the rate, or where nobody is to be drawn any more. */
async function chosenFrom(
  tx: Tx,
  ctx: Context,
  { estate, event, previous, changed, now }: BringUp,
  visit: PlannedVisit,
  mayDraw: boolean,
): Promise<readonly Chosen[] | null> {
  const { rate, period } = visit;
  const drawn = await drawFor(tx, estate.id, event, visit);
  if (rate === null || (drawn === null && !mayDraw)) return null;
  const households = await recipientsOf(tx, event);
  if (period === null) return households.map((household) => ({ household }));
  const where = { estate: estate.id, policy: visit.policy, clause: visit.clause, period };
  if (drawn === null) return drawHouseholds(tx, ctx, where, { percent: rate, households, unit: 'recipient' }, now);
  const draw = await lockDraw(tx, ctx.db, drawn.id);
  const { units } = draw;
  if (units === null || !changed || !isOtherList(previous, event)) return chosenBefore(tx, draw);
  const list = { percent: rate, households, isOpen: visit.due > now };
  return drawFromChangedList(tx, ctx, { ...draw, units }, list, now);
}

/** The draw that was made for the event; null where none was. */
async function drawFor(tx: Tx, estate: string, event: Event, visit: PlannedVisit): Promise<StoredDraw | null> {
  const where = { estate, policy: visit.policy, clause: visit.clause, period: visit.period ?? '' };
  const draw = await drawOfEvent(tx, where, event.id);
  return draw === null || draw.units === null ? null : draw;
}

async function chosenBefore(tx: Tx, draw: StoredDraw): Promise<readonly Chosen[]> {
  const visits = await visitsOfDraw(tx, draw.id);
  return visits.flatMap(({ household, drawPosition }) =>
    household === null || drawPosition === null || draw.units?.[drawPosition]?.left === true
      ? []
      : [{ household, drawId: draw.id, drawPosition }],
  );
}

const isOtherList = (previous: Event | null, { recipients }: Event): boolean =>
  JSON.stringify(previous?.recipients ?? 'all') !== JSON.stringify(recipients ?? 'all');

/** "all", or nothing: every household of the estate. */
async function recipientsOf(tx: Tx, { estate, recipients }: Event): Promise<readonly string[]> {
  if (recipients === null || recipients === 'all') return householdsOf(tx, estate);
  return [...new Set(recipients.map(parseHousehold))];
}
