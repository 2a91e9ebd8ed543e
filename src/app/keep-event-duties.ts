/**
 * The duties of an event follow it: made as it comes in, their terms moved as it is corrected, done as it tells so,
 * cancelled as it asks for them no longer.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { firstTelling, isUrgent } from '../core/duty-telling.js';
import type { Event } from '../core/event.js';
import {
  asksFor,
  doneByEvent,
  dutiesWith,
  eventDuties,
  looksOf,
  watchDuty,
  watchesOf,
  type DueDuty,
} from '../core/policy/due-duties.js';
import { isFitOut } from '../core/policy/fit-out.js';
import type { Policy } from '../core/policy/schema.js';
import type { DutyTrigger } from '../core/policy/words.js';
import type { Tx } from '../store/db.js';
import { createDuties, dutiesOfEvent, saveDuty, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf, openEventsOfKind } from '../store/events.js';
import { tellingRules } from './duty-days.js';
import { cancelDuty, finishDuty, reopenDuty } from './finish-duty.js';
import { newDuty, openDuties } from './open-duties.js';
import { policyOfVersion } from './plan-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** The facts of the event itself did it. */
const BY_EVENT = 'event';

/** `knownSince`: when the event first came in; null: just now. */
export type KeepDuties = { readonly knownSince: Instant | null; readonly now: Instant };

/** Brings an event's duties up to what it says now, each as the version that opened it asks. Safe to repeat. */
export async function keepEventDuties(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  event: Event,
  { knownSince, now }: KeepDuties,
): Promise<void> {
  const all = knownSince === null ? [] : await dutiesOfEvent(tx, estate.id, event.id);
  const there = all.filter((duty) => isOwn(duty, event));
  const known = there.find(({ trigger }) => trigger === 'received' || trigger === 'planned')?.earliest ?? now;
  const policies = policiesOfEstate(ctx, estate);
  const asked = await asFitOut(tx, estate, event, policies);
  const wantedBy = (policy: Policy): readonly DueDuty[] => [
    ...eventDuties(policy, asked, known, estate.timezone),
    ...watched(policy, event, estate, now),
  ];
  for (const duty of there) {
    const policy = await policyOfVersion(tx, ctx, duty.policyVersion);
    // Without its version's text nobody knows what was asked.
    if (policy === null) continue;
    const due = wantedBy(policy).find((one) => isSame(one, duty));
    if (due !== undefined) await bringUp(tx, ctx, estate, event, { duty, due }, now);
    else if (duty.status === 'open') await cancelDuty(tx, ctx, duty, 'intake', now);
  }
  for (const policy of policies) {
    const own = there.filter((duty) => duty.policy === policy.id);
    const fresh = wantedBy(policy).filter((due) => !own.some((duty) => isSame(due, duty)));
    const since = estate.policies.find(({ id }) => id === policy.id)?.adoptedAt ?? now;
    await make(
      tx,
      ctx,
      { estate, policy, event },
      fresh.filter((due) => !isBygone(due, since, knownSince)),
      now,
    );
  }
}

/** Works, and a repair of works, by whether these are fit-out: a certificate is of one kind. */
async function asFitOut(tx: Tx, estate: Estate, event: Event, policies: readonly Policy[]): Promise<Event> {
  const works = event.kind === 'works-completion' ? event : await worksOfRepair(tx, estate, event);
  return works === null ? event : { ...event, fitOut: isFitOut(works, policies) };
}

const worksOfRepair = async (tx: Tx, { id }: Estate, { works }: Event): Promise<Event | null> =>
  works === null ? null : eventOf(tx, id, works);

/** A policy that was adopted after the event came in asks for nothing that was over by then. */
const isBygone = ({ due, earliest }: DueDuty, adoptedAt: Instant, knownSince: Instant | null): boolean =>
  knownSince !== null && adoptedAt > knownSince && (due ?? earliest) <= adoptedAt;

