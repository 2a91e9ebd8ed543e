/** Who makes a visit 派人: by the policy's roles and the household, never the one who did the work. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { visitorsOf } from '../core/policy/ladder.js';
import { absencesAt } from '../store/absences.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { staffForHousehold, staffOf, staffWithRole } from '../store/staff.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { withDutyNote } from './duty-days.js';
import { leadOrFollow } from './merge-visits.js';
import { moveVisit, type Move } from './move-visit.js';
import { policyOfVisit } from './policies-of-estate.js';
import { deputyOf, isAway, presentStaff, type StandIn } from './stand-ins.js';

/**
 * Assigns a drawn visit, and sets when it is to be opened; without anybody it is still asked by chat. Null where the
 * conversation of another visit on the same event serves it.
 */
export async function assignVisit(
  tx: Tx,
  ctx: Context,
  { estate, visit: drawn, worker, now }: { estate: Estate; visit: StoredVisit; worker: string | null; now: Instant },
): Promise<StoredVisit | null> {
  const led = await leadOrFollow(tx, ctx, drawn, now);
  if (led === null) return null;
  const visit = { ...led, why: withDutyNote(ctx, estate, led, now) };
  const change = { nextAt: visit.earliest };
  const opens = Math.max(visit.earliest, now) as Instant;
  const visitor = await visitorFor(tx, ctx, estate, visit, { worker, at: opens });
  if (visitor !== null) return giveVisit(tx, ctx, visit, visitor, { now, change });
  ctx.log.warn({ estate: estate.id, visit: visit.no, by: visit.by }, 'nobody to make this visit');
  const waiting = { ...visit, ...change };
  await saveVisit(tx, waiting, now);
  return waiting;
}

type Holding = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly worker: string | null;
  readonly now: Instant;
};

/**
 * The visit with somebody who may make it now: whoever has it, unless they left, are away, have no role here or did the work;
 * else somebody new. With nobody at all it is told as nobody's.
 */
export async function withVisitor(tx: Tx, ctx: Context, { estate, visit, worker, now }: Holding): Promise<StoredVisit> {
  if (await mayKeep(tx, visit, worker, now)) return visit;
  const visitor = await standInFor(tx, ctx, { estate, visit, worker, now });
  if (visitor === null) return { ...visit, assignee: null };
  return (await giveVisit(tx, ctx, visit, visitor, { now })) ?? visit;
}

/** Whether whoever has it is there, has a role here and did not do the work. */
export async function mayKeep(
  tx: Tx,
  { assignee, estate }: StoredVisit,
  worker: string | null,
  now: Instant,
): Promise<boolean> {
  if (assignee === null || assignee === worker) return false;
  const staff = await staffOf(tx, assignee);
  const isOurs = staff !== null && staff.active && staff.roles.some((held) => held.estate === estate);
  return isOurs && !(await isAway(tx, assignee, now));
}

/** Gives a visit that nobody was asked about yet to another where whoever has it did the work, or has none of its roles. */
export async function assignAnew(
  tx: Tx,
  ctx: Context,
  { estate, visit, worker, now }: Holding,
  isForOthers: boolean,
): Promise<void> {
  const holder = visit.assignee === null ? null : await staffOf(tx, visit.assignee);
  const hasRole = holder?.roles.some((held) => held.estate === estate.id && visit.by.includes(held.role)) ?? false;
  if (visit.assignee !== worker && (hasRole || !isForOthers)) return;
  const opens = Math.max(visit.earliest, now) as Instant;
  const visitor = await visitorFor(tx, ctx, estate, visit, { worker, at: opens });
  if (visitor !== null && visitor.staff.userid !== visit.assignee) await giveVisit(tx, ctx, visit, visitor, { now });
}

/** Who takes a visit over from whoever cannot make it: their deputy while they are away, else somebody of the ladder. */
export async function standInFor(
  tx: Tx,
  ctx: Context,
  { estate, visit, worker, now }: Holding,
): Promise<StandIn | null> {
  const away = visit.assignee === null ? undefined : (await absencesAt(tx, [visit.assignee], now)).get(visit.assignee);
  const absent = away === undefined ? null : await staffOf(tx, away.userid);
  if (away === undefined || absent === null) return visitorFor(tx, ctx, estate, visit, { worker, at: now });
  const standsInFor = visit.why.heldFor ?? absent.userid;
  for (const { estate: where, role } of absent.roles) {
    const deputy = where === estate.id ? await deputyOf(tx, away, { estate: where, role, at: now }) : null;
    if (deputy !== null && deputy.userid !== worker) return { staff: deputy, standsInFor };
  }
  const other = await visitorFor(tx, ctx, estate, visit, { worker, at: now });
  return other === null ? null : { ...other, standsInFor };
}

/** Gives a visit to somebody; if they stand in for another, it is known whom it goes back to. */
export async function giveVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { staff, standsInFor }: StandIn,
  { now, change = {} }: { readonly now: Instant; readonly change?: Move['change'] },
): Promise<StoredVisit | null> {
  const own = ownedAnew(visit.why);
  const why = standsInFor === null ? own : { ...own, heldFor: standsInFor };
  const command = { kind: 'assign', to: staff.userid } as const;
  return moveVisit(tx, ctx, visit, { command, actor: 'system', now, change: { ...change, why } });
}

/** Why a visit stands there, once somebody has it for themselves: it goes back to nobody. */
export function ownedAnew(why: StoredVisit['why']): StoredVisit['why'] {
  const { heldFor: _heldFor, ...own } = why;
  return own;
}

/**
 * The first of the policy's roles that has a person for this household who is there `at`; else those that it falls to.
 * Never the one who did the work.
 */
export async function visitorFor(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  visit: Pick<StoredVisit, 'by' | 'clause' | 'household' | 'policy' | 'policyVersion'>,
  { worker, at }: { readonly worker: string | null; readonly at: Instant },
): Promise<StandIn | null> {
  let first: string | null = null;
  for (const role of visitorsOf(policyOfVisit(ctx, estate, visit), visit.clause, visit.by)) {
    const candidates =
      visit.household === null
        ? await staffWithRole(tx, estate.id, role)
        : await staffForHousehold(tx, estate.id, visit.household, [role]);
    const able = candidates.filter(({ userid }) => userid !== worker);
    const { present, missing } = await presentStaff(tx, able, { estate: estate.id, role, at }, first);
    const found = present.find(({ staff }) => staff.userid !== worker);
    if (found !== undefined) return found;
    first = missing;
  }
  return null;
}
