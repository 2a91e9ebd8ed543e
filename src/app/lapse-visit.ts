/**
 * 到期: a visit that nobody can make any more, as one of a questionnaire that is over. It ends as it stands: by the record
 * that it had, else as not done and why; it is nobody's task.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { lapsedAs } from '../core/reach.js';
import { attemptsOf, settleAttempts } from '../store/attempts.js';
import { surveyOfVisit } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import { currentRecord } from '../store/records.js';
import type { StoredVisit } from '../store/visits.js';
import { moveVisit } from './move-visit.js';

/** Whether the visit is one of a questionnaire that has ended: its answer could be put nowhere. */
export async function hasLapsed(tx: Tx, visit: StoredVisit, now: Instant): Promise<boolean> {
  const survey = await surveyOfVisit(tx, visit);
  return survey !== null && (survey.closedAt !== null || now >= survey.closesAt);
}

/** Ends the visit, which is locked; one that has ended already stays as it is. */
export async function lapseVisit(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  await settleAttempts(tx, visit.no, 'silent');
  const record = await currentRecord(tx, visit.no);
  const outcome = lapsedAs(visit, await attemptsOf(tx, ctx.box, visit.no), record?.method ?? null);
  const command = { kind: 'lapse', reason: 'survey-closed', outcome } as const;
  await moveVisit(tx, ctx, visit, { command, actor: 'system', now, change: { nextAt: null } });
}
