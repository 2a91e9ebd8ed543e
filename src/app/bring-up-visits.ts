/** An event's visits are made, and those that are there brought up to what its policies ask for now. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { hasOpened, staysAsPlanned, UNTOUCHED } from '../core/policy/adoption.js';
import { groupVisits } from '../core/policy/merge.js';
import { byDue } from '../core/policy/plan.js';
import { Overtaken, type Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { followVersion } from '../store/visit-version.js';
import { insertVisit, visitByNo, type StoredVisit } from '../store/visits.js';
import { assignAnew, assignVisit } from './assign-visits.js';
import { notePeriod } from './draw-changes.js';
import { leaveDraw } from './draw-days.js';
import { drawRecipients, withRecipients } from './draw-recipients.js';
import { drawVisit } from './draw-visits.js';
import { asksOtherwise, isUndrawn, mustNowBe, withRateOf } from './compare-plan.js';
import { asAlone, tieVisits } from './merge-visits.js';
import { moveVisit } from './move-visit.js';
import { newVisit, whyOf } from './new-visit.js';
import {
  drawnAt,
  planUnderVersion,
  sameVisit,
  versionInForce,
  withoutBygone,
  type PlannedVisit,
} from './plan-visits.js';
import { takeUpVisit } from './take-up-visit.js';
import { afterDone, afterOf, doneBefore } from './wait-for-visit.js';

export type BringUp = {
  readonly estate: Estate;
  readonly event: Event;
  /** What the adopted policies ask for. */
  readonly planned: readonly PlannedVisit[];
  /** The event as it was stored before; null for a new one. */
  readonly previous: Event | null;
  /** The visits that are there, locked. */
  readonly before: readonly StoredVisit[];
  /** Whether the event says something new; if not, windows that have opened stay where they are. */
  readonly changed: boolean;
  /** When the event first came in; null: just now. */
  readonly knownSince: Instant | null;
  readonly now: Instant;
};

/** Cancels, makes, moves and ties; in the caller's transaction. Safe to repeat. */
export async function bringUpVisits(tx: Tx, ctx: Context, asked: BringUp): Promise<void> {
  const { estate, event, now } = asked;
  // What a case 个案 asks the household again, or staff began themselves, is no visit of the plan.
  const before = asked.before.filter(({ why }) => why.recheck === undefined && why.begun === undefined);
  const about = { ...asked, before, planned: await drawRecipients(tx, ctx, asked) };
  const wanted = await wantedVisits(tx, ctx, about);
  await cancelDropped(tx, ctx, about, wanted);
  for (const group of [...groupVisits(wanted.visits.filter((visit) => afterOf(visit) === null)), ...later(wanted)]) {
    const stood: Planned[] = [];
    for (const visit of group) stood.push({ wanted: visit, ...(await planOne(tx, ctx, about, visit)) });
    const visits = stood.map(({ visit }) => visit);
    const freed = await tieVisits(tx, ctx, visits, now);
    if (freed !== null) await assignVisit(tx, ctx, { estate, visit: freed, worker: event.worker, now });
    for (const one of stood) {
      if (one.isOpen) await drawAndAssign(tx, ctx, about, one);
      else if (asked.changed) await giveToFitting(tx, ctx, about, one.visit.no);
    }
  }
}

/** One that comes after another of its clause has a conversation of its own: when it begins is not known yet. */
const later = ({ visits }: Wanted): readonly (readonly PlannedVisit[])[] =>
  visits.filter((visit) => afterOf(visit) !== null).map((visit) => [visit]);

type Wanted = { readonly visits: readonly PlannedVisit[]; readonly own: ReadonlyMap<string, OwnPlan> };
/** What a version that is not in force any more asks for; null where its text is not known. */
type OwnPlan = readonly PlannedVisit[] | null;

