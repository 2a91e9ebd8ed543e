/** What follows when a visit moves: whoever waited for its record goes on, whoever was to see to it need not. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { asksFor, dueDuty, dutiesWith } from '../core/policy/due-duties.js';
import { papersAfter } from '../core/policy/papers.js';
import { isOpen, type VisitCommand } from '../core/visit.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { casesOfVisit } from '../store/follow-ups.js';
import { currentRecord } from '../store/records.js';
import { recordedWith } from '../store/visit-ties.js';
import { visitsOfEvent, type StoredVisit } from '../store/visits.js';
import { followDanger } from './follow-danger.js';
import { hasLapsed, lapseVisit } from './lapse-visit.js';
import { openDuties, type Asking } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { settleRecheck } from './recheck-case.js';
import { tellCorrected } from './tell-corrected.js';
import { releaseWaiting } from './wait-for-visit.js';
import { endWaits, followHolder, openWaits } from './wait-for-visitor.js';

/** In the transaction of the move, after it was written. */
export async function followVisit(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  command: VisitCommand['kind'],
  now: Instant,
): Promise<void> {
  switch (command) {
    case 'record':
      await tellCorrected(tx, ctx, visit, now);
      await recorded(tx, ctx, visit, now);
      return askForPapers(tx, ctx, visit, now);
    case 'correct':
      return recorded(tx, ctx, visit, now);
    case 'hand-over':
      return openWaits(tx, ctx, visit, now);
    case 'give-up':
    case 'excuse':
      await settleRecheck(tx, ctx, visit, now);
      await endWaits(tx, ctx, visit, 'give-up', now);
      return reportIfAllDone(tx, ctx, visit, now);
    case 'lapse':
      return endWaits(tx, ctx, visit, visit.answeredAt === null ? 'lapse' : 'record', now);
    case 'cancel':
      return endWaits(tx, ctx, visit, 'cancel', now);
    case 'review':
      // Nobody could make it anew: what was returned stands.
      if (visit.status === 'with-staff' && (await hasLapsed(tx, visit, now))) await lapseVisit(tx, ctx, visit, now);
      return;
    case 'assign':
      return followHolder(tx, visit, now);
    case 'draw':
    case 'ask':
    case 'remind':
    case 'postpone':
    case 'replace':
    case 'close':
    case 'replan':
    case 'revive':
      return;
    default:
      return command satisfies never;
  }
}

async function recorded(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  await endWaits(tx, ctx, visit, 'record', now);
  await settleRecheck(tx, ctx, visit, now);
  if (visit.event === null) return;
  await releaseWaiting(tx, ctx, visit, now);
  const estate = await estateOf(tx, visit.estate);
  if (estate === null) return;
  const policies = policiesOfEstate(ctx, estate);
  for (const one of await recordedWith(tx, visit)) {
    const policy = policies.find(({ id }) => id === one.policy);
    if (policy === undefined) continue;
    await followDanger(tx, ctx, { estate, policy }, { visit: one, recordOf: visit.no }, now);
  }
  // What was found wanting is looked after first, and its household asked again.
  if (!(await isFault(tx, visit))) await reportIfAllDone(tx, ctx, visit, now);
}

async function isFault(tx: Tx, { no }: StoredVisit): Promise<boolean> {
  const record = await currentRecord(tx, no);
  return record?.grade === 'dissatisfied' || record?.unfinished === true;
}

/** 全部回访结束 (p10.4): with the last visit of works, once no case of theirs is open, its report. */
async function reportIfAllDone(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const estate = visit.event === null ? null : await estateOf(tx, visit.estate);
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  if (estate === null || event === null) return;
  const policies = policiesOfEstate(ctx, estate);
  for (const { policy: id } of await recordedWith(tx, visit)) {
    const policy = policies.find((one) => one.id === id);
    if (policy !== undefined) await reportOfWorks(tx, ctx, { estate, policy }, { event, visit }, now);
  }
}

async function reportOfWorks(
  tx: Tx,
  ctx: Context,
  { estate, policy }: Asking,
  { event, visit }: { readonly event: Event; readonly visit: StoredVisit },
  now: Instant,
): Promise<void> {
  const placed = dutiesWith(policy, 'all-done');
  if (placed.length === 0) return;
  const all = (await visitsOfEvent(tx, estate.id, event.id)).filter((one) => one.policy === policy.id);
  if (all.some(({ status }) => isOpen(status))) return;
  for (const { no } of all) if ((await casesOfVisit(tx, no)).some((one) => one.isOpen)) return;
  const start = { startedBy: event.id, period: null, at: visit.answeredAt ?? now, zone: estate.timezone };
  const due = placed.filter((one) => asksFor(one, event, estate.timezone)).map((one) => dueDuty(policy, one, start));
  await openDuties(tx, ctx, { estate, policy }, due, { event }, now);
}

/** 另写的纸: minutes, and what goes into the file of works; of what a case asks again its first visit has them. */
async function askForPapers(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const estate = visit.why.recheck === undefined ? await estateOf(tx, visit.estate) : null;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  if (estate === null || event === null) return;
  const policies = policiesOfEstate(ctx, estate);
  const isBad = await isFault(tx, visit);
  for (const one of await recordedWith(tx, visit)) {
    const policy = policies.find(({ id }) => id === one.policy);
    if (policy === undefined) continue;
    const start = { startedBy: `visit:${visit.no}`, period: null, at: visit.answeredAt ?? now, zone: estate.timezone };
    const due = papersAfter(policy, { record: one.record, isFault: isBad })
      .filter((placed) => placed.clause.on === undefined || asksFor(placed, event, estate.timezone))
      .map((placed) => dueDuty(policy, placed, start));
    const { no: visitNo, household } = visit;
    await openDuties(tx, ctx, { estate, policy }, due, { event, visitNo, household }, now);
  }
}
