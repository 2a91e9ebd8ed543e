/** Whether a policy says anything of an event: one that no adopted policy covers is listed, never dropped. */
import type { Event } from '../event.js';
import { matches, matchesAny } from './match.js';
import type { Match } from './schema-base.js';
import type { Clause, Policy } from './schema.js';

/** A visit, a deadline of handling or a duty; also one for which the event still lacks a date. */
export function covers(policy: Pick<Policy, 'clauses'>, event: Event, zone: string): boolean {
  return policy.clauses.some((clause) => clauseCovers(clause, event, zone));
}

function clauseCovers({ on, visits = [], handle = [], duties = [] }: Clause, event: Event, zone: string): boolean {
  const isFor = ({ when }: { readonly when?: Match | undefined }): boolean =>
    when === undefined ? on !== undefined : matches(when, event, zone);
  const isMeant = on === undefined || matchesAny(on, event, zone);
  return isMeant && [...visits, ...handle, ...duties].some(isFor);
}
