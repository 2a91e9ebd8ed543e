/** 由员工发起的回访 (p07.13, p09.4): what a policy leaves to staff once a warranty is over. */
import type { Instant, LocalDate } from '../calendar.js';
import { localDate } from '../calendar.js';
import type { Event } from '../event.js';
import { openWindow, type Window } from '../window.js';
import { startsOf } from './anchors.js';
import { matches, matchesAny } from './match.js';
import { askedOf } from './plan.js';
import type { Clause, Policy, VisitRule } from './schema.js';

/** A visit that staff may begin on an event; `window`: begun now, null as long as its warranty runs. */
export type Begun = {
  readonly clause: Clause;
  readonly counterparty: string;
  /** The last day of the warranty. */
  readonly endsOn: LocalDate;
  readonly asked: Pick<VisitRule, 'by' | 'how' | 'record'>;
  readonly window: Window | null;
};

/** The clauses that leave visits to staff. */
export const begunClauses = ({ clauses }: Pick<Policy, 'clauses'>): readonly Clause[] =>
  clauses.filter(({ visits = [] }) => visits.some(({ begun }) => begun !== undefined));

/** What staff may begin on an event under a policy; empty where the event lacks the dates of its warranty. */
export function begunVisits(
  policy: Pick<Policy, 'clauses'>,
  event: Event,
  now: Instant,
  zone: string,
): readonly Begun[] {
  const today = localDate(now, zone);
  return begunClauses(policy).flatMap((clause) =>
    matchesAny(clause.on, event, zone)
      ? (clause.visits ?? []).flatMap((rule) => {
          if (rule.begun === undefined || (rule.when && !matches(rule.when, event, zone))) return [];
          const { begun } = rule;
          return startsOf(rule, event, {}, zone).flatMap(({ anchor, counterparty }): readonly Begun[] => {
            if (anchor.kind !== 'term') return [];
            const window = today > anchor.end ? openWindow(begun, { kind: 'instant', at: now }, zone) : null;
            return [{ clause, counterparty, endsOn: anchor.end, asked: askedOf(rule, event, zone), window }];
          });
        })
      : [],
  );
}
