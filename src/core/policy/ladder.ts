/** Who has something, where its own roles have nobody (policies.md §0). */
import type { Role } from '../terms.js';
import type { Policy } from './schema.js';

const OF_ALL = ['supervisor', 'manager', 'general-manager'] as const satisfies readonly Role[];

/** Never empty. */
export type Ladder = readonly [Role, ...Role[]];

/** The roles in the order in which they are asked for a person: the clause's own, the policy's fallback, then everybody's. */
export function ladderOf(policy: Pick<Policy, 'fallback'> | null, by: readonly Role[]): Ladder {
  return [...new Set<Role>([...by, ...(policy?.fallback ?? []), ...OF_ALL])] as unknown as Ladder;
}

/**
 * Who makes a visit of a clause. ◆ A questionnaire goes to the homes that chat does not reach with whoever answers for the
 * home, where the clause names those who answer for the whole estate (p08.4): they would have all of it to go to. Whom it
 * names to hand out (p02.7), and users of works, stay theirs.
 */
export function visitorsOf(
  policy: Pick<Policy, 'fallback' | 'clauses'> | null,
  clause: string,
  by: readonly Role[],
): Ladder {
  const ladder = ladderOf(policy, by);
  const of = policy?.clauses.find(({ id }) => id === clause);
  const isOfAll = by.every((role) => (OF_ALL as readonly Role[]).includes(role));
  const isCarried = isOfAll && of?.survey !== undefined && (of.rounds ?? []).every((round) => round.of !== 'users');
  return isCarried ? ['steward', ...ladder.filter((role) => role !== 'steward')] : ladder;
}
