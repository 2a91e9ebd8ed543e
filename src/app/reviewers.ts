/** Who reviews a record: the roles that the policies of its visits name, else those that a role without a person falls to. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { ladderOf } from '../core/policy/ladder.js';
import { reviewersOf } from '../core/policy/review.js';
import type { Role } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { staffWithRole, type Staff } from '../store/staff.js';
import { policyOfVisit } from './policies-of-estate.js';
import { presentStaff } from './stand-ins.js';

type Planned = {
  readonly policy: string;
  readonly policyVersion: string;
  readonly clause: string;
  readonly record: string;
};

/** `named`: empty where no policy has the record reviewed; `ladder`: all who may review it, the first to be asked first. */
export type Reviewers = { readonly named: readonly Role[]; readonly ladder: readonly Role[] };

/** The reviewers of a record that is that of all of these visits. */
export function reviewersFor(ctx: Context, estate: Estate, visits: readonly Planned[]): Reviewers {
  const asking = visits.flatMap((visit) => {
    const policy = policyOfVisit(ctx, estate, visit);
    return policy === null ? [] : [{ policy, by: reviewersOf(policy, visit) }];
  });
  const named = [...new Set(asking.flatMap(({ by }) => by))];
  const policy = asking.find(({ by }) => by.length > 0)?.policy ?? null;
  return { named, ladder: ladderOf(policy, named) };
}

/** Who has a role at an estate and is there; each role is looked up once. */
export type WhoIsThere = (role: Role) => Promise<readonly Staff[]>;

export function whoIsThere(tx: Tx, estate: string, at: Instant): WhoIsThere {
  const known = new Map<Role, Promise<readonly Staff[]>>();
  const find = async (role: Role): Promise<readonly Staff[]> => {
    const { present } = await presentStaff(tx, await staffWithRole(tx, estate, role), { estate, role, at });
    return present.map(({ staff }) => staff);
  };
  return (role) => {
    const found = known.get(role) ?? find(role);
    known.set(role, found);
    return found;
  };
}

/** Whom a record waits for: the first of the roles with somebody who neither made it nor did the work. */
export async function waitsFor(
  who: WhoIsThere,
  ladder: readonly Role[],
  { by, worker }: { readonly by: string; readonly worker: string | null },
): Promise<readonly Staff[]> {
  for (const role of ladder) {
    const people = (await who(role)).filter(({ userid }) => userid !== by && userid !== worker);
    if (people.length > 0) return people;
  }
  return [];
}
