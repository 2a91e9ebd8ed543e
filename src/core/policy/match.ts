/** Whether an event is one that a rule is for. */
import { localDate } from '../calendar.js';
import type { Event } from '../event.js';
import type { Facts } from './facts.js';
import type { Match } from './schema-base.js';

/** Every word of the match must hold; an empty match holds for all. The zone says on which day a service was. */
export function matches(match: Match, event: Event, zone: string, facts: Facts = {}): boolean {
  return (
    isOneOf(match.kind, event.kind) &&
    isOneOf(match.category, event.category) &&
    isOneOf(match.class, event.class) &&
    isOneOf(match.severity, event.severity) &&
    isOneOf(match.location, event.location) &&
    isOneOf(match.service, event.service) &&
    is(match.household, event.household !== null) &&
    is(match.rainCaused, event.rainCaused) &&
    is(match.bigDefect, event.bigDefect) &&
    is(match.contractSigned, event.contractSigned) &&
    is(match.newStaff, event.newStaff) &&
    is(match.fitOut, event.fitOut) &&
    is(match.repeat, event.repeatOf !== null) &&
    is(match.underWarranty, event.works !== null) &&
    is(match.novelties, event.novelties.length > 0) &&
    (match.newlySigned === undefined || match.newlySigned === isNewlySigned(event, zone, facts)) &&
    is(match.workerComplained, facts.workerComplained ?? false)
  );
}

/** Whether any of a clause's matches holds; a clause without any is for no event. */
export function matchesAny(list: readonly Match[] | undefined, event: Event, zone: string, facts: Facts = {}): boolean {
  return list?.some((match) => matches(match, event, zone, facts)) ?? false;
}

/** p04.6: the agreement was signed by the day of the service, and nobody knows of a service in between. */
function isNewlySigned(event: Event, zone: string, facts: Facts): boolean {
  if (!event.contractSigned || event.contractSignedOn === null || event.resolvedAt === null) return false;
  return !facts.servedSinceSigning && event.contractSignedOn <= localDate(event.resolvedAt, zone);
}

const isOneOf = (words: readonly string[] | undefined, word: string | null): boolean =>
  words === undefined || (word !== null && words.includes(word));
const is = (wanted: boolean | undefined, found: boolean): boolean => wanted === undefined || wanted === found;
