/** What `huifang doctor` says of roles: which ones of an estate's policies have no person, and who stands in for them. */
import { openPolicies } from '../app/policies-in-force.js';
import { ladderOf } from '../core/policy/ladder.js';
import type { Policy } from '../core/policy/schema.js';
import { keysOf, ROLES, type Role } from '../core/terms.js';
import { PolicyFault } from '../policy-files.js';
import type { Tx } from '../store/db.js';
import { estates, type Estate } from '../store/estates.js';
import { staffWithRole } from '../store/staff.js';
import { bad, good, type Finding } from './finding.js';

export async function lookAtRoles(tx: Tx, policyDir: string | null): Promise<readonly Finding[]> {
  try {
    const { library } = await openPolicies(tx, policyDir);
    const findings: Finding[] = [];
    for (const estate of await estates(tx)) {
      const policies = estate.policies.flatMap((adoption) => library.adopted(adoption) ?? []);
      findings.push(...(await rolesOf(tx, estate, policies)));
    }
    return findings;
  } catch (error) {
    // That a file cannot be read is said of the files.
    if (!(error instanceof PolicyFault)) throw error;
    return [];
  }
}

/** Policies in which a role without a person falls to the same people are said together. */
async function rolesOf(tx: Tx, estate: Estate, policies: readonly Policy[]): Promise<readonly Finding[]> {
  const vacant = new Map<string, { readonly role: Role; readonly by: StandsIn | null; readonly of: string[] }>();
  for (const policy of policies) {
    for (const role of keysOf(policy.roles)) {
      if ((await staffWithRole(tx, estate.id, role)).length > 0) continue;
      const by = await standsIn(tx, estate, policy, role);
      const key = `${role} ${by?.role ?? ''}`;
      const known = vacant.get(key) ?? { role, by, of: [] };
      known.of.push(policy.id);
      vacant.set(key, known);
    }
  }
  return [...vacant.values()].map(({ role, by, of }) => {
    const what = `${estate.name}的${ROLES[role].zh}（${of.join('、')}）没有人`;
    return by === null
      ? bad(`${what}，也没有人可以代：用 huifang import staff 或 POST /api/v1/staff 登记`)
      : good(`${what}，由${ROLES[by.role].zh}${by.names.join('、')}代`);
  });
}

type StandsIn = { readonly role: Role; readonly names: readonly string[] };

async function standsIn(tx: Tx, { id }: Estate, policy: Policy, role: Role): Promise<StandsIn | null> {
  for (const other of ladderOf(policy, [role]).slice(1)) {
    const people = await staffWithRole(tx, id, other);
    if (people.length > 0) return { role: other, names: people.map(({ name }) => name) };
  }
  return null;
}
