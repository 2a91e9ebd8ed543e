/** 主题与回访内容 in the record: the theme that a visit asks, what was said to it, and the round that is done with it. */
import type { Context } from '../context.js';
import { localDate, quarterOf, startOfDay, startOfQuarter, type Instant } from '../core/calendar.js';
import type { More } from '../core/conversation/turn.js';
import type { Event } from '../core/event.js';
import { openTopicsOf, type TopicAnswers } from '../core/policy/content.js';
import type { Grade } from '../core/terms.js';
import { themeQuestion } from '../core/theme.js';
import { topicsIn } from '../core/understand/topics.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { appendRecord, currentRecord, hasAnswered } from '../store/records.js';
import { themeOf } from '../store/themes.js';
import { contentOfVisit } from '../store/visit-ties.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { followIfAhead } from './merge-visits.js';
import { moveVisit } from './move-visit.js';

/**
 * What a visit asks beside the grade: the topics that are graded, the charge where there was one, the quarter's theme, and
 * in a last line what is answered in words.
 */
export async function moreFor(
  tx: Tx,
  estate: Estate,
  visit: StoredVisit,
  event: Event | null,
  now: Instant,
): Promise<readonly More[]> {
  const content = await contentOfVisit(tx, visit);
  const { topics, graded } = content;
  const open = openTopicsOf(content);
  const theme = topics.includes('theme') ? await themeFor(tx, estate, visit, now) : null;
  const isCharged = topics.includes('charge') && (visit.kind === 'paid-service' || event?.charge != null);
  return [
    ...(graded.length === 0 ? [] : [{ kind: 'items', topics: graded } as const]),
    ...(isCharged ? [{ kind: 'charge' } as const] : []),
    ...(theme === null ? [] : [{ kind: 'theme', text: theme } as const]),
    ...(open.length === 0 ? [] : [{ kind: 'open-topics', topics: open } as const]),
  ];
}

/** The quarter's theme as a question; null where none is set, or the household has answered it this quarter. */
async function themeFor(tx: Tx, estate: Estate, visit: StoredVisit, now: Instant): Promise<string | null> {
  const today = localDate(now, estate.timezone);
  const question = themeQuestion(await themeOf(tx, estate.id, quarterOf(today)));
  if (question === null || visit.household === null) return question;
  const since = startOfDay(startOfQuarter(today), estate.timezone);
  return (await hasAnswered(tx, estate.id, visit.household, 'theme', since)) ? null : question;
}

/** What an answer says to the topics of its visit: the grade, and those words that are plainly about one of them. */
export async function topicsSaid(
  tx: Tx,
  visit: StoredVisit,
  { grade, remark }: { readonly grade: Grade; readonly remark: string | null },
): Promise<TopicAnswers> {
  const { topics, graded } = await contentOfVisit(tx, visit);
  const inWords = topics.filter((topic) => !graded.includes(topic));
  return {
    ...(topics.includes('satisfaction') ? { satisfaction: grade } : {}),
    ...(remark === null ? {} : topicsIn(remark, inWords)),
  };
}

/** Adds to the visit's record what was said to a topic; the grade and the words before stand. */
export async function noteTopics(
  tx: Tx,
  ctx: Context,
  visit: StoredVisit,
  { topics, chargeAsQuoted }: { readonly topics: TopicAnswers; readonly chargeAsQuoted?: boolean },
  { actor, now }: { readonly actor: string; readonly now: Instant },
): Promise<void> {
  const before = await currentRecord(tx, visit.no);
  if (before === null) return;
  const charge = chargeAsQuoted ?? before.chargeAsQuoted;
  const said = { ...before, topics, chargeAsQuoted: charge, by: actor, at: now, why: Object.values(topics) };
  const id = await appendRecord(tx, visit, said);
  await moveVisit(tx, ctx, visit, { command: { kind: 'correct', by: actor }, actor, now });
  const detail = { record: id, topics: Object.keys(topics) };
  const entry = { at: now, actor, action: 'record.topics', estate: visit.estate, subject: `visit:${visit.no}`, detail };
  await appendAudit(tx, ctx.db, [entry]);
}

/** The theme was asked (p02.1): a round's visit of this quarter, whose theme it is too, is done with this one. */
export async function serveRound(
  tx: Tx,
  ctx: Context,
  estate: Estate,
  visit: StoredVisit,
  now: Instant,
): Promise<void> {
  if (visit.household === null) return;
  const quarter = quarterOf(localDate(now, estate.timezone));
  const rows = await tx.visit.findMany({
    where: { estateId: estate.id, household: visit.household, eventId: null, startedBy: quarter, servedBy: null },
    select: { no: true },
  });
  for (const { no } of rows) {
    const round = no === visit.no ? null : await visitByNo(tx, no);
    if (round?.why.content?.topics.includes('theme')) await followIfAhead(tx, ctx, round, visit, now);
  }
}
