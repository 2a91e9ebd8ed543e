/** 待审核: the records that wait for one person's review, in a line each; what they were shown is kept. */
import type { Context } from '../context.js';
import { daysBetween, localDate, type Instant } from '../core/calendar.js';
import { asksForReview } from '../core/policy/review.js';
import { findingZh } from '../core/record-words.js';
import { askedZh, matterZh, placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { filesOfVisit } from '../store/files.js';
import { currentRecord } from '../store/records.js';
import { handedInAt, keepShown, lastReturn, shownTo, unreviewedOf, type Unreviewed } from '../store/reviews.js';
import { staffOf, type Staff } from '../store/staff.js';
import { recordedWith } from '../store/visit-ties.js';
import { visitByNo, type StoredVisit } from '../store/visits.js';
import { fit } from './answer.js';
import { reviewersFor, waitsFor, whoIsThere } from './reviewers.js';
import { cut } from './tell-staff.js';

type Waiting = { readonly no: number; readonly recordId: string; readonly estate: Estate };

/** What waits for the review of a member of staff at these estates, the visits made first at the head. */
export async function waitingFor(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estates: readonly Estate[],
  now: Instant,
): Promise<readonly Waiting[]> {
  const waiting: Waiting[] = [];
  const asking = [...ctx.policies].flatMap(([id, policy]) => (asksForReview(policy) ? [id] : []));
  for (const estate of estates) {
    if (!staff.roles.some((role) => role.estate === estate.id)) continue;
    const who = whoIsThere(tx, estate.id, now);
    for (const [first, ...others] of byRecord(await unreviewedOf(tx, estate.id, asking))) {
      const { named, ladder } = reviewersFor(ctx, estate, [first, ...others]);
      if (named.length === 0) continue;
      const people = await waitsFor(who, ladder, first);
      if (people.some(({ userid }) => userid === staff.userid)) {
        waiting.push({ no: first.no, recordId: first.recordId, estate });
      }
    }
  }
  return waiting;
}

/** The names of those whom the record of a visit waits for; null where no policy has it reviewed. */
export const reviewedBy =
  (tx: Tx, ctx: Context, now: Instant) =>
  async (visit: StoredVisit): Promise<readonly string[] | null> => {
    const estate = await estateOf(tx, visit.estate);
    const record = await currentRecord(tx, visit.no);
    if (estate === null || record === null) return null;
    const { named, ladder } = reviewersFor(ctx, estate, await recordedWith(tx, visit));
    if (named.length === 0) return null;
    const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
    const about = { by: record.by, worker: event?.worker ?? null };
    return (await waitsFor(whoIsThere(tx, estate.id, now), ladder, about)).map(({ name }) => name);
  };

type Together = readonly [Unreviewed, ...Unreviewed[]];

/** The visits of each record together, in the order of the records. */
function byRecord(rows: readonly Unreviewed[]): readonly Together[] {
  const groups = new Map<number, Together>();
  for (const row of rows) groups.set(row.no, [...(groups.get(row.no) ?? []), row] as unknown as Together);
  return [...groups.values()];
}

/** So many are put into words: no message holds more. */
const MOST_LINES = 40;
const QUOTED_MATTER = 16;
const QUOTED_FINDING = 40;

/** The list as it is sent, and what it shows; null where nothing waits. */
export type WaitingList = {
  readonly text: string;
  readonly shown: readonly Waiting[];
  readonly all: readonly Waiting[];
};

export async function waitingList(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  estates: readonly Estate[],
  now: Instant,
): Promise<WaitingList | null> {
  const waiting = await waitingFor(tx, ctx, staff, estates, now);
  if (waiting.length === 0) return null;
  const lines: string[] = [];
  const isOfSeveral = new Set(waiting.map(({ estate }) => estate.id)).size > 1;
  for (const one of waiting.slice(0, MOST_LINES)) lines.push(await lineOf(tx, one, isOfSeveral, now));
  const total = waiting.length;
  const [first] = waiting;
  const { text, shown } = fit(`待您审核的回访记录 ${total} 份，先做的在前：`, lines, {
    rest: (count) => `……还有 ${total - count} 份，审完前面的再看。`,
    total,
    foot: `以上都没问题，请回复「全部通过」；单份请写「审核 ${first?.no} 通过」或「审核 ${first?.no} 退回 没写整改情况」。`,
  });
  return { text, shown: waiting.slice(0, shown), all: waiting };
}

async function lineOf(
  tx: Tx,
  { no, estate: { name, timezone } }: Waiting,
  isOfSeveral: boolean,
  now: Instant,
): Promise<string> {
  const [visit, record] = [await visitByNo(tx, no), await currentRecord(tx, no)];
  if (visit === null || record === null) return `${no}.`;
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  const by = record.by.startsWith('resident:') ? '住户' : ((await staffOf(tx, record.by))?.name ?? record.by);
  const days = daysBetween(localDate((await handedInAt(tx, no)) ?? record.at, timezone), localDate(now, timezone));
  const marks = [
    by,
    days === 0 ? '今天交的' : `已等 ${days} 天`,
    ...((await lastReturn(tx, no)) === null ? [] : ['退回后补正的']),
    ...(visit.needsSignature && record.confirmedAt === null ? [`${askedZh(visit)}还没有签名`] : []),
  ];
  const photos = (await filesOfVisit(tx, no)).length;
  if (photos > 0) marks.push(`照片 ${photos} 张`);
  const matter = cut(matterZh(visit, event?.description ?? null), QUOTED_MATTER);
  const finding = cut(findingZh(record), QUOTED_FINDING) || '没有评价';
  return `${no}. ${isOfSeveral ? `${name} ` : ''}${placeZh(visit)} ${matter}：${finding}（${marks.join('，')}）`;
}

/** Keeps what somebody was shown of all that waits, and that they were asked about it. */
export async function keepAsked(tx: Tx, { userid }: Staff, { shown, all }: WaitingList, now: Instant): Promise<void> {
  const { seen: before } = await shownTo(tx, userid, now);
  const still = all.flatMap(({ no }) => (before[no] === undefined ? [] : [[no, before[no]] as const]));
  const seen = Object.fromEntries([...still, ...shown.map(({ no, recordId }) => [no, recordId] as const)]);
  await keepShown(tx, userid, { seen, asked: { at: now, visits: shown.map(({ no }) => no) } }, now);
}