/** Of the duties that name the event those that it started itself; others follow from its visits. */
const isOwn = ({ startedBy, trigger }: StoredDuty, { id }: Event): boolean =>
  OWN.includes(trigger) && (startedBy === id || startedBy.startsWith(`${id}/`));
const OWN: readonly DutyTrigger[] = ['handling', 'planned', 'accepted', 'received', 'finished', 'expired', 'period'];

const isSame = (due: DueDuty, duty: StoredDuty): boolean =>
  due.clause === duty.clause && due.item === duty.item && due.startedBy === duty.startedBy;

const watched = (policy: Policy, event: Event, { timezone }: Estate, now: Instant): readonly DueDuty[] =>
  watchesOf(policy, event, timezone).flatMap((watch) => [
    watchDuty(policy, watch, event.id, timezone),
    ...looksOf(policy, watch, event.id, now, timezone),
  ]);

type Making = { readonly estate: Estate; readonly policy: Policy; readonly event: Event };

async function make(tx: Tx, ctx: Context, making: Making, fresh: readonly DueDuty[], now: Instant): Promise<void> {
  const { event, policy } = making;
  const rows = [];
  for (const due of fresh) {
    if (isForSeveral(policy, due)) continue;
    const row = await newDuty(tx, ctx, making, due, { event }, now);
    const doneAt = doneByEvent(due.item, event);
    if (doneAt === null) rows.push(row);
    else rows.push({ ...row, status: 'done' as const, doneAt, doneBy: BY_EVENT, nextAt: null });
  }
  await createDuties(tx, rows, now);
  await openForSeveral(tx, ctx, making, now);
}

/** The duty moves with the event while it is open; what the event's facts did, they can take back. */
async function bringUp(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  event: Event,
  { duty, due }: { readonly duty: StoredDuty; readonly due: DueDuty },
  now: Instant,
): Promise<void> {
  if (duty.status === 'excused') return;
  const doneAt = doneByEvent(duty.item, event);
  if (duty.status === 'done') {
    if (duty.doneBy !== BY_EVENT || doneAt === duty.doneAt) return;
    if (doneAt !== null) return saveDuty(tx, { ...duty, doneAt }, now);
  }
  const { earliest, soonAt, due: until } = due;
  const moved = { ...duty, earliest, soonAt, due: until };
  const open = duty.status === 'open' ? moved : await reopenDuty(tx, ctx, moved, 'intake', now);
  if (doneAt !== null) {
    await finishDuty(tx, ctx, open, { at: doneAt, by: BY_EVENT }, now);
    return;
  }
  if (duty.status === 'open' && duty.earliest === earliest && duty.due === until) return;
  const rules = tellingRules(ctx, estate);
  await saveDuty(tx, { ...open, nextAt: firstTelling(open, isUrgent(event), rules, now) }, now);
}

/** Only where several are open at once: whether it falls due is seen among the others. */
const isForSeveral = (policy: Policy, due: DueDuty): boolean =>
  policy.clauses.some(({ id, duties }) =>
    duties?.some(({ together }, index) => together !== undefined && id === due.clause && due.item === `duty:${index}`),
  );

/** So many of a kind that are open at once are looked at. */
const MOST_OPEN = 100;

/** 同时有若干急事 (p01.12): with the last of them it falls due for all. */
async function openForSeveral(tx: Tx, ctx: Context, { estate, policy, event }: Making, now: Instant): Promise<void> {
  if (event.resolvedAt !== null) return;
  for (const placed of dutiesWith(policy, 'received')) {
    const { together } = placed.duty;
    if (together === undefined || !asksFor(placed, event, estate.timezone)) continue;
    const open = (await openEventsOfKind(tx, estate.id, event.kind, MOST_OPEN)).filter((other) =>
      asksFor(placed, other, estate.timezone),
    );
    if (open.length < together) continue;
    for (const other of open) {
      const due = eventDuties(policy, other, now, estate.timezone).filter(
        ({ clause, item }) => clause === placed.clause.id && item === `duty:${placed.index}`,
      );
      await openDuties(tx, ctx, { estate, policy }, due, { event: other }, now);
    }
  }
}
