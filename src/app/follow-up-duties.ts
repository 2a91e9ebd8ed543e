/** What a follow-up asks of staff: under each policy of the visit, the duties for a nonconformity or a promise. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { firstTelling } from '../core/duty-telling.js';
import { defaultStep } from '../core/policy/case-steps.js';
import { asksFor, dueDuty, dutiesWith, dueSoonAt, type DueDuty, type PlacedDuty } from '../core/policy/due-duties.js';
import { matches } from '../core/policy/match.js';
import type { Policy } from '../core/policy/schema.js';
import { askedZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { openDutiesOfVisit, saveDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { startedByFollowUp } from '../store/follow-ups.js';
import { recordedWith } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { tellingRules } from './duty-days.js';
import { cancelDuty } from './finish-duty.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** `promise`: when it was given, and for when; null for a nonconformity. */
export type FollowUpCase = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly event: Event | null;
  readonly followUp: number;
  readonly promise: { readonly at: Instant; readonly until: Instant } | null;
};

/** Opens them once, however often the follow-up is added to. */
export async function openFollowUpDuties(
  tx: Tx,
  ctx: Context,
  { estate, visit, event, followUp, promise }: FollowUpCase,
  now: Instant,
): Promise<void> {
  const policies = await concernedPolicies(tx, ctx, { estate, visit });
  let opened = 0;
  for (const policy of policies) {
    const at = promise?.at ?? now;
    const start = { startedBy: startedByFollowUp(followUp), period: null, at, zone: estate.timezone };
    const due = dutiesWith(policy, promise === null ? 'nonconformity' : 'promise')
      .filter((placed) => isFor(placed, event, estate.timezone))
      .map((placed) => dueDuty(policy, placed, start))
      .map((duty) => (promise === null ? duty : { ...duty, ...termUntil(duty, promise.until) }));
    const about = { event, visitNo: visit.no, household: visit.household };
    opened += due.length;
    await openDuties(tx, ctx, { estate, policy }, due, about, now);
  }
  const [first] = policies;
  if (opened > 0 || promise !== null || first === undefined) return;
  const start = { startedBy: startedByFollowUp(followUp), period: null, at: now, zone: estate.timezone };
  const step = defaultStep(first, { clause: visit.clause, asked: askedZh(visit) }, start);
  await openDuties(
    tx,
    ctx,
    { estate, policy: first },
    [step],
    { event, visitNo: visit.no, household: visit.household },
    now,
  );
}

/** What a visit's event must be, the duty says itself where its clause is for other events (p06.5). */
function isFor(placed: PlacedDuty, event: Event | null, zone: string): boolean {
  if (event === null) return !placed.clause.on && !placed.duty.when;
  return placed.duty.when === undefined ? asksFor(placed, event, zone) : matches(placed.duty.when, event, zone);
}

/** The policies of the visit, and of those that are recorded with it. */
export async function concernedPolicies(
  tx: Tx,
  ctx: Context,
  { estate, visit }: Pick<FollowUpCase, 'estate' | 'visit'>,
): Promise<readonly Policy[]> {
  const concerned = new Set((await recordedWith(tx, visit)).map(({ policy }) => policy));
  return policiesOfEstate(ctx, estate).filter(({ id }) => concerned.has(id));
}

/** Whether a policy of the visit sees to what its household was promised. */
export async function seesToPromises(
  tx: Tx,
  ctx: Context,
  about: Pick<FollowUpCase, 'estate' | 'visit'>,
): Promise<boolean> {
  return (await concernedPolicies(tx, ctx, about)).some((policy) => dutiesWith(policy, 'promise').length > 0);
}

/** Another time was promised: what is open of the promise is due by it. */
export async function movePromise(
  tx: Tx,
  ctx: Context,
  { estate, visit }: Pick<FollowUpCase, 'estate' | 'visit'>,
  until: Instant,
  now: Instant,
): Promise<void> {
  for (const duty of await openDutiesOfVisit(tx, visit.no)) {
    if (duty.trigger !== 'promise') continue;
    if (duty.item.startsWith('late:')) {
      await cancelDuty(tx, ctx, duty, 'system', now);
      continue;
    }
    const moved = { ...duty, ...termUntil(duty, until) };
    await saveDuty(tx, { ...moved, nextAt: firstTelling(moved, false, tellingRules(ctx, estate), now) }, now);
  }
}

/** A promise sets the term itself. */
const termUntil = ({ earliest }: Pick<DueDuty, 'earliest'>, until: Instant): Pick<DueDuty, 'soonAt' | 'due'> => ({
  soonAt: dueSoonAt({ earliest, due: until }),
  due: until,
});