/** Those that have opened, as their own version planned them; the others as the adopted policies ask for them. */
async function wantedVisits(tx: Tx, ctx: Context, about: BringUp): Promise<Wanted> {
  const { estate, event, before, knownSince, now } = about;
  const planned = about.planned.map((visit) => afterDone(visit, before));
  const own = new Map<string, OwnPlan>();
  for (const { policy, policyVersion } of before) {
    if (policyVersion === versionInForce(estate, policy) || own.has(policyVersion)) continue;
    const plan = await planUnderVersion(tx, ctx, policyVersion, event, estate.timezone);
    own.set(policyVersion, plan === null ? null : await withRecipients(tx, about, plan));
  }
  const standing = before.filter((visit) => stays(about, visit)).map(asAlone);
  const kept = standing.flatMap((visit) => own.get(visit.policyVersion)?.find((one) => sameVisit(visit, one)) ?? []);
  const isKnown = (visit: PlannedVisit): boolean =>
    before.some((one) => one.status !== 'cancelled' && sameVisit(one, visit));
  // Beside visits that stay, a new version begins where they end: nothing is due twice.
  const begins = (visit: PlannedVisit): boolean =>
    standing.every(({ policy, due }) => policy !== visit.policy || visit.earliest >= due);
  const free = planned.filter((visit) => !standing.some((one) => sameVisit(one, visit)));
  const fresh = withoutBygone(
    free.filter((visit) => !isKnown(visit) && begins(visit)),
    estate,
    knownSince,
  );
  const followed = free.filter((visit) => isKnown(visit) && (visit.due > now || !isOlder(about, visit)));
  const visits = [...kept, ...followed, ...fresh].toSorted((a, b) => compareText(a.policy, b.policy) || byDue(a, b));
  return { visits, own };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const stays = ({ estate, now }: BringUp, visit: StoredVisit): boolean =>
  staysAsPlanned(asAlone(visit), versionInForce(estate, visit.policy), now);

/** Whether the visit that is there was planned by another version than this. */
const isOlder = ({ before }: BringUp, visit: PlannedVisit): boolean =>
  before.some((one) => sameVisit(one, visit) && one.policyVersion !== visit.version);

/** A visit that stands; open: it is yet to be drawn. */
type Stood = { readonly visit: StoredVisit; readonly isOpen: boolean };
type Planned = Stood & { readonly wanted: PlannedVisit };

/** Makes a visit, or finds the one that is there and brings it up to what is asked for now. */
async function planOne(tx: Tx, ctx: Context, about: BringUp, visit: PlannedVisit): Promise<Stood> {
  const there = about.before.find((one) => sameVisit(one, visit));
  if (there !== undefined) return bringUp(tx, ctx, about, there, visit);
  const waits = isToWait(about, visit);
  const made = await insertVisit(tx, newVisit(about.estate, visit, waits), about.now);
  if (made === null) throw new Overtaken(`the visit ${visit.clause} of ${visit.event} was made by another meanwhile`);
  return { visit: made, isOpen: !waits };
}

/** It comes after another visit of its clause, which is not done yet. */
const isToWait = ({ before }: BringUp, visit: PlannedVisit): boolean =>
  afterOf(visit) !== null && doneBefore(visit, before) === null;

/** Moves the window as long as nobody was asked; a cancelled visit lives again. */
async function bringUp(
  tx: Tx,
  ctx: Context,
  about: BringUp,
  stored: StoredVisit,
  wanted: PlannedVisit,
): Promise<Stood> {
  const { now, changed } = about;
  const { earliest, due } = wanted;
  const follows = stored.policyVersion !== wanted.version || mustNowBe(stored, wanted);
  const differs = changed && UNTOUCHED.includes(stored.status) && asksOtherwise(asAlone(stored), wanted);
  if (changed) await notePeriod(tx, ctx, stored, wanted.period, now);
  // Where it was drawn it stays, whatever period it is counted in now.
  const before = { ...asAlone(stored), period: stored.drawId === null ? wanted.period : stored.period };
  const takesOver = follows || differs;
  const there = takesOver ? await follow(tx, about, before, follows ? wanted : withRateOf(before, wanted)) : before;
  const actor = changed ? 'intake' : 'system';
  const comesLater = isToWait(about, wanted);
  const waiting = comesLater ? due : drawnAt(wanted, about.estate.timezone);
  const move = async (kind: 'revive' | 'replan', nextAt: Instant | null): Promise<StoredVisit | null> =>
    moveVisit(tx, ctx, there, { command: { kind, earliest, due }, actor, now, change: { nextAt } });
  if (there.status === 'cancelled') {
    return { visit: { ...((await move('revive', waiting)) ?? stored), servedBy: null }, isOpen: !comesLater };
  }
  const visit = takesOver ? there : stored;
  const isOpen = takesOver && isUndrawn(there) && !comesLater;
  const stands = (there.earliest === earliest && there.due === due) || (!changed && hasOpened(before, now));
  if (stands) return { visit, isOpen };
  const waits = there.status === 'not-drawn' || there.servedBy !== null;
  const nextAt = there.status === 'planned' ? waiting : waits ? null : earliest;
  return { visit: (await move('replan', nextAt)) ?? visit, isOpen };
}

/** A visit that has not opened takes on what the version in force says of it. */
function follow(tx: Tx, { estate, now }: BringUp, stored: StoredVisit, wanted: PlannedVisit): Promise<StoredVisit> {
  const { by, how, record, needsSignature, rate, quota, version } = wanted;
  const period = stored.drawId === null ? wanted.period : stored.period;
  const why = { ...stored.why, ...whyOf(wanted, estate) };
  const asked = { by, how, record, needsSignature, rate, quota, period, why, policyVersion: version };
  return followVersion(tx, { ...stored, ...asked }, now);
}

async function drawAndAssign(
  tx: Tx,
  ctx: Context,
  { estate, event, now }: BringUp,
  { visit: { no }, wanted: { place } }: Planned,
): Promise<void> {
  // Those before it in its group may have changed it.
  const visit = await visitByNo(tx, no);
  if (visit === null) return;
  if (place !== undefined) {
    await takeUpVisit(tx, ctx, visit, { draw: 'list', change: place }, now);
    return;
  }
  const drawn = await drawVisit(tx, ctx, visit, now);
  if (drawn?.status !== 'drawn') return;
  await assignVisit(tx, ctx, { estate, visit: drawn, worker: event.worker, now });
}

/** A visit that followed another one of its clause stands as long as the clause asks for that (p01.1). */
const asksAgain = ({ policy, clause, counterparty }: PlannedVisit, visit: StoredVisit): boolean =>
  visit.why.follows !== undefined &&
  visit.policy === policy &&
  visit.clause === clause &&
  visit.counterparty === counterparty;

/** A correction may leave a visit with one who did the work, or whom it is not for any more. */
async function giveToFitting(tx: Tx, ctx: Context, about: BringUp, no: number): Promise<void> {
  const { estate, event, before, now } = about;
  const visit = await visitByNo(tx, no);
  if (visit?.status !== 'assigned' || visit.servedBy !== null) return;
  const isForOthers = before.some((one) => one.no === no && String(one.by) !== String(visit.by));
  await assignAnew(tx, ctx, { estate, visit, worker: event.worker, now }, isForOthers);
}

/**
 * What is asked for no longer is cancelled unless somebody was asked already: because the event was corrected, or
 * because its policy was changed or left before the visit had opened.
 */
async function cancelDropped(tx: Tx, ctx: Context, about: BringUp, { visits, own }: Wanted): Promise<void> {
  const { before, changed, now } = about;
  for (const visit of before) {
    if (!UNTOUCHED.includes(visit.status) || visits.some((one) => sameVisit(visit, one) || asksAgain(one, visit)))
      continue;
    const plan = own.get(visit.policyVersion);
    // Without a version's text nobody knows whether it was this that it asked for.
    if (plan === null) continue;
    const byPolicy = plan !== undefined && !hasOpened(asAlone(visit), now) && plan.some((one) => sameVisit(visit, one));
    if (!changed && !byPolicy) continue;
    const reason = byPolicy ? 'the policy no longer asks for it' : 'the event no longer asks for it';
    const actor = changed ? 'intake' : 'system';
    await moveVisit(tx, ctx, visit, { command: { kind: 'cancel', reason }, actor, now, change: { nextAt: null } });
    await leaveDraw(tx, ctx, visit, now);
  }
}
