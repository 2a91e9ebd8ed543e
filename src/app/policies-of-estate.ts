/** The policies that an estate has adopted, with its own parameters in place of the files' defaults. */
import type { Context } from '../context.js';
import type { Policy } from '../core/policy/schema.js';
import type { Estate } from '../store/estates.js';

/** In the order of adoption. One that is no longer on file is left out, and said in the log. */
export function policiesOfEstate(ctx: Pick<Context, 'policyFor' | 'log'>, estate: Estate): readonly Policy[] {
  return estate.policies.flatMap(({ id, parameters }) => {
    const policy = ctx.policyFor(id, parameters);
    if (policy === null) ctx.log.error({ estate: estate.id, policy: id }, 'an adopted policy is not on file');
    return policy === null ? [] : [policy];
  });
}
