/** 已补正: a record that was returned has been made again; whoever returned it is asked to review it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { tellingAt } from '../core/duty-telling.js';
import { findingZh } from '../core/record-words.js';
import { placeZh } from '../core/visit-words.js';
import type { Tx } from '../store/db.js';
import { estateOf } from '../store/estates.js';
import { enqueue } from '../store/outbox.js';
import { currentRecord } from '../store/records.js';
import { keepShown, lastReturn, shownTo } from '../store/reviews.js';
import { staffOf } from '../store/staff.js';
import type { StoredVisit } from '../store/visits.js';
import { tellingRules } from './duty-days.js';
import { cut, newKey } from './tell-staff.js';

/** What the message repeats of the record, in characters. */
const QUOTED = 120;

/** Tells nobody where the record was never returned, or whoever returned it has left. */
export async function tellCorrected(tx: Tx, ctx: Context, visit: StoredVisit, now: Instant): Promise<void> {
  const returned = await lastReturn(tx, visit.no);
  if (returned === null) return;
  const [reviewer, record] = [await staffOf(tx, returned.by), await currentRecord(tx, visit.no)];
  const estate = await estateOf(tx, visit.estate);
  const isHere = reviewer?.active === true && reviewer.roles.some((role) => role.estate === visit.estate);
  if (!isHere || record === null || estate === null) return;
  const { no } = visit;
  const text = [
    `【已补正】${estate.name} ${placeZh(visit)}（任务 ${no}）`,
    `您退回时写的是：${cut(returned.opinion, QUOTED)}`,
    `现在的记录：${cut(findingZh(record), QUOTED) || '没有评价'}`,
    `请再审核：审核 ${no} 通过，或 审核 ${no} 退回 要改什么`,
  ].join('\n');
  const notBefore = tellingAt(false, tellingRules(ctx, estate), now);
  const to = { channel: 'wecom-app', to: reviewer.userid, purpose: 'alert', visitNo: no } as const;
  await enqueue(tx, ctx, now, [{ ...to, key: newKey(), content: { kind: 'text', text }, notBefore }]);
  const shown = await shownTo(tx, reviewer.userid, now);
  await keepShown(tx, reviewer.userid, { ...shown, seen: { ...shown.seen, [no]: record.id } }, now);
}
