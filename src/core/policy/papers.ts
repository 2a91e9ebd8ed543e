/** Papers 另写的纸 that are written after a visit beside its record: minutes (p07.16, p10.3), what goes into the file of works (p09.9). */
import { dutiesWith, type PlacedDuty } from './due-duties.js';
import type { Policy } from './schema.js';

/** A record that was filled in: its form, and whether it found something wanting 不合格. */
export type Filled = { readonly record: string; readonly isFault: boolean };

/**
 * What a policy asks for once a record is filled in, on a form other than the record itself; what is written on the
 * record is done with it.
 */
export const papersAfter = (policy: Policy, { record, isFault }: Filled): readonly PlacedDuty[] =>
  dutiesWith(policy, 'recorded').filter(
    ({ duty: { form, ifNeeded } }) =>
      form !== undefined && form !== record && form !== policy.record && (ifNeeded !== true || isFault),
  );
