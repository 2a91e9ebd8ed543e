/**
 * 合并: the visits that several policies ask for on one event. Each is drawn for its own clause; the first that is drawn
 * leads the one conversation, and the others, once drawn, are served by it (`servedBy`). The leader is carried out as
 * satisfies all of them; what its own clause asks stays on it as `why.own`.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { doesServe, mergedTerms, type Terms } from '../core/policy/merge.js';
import type { VisitStatus } from '../core/terms.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { servedBy } from '../store/visit-ties.js';
import { lockVisit, saveVisit, type StoredVisit } from '../store/visits.js';

/** Nobody goes for it, or not yet. */
const IDLE: readonly VisitStatus[] = ['planned', 'not-drawn', 'cancelled'];
/** Somebody is to go, and the household was not asked. */
const AHEAD: readonly VisitStatus[] = ['drawn', 'assigned'];

/**
 * Ties visits that can share a conversation to the one that leads it: the one that is under way, else the first. Answers
 * the one that is to be taken up anew, because whoever led it is gone; null where nothing changed for it.
 */
export async function tieVisits(
  tx: Tx,
  ctx: Context,
  visits: readonly StoredVisit[],
  now: Instant,
): Promise<StoredVisit | null> {
  const head = visits.find(({ servedBy: leader, status }) => leader === null && !IDLE.includes(status)) ?? visits[0];
  const isAlone = visits.length === 1 && head?.servedBy === null && head.why.own === undefined;
  if (head === undefined || isAlone) return null;
  const leads = { ...head, servedBy: null };
  if (head.servedBy !== null) await saveVisit(tx, leads, now);
  for (const visit of visits) {
    const isApart = visit.servedBy === null && !IDLE.includes(visit.status) && !AHEAD.includes(visit.status);
    if (visit.no === head.no || visit.servedBy === head.no || isApart) continue;
    if (IDLE.includes(visit.status)) await saveVisit(tx, { ...visit, servedBy: head.no }, now);
    else await follow(tx, ctx, visit, leads, now);
  }
  if (head.servedBy !== null && AHEAD.includes(head.status)) return leads;
  await settleTerms(tx, leads, now);
  return null;
}

/** A visit was drawn: it leads, as it is answered here, or it follows the one that is under way, and null is answered. */
export async function leadOrFollow(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  now: Instant,
): Promise<StoredVisit | null> {
  const leader = visit.servedBy === null ? null : await lockVisit(tx, ctx.db, visit.servedBy);
  const isUnderWay = leader !== null && !IDLE.includes(leader.status);
  if (isUnderWay && canFollow(visit, leader)) {
    await follow(tx, ctx, visit, leader, now);
    return null;
  }
  const led = { ...visit, servedBy: null };
  if (leader !== null && !isUnderWay) {
    const others = (await servedBy(tx, leader.no)).filter(({ no }) => no !== visit.no);
    for (const other of [asAlone(leader), ...others]) await saveVisit(tx, { ...other, servedBy: visit.no }, now);
  }
  return settleTerms(tx, led, now);
}

/** Not where the household was asked already in a way, or at a time, that the clause does not accept. */
function canFollow(visit: StoredVisit, { status, askedAt, channel, how }: StoredVisit): boolean {
  if (AHEAD.includes(status) || askedAt === null) return true;
  return doesServe(visit, { at: askedAt, how: channel === 'wecom-kf' ? ['chat'] : how });
}

/** A visit that nobody was asked for yet is done with another one, if it can be. */
export async function followIfAhead(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  leader: StoredVisit,
  now: Instant,
): Promise<void> {
  if (AHEAD.includes(visit.status) && canFollow(visit, leader)) await follow(tx, ctx, visit, leader, now);
}

/** From now on the visit stands as its leader does, which takes over what it asks as long as nobody was asked. */
async function follow(tx: Tx, ctx: Context, visit: StoredVisit, leader: StoredVisit, now: Instant): Promise<void> {
  const { assignee, assignedAt, askedAt, answeredAt, channel, outcome, outcomeAt } = leader;
  // One household that cannot be reached is no more reachable for another clause.
  const status = leader.status === 'replaced' ? 'unreachable' : leader.status;
  const shared = { status, assignee, assignedAt, askedAt, answeredAt, channel, outcome, outcomeAt };
  await saveVisit(tx, { ...asAlone(visit), ...shared, servedBy: leader.no, nextAt: null }, now);
  await appendAudit(tx, ctx.db, [
    {
      at: now,
      actor: 'system',
      action: 'visit.merge',
      estate: visit.estate,
      subject: `visit:${visit.no}`,
      detail: { into: leader.no, status },
    },
  ]);
  await settleTerms(tx, leader, now);
}

/** Gives a leader the terms that satisfy those it serves or may yet serve; once the household was asked they stand. */
async function settleTerms(tx: Tx, leader: StoredVisit, now: Instant): Promise<StoredVisit> {
  if (!AHEAD.includes(leader.status)) return leader;
  const served = await servedBy(tx, leader.no);
  const alone = asAlone(leader);
  const drawn = served.filter(({ status }) => !IDLE.includes(status));
  const awaited = served.filter(({ status }) => status === 'planned').map((one) => awaitedTerms(one, alone));
  const terms = [[...drawn, ...awaited], drawn]
    .map((ones) => mergedTerms([alone, ...ones]))
    .find((one) => one !== null && one.due > now);
  const settled =
    terms == null || served.length === 0 ? alone : { ...alone, ...terms, why: { ...alone.why, own: termsOf(alone) } };
  const nextAt = leader.nextAt === null ? null : (Math.max(leader.nextAt, settled.earliest) as Instant);
  const moved = { ...settled, nextAt };
  if (JSON.stringify(moved) !== JSON.stringify(leader)) await saveVisit(tx, moved, now);
  return moved;
}

/** One whose draw is still to come: its window is kept open for it; where no rate is set yet, it asks nothing more. */
const awaitedTerms = (visit: StoredVisit, alone: StoredVisit): Terms =>
  visit.quota === null ? { ...termsOf(alone), earliest: visit.earliest, due: visit.due } : termsOf(visit);

const termsOf = ({ earliest, due, by, how, needsSignature }: StoredVisit): Terms => ({
  earliest,
  due,
  by,
  how,
  needsSignature,
});

/** The visit as its own clause asks for it. */
export function asAlone(visit: StoredVisit): StoredVisit {
  const { own, ...why } = visit.why;
  return own === undefined ? visit : { ...visit, ...own, why };
}
