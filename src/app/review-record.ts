/** 审核: a record is approved, and stays as it is from then on, or goes back with an opinion to whoever made it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import type { Event } from '../core/event.js';
import { can } from '../core/permissions.js';
import { findingZh } from '../core/record-words.js';
import { ROLES, type Role } from '../core/terms.js';
import { isReviewed } from '../core/visit.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { currentRecord, type StoredRecord } from '../store/records.js';
import { approvalOf, keepVerdict, lastReturn, type Verdict } from '../store/reviews.js';
import { staffOf, type Staff } from '../store/staff.js';
import { recordedWith } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { giveVisit, withVisitor } from './assign-visits.js';
import { hasLapsed } from './lapse-visit.js';
import { moveVisit } from './move-visit.js';
import { leadingVisit } from './open-task.js';
import { reviewersFor, waitsFor, whoIsThere } from './reviewers.js';
import { cut, tellTask } from './tell-staff.js';

/** `seen`: the record that the reviewer was shown of each visit. */
export type Review = {
  readonly staff: Staff;
  readonly no: number;
  readonly verdict: 'approve' | 'return';
  readonly opinion: string | null;
  readonly seen: Readonly<Record<string, string>>;
  readonly now: Instant;
};

/** What became of it, in words; `visit` has the record, and `record` is what was changed since the reviewer saw it. */
export type Reviewed =
  | { readonly kind: 'approved'; readonly visit: number; readonly text: string; readonly isDissatisfied: boolean }
  | { readonly kind: 'returned'; readonly visit: number; readonly text: string }
  | { readonly kind: 'changed'; readonly visit: number; readonly record: string; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

export type Found = {
  readonly visit: StoredVisit;
  readonly estate: Estate;
  readonly event: Event | null;
  readonly record: StoredRecord;
};

/** What an approval says where the reviewer adds nothing to it. */
const APPROVED = '通过';
const QUOTED = 60;

/** Reviews one record by the number of its visit, or of one that it serves too. */
export async function reviewRecord(tx: Tx, ctx: Context, review: Review): Promise<Reviewed> {
  const { staff, no, verdict, now } = review;
  const found = await recordToReview(tx, ctx, review);
  if (typeof found === 'string') return { kind: 'refused', text: found };
  const { visit, estate, event, record } = found;
  const known = review.seen[visit.no];
  const about = `${placeZh(visit)} ${cut(matterZh(visit, event?.description ?? null), QUOTED)}，${said(record)}`;
  if (known !== undefined && known !== record.id) {
    const text = `任务 ${no} 的记录在您看过以后改过，现在是：${about}。看过以后请再写一次「审核 ${no} 通过」或「审核 ${no} 退回 …」。`;
    return { kind: 'changed', visit: visit.no, record: record.id, text };
  }
  const opinion = review.opinion ?? (verdict === 'approve' ? APPROVED : null);
  if (opinion === null) return refuse(`退回任务 ${no} 请写明要改什么，如：审核 ${no} 退回 没写整改情况`);
  if (verdict === 'return' && (await hasLapsed(tx, visit, now)))
    return refuse(`任务 ${no} 的问卷已经结束，不能再补正，只能按现有的记录审核。`);
  const command = { kind: 'review', verdict, by: staff.userid, opinion } as const;
  const moved = await moveVisit(tx, ctx, visit, { command, actor: staff.userid, now, change: { nextAt: null } });
  if (moved === null) return refuse(`任务 ${no} 现在没有要审核的记录。`);
  await keepVerdict(tx, record.id, { approved: verdict === 'approve', by: staff.userid, at: now, opinion });
  const entry = { at: now, actor: staff.userid, estate: estate.id, subject: `visit:${visit.no}` };
  const detail = { record: record.id, verdict, hasOpinion: review.opinion !== null };
  await appendAudit(tx, ctx.db, [{ ...entry, action: 'record.review', detail }]);
  if (verdict === 'approve') {
    const isDissatisfied = record.grade === 'dissatisfied';
    return { kind: 'approved', visit: visit.no, text: `已审核通过任务 ${no}：${about}。`, isDissatisfied };
  }
  const to = await giveBack(tx, ctx, { ...found, visit: moved }, opinion, now);
  const text = `已退回任务 ${no}，${to === null ? '还没有人补正' : `请${to}补正`}：${opinion}。补正以后会再请您审核。`;
  return { kind: 'returned', visit: visit.no, text };
}

const refuse = (text: string): Reviewed => ({ kind: 'refused', text });

const said = (record: StoredRecord): string => cut(findingZh(record), QUOTED) || '没有评价';

/** The record, with its visit held, if it waits for a review and this person may give it; else what they are told. */
export async function recordToReview(
  tx: Tx,
  ctx: Context,
  { staff, no, now }: Pick<Review, 'staff' | 'no' | 'now'>,
): Promise<Found | string> {
  const visit = await leadingVisit(tx, ctx, no);
  const estate = visit === null ? null : await estateOf(tx, visit.estate);
  const refused = async (reason: string, text: string): Promise<string> => {
    const entry = { at: now, actor: staff.userid, action: 'refused.review record', estate: estate?.id ?? null };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `visit:${no}`, detail: { reason } }]);
    return text;
  };
  if (visit === null || estate === null || !staff.roles.some((role) => role.estate === estate.id))
    return refused('unknown', `没有您可以审核的任务 ${no}。`);
  const { named, ladder } = reviewersFor(ctx, estate, await recordedWith(tx, visit));
  const allowed = can(staff, 'review record', { estate: estate.id, by: ladder });
  if (!allowed.allowed)
    return refused('not-yours', `任务 ${no} 的记录由${titles(named.length > 0 ? named : allowed.who)}审核。`);
  const record = await currentRecord(tx, visit.no);
  if (record === null) return `任务 ${no} 还没有回访记录，不用审核。`;
  if (visit.status !== 'recorded') return standing(tx, visit, no, estate.timezone);
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const worker = event?.worker ?? null;
  if (record.by !== staff.userid && worker !== staff.userid) return { visit, estate, event, record };
  const [other] = await waitsFor(whoIsThere(tx, estate.id, now), ladder, { by: record.by, worker });
  const whose = record.by === staff.userid ? '的回访是您自己做的' : '的事是您自己办的';
  return refused(
    'own-work',
    `任务 ${no} ${whose}，要由别人审核${other === undefined ? '' : `，请${other.name}审核`}。`,
  );
}

