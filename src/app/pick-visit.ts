/** 抽取: somebody who may says that a visit takes place which no draw chose. It is in addition to the draw, never part of it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import { unitIdOf } from '../core/policy/population.js';
import { placeZh } from '../core/visit-words.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { lockDraw } from '../store/draws.js';
import type { Staff } from '../store/staff.js';
import { lockVisit, type StoredVisit } from '../store/visits.js';
import { stepEntry } from './draw-step.js';
import { takeUpVisit } from './take-up-visit.js';

/** Answers what the member of staff is told. */
export async function pickVisit(tx: Tx, ctx: Context, staff: Staff, no: number, now: Instant): Promise<string> {
  const visit = await lockVisit(tx, ctx.db, no);
  if (visit === null || !can(staff, 'pick visit', { estate: visit.estate }).allowed) {
    const entry = { at: now, actor: staff.userid, action: 'refused.pick visit', estate: visit?.estate ?? null };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `visit:${no}` }]);
    return `没有您可以指定的任务 ${no}。`;
  }
  const objection = objectionTo(visit, now);
  if (objection !== null) return `任务 ${no} ${objection}`;
  if (visit.drawId !== null) {
    const draw = await lockDraw(tx, ctx.db, visit.drawId);
    const step = { kind: 'hand', size: draw.size, population: draw.size, asked: 1, counted: 0, passed: [] } as const;
    const chosen = [unitIdOf(draw.rule.unit, visit)];
    const entry = stepEntry(draw, { ...step, chosen, short: 0 }, { actor: staff.userid, now });
    await appendAudit(tx, ctx.db, [entry]);
  }
  const choice = { draw: `by:${staff.userid}`, actor: staff.userid } as const;
  const taken = await takeUpVisit(tx, ctx, visit, choice, now);
  if (taken === null) return `任务 ${no} 已经在办了。`;
  return `任务 ${no}（${placeZh(visit)}）已指定回访，另计在抽样之外。`;
}

function objectionTo({ status, rate, quota, due }: StoredVisit, now: Instant): string | null {
  if (due <= now) return '的时限已过，不能再指定。';
  if (status === 'not-drawn' || (status === 'planned' && rate === null && quota === null)) return null;
  return status === 'planned' ? '到期会统一抽样，不用指定。' : '已经在办，或已经结束。';
}
