/**
 * 填票: an answer to a questionnaire goes on its ballot, from chat, page or paper, until the survey closes; the visit that
 * brought the questionnaire is recorded with it. Of an anonymous one the record says only that the household took part.
 */
import type { Context } from '../context.js';
import { filled, gradeOfSheet, gradeShown, missingOf, remarksZh, type Sheet } from '../core/ballot.js';
import type { Instant } from '../core/calendar.js';
import type { Session, SurveyTalk } from '../core/conversation/turn.js';
import type { Method } from '../core/terms.js';
import { decide, isReviewed } from '../core/visit.js';
import { addAttempt, settleAttempts } from '../store/attempts.js';
import { appendAudit } from '../store/audit.js';
import {
  ballotOfVisit,
  saveSheet,
  surveyOfVisit,
  tokenOf,
  type StoredBallot,
  type StoredSurvey,
} from '../store/ballots.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { appendRecord } from '../store/records.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { moveVisit } from './move-visit.js';
import { subjectOf } from './survey-subject.js';

/** `isSent`: nothing more is waited for, though items may be left out. `source`: chat, page, or where staff had it from. */
export type Filling = {
  readonly sheet: Sheet;
  readonly source: string;
  readonly method: Method | 'paper';
  readonly by: string;
  readonly at: Instant;
  readonly isSent: boolean;
};

export type Filled =
  | { readonly kind: 'filled'; readonly sheet: Sheet; readonly missing: number; readonly record: string | null }
  | { readonly kind: 'closed' };

/** Fills the ballot of a visit that is locked; the same again changes nothing. */
export async function fillBallot(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { survey, ballot }: BallotOf,
  given: Filling,
  now: Instant,
): Promise<Filled> {
  if (!takesAnswers(survey, visit, now)) return { kind: 'closed' };
  const sheet = filled(ballot.sheet, given.sheet);
  const { source, at } = given;
  if (JSON.stringify(sheet) !== JSON.stringify(ballot.sheet))
    await saveSheet(tx, ctx.box, ballot, { sheet, source, at });
  const missing = missingOf(survey.questions, sheet.answers).length;
  const isAnswered = Object.keys(sheet.answers).length > 0 && (given.isSent || missing === 0);
  const record = isAnswered ? await recordBallot(tx, ctx, visit, survey, sheet, given, now) : null;
  return { kind: 'filled', sheet, missing, record };
}

export type BallotOf = { readonly survey: StoredSurvey; readonly ballot: StoredBallot };

/** The survey and the ballot of a visit; null where it has none, or the survey is closed and they are apart. */
export async function ballotFor(tx: Tx, ctx: Context, visit: StoredVisit): Promise<BallotOf | null> {
  const survey = await surveyOfVisit(tx, visit);
  const ballot = survey === null ? null : await ballotOfVisit(tx, ctx.box, survey, visit);
  return survey === null || ballot === null ? null : { survey, ballot };
}

/** Until the survey closes, as long as the visit stands. */
export function takesAnswers(
  { anonymous, closesAt, closedAt }: StoredSurvey,
  visit: StoredVisit,
  now: Instant,
): boolean {
  if (closedAt !== null || now >= closesAt) return false;
  // A record that says only that the household took part says no more for being reviewed.
  if (isReviewed(visit.status)) return anonymous;
  return ['record', 'correct'].some((kind) => {
    const command =
      kind === 'record' ? ({ kind, method: 'chat', by: '' } as const) : ({ kind: 'correct', by: '' } as const);
    return !('kind' in decide(command, visit, now));
  });
}

/** Whether a visit asked for a survey that takes no answer any more, also where its ballots are nobody's by now. */
export async function isSurveyOver(tx: Tx, visit: StoredVisit, now: Instant): Promise<boolean> {
  const survey = await surveyOfVisit(tx, visit);
  return survey !== null && !takesAnswers(survey, visit, now);
}

/** The visit's talk with the questionnaire in it, as the ballot stands now; any other talk as it is. */
export async function withSurvey(tx: Tx, ctx: Context, visit: StoredVisit, session: Session): Promise<Session> {
  const survey = await surveyTalkOf(tx, ctx, visit);
  if (survey === null) return session;
  return { ...session, survey, grade: visit.answeredAt === null ? null : gradeOfSheet(survey.answers) };
}

/** Whether a visit's questionnaire is anonymous: a voice that answers it, once it is written down, is kept nowhere. */
export async function isUnnamed(tx: Tx, visitNo: number): Promise<boolean> {
  const visit = await visitByNo(tx, visitNo);
  return visit !== null && (await surveyOfVisit(tx, visit))?.anonymous === true;
}

/** What a talk about a questionnaire knows of it; null where the visit has none. */
export async function surveyTalkOf(tx: Tx, ctx: Context, visit: StoredVisit): Promise<SurveyTalk | null> {
  const found = await ballotFor(tx, ctx, visit);
  if (found === null) return null;
  const { survey, ballot } = found;
  const { questions, anonymous, closesAt } = survey;
  const estate = await estateOf(tx, survey.estate);
  const subject = estate === null ? null : subjectOf(ctx, estate, survey);
  return { subject, questions, anonymous, closesAt, link: linkOf(ctx, ballot), answers: ballot.sheet.answers };
}

/** The address of a ballot's page. */
export const linkOf = (ctx: Context, { id, hasLink }: Pick<StoredBallot, 'id' | 'hasLink'>): string | null =>
  hasLink ? `${ctx.publicUrl()}/s/${tokenOf(ctx.box, id)}` : null;

/** First: the record that the household took part. Later, where the questionnaire is by name: a correction of it. */
async function recordBallot(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { anonymous, questions }: StoredSurvey,
  { answers, remarks }: Sheet,
  { method, by }: Filling,
  now: Instant,
): Promise<string | null> {
  const command = { kind: 'record', method, by } as const;
  const isFirst = !('kind' in decide(command, visit, now));
  if (!isFirst && anonymous) return null;
  const named = { grade: gradeShown(questions, answers), grades: answers, remark: remarksZh(questions, remarks) };
  const said = anonymous ? { grade: null, grades: null, remark: null } : named;
  const record = await appendRecord(tx, visit, { ...said, topics: {}, method, by, at: now, why: [] });
  if (isFirst && (await settleAttempts(tx, visit.no, 'answered')) === 0) {
    await addAttempt(tx, ctx.box, visit, { channel: method, at: now, by, outcome: 'answered' });
  }
  const change = { nextAt: null };
  const moved = isFirst ? command : ({ kind: 'correct', by } as const);
  await moveVisit(tx, ctx, visit, { command: moved, actor: by, now, change });
  const entry = { at: now, actor: by, estate: visit.estate, subject: `visit:${visit.no}` };
  await appendAudit(tx, ctx.db, [
    { ...entry, action: `record.${isFirst ? 'record' : 'correct'}`, detail: { record, ballot: true, anonymous } },
  ]);
  return record;
}