const titles = (roles: readonly Role[]): string =>
  [...new Set(roles)]
    .slice(0, 4)
    .map((role) => ROLES[role].zh)
    .join('、');

/** What has become of a record that waits for no review. */
async function standing(tx: Tx, { no: visitNo, status, assignee }: StoredVisit, no: number, zone: string) {
  const verdict = isReviewed(status) ? await approvalOf(tx, visitNo) : await lastReturn(tx, visitNo);
  if (isReviewed(status)) {
    const by = verdict === null ? '' : `由${await nameOf(tx, verdict.by)}`;
    return `任务 ${no} 已${by}审核通过${verdict === null ? '' : `（${shortTime(verdict.at, zone)}）`}，不再改动。`;
  }
  if (verdict === null) return `任务 ${no} 现在没有要审核的记录。`;
  const to = assignee === null ? '' : `，等${await nameOf(tx, assignee)}补正`;
  return `任务 ${no} 已由${await nameOf(tx, verdict.by)}退回（${shortTime(verdict.at, zone)}：${verdict.opinion}）${to}。`;
}

const nameOf = async (tx: Tx, userid: string): Promise<string> => (await staffOf(tx, userid))?.name ?? userid;

/** Back as a task: to the one who made the record if they are there, else to whoever has the visit; their name. */
async function giveBack(
  tx: Tx,
  ctx: Context,
  { visit, estate, event, record }: Found,
  opinion: Verdict['opinion'],
  now: Instant,
): Promise<string | null> {
  const maker = await staffOf(tx, record.by);
  const isGiven = maker !== null && maker.userid !== visit.assignee;
  const given = isGiven ? await giveVisit(tx, ctx, visit, { staff: maker, standsInFor: null }, { now }) : visit;
  const worker = event?.worker ?? null;
  const held = await withVisitor(tx, ctx, { estate, visit: given ?? visit, worker, now });
  await tellTask(tx, ctx, { estate, visit: held, event }, 'returned', opinion, now);
  if (held.assignee === null) ctx.log.error({ estate: estate.id, visit: visit.no }, 'a task that nobody has');
  return held.assignee === null ? null : nameOf(tx, held.assignee);
}
