/** What is known beside the event itself: who served the household before, and how that went (p04.6); the rain (T14). */
import { startOfDay } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import type { Facts } from '../core/policy/facts.js';
import { asksOfWorkers } from '../core/policy/population.js';
import type { Policy } from '../core/policy/schema.js';
import type { Tx } from '../store/db.js';
import { firstRainSince } from '../store/rain.js';
import { complaintsAbout, previousService, servicesSince } from '../store/services.js';

/** The facts that these policies ask for on this event; nothing is read that none of them asks for. */
export async function factsOf(tx: Tx, policies: readonly Policy[], event: Event, zone: string): Promise<Facts> {
  return {
    ...(await signingFact(tx, event, zone)),
    ...(policies.some(waitsForRain) && (await rainFact(tx, event))),
    ...(policies.some((policy) => asksOfWorkers(policy, event, zone)) && {
      workerComplained: await wasComplainedOf(tx, event),
    }),
  };
}

/** Whether any clause visits after the rain. */
export const waitsForRain = ({ clauses }: Policy): boolean =>
  clauses.some(({ visits }) => visits?.some(({ anchor }) => anchor === 'rain'));

/** The first recorded end of rain after a repair that rain had caused (T14). */
async function rainFact(tx: Tx, { estate, rainCaused, resolvedAt }: Event): Promise<Facts> {
  const rainEndedAt = rainCaused && resolvedAt !== null ? await firstRainSince(tx, estate, resolvedAt) : null;
  return rainEndedAt === null ? {} : { rainEndedAt };
}

async function signingFact(tx: Tx, event: Event, zone: string): Promise<Facts> {
  const { contractSigned, contractSignedOn, household, resolvedAt } = event;
  if (!contractSigned || contractSignedOn === null || household === null || resolvedAt === null) return {};
  const signed = startOfDay(contractSignedOn, zone);
  return { servedSinceSigning: (await servicesSince(tx, { ...event, household, resolvedAt }, signed)) > 0 };
}

/** Whether the service that the worker did before this one was complained of, or its visit's answer was 不满意. */
async function wasComplainedOf(tx: Tx, event: Event): Promise<boolean> {
  const { worker, resolvedAt } = event;
  if (worker === null || resolvedAt === null) return false;
  const previous = await previousService(tx, { ...event, worker, resolvedAt });
  return previous !== null && complaintsAbout(tx, previous, resolvedAt);
}
