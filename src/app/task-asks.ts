/** 要问什么: what a task's card says of the visit itself: what is asked and handed out, told, or entered. */
import type { Context } from '../context.js';
import { contentZh } from '../core/policy/content.js';
import { withHandOuts } from '../core/policy/hand-outs.js';
import { exampleSheet } from '../core/visit-record.js';
import { surveyOfVisit } from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { contentOfVisit } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { policyOfVisit } from './policies-of-estate.js';

/** Of a questionnaire, how a sheet is entered; of what a case asks again, what was done. */
export type Asks = { readonly name: '要问' | '录入' | '告知'; readonly value: string };

/** What stands on the card of a visit beside its household and its term. */
export async function asksOf(
  tx: Tx,
  ctx: Context,
  { estate, visit }: { readonly estate: Estate; readonly visit: StoredVisit },
): Promise<Asks> {
  const { recheck } = visit.why;
  if (recheck !== undefined) return { name: '告知', value: `重新处理了：${recheck.done}。再问现在是否满意` };
  const survey = await surveyOfVisit(tx, visit);
  if (survey !== null) return { name: '录入', value: exampleSheet(survey.questions.length, visit.no) };
  const asked = contentZh(await contentOfVisit(tx, visit));
  return { name: '要问', value: withHandOuts(asked, policyOfVisit(ctx, estate, visit), visit.why) };
}
