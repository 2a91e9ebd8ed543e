/** What a follow-up asks of staff: under each policy of the visit, the duties for a nonconformity or a promise. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { firstTelling } from '../core/duty-telling.js';
import { asksFor, dueDuty, dutiesWith, threeQuarters, type DueDuty } from '../core/policy/due-duties.js';
import type { Tx } from '../store/db.js';
import { openDutiesOfVisit, saveDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { startedByFollowUp } from '../store/follow-ups.js';
import { recordedWith } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { tellingRules } from './duty-days.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** `until`: the time that was promised; null for a nonconformity. */
export type FollowUpCase = {
  readonly estate: Estate;
  readonly visit: StoredVisit;
  readonly event: Event | null;
  readonly followUp: number;
  readonly until: Instant | null;
};

/** Opens them once, however often the follow-up is added to. */
export async function openFollowUpDuties(
  tx: Tx,
  ctx: Context,
  { estate, visit, event, followUp, until }: FollowUpCase,
  now: Instant,
): Promise<void> {
  const concerned = new Set((await recordedWith(tx, visit)).map(({ policy }) => policy));
  for (const policy of policiesOfEstate(ctx, estate).filter(({ id }) => concerned.has(id))) {
    const start = { startedBy: startedByFollowUp(followUp), period: null, at: now, zone: estate.timezone };
    const due = dutiesWith(policy, until === null ? 'nonconformity' : 'promise')
      .filter((placed) => (event === null ? !placed.clause.on : asksFor(placed, event, estate.timezone)))
      .map((placed) => promised(dueDuty(policy, placed, start), until));
    const about = { event, visitNo: visit.no, household: visit.household };
    await openDuties(tx, ctx, { estate, policy }, due, about, now);
  }
}

/** Whether a policy of the visit sees to what its household was promised. */
export async function seesToPromises(
  tx: Tx,
  ctx: Context,
  { estate, visit }: Pick<FollowUpCase, 'estate' | 'visit'>,
): Promise<boolean> {
  const concerned = new Set((await recordedWith(tx, visit)).map(({ policy }) => policy));
  return policiesOfEstate(ctx, estate).some(
    (policy) => concerned.has(policy.id) && dutiesWith(policy, 'promise').length > 0,
  );
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
    if (duty.trigger !== 'promise' || until <= duty.earliest) continue;
    const moved = { ...duty, due: until, soonAt: threeQuarters({ earliest: duty.earliest, due: until }) };
    await saveDuty(tx, { ...moved, nextAt: firstTelling(moved, false, tellingRules(ctx, estate), now) }, now);
  }
}

/** A promise sets the term itself. */
function promised(duty: DueDuty, until: Instant | null): DueDuty {
  if (until === null || until <= duty.earliest) return duty;
  return { ...duty, soonAt: threeQuarters({ earliest: duty.earliest, due: until }), due: until };
}
