/** Whether an event is one that a rule is for. */
import type { Event } from '../event.js';
import type { Match } from './schema.js';

/** Every word of the match must hold; an empty match holds for all. */
export function matches(match: Match, event: Event): boolean {
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
    is(match.novelties, event.novelties.length > 0)
  );
}

/** Whether any of a clause's matches holds; a clause without any is for no event. */
export function matchesAny(list: readonly Match[] | undefined, event: Event): boolean {
  return list?.some((match) => matches(match, event)) ?? false;
}

const isOneOf = (words: readonly string[] | undefined, word: string | null): boolean =>
  words === undefined || (word !== null && words.includes(word));
const is = (wanted: boolean | undefined, found: boolean): boolean => wanted === undefined || wanted === found;
