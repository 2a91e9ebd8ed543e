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
 * home: the clause's own would have a whole estate to go to. Users of works are theirs who look after the works.
 */
export function visitorsOf(
  policy: Pick<Policy, 'fallback' | 'clauses'> | null,
  clause: string,
  by: readonly Role[],
): Ladder {
  const ladder = ladderOf(policy, by);
  const of = policy?.clauses.find(({ id }) => id === clause);
  const isCarried = of?.survey !== undefined && (of.rounds ?? []).every((round) => round.of !== 'users');
  return isCarried ? ['steward', ...ladder.filter((role) => role !== 'steward')] : ladder;
}
