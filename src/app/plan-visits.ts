/** Which visits an event asks for under the policies of its estate, and under the versions of those that are there. */
import type { Context } from '../context.js';
import { localDate, type Instant } from '../core/calendar.js';
import type { Event } from '../core/event.js';
import { loadPolicy } from '../core/policy/load.js';
import { isTakenUp } from '../core/policy/adoption.js';
import { covers } from '../core/policy/coverage.js';
import { planOpenings, type DueVisit, type Opening } from '../core/policy/plan.js';
import type { Clause, Policy } from '../core/policy/schema.js';
import { windowWords } from '../core/policy/window-words.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { versionText } from '../store/policy-versions.js';
import type { StoredVisit } from '../store/visits.js';
import { populationOf } from './draw-visits.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** A visit that a version of a policy asks for, with the clause's own sentence. */
export type PlannedVisit = DueVisit & {
  readonly policyFile: Policy;
  readonly clauseFile: Clause;
  readonly version: string;
  readonly opening: Opening;
  readonly source: string;
  readonly period: string | null;
};

/** What the adopted policies ask for. */
export function planUnderAdopted(
  ctx: Pick<Context, 'library' | 'log'>,
  estate: Estate,
  event: Event,
): readonly PlannedVisit[] {
  return policiesOfEstate(ctx, estate).flatMap((policy) => {
    const version = versionInForce(estate, policy.id) ?? '';
    return planUnder(policy, version, event, estate.timezone);
  });
}

/** Whether any adopted policy says anything of the event. */
export const isCovered = (ctx: Pick<Context, 'library' | 'log'>, estate: Estate, event: Event): boolean =>
  policiesOfEstate(ctx, estate).some((policy) => covers(policy, event, estate.timezone));

export const versionInForce = (estate: Pick<Estate, 'policies'>, policy: string): string | null =>
  estate.policies.find(({ id }) => id === policy)?.version ?? null;

function planUnder(policy: Policy, version: string, event: Event, zone: string): readonly PlannedVisit[] {
  return planOpenings(policy, event, zone).map(({ clause, opening, visit }) => {
    const counted = localDate(event.resolvedAt ?? visit.earliest, zone);
    return {
      ...visit,
      policyFile: policy,
      clauseFile: clause,
      version,
      opening,
      source: clause.source.join(''),
      period: populationOf(clause, visit, counted),
    };
  });
}

/** How a planned visit's window came about, in words that stay with it. */
export const wordsOfWindow = ({ opening }: PlannedVisit, zone: string): string => windowWords(opening, zone);

/**
 * Leaves out what a policy that was adopted after the event came in does not ask for any more: an old event that is
 * sent again makes no visits that were over before anybody had asked for them.
 */
export function withoutBygone(
  planned: readonly PlannedVisit[],
  estate: Estate,
  knownSince: Instant | null,
): readonly PlannedVisit[] {
  if (knownSince === null) return planned;
  const since = new Map(estate.policies.map(({ id, adoptedAt }) => [id, adoptedAt]));
  return planned.filter(({ policy, opening, clauseFile }) => {
    const adoptedAt = since.get(policy);
    if (adoptedAt === undefined || adoptedAt <= knownSince) return true;
    return isTakenUp(opening, clauseFile, adoptedAt, estate.timezone);
  });
}

/** What a version asks for that is not in force any more; null where its text was never kept. */
export async function planUnderVersion(
  tx: Tx,
  { library }: Pick<Context, 'library'>,
  version: string,
  event: Event,
  zone: string,
): Promise<readonly PlannedVisit[] | null> {
  const policy = await policyOfVersion(tx, { library }, version);
  return policy === null ? null : planUnder(policy, version, event, zone);
}

/** A version's policy, whether it is in force or not; null where its text was never kept. */
export async function policyOfVersion(
  tx: Tx,
  { library }: Pick<Context, 'library'>,
  version: string,
): Promise<Policy | null> {
  const known = library.heldVersion(version);
  if (known !== null) return known;
  const kept = await versionText(tx, version);
  if (kept === null) return null;
  const loaded = loadPolicy(kept.text, version, kept.parameters);
  if (!('policy' in loaded)) return null;
  library.hold(version, loaded.policy);
  return loaded.policy;
}

/** Whether a visit that is there is the one that is planned. */
export const sameVisit = (stored: StoredVisit, visit: PlannedVisit): boolean =>
  stored.policy === visit.policy &&
  stored.clause === visit.clause &&
  stored.counterparty === visit.counterparty &&
  stored.visit === visit.visit;
