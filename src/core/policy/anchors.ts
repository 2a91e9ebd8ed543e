/** What a visit rule counts from on an event: an instant, a date or a term, and for whom. */
import type { Instant } from '../calendar.js';
import type { Event } from '../event.js';
import { seasonsIn, termFrom, warrantyTerm } from '../window.js';
import type { Anchor, Term } from '../window.js';
import type { VisitRule } from './schema.js';

/** What is known beside the event itself. */
export type Facts = {
  /** The first recorded end of rain after the repair (T14). */
  readonly rainEndedAt?: Instant;
  /** When the clause's visits were done, by their number (T8). */
  readonly doneAt?: Readonly<Record<number, Instant>>;
};

export type Start = { readonly anchor: Anchor; readonly counterparty: string };

/** All that the rule counts from; empty where the event lacks the date that it needs. */
export function startsOf(rule: VisitRule, event: Event, facts: Facts): readonly Start[] {
  const anchors = anchorsOf(rule, event, facts);
  if (rule.each !== 'party') {
    const counterparty = event.household ?? event.parties.find(({ kind }) => kind === 'owner')?.name ?? '';
    return anchors.map((anchor) => ({ anchor, counterparty }));
  }
  const parties = event.parties.filter(({ kind }) => rule.parties?.includes(kind) ?? true);
  return anchors.flatMap((anchor) => parties.map(({ kind, name }) => ({ anchor, counterparty: `${kind}:${name}` })));
}

function anchorsOf(rule: VisitRule, event: Event, facts: Facts): readonly Anchor[] {
  const word = rule.anchor ?? 'resolvedAt';
  switch (word) {
    case 'resolvedAt':
      return instantOf(event.resolvedAt);
    case 'reportedAt':
      return instantOf(event.reportedAt);
    case 'rain':
      return instantOf(facts.rainEndedAt ?? null);
    case 'agreement':
      return event.agreement ? [asAnchor(event.agreement)] : [];
    case 'acceptedOn':
      return event.acceptedOn ? [{ kind: 'date', date: event.acceptedOn }] : [];
    case 'warranty':
      return (rule.each === 'warranty' ? warranties(event) : longest(warranties(event))).map(asAnchor);
    case 'signed-warranty':
      return longest(signedWarranties(event)).map(asAnchor);
    case 'season': {
      const season = rule.season;
      return season ? longest(warranties(event)).flatMap((term) => seasonsIn(season, term).map(asAnchor)) : [];
    }
    case 'process':
      return event.specialProcesses.map(({ completedOn }) => ({ kind: 'date', date: completedOn }));
    default:
      return word satisfies never;
  }
}

const instantOf = (at: Instant | null): readonly Anchor[] => (at === null ? [] : [{ kind: 'instant', at }]);
const asAnchor = ({ start, end }: Term): Anchor => ({ kind: 'term', start, end });

/** The term of every part whose warranty is given in months. */
function warranties({ acceptedOn, warranties: parts }: Event): readonly Term[] {
  if (!acceptedOn) return [];
  return parts.flatMap((part) => ('months' in part ? [warrantyTerm(acceptedOn, part.months)] : []));
}

function signedWarranties({ acceptedOn, signedOn, warranties: parts }: Event): readonly Term[] {
  const start = signedOn ?? acceptedOn;
  return start ? parts.flatMap((part) => ('months' in part ? [termFrom(start, part.months)] : [])) : [];
}

function longest(terms: readonly Term[]): readonly Term[] {
  return terms.length === 0 ? [] : [terms.reduce((best, term) => (term.end > best.end ? term : best))];
}
