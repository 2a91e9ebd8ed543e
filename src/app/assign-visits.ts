/** Who makes a visit 派人: by the policy's roles and the household, never the one who did the work. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Role } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { staffForHousehold, staffOf, staffWithRole, type Staff } from '../store/staff.js';
import { saveVisit, type StoredVisit } from '../store/visits.js';
import { leadOrFollow } from './merge-visits.js';
import { moveVisit } from './move-visit.js';

/** A role without a person falls to these, in this order (policies.md §0). */
const FALLBACK: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/**
 * Assigns a drawn visit, and sets when it is to be opened; without anybody it is still asked by chat. Null where the
 * conversation of another visit on the same event serves it.
 */
export async function assignVisit(
  tx: Tx,
  ctx: Context,
  { estate, visit: drawn, worker, now }: { estate: Estate; visit: StoredVisit; worker: string | null; now: Instant },
): Promise<StoredVisit | null> {
  const visit = await leadOrFollow(tx, ctx, drawn, now);
  if (visit === null) return null;
  const change = { nextAt: visit.earliest };
  const visitor = await visitorFor(tx, estate.id, visit, worker);
  if (visitor !== null) {
    return moveVisit(tx, ctx, visit, { command: { kind: 'assign', to: visitor.userid }, actor: 'system', now, change });
  }
  ctx.log.warn({ estate: estate.id, visit: visit.no, by: visit.by }, 'nobody to make this visit');
  const waiting = { ...visit, ...change };
  await saveVisit(tx, waiting, now);
  return waiting;
}

/**
 * The visit with somebody who may make it now: whoever has it, unless they left, have no role here any more or did the work;
 * else somebody new. With nobody at all it is told as nobody's.
 */
export async function withVisitor(
  tx: Tx,
  ctx: Context,
  { visit, worker, now }: { readonly visit: StoredVisit; readonly worker: string | null; readonly now: Instant },
): Promise<StoredVisit> {
  if (await mayKeep(tx, visit, worker)) return visit;
  const visitor = await visitorFor(tx, visit.estate, visit, worker);
  if (visitor === null) return { ...visit, assignee: null };
  const command = { kind: 'assign', to: visitor.userid } as const;
  return (await moveVisit(tx, ctx, visit, { command, actor: 'system', now })) ?? visit;
}

async function mayKeep(tx: Tx, { assignee, estate }: StoredVisit, worker: string | null): Promise<boolean> {
  if (assignee === null || assignee === worker) return false;
  const staff = await staffOf(tx, assignee);
  return staff !== null && staff.active && staff.roles.some((held) => held.estate === estate);
}

/** The first of the policy's roles that has a person for this household; else the supervisor, then the manager. */
export async function visitorFor(
  tx: Tx,
  estate: string,
  visit: Pick<StoredVisit, 'by' | 'household'>,
  worker: string | null,
): Promise<Staff | null> {
  for (const role of [...visit.by, ...FALLBACK]) {
    const staff =
      visit.household === null
        ? await staffWithRole(tx, estate, role)
        : await staffForHousehold(tx, estate, visit.household, [role]);
    const other = staff.find(({ userid }) => userid !== worker);
    if (other !== undefined) return other;
  }
  return null;
}
