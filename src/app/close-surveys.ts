/**
 * 结束调查: once its window is over, a survey takes no answer any more. Of an anonymous one talks and the texts of what was
 * written go, page by page; then the links go, and the ballots are put away in one step. What was begun and not finished begins anew, to the same end.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { dueDuty, dutiesWith } from '../core/policy/due-duties.js';
import { decide } from '../core/visit.js';
import { appendAudit } from '../store/audit.js';
import type { StoredSurvey } from '../store/ballots.js';
import { forgetTalk, putAwayBallots, surveysToClose, unsealBallots, visitsOfSurvey } from '../store/close-survey.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { lockVisit } from '../store/visits.js';
import { releaseWaiting } from './join-visits.js';
import { lapseVisit } from './lapse-visit.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';

/** So many visits a transaction: nothing else waits long. */
const PAGE = 100;

/** Closes every survey whose time is over. */
export async function closeSurveys(ctx: Context, now: Instant): Promise<void> {
  for (const survey of await surveysToClose(ctx.db.read, now)) await closeSurvey(ctx, survey, now);
}

async function closeSurvey(ctx: Context, survey: StoredSurvey, now: Instant): Promise<void> {
  for (let after = 0; ;) {
    const page = await visitsOfSurvey(ctx.db.read, survey, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) break;
    await ctx.db.write(async (tx) => {
      for (const no of page) await endVisit(tx, ctx, no, survey.anonymous, now);
    });
    after = last;
  }
  const read = await unsealBallots(ctx.db.read, ctx.box, survey);
  await ctx.db.write(async (tx) => {
    const { issued, returned } = await putAwayBallots(tx, ctx.box, survey, now, read);
    const entry = { at: now, actor: 'system', action: 'survey.close', estate: survey.estate };
    const detail = { issued, returned, anonymous: survey.anonymous };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `survey:${survey.id}`, detail }]);
    if (issued > 0) await reportOn(tx, ctx, survey, now);
  });
}

/** 收回调查 (p10.5): what the clause asks for once its ballots are in, such as the report on what came of them. */
async function reportOn(tx: Tx, ctx: Context, survey: StoredSurvey, now: Instant): Promise<void> {
  const estate = await estateOf(tx, survey.estate);
  const policies = estate === null ? [] : policiesOfEstate(ctx, estate);
  const policy = policies.find(({ id }) => id === survey.policy);
  if (estate === null || policy === undefined) return;
  const { period } = survey;
  const placed = dutiesWith(policy, 'surveyed').filter(({ clause }) => clause.id === survey.clause);
  const due = placed.map((one) => dueDuty(policy, one, { startedBy: period, period, at: now, zone: estate.timezone }));
  await openDuties(tx, ctx, { estate, policy }, due, {}, now);
}

/** What nobody answered ends as it stands; what waited behind it in the same conversation goes on by itself. */
async function endVisit(tx: Tx, ctx: Context, no: number, anonymous: boolean, now: Instant): Promise<void> {
  const visit = await lockVisit(tx, ctx.db, no);
  if (visit !== null && !('kind' in decide(LAPSE, visit, now))) {
    await lapseVisit(tx, ctx, visit, now);
    await releaseWaiting(tx, ctx, visit, now);
  }
  if (anonymous) await forgetTalk(tx, no);
}

const LAPSE = { kind: 'lapse', reason: '', outcome: 'not-done' } as const;
