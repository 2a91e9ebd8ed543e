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
