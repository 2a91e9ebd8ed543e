/**
 * After an estate adopted, changed or left a policy: its events are looked at again, page by page, so that what they ask
 * for under the policies in force is there, and what has not opened and is asked for no longer is not. A kill in between
 * loses nothing: how far it came is a row, and the timetable goes on from there.
 */
import type { Context } from '../context.js';
import type { Event } from '../core/event.js';
import { areAdopted, lockAdoptions } from '../store/adoptions.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventKnownSince, eventsAfter, markCoverage } from '../store/events.js';
import { moveReplanning, replannings, type Replanning } from '../store/replanning.js';
import { visitsOfEvents } from '../store/visit-version.js';
import { lockVisitsOfEvent, type StoredVisit } from '../store/visits.js';
import { bringUpVisits } from './bring-up-visits.js';
import { openDraws } from './draw-visits.js';
import { keepEventDuties } from './keep-event-duties.js';
import {
  isCovered,
  planUnderAdopted,
  sameVisit,
  versionInForce,
  withoutBygone,
  type PlannedVisit,
} from './plan-visits.js';

const PAGE = 200;

/** Works what is waiting, to its end. */
export async function replanEstates(ctx: Context): Promise<void> {
  for (const waiting of await replannings(ctx.db.read)) await replanEstate(ctx, waiting);
}

async function replanEstate(ctx: Context, begun: Replanning): Promise<void> {
  let at = begun;
  for (;;) {
    const estate = await estateOf(ctx.db.read, at.estate);
    const events = estate === null ? [] : await eventsAfter(ctx.db.read, at.estate, at.after, PAGE);
    if (estate !== null) await replanPage(ctx, estate, events);
    const last = events.length < PAGE ? null : (events.at(-1)?.id ?? null);
    const reached = at;
    if (!(await ctx.db.write((tx) => moveReplanning(tx, reached, last, ctx.clock.now())))) return;
    if (last === null) break;
    at = { ...at, after: last };
  }
  ctx.wake('timers');
}

async function replanPage(ctx: Context, estate: Estate, events: readonly Event[]): Promise<void> {
  const ids = events.map(({ id }) => id);
  const visits = await visitsOfEvents(ctx.db.read, estate.id, ids);
  for (const event of events) {
    const planned = await planUnderAdopted(ctx.db.read, ctx, estate, event);
    const there = visits.filter((visit) => visit.event === event.id);
    // What is not resolved yet has deadlines of handling.
    if (event.resolvedAt === null || needsLook(estate, planned, there)) await replanEvent(ctx, estate, event, planned);
  }
  const uncovered = events.filter((event) => !isCovered(ctx, estate, event)).map(({ id }) => id);
  await ctx.db.write((tx) => markCoverage(tx, estate.id, ids, uncovered));
}

/** Whether something is asked for that is not there, or something is there by a version that is not in force. */
function needsLook(estate: Estate, planned: readonly PlannedVisit[], there: readonly StoredVisit[]): boolean {
  const standing = there.filter(({ status }) => status !== 'cancelled');
  return (
    standing.some(({ policy, policyVersion }) => policyVersion !== versionInForce(estate, policy)) ||
    planned.some((visit) => !standing.some((one) => sameVisit(one, visit)))
  );
}

async function replanEvent(
  ctx: Context,
  estate: Estate,
  event: Event,
  planned: readonly PlannedVisit[],
): Promise<void> {
  const knownSince = await eventKnownSince(ctx.db.read, estate.id, event.id);
  await openDraws(ctx, estate, withoutBygone(planned, estate, knownSince));
  await ctx.db.write(async (tx) => {
    await lockAdoptions(tx, ctx.db, estate.id, 'share');
    // Another change came meanwhile: its own look does this again.
    if (!(await areAdopted(tx, estate.id, estate.policies))) return;
    const before = await lockVisitsOfEvent(tx, ctx.db, estate.id, event.id);
    const now = ctx.clock.now();
    await bringUpVisits(tx, ctx, { estate, event, previous: event, planned, before, changed: false, knownSince, now });
    await keepEventDuties(tx, ctx, estate, event, { knownSince, now });
  });
}
