/** What a visit rule counts from on an event: an instant, a date or a term, and for whom. */
import { addDays, addMonths, localDate } from '../calendar.js';
import type { Instant } from '../calendar.js';
import type { Event } from '../event.js';
import { seasonsEnd, seasonsIn, termFrom, warrantyTerm } from '../window.js';
import type { Anchor, Term } from '../window.js';
import type { Facts } from './facts.js';
import type { VisitRule } from './schema.js';

export type Start = { readonly anchor: Anchor; readonly counterparty: string };

/** All that the rule counts from; empty where the event lacks the date that it needs. */
export function startsOf(rule: VisitRule, event: Event, facts: Facts, zone: string): readonly Start[] {
  const anchors = anchorsOf(rule, event, facts, zone);
  if (rule.each !== 'party') {
    const counterparty = event.household ?? event.parties.find(({ kind }) => kind === 'owner')?.name ?? '';
    return anchors.map((anchor) => ({ anchor, counterparty }));
  }
  const parties = event.parties.filter(({ kind }) => rule.parties?.includes(kind) ?? true);
  return anchors.flatMap((anchor) => parties.map(({ kind, name }) => ({ anchor, counterparty: `${kind}:${name}` })));
}

function anchorsOf(rule: VisitRule, event: Event, facts: Facts, zone: string): readonly Anchor[] {
  const word = rule.anchor ?? 'resolvedAt';
  switch (word) {
    case 'resolvedAt':
      return instantOf(event.resolvedAt);
    case 'reportedAt':
      return instantOf(event.reportedAt);
    case 'rain':
      return instantOf(rainOf(rule, event, facts, zone));
    case 'agreement':
      return event.agreement ? [asAnchor(event.agreement)] : [];
    case 'acceptedOn':
      return event.acceptedOn ? [{ kind: 'date', date: event.acceptedOn }] : [];
    case 'warranty':
      return (rule.each === 'warranty' ? everyWarranty(rule, event) : longest(inMonths(event))).map(asAnchor);
    case 'signed-warranty':
      return longest(signedWarranties(rule, event)).map(asAnchor);
    case 'season': {
      const season = rule.season;
      return season ? longest(inMonths(event)).flatMap((term) => seasonsIn(season, term).map(asAnchor)) : [];
    }
    case 'process':
      return event.specialProcesses.map(({ completedOn }) => ({ kind: 'date', date: completedOn }));
    default:
      return word satisfies never;
  }
}

const instantOf = (at: Instant | null): readonly Anchor[] => (at === null ? [] : [{ kind: 'instant', at }]);
const asAnchor = ({ start, end }: Term): Anchor => ({ kind: 'term', start, end });

/** T14: the rain counts if it ended after the repair and within the months for which one waits. */
function rainOf(rule: VisitRule, event: Event, { rainEndedAt }: Facts, zone: string): Instant | null {
  if (rainEndedAt === undefined || event.resolvedAt === null || rainEndedAt < event.resolvedAt) return null;
  if (rule.waitMonths === undefined) return rainEndedAt;
  const last = addMonths(localDate(event.resolvedAt, zone), rule.waitMonths);
  return localDate(rainEndedAt, zone) <= last ? rainEndedAt : null;
}

/** The terms that are given in months: the others take no part in half-years and seasons of weather (p07.12). */
function inMonths({ acceptedOn, warranties }: Event): readonly Term[] {
  if (!acceptedOn) return [];
  return warranties.flatMap((part) => ('months' in part ? [warrantyTerm(acceptedOn, part.months)] : []));
}

/** The term of every part; one that is given in seasons only where the seasons are known. */
function everyWarranty(rule: VisitRule, { acceptedOn, warranties }: Event): readonly Term[] {
  if (!acceptedOn) return [];
  return warranties.flatMap((part) => {
    if ('months' in part) return [warrantyTerm(acceptedOn, part.months)];
    if ('designLifeYears' in part) return [warrantyTerm(acceptedOn, part.designLifeYears * 12)];
    const known = (rule.warrantySeasons ?? []).flatMap(({ start, end }) => (start && end ? [{ start, end }] : []));
    const end = seasonsEnd(known, part.seasons, acceptedOn);
    return end === null ? [] : [{ start: addDays(acceptedOn, 1), end }];
  });
}

/** p10: what the event gives in months, counted from the signing; where it gives none, the policy's own term. */
function signedWarranties(rule: VisitRule, { acceptedOn, signedOn, warranties }: Event): readonly Term[] {
  const start = signedOn ?? acceptedOn;
  if (!start) return [];
  const given = warranties.flatMap((part) => ('months' in part ? [part.months] : []));
  const months = given.length > 0 ? given : rule.termMonths === undefined ? [] : [rule.termMonths];
  return months.map((count) => termFrom(start, count));
}

function longest(terms: readonly Term[]): readonly Term[] {
  return terms.length === 0 ? [] : [terms.reduce((best, term) => (term.end > best.end ? term : best))];
}
