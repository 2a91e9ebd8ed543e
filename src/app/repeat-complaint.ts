/**
 * 再次投诉 (p06.5): a repair's defect that is complained of again is a case. Its steps begin with what is to be arranged; with
 * the last of them the household is told, and asked once more: the 特殊回访.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { followingDuties } from '../core/policy/due-duties.js';
import type { Policy } from '../core/policy/schema.js';
import type { Tx } from '../store/db.js';
import { dutiesOfEvent, stepsOf, tieToCase, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { openFollowUp, type Case } from '../store/follow-ups.js';
import type { NewVisit } from '../store/visits.js';
import { finishDuty } from './finish-duty.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** Opens the case once, as the complaint comes in; what came in as settled long ago opens none. */
export async function openRepeatCase(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  event: Event,
  now: Instant,
): Promise<number | null> {
  if (event.repeatOf === null) return null;
  const policies = policiesOfEstate(ctx, estate);
  const steps = (await dutiesOfEvent(tx, estate.id, event.id)).filter((duty) => isFollowed(policies, duty));
  const [first] = steps;
  const known = steps.find(({ followUp }) => followUp !== null)?.followUp ?? null;
  if (known !== null || first === undefined || first.status !== 'open') return known;
  const { household, assignee, by } = first;
  const about = { estate: estate.id, visitNo: null, household, kind: 'nonconformity' as const };
  const id = await openFollowUp(tx, { ...about, text: event.description, route: by[0] ?? 'office', assignee }, now);
  for (const { no } of steps) await tieToCase(tx, no, id);
  return id;
}

/** A deadline of the event's own after which something else is to be done. */
const isFollowed = (policies: readonly Policy[], { trigger, policy: of, clause, item }: StoredDuty): boolean => {
  const policy = policies.find(({ id }) => id === of);
  return trigger === 'handling' && policy !== undefined && followingDuties(policy, { clause, item }).length > 0;
};

/** The complaint's own facts say that it is settled: what is open of its steps was done. */
export async function settleRepeat(tx: Tx, ctx: Context, { estate, id, resolvedAt }: Event, now: Instant) {
  if (resolvedAt === null) return;
  for (const duty of await dutiesOfEvent(tx, estate, id)) {
    if (duty.followUp === null || duty.status !== 'open') continue;
    await finishDuty(tx, ctx, duty, { at: resolvedAt, by: 'event', note: '已处理完毕' }, now);
  }
}

/** Whom and what the 特殊回访 is about: the repair, as whoever visits repairs would visit it; null: no complaint of one. */
export async function visitOfComplaint(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  { id, household }: Case,
): Promise<{ readonly visit: NewVisit; readonly policy: Policy } | null> {
  const [step] = await stepsOf(tx, id);
  const policy = policiesOfEstate(ctx, estate).find((one) => one.id === step?.policy);
  const complaint = step?.event == null ? null : await eventOf(tx, estate.id, step.event);
  if (step === undefined || policy === undefined || complaint === null || household === null) return null;
  const repair = complaint.repeatOf === null ? null : await eventOf(tx, estate.id, complaint.repeatOf);
  const event = repair ?? complaint;
  const by = policy.clauses.flatMap(({ visits = [] }) => visits.flatMap((rule) => rule.by ?? []));
  const visit = {
    estate: estate.id,
    policy: policy.id,
    clause: step.clause,
    startedBy: complaint.id,
    counterparty: household,
    visit: 1,
    event: event.id,
    household,
    kind: event.kind,
    status: 'planned' as const,
    earliest: step.earliest,
    due: step.earliest,
    rate: 100,
    quota: null,
    by: by.length > 0 ? [...new Set(by)] : step.by,
    how: policy.how,
    record: policy.record,
    needsSignature: policy.needsSignature ?? false,
    period: null,
    policyVersion: step.policyVersion,
    why: { source: step.source },
    nextAt: null,
  };
  return { visit, policy };
}
