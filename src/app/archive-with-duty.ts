/** 存档、移交 as somebody ends the duty that asks for it: what that duty is about goes with it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { placedAt } from '../core/policy/case-steps.js';
import type { Tx } from '../store/db.js';
import type { StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { archiveTerm } from './archive-records.js';
import { handOverList } from './expire-archive.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** What is said of it; empty where the duty is another. `to`: whom the list went to. */
export async function archiveWith(
  tx: Tx,
  ctx: Context,
  { duty, estate }: { readonly duty: StoredDuty; readonly estate: Estate },
  { by, to }: { readonly by: string; readonly to: string },
  now: Instant,
): Promise<string> {
  const handed = await handOverList(tx, ctx, duty, { by, to }, now);
  if (handed !== null) return `已移交 ${handed} 份记录，内容已删除。`;
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === duty.policy);
  const placed = policy === undefined ? null : placedAt(policy, duty.clause, duty.item);
  if (placed?.keepYears === undefined || placed.form !== policy?.record || duty.due === null) return '';
  const term = { until: duty.due, by };
  const put = await archiveTerm(tx, ctx, { estate, policy: duty.policy }, term, now);
  return `已存档 ${put} 份记录；还没有审核、个案还没有了结的，随下一期存档。`;
}
