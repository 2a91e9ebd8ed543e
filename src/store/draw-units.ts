/** The visits of a draw's units: a unit has one place, and all of its visits follow it. */
import type { Instant } from '../core/calendar.js';
import type { VisitStatus } from '../core/terms.js';
import type { DrawMark } from '../core/draw-mark.js';
import { Prisma, type Tx } from './db.js';
import type { StoredDraw } from './draws.js';
import { findRows } from './rows.js';
import { rowsOf } from './statements.js';
import { toVisit, type StoredVisit, type Why } from './visits.js';

/** All visits of a draw, by place, then oldest first. */
export async function visitsOfDraw(tx: Tx, drawId: string): Promise<readonly StoredVisit[]> {
  const rows = await tx.visit.findMany({ where: { drawId }, orderBy: [{ drawPosition: 'asc' }, { no: 'asc' }] });
  return rows.map(toVisit);
}

/** The other visits of the unit that a visit belongs to, oldest first. */
export async function visitsOfUnit(tx: Tx, draw: StoredDraw, visit: StoredVisit): Promise<readonly StoredVisit[]> {
  const byHousehold = draw.rule.unit === 'household' && visit.household !== null;
  const unit = byHousehold ? { household: visit.household } : { eventId: visit.event, startedBy: visit.startedBy };
  const rows = await findRows(tx, 'visit', { estateId: visit.estate, ...unit, drawId: draw.id }, 'ORDER BY "no"');
  return rows.filter(({ no }) => no !== visit.no).map(toVisit);
}

/** The places whose units were certain from the first. */
export async function certainPlaces(tx: Tx, drawId: string): Promise<ReadonlySet<number>> {
  const rows = await rowsOf<{ place: number; why: string }>(
    tx,
    Prisma.sql`SELECT "drawPosition" AS "place", "why" FROM "Visit"
      WHERE "drawId" = ${drawId} AND "rate" = 100 AND "drawPosition" IS NOT NULL AND "why" LIKE ${'%"draw":"certain"%'}`,
  );
  const certain = rows.filter(({ why }) => (JSON.parse(why) as Why).draw === 'certain');
  return new Set(certain.map(({ place }) => place));
}

const UNDRAWN: readonly VisitStatus[] = ['planned', 'not-drawn', 'cancelled'];

/** Whether somebody said that it takes place, not the key. */
export const isByHand = (mark: DrawMark | undefined): boolean => mark?.startsWith('by:') ?? false;

/** Whether it was chosen, by the draw or by hand. */
export const wasDrawn = ({ status }: Pick<StoredVisit, 'status'>): boolean => !UNDRAWN.includes(status);

/** Whether the draw chose the visit. */
export const isChosen = (visit: Pick<StoredVisit, 'status' | 'why'>): boolean =>
  wasDrawn(visit) && !isByHand(visit.why.draw);

/** The visits that wait for their period to be drawn, oldest first. */
export async function waitingVisits(tx: Tx, draw: StoredDraw): Promise<readonly StoredVisit[]> {
  const { estate: estateId, policy: policyId, clause, period } = draw;
  const rows = await tx.visit.findMany({
    where: { estateId, policyId, clause, period, status: 'planned', drawId: null },
    orderBy: { no: 'asc' },
  });
  return rows.map(toVisit);
}

/** The events whose visits of a clause wait for a rate, with windows that are open; oldest first. */
export async function undecidedEvents(
  tx: Tx,
  { estate, policy, clause }: { readonly estate: string; readonly policy: string; readonly clause: string },
  now: Instant,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx.visit.findMany({
    where: {
      estateId: estate,
      policyId: policy,
      clause,
      status: 'planned',
      rate: null,
      quota: null,
      earliest: { lte: BigInt(now) },
      due: { gt: BigInt(now) },
    },
    orderBy: { no: 'asc' },
    take: limit,
    select: { eventId: true },
  });
  return [...new Set(rows.flatMap(({ eventId }) => eventId ?? []))];
}
