/** Which visits an event asks for under the policies of its estate, and under the versions of those that are there. */
import type { Context } from '../context.js';
import { localDate, type Instant, type LocalDate } from '../core/calendar.js';
import { drawPeriodOf, endOf } from '../core/draw-period.js';
import type { Event } from '../core/event.js';
import { loadPolicy } from '../core/policy/load.js';
import { isTakenUp } from '../core/policy/adoption.js';
import { covers } from '../core/policy/coverage.js';
import type { Facts } from '../core/policy/facts.js';
import { planOpenings, type DueVisit, type Opening } from '../core/policy/plan.js';
import { drawRuleOf, isCertain, type DrawRule } from '../core/policy/population.js';
import type { Clause, Policy } from '../core/policy/schema.js';
import { windowWords } from '../core/policy/window-words.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { versionText } from '../store/policy-versions.js';
import type { StoredVisit } from '../store/visits.js';
import { KEY_PERIOD } from './draw-keys.js';
import { factsOf } from './event-facts.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** A visit that a version of a policy asks for, with the clause's own sentence. */
export type PlannedVisit = DueVisit & {
  readonly policyFile: Policy;
  readonly clauseFile: Clause;
  readonly version: string;
  readonly opening: Opening;
  readonly source: string;
  readonly rule: DrawRule | null;
  /** The period that it is counted in; null when it takes place whatever is drawn. */
  readonly period: string | null;
  /** One visit stands for all who got or joined it: households are drawn from them. */
  readonly forRecipients: boolean;
  /** Its household was drawn from a list; or all of the list are visited, and no draw was needed. */
  readonly place?: Pick<StoredVisit, 'drawId' | 'drawPosition'>;
};

/** What the adopted policies ask for. */
export async function planUnderAdopted(
  tx: Tx,
  ctx: Pick<Context, 'library' | 'log'>,
  estate: Estate,
  event: Event,
): Promise<readonly PlannedVisit[]> {
  const policies = policiesOfEstate(ctx, estate);
  const facts = await factsOf(tx, policies, event, estate.timezone);
  return policies.flatMap((policy) => {
    const version = versionInForce(estate, policy.id) ?? '';
    return planUnder(policy, version, event, estate.timezone, facts);
  });
}

/** Whether any adopted policy says anything of the event. */
export const isCovered = (ctx: Pick<Context, 'library' | 'log'>, estate: Estate, event: Event): boolean =>
  policiesOfEstate(ctx, estate).some((policy) => covers(policy, event, estate.timezone));

export const versionInForce = (estate: Pick<Estate, 'policies'>, policy: string): string | null =>
  estate.policies.find(({ id }) => id === policy)?.version ?? null;

function planUnder(policy: Policy, version: string, event: Event, zone: string, facts: Facts): readonly PlannedVisit[] {
  const openings = planOpenings(policy, event, zone, facts);
  const mustBe = isCertain(policy, event, zone, facts);
  return openings.map(({ clause, opening, visit }) => {
    const rule = drawRuleOf(clause);
    const bySize = rule?.quota != null && rule.quota.kind !== 'percent';
    const due = mustBe && bySize ? { ...visit, rate: 100, quota: null } : visit;
    // An agreement's visits, months apart, are counted together: where its first one opens.
    const first = Math.min(...openings.filter((one) => one.clause === clause).map((one) => one.visit.earliest));
    return {
      ...due,
      policyFile: policy,
      clauseFile: clause,
      version,
      opening,
      source: clause.source.join(''),
      rule,
      period: periodFor(rule, due, localDate(event.resolvedAt ?? (first as Instant), zone)),
      forRecipients: clause.sampling?.unit === 'recipient',
    };
  });
}

function periodFor(rule: DrawRule | null, { rate, event }: DueVisit, counted: LocalDate): string | null {
  if (rule === null) return null;
  // Among tiers, and among a day's orders, those that are certain count towards the quota.
  if (rate === 100 && (rule.quota === null || rule.quota.kind === 'percent')) return null;
  const period = drawPeriodOf(rule.period ?? KEY_PERIOD, counted);
  return rule.unit === 'recipient' ? `${period}/${event}` : period;
}

/** When a planned visit is looked at again: where each day's are drawn together, at the period's end. */
export const drawnAt = ({ rule, period }: PlannedVisit, zone: string): Instant | null =>
  rule?.quota?.kind === 'per-day' && period !== null ? endOf(period, zone) : null;

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
  return policy === null ? null : planUnder(policy, version, event, zone, await factsOf(tx, [policy], event, zone));
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
