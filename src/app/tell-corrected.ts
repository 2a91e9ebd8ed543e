/** 已补正: a record that was returned has been made again; whoever returned it, or stands in for them, is asked to review it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { tellingAt } from '../core/duty-telling.js';
import { findingZh } from '../core/record-words.js';
import { placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { enqueue } from '../store/outbox.js';
import { currentRecord } from '../store/records.js';
import { keepShown, lastReturn, shownTo } from '../store/reviews.js';
import { recordedWith } from '../store/visit-ties.js';
import type { StoredVisit } from '../store/visits.js';
import { tellingRules } from './duty-days.js';
import { reviewersFor, waitsFor, whoIsThere } from './reviewers.js';
import { cut, newKey } from './tell-staff.js';

/** What the message repeats of the record, in characters. */
const QUOTED = 120;

/** Tells nobody where the record was never returned. */
export async function tellCorrected(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const returned = await lastReturn(tx, visit.no);
  if (returned === null) return;
  const [estate, record] = [await estateOf(tx, visit.estate), await currentRecord(tx, visit.no)];
  const event = visit.event === null ? null : await eventOf(tx, visit.estate, visit.event);
  if (estate === null || record === null) return;
  const { ladder } = reviewersFor(ctx, estate, await recordedWith(tx, visit));
  const made = { by: record.by, worker: event?.worker ?? null };
  const people = await waitsFor(whoIsThere(tx, estate.id, now), ladder, made);
  const reviewer = people.find(({ userid }) => userid === returned.by) ?? people[0];
  if (reviewer === undefined) return;
  const { no } = visit;
  const text = [
    `【已补正】${estate.name} ${placeZh(visit)}（任务 ${no}）`,
    `退回时写的是：${cut(returned.opinion, QUOTED)}`,
    `现在的记录：${cut(findingZh(record), QUOTED) || '没有评价'}`,
    `请再审核：审核 ${no} 通过，或 审核 ${no} 退回 要改什么`,
  ].join('\n');
  const notBefore = tellingAt(false, tellingRules(ctx, estate), now);
  const to = { channel: 'wecom-app', to: reviewer.userid, purpose: 'alert', visitNo: no } as const;
  await enqueue(tx, ctx, now, [{ ...to, key: newKey(), content: { kind: 'text', text }, notBefore }]);
  const shown = await shownTo(tx, reviewer.userid, now);
  await keepShown(tx, reviewer.userid, { ...shown, seen: { ...shown.seen, [no]: record.id } }, now);
}
