/** The policies that an estate has adopted, each in the version that it adopted. */
import type { Context } from '../context.js';
import type { Policy } from '../core/policy/schema.js';
import type { Estate } from '../store/estates.js';

/** In the order of adoption. One that is no longer on file is left out, and said in the log. */
export function policiesOfEstate(ctx: Pick<Context, 'library' | 'log'>, estate: Estate): readonly Policy[] {
  return estate.policies.flatMap((adoption) => {
    const policy = ctx.library.adopted(adoption);
    if (policy === null) ctx.log.error({ estate: estate.id, policy: adoption.id }, 'an adopted policy is not on file');
    return policy === null ? [] : [policy];
  });
}

/** The policy that a visit stands under: the version that planned it, else as its estate has it now; null: it is gone. */
export function policyOfVisit(
  { library }: Pick<Context, 'library'>,
  estate: Estate,
  visit: { readonly policy: string; readonly policyVersion: string },
): Policy | null {
  const adopted = estate.policies.find(({ id }) => id === visit.policy);
  const now = adopted === undefined ? null : library.adopted(adopted);
  return library.heldVersion(visit.policyVersion) ?? now ?? library.policyFor(visit.policy, {});
}
