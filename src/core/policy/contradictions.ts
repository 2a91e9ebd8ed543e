/**
 * Contradictions 矛盾 between policies that one estate adopts: two clauses on the same event whose visits can never be
 * one, because their windows never meet, or because one forbids the way of visiting that the other demands. A stricter
 * rate, a higher role or presence where the phone would do is none: the stricter is carried out (policies.md §1).
 *
 * Whether windows ever meet is tried, not proved, on events that stand for all others (`probes.ts`).
 */
import type { Event } from '../event.js';
import type { Method } from '../terms.js';
import { describeMatch, describeTimes, methods } from './describe.js';
import { matches, matchesAny } from './match.js';
import { doesServe, mergedTerms } from './merge.js';
import { planClause } from './plan.js';
import type { DueVisit } from './plan.js';
import { probesFor } from './probes.js';
import type { Shape } from './probes.js';
import type { Match } from './schema-base.js';
import type { Clause, Policy } from './schema.js';

export type Contradiction = {
  readonly policies: readonly [string, string];
  readonly clauses: readonly [string, string];
  readonly kind: 'windows' | 'methods';
  /** In Chinese, the whole of it. */
  readonly message: string;
};

/** Every contradiction between any two of these policies, in their order and that of their clauses. */
export function contradictionsOf(policies: readonly Policy[], zone: string): readonly Contradiction[] {
  return policies.flatMap((a, index) =>
    policies.slice(index + 1).flatMap((b) => (a.id === b.id ? [] : betweenPolicies(a, b, zone))),
  );
}

type Side = { readonly policy: Policy; readonly clause: Clause };

function betweenPolicies(a: Policy, b: Policy, zone: string): readonly Contradiction[] {
  const sides = (policy: Policy): readonly Side[] =>
    policy.clauses.filter(({ visits, on }) => visits && on).map((clause) => ({ policy, clause }));
  return sides(a).flatMap((one) => sides(b).flatMap((other) => betweenClauses(one, other, zone)));
}

/** What stands in the way of one conversation, in words; null where nothing does. */
type Verdict = { readonly kind: Contradiction['kind']; readonly words: string } | null;

function betweenClauses(a: Side, b: Side, zone: string): readonly Contradiction[] {
  const judged = probesFor(a.clause, b.clause).map(({ shape, events }) => ({
    shape,
    verdict: verdictOn(a, b, events, zone),
  }));
  return (['windows', 'methods'] as const).flatMap((kind): readonly Contradiction[] => {
    const found = judged.filter(({ verdict }) => verdict?.kind === kind);
    const words = found[0]?.verdict?.words;
    if (words === undefined) return [];
    const clauses = [a.clause.id, b.clause.id] as const;
    const whom = describeShapes(found.map(({ shape }) => shape));
    const message = `${whom}：${clauses.join(' 与 ')} ${words}`;
    return [{ policies: [a.policy.id, b.policy.id], clauses, kind, message }];
  });
}

function verdictOn(a: Side, b: Side, events: readonly Event[], zone: string): Verdict {
  let both = false;
  for (const event of events) {
    const others = planClause(b.policy, b.clause, event, zone);
    for (const one of others.length === 0 ? [] : planClause(a.policy, a.clause, event, zone)) {
      for (const other of others.filter(({ counterparty }) => counterparty === one.counterparty)) {
        both = true;
        if (mergedTerms([one, other]) === null) continue;
        const words = forbidden(a.policy, b.policy, event, zone) ?? unserved(one, other);
        return words === null ? null : { kind: 'methods', words };
      }
    }
  }
  return both ? { kind: 'windows', words: apart(a, b) } : null;
}

function apart(a: Side, b: Side): string {
  const times = ({ clause }: Side): string =>
    (clause.visits ?? []).map((rule) => describeTimes(rule, clause)).join('；');
  return `的时间不相交，同一件事要分别回访。前者：${times(a)}。后者：${times(b)}。`;
}

type Demands = { readonly only: readonly Method[] | null; readonly together: readonly Method[] };

/** What a policy's rules of method allow and demand on an event. */
function demandsOf({ clauses }: Policy, event: Event, zone: string): Demands {
  const rules = clauses
    .filter(({ on }) => !on || matchesAny(on, event, zone))
    .flatMap(({ methodRules }) => methodRules ?? [])
    .filter(({ when, of }) => !of && (!when || matches(when, event, zone)));
  const allowed = rules.flatMap(({ only }) => (only ? [only] : []));
  return {
    only: allowed.length === 0 ? null : allowed.reduce((common, only) => common.filter((one) => only.includes(one))),
    together: [...new Set(rules.flatMap(({ together }) => together ?? []))],
  };
}

/** What one policy demands and the other does not allow. */
function forbidden(a: Policy, b: Policy, event: Event, zone: string): string | null {
  const demands = [demandsOf(a, event, zone), demandsOf(b, event, zone)] as const;
  for (const [one, other] of [demands, demands.toReversed() as unknown as typeof demands]) {
    if (other.only === null) continue;
    const barred = one.together.some((method) => !other.only?.includes(method));
    const [who, whom] = one === demands[0] ? ['前者', '后者'] : ['后者', '前者'];
    if (barred) return `的方式相斥。${who}要求${methods(one.together)}一并进行，${whom}只许${methods(other.only)}。`;
    const none = one.only !== null && !one.only.some((method) => other.only?.includes(method));
    if (none) return `的方式相斥。${who}只许${methods(one.only ?? [])}，${whom}只许${methods(other.only)}。`;
  }
  return null;
}

/** Whether no way of visiting gives both what they ask for. */
function unserved(one: DueVisit, other: DueVisit): string | null {
  const merged = mergedTerms([one, other]);
  const made = merged && { at: merged.earliest, how: merged.how };
  if (made === null || [one, other].every((visit) => doesServe(visit, made))) return null;
  return `没有共同的方式。前者：${methods(one.how)}。后者：${methods(other.how)}。`;
}

/** `维修（渗水、堵塞漏水）`. */
function describeShapes(shapes: readonly Shape[]): string {
  const words = <K extends 'kind' | 'category'>(field: K) => [
    ...new Set(shapes.flatMap((shape) => shape[field] ?? [])),
  ];
  const [kind, category] = [words('kind'), words('category')];
  const match: Match = {
    ...(kind.length > 0 && { kind: kind as NonNullable<Match['kind']> }),
    ...(category.length > 0 && { category: category as NonNullable<Match['category']> }),
  };
  return describeMatch(match);
}
