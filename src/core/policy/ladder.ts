/** Who has something, where its own roles have nobody (policies.md §0). */
import type { Role } from '../terms.js';
import type { Policy } from './schema.js';

/** Works go first to those who carry them out, in policies that know them. */
const OF_WORKS: readonly Role[] = ['works-lead', 'project-management'];
const OF_ALL: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** The roles in the order in which they are asked for a person: the clause's own, then those that it falls to. */
export function ladderOf(policy: Pick<Policy, 'roles'> | null, by: readonly Role[]): readonly Role[] {
  const works = OF_WORKS.filter((role) => policy !== null && role in policy.roles);
  return [...new Set([...by, ...works, ...OF_ALL])];
}
