/** 审核: who reviews the record of a visit, by the policy that asked for the visit. */
import type { Role } from '../terms.js';
import { dutiesWith, type PlacedDuty } from './due-duties.js';
import type { Policy } from './schema.js';

/**
 * The roles that review what is written on the form `record` of a visit of a clause: of the duty that begins as a record
 * is handed back (p02.15, p03.12, p05.11), or as those of the clause are reported to whoever reviews them (p08.3). Empty
 * where the policy has no record reviewed.
 */
export function reviewersOf(
  policy: Policy,
  { clause, record }: { readonly clause: string; readonly record: string },
): readonly Role[] {
  const asked = reviewsOf(policy).filter(({ duty: { trigger, form, follows } }) =>
    trigger === 'handed-back' ? (form ?? record) === record : follows?.includes(clause) === true,
  );
  return [...new Set(asked.flatMap(({ duty }) => duty.by))];
}

/** Whether a policy has records reviewed. */
export const asksForReview = (policy: Policy): boolean => reviewsOf(policy).length > 0;

const reviewsOf = (policy: Policy): readonly PlacedDuty[] =>
  dutiesWith(policy, 'handed-back', 'reported').filter(
    ({ clause, duty }) => duty.trigger === 'handed-back' || clause.step === 'review',
  );
