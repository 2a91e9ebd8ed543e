/** Which of a policy's rules of method a visit must keep: its own clause's, and those of clauses that speak of all visits. */
import type { Event } from '../event.js';
import type { Method } from '../terms.js';
import { methodsAsked } from './handling.js';
import { matches, matchesAny } from './match.js';
import type { Clause, Policy } from './schema.js';
import type { Need } from './words.js';

/** A visit's ways, and the clauses whose rules of method speak of it. */
export type VisitRules = {
  readonly how: readonly Method[];
  readonly clauses: readonly Clause[];
  readonly event: Event | null;
  readonly zone: string;
};

export function rulesOf(
  policy: Policy | null,
  visit: { readonly clause: string; readonly how: readonly Method[] },
  event: Event | null,
  zone: string,
): VisitRules {
  const own = policy?.clauses.find(({ id }) => id === visit.clause);
  // A questionnaire has its own ways of coming back: what is said of how visits are made is not said of it.
  const general = own?.step !== 'survey';
  const speaks = (clause: Clause): boolean =>
    clause.methodRules !== undefined &&
    (clause === own ||
      (clause.on === undefined && general) ||
      (clause.on !== undefined && event !== null && matchesAny(clause.on, event, zone)));
  return { how: visit.how, clauses: policy?.clauses.filter(speaks) ?? [], event, zone };
}

/** A clause that does not take the ways in which a visit was made, and the ones that it would take. */
export type MethodFault = { readonly clause: string; readonly wanted: readonly Method[]; readonly together: boolean };
/** What a clause wants noted of a visit made in these ways. */
export type NeedOf = { readonly clause: string; readonly need: Need };

/** What the rules say to a visit that was made in these ways. */
export function askMethods(
  rules: VisitRules,
  methods: readonly Method[],
): { readonly fault: MethodFault | null; readonly needs: readonly NeedOf[] } {
  const asked = rules.clauses.map((clause) => ({
    clause,
    ...methodsAsked(clause, rules.event, methods, rules.zone),
  }));
  const refusing = asked.find(({ refused }) => refused)?.clause;
  const needs = asked.flatMap(({ clause, needs: all }) => all.map((need) => ({ clause: clause.id, need })));
  return { fault: refusing === undefined ? null : faultOf(refusing, rules), needs };
}

function faultOf(clause: Clause, { event, zone }: VisitRules): MethodFault {
  const rules = (clause.methodRules ?? []).filter(
    ({ when }) => when === undefined || (event !== null && matches(when, event, zone)),
  );
  const together = rules.find((rule) => rule.together !== undefined)?.together;
  if (together !== undefined) return { clause: clause.id, wanted: together, together: true };
  const only = rules.find((rule) => rule.only !== undefined)?.only ?? [];
  return { clause: clause.id, wanted: only, together: false };
}
