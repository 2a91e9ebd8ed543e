/** The questionnaire's page: what a link leads to, and what is saved from it. Chat and page fill the same ballot. */
import type { Context } from '../context.js';
import type { Sheet } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import { answeredToStaff } from '../core/conversation/staff-record.js';
import { isReviewed } from '../core/visit.js';
import { ballotByToken, type StoredSurvey } from '../store/ballots.js';
import { conversationOfVisit, saveConversation } from '../store/conversations.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { lockVisit, visitByNo, type StoredVisit } from '../store/visits.js';
import { fillBallot, takesAnswers } from './fill-ballot.js';
import { releaseWaiting } from './join-visits.js';
import { subjectOf } from './survey-subject.js';

/** `unknown`: nothing is there, whatever was there once; `closed`: too late; `reviewed`: one by name, whose record stands. */
export type BallotPage =
  | {
      readonly kind: 'open';
      readonly survey: StoredSurvey;
      /** What it is about; null: the period of its round. */
      readonly subject: string | null;
      readonly estate: Estate;
      readonly sheet: Sheet;
    }
  | { readonly kind: 'closed' | 'reviewed' | 'unknown' };

const TOKEN = /^[\w-]{32}$/u;

/** What the holder of a link sees. */
export async function openBallot(ctx: Context, token: string): Promise<BallotPage> {
  const tx = ctx.db.read;
  const found = TOKEN.test(token) ? await ballotByToken(tx, ctx.box, token) : null;
  const visit = found === null ? null : await visitByNo(tx, found.visitNo);
  const estate = found === null ? null : await estateOf(tx, found.survey.estate);
  if (found === null || visit === null || estate === null) return { kind: 'unknown' };
  const { survey, ballot } = found;
  if (!takesAnswers(survey, visit, ctx.clock.now())) return { kind: overBy(survey, visit, ctx.clock.now()) };
  return { kind: 'open', survey, subject: subjectOf(ctx, estate, survey), estate, sheet: ballot.sheet };
}

/** Why a ballot takes no answer any more. */
const overBy = ({ closesAt }: StoredSurvey, { status }: StoredVisit, now: Instant): 'closed' | 'reviewed' =>
  isReviewed(status) && now < closesAt ? 'reviewed' : 'closed';

/** What was changed on the page; `isSent`: the resident is done with it. */
export type PageEntry = { readonly sheet: Sheet; readonly isSent: boolean };

/** Saves what was changed, and with what was sent in the visit is recorded; the same again changes nothing. */
export async function saveBallot(ctx: Context, token: string, { sheet, isSent }: PageEntry): Promise<BallotPage> {
  if (!TOKEN.test(token)) return { kind: 'unknown' };
  const saved = await ctx.db.write(async (tx): Promise<BallotPage> => {
    const now = ctx.clock.now();
    const named = await ballotByToken(tx, ctx.box, token);
    const visit = named === null ? null : await lockVisit(tx, ctx.db, named.visitNo);
    // Between the two somebody may have filled it in chat.
    const found = visit === null ? null : await ballotByToken(tx, ctx.box, token);
    const estate = found === null ? null : await estateOf(tx, found.survey.estate);
    if (found === null || visit === null || estate === null) return { kind: 'unknown' };
    const by = `resident:${estate.id}/${visit.household ?? ''}`;
    const filling = { sheet, source: 'page', method: 'written' as const, by, at: now, isSent };
    const filled = await fillBallot(tx, ctx, visit, found, filling, now);
    if (filled.kind === 'closed') return { kind: overBy(found.survey, visit, now) };
    if (filled.record !== null || filled.missing === 0) await endTalk(tx, ctx, visit.no, now);
    const subject = subjectOf(ctx, estate, found.survey);
    return { kind: 'open', survey: found.survey, subject, estate, sheet: filled.sheet };
  });
  ctx.wake('timers');
  return saved;
}

/** Nothing is asked in chat any more: no reminder follows, and what waited behind the questionnaire has its turn. */
async function endTalk(tx: Tx, ctx: Context, visitNo: number, now: Instant): Promise<void> {
  const visit = await visitByNo(tx, visitNo);
  const talk = await conversationOfVisit(tx, visitNo);
  if (visit !== null) await releaseWaiting(tx, ctx, visit, now);
  if (talk === null) return;
  const session = answeredToStaff(talk.session, { grade: null, remark: null }, false);
  await saveConversation(tx, { ...talk, session, open: false, wakeAt: null }, now);
}
