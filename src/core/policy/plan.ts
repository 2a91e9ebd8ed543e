/** Event + policies → due visits, before sampling (contracts.md, `huifang plan`). */
import { addDays, DAY } from '../calendar.js';
import type { Instant } from '../calendar.js';
import type { Event } from '../event.js';
import type { EventKind, Method, Role } from '../terms.js';
import { openSeries, openWindow, termFrom } from '../window.js';
import type { Term, Window } from '../window.js';
import { startsOf } from './anchors.js';
import type { Start } from './anchors.js';
import type { Facts } from './facts.js';
import { matches, matchesAny } from './match.js';
import type { Clause, Policy, VisitRule } from './schema.js';

/** A visit that a policy can ask for. `visit` counts within clause and counterparty. */
export type DueVisit = {
  readonly event: string;
  readonly kind: EventKind;
  readonly household: string | null;
  readonly counterparty: string;
  readonly policy: string;
  readonly clause: string;
  readonly visit: number;
  readonly earliest: Instant;
  readonly due: Instant;
  /** Percent; null where the supervisor decides, or where a quota does. */
  readonly rate: number | null;
  readonly quota: 'tiers' | 'per-day' | null;
  readonly by: readonly Role[];
  readonly how: readonly Method[];
  readonly record: string;
  readonly needsSignature: boolean;
};

/** What a policy file must say of a visit for it to be planned. */
export type PolicyHead = Pick<Policy, 'id' | 'how' | 'record' | 'needsSignature'>;

/** The visits of one policy on one event, by due, earliest, clause and number. */
export function planEvent(policy: Policy, event: Event, zone: string, facts: Facts = {}): readonly DueVisit[] {
  return policy.clauses.flatMap((clause) => planClause(policy, clause, event, zone, facts)).sort(byDue);
}

/** The visits of several policies on one event, side by side, never merged. */
export function planAll(policies: readonly Policy[], event: Event, zone: string): readonly DueVisit[] {
  return policies.flatMap((policy) => planEvent(policy, event, zone)).sort(byDue);
}

/** The visits of one clause on one event, numbered. */
export function planClause(
  policy: PolicyHead,
  clause: Clause,
  event: Event,
  zone: string,
  facts: Facts = {},
): readonly DueVisit[] {
  return openingsOf(clause, event, zone, facts).map((opening) => dueVisit(policy, clause, event, opening));
}

/** A window that a rule of a clause opens on an event: what it counts from, for whom, its number there, what is asked. */
export type Opening = {
  readonly rule: VisitRule;
  readonly start: Start;
  readonly visit: number;
  readonly window: Window;
  readonly asked: Asked;
};

/** The visits of a policy on one event, each with its clause and with what opened it; in the order of `planEvent`. */
export function planOpenings(
  policy: Policy,
  event: Event,
  zone: string,
  facts: Facts = {},
): readonly { readonly clause: Clause; readonly opening: Opening; readonly visit: DueVisit }[] {
  return policy.clauses
    .flatMap((clause) =>
      openingsOf(clause, event, zone, facts).map((opening) => {
        return { clause, opening, visit: dueVisit(policy, clause, event, opening) };
      }),
    )
    .toSorted((a, b) => byDue(a.visit, b.visit));
}

function openingsOf(clause: Clause, event: Event, zone: string, facts: Facts): readonly Opening[] {
  if (!clause.visits || !matchesAny(clause.on, event, zone, facts)) return [];
  const numbers = new Map<string, number>();
  return clause.visits.flatMap((rule) => {
    if (rule.when && !matches(rule.when, event, zone, facts)) return [];
    const asked = askedOf(rule, event, zone, facts);
    return startsOf(rule, event, facts, zone).flatMap((start) =>
      windowsOf(rule, start, zone).map((window) => {
        const visit = (numbers.get(start.counterparty) ?? 0) + 1;
        numbers.set(start.counterparty, visit);
        return { rule, start, visit, asked, window: rule.after ? afterVisit(window, rule.after, facts) : window };
      }),
    );
  });
}

type Asked = Pick<VisitRule, 'rate' | 'quota' | 'by' | 'how' | 'record'>;

/** What a rule asks on this event: its cases that match override it, the first to name a thing having it. */
export function askedOf(rule: VisitRule, event: Event, zone: string, facts: Facts = {}): Asked {
  if (!rule.cases) return rule;
  const found = rule.cases.filter(({ when }) => matches(when, event, zone, facts));
  return found.reduceRight<Asked>((base, asked) => {
    const quota = asked.quota ?? (asked.rate === undefined ? base.quota : undefined);
    return { ...base, ...asked, quota };
  }, rule);
}

function dueVisit(
  policy: PolicyHead,
  clause: Clause,
  event: Event,
  { asked, start, visit, window }: Opening,
): DueVisit {
  return {
    event: event.id,
    kind: event.kind,
    household: event.household,
    counterparty: start.counterparty,
    policy: policy.id,
    clause: clause.id,
    visit,
    earliest: window.earliest,
    due: window.due,
    rate: asked.rate ?? null,
    quota: asked.quota ? ('tiers' in asked.quota ? 'tiers' : 'per-day') : null,
    by: asked.by ?? [],
    how: asked.how ?? policy.how,
    record: asked.record ?? policy.record,
    needsSignature: policy.needsSignature ?? false,
  };
}

function windowsOf(rule: VisitRule, { anchor }: Start, zone: string): readonly Window[] {
  if (rule.series) {
    return anchor.kind === 'term'
      ? seriesOf(rule.series, anchor, zone).map(({ earliest, due }) => ({ earliest, due }))
      : [];
  }
  const window = rule.window ? openWindow(rule.window, anchor, zone) : null;
  return window ? [window] : [];
}

/** T11 within the term; with `times` after it; none without a number of months. */
function seriesOf(
  { months, from, times }: NonNullable<VisitRule['series']>,
  term: Term,
  zone: string,
): readonly Window[] {
  if (months === null) return [];
  if (times === undefined) return openSeries({ months, from }, term, zone);
  return openSeries({ months }, termFrom(addDays(term.end, 1), months * times), zone);
}

/** T8: a later visit waits for the earlier one; while that is not done, the anchor stands. */
function afterVisit(window: Window, after: { readonly visit: number; readonly gapDays: number }, facts: Facts): Window {
  const done = facts.doneAt?.[after.visit];
  return done === undefined ? window : { ...window, earliest: (done + after.gapDays * DAY) as Instant };
}

/** The order of `plan`: by due, then earliest, then policy, clause, visit. */
export function byDue(a: DueVisit, b: DueVisit): number {
  return (
    a.due - b.due ||
    a.earliest - b.earliest ||
    compareText(a.policy, b.policy) ||
    clauseNumber(a.clause) - clauseNumber(b.clause) ||
    a.visit - b.visit
  );
}

/** p03.10 comes after p03.2. */
export const clauseNumber = (clause: string): number => Number(clause.slice(clause.lastIndexOf('.') + 1));
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
