/** A case 个案 that somebody is working: what they may do of it, and what is said of who has it next. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { shortTime } from '../core/day-words.js';
import type { Policy } from '../core/policy/schema.js';
import { ROLES, type Role } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import { stepsOf, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { caseById, type Case } from '../store/follow-ups.js';
import { staffOf, type Staff } from '../store/staff.js';
import { askedOf } from './case-text.js';
import { keepAct } from './keep-act.js';

export type Working = {
  readonly staff: Staff;
  readonly estate: Estate;
  readonly of: Case;
  /** The open steps that this person may work. */
  readonly mine: readonly StoredDuty[];
  /** The one of them that they are at: their own first. */
  readonly step: StoredDuty;
  readonly policy: Policy | null;
  readonly now: Instant;
};

/** The roles in words, the first four. */
export const titles = (roles: readonly Role[]): string =>
  roles
    .slice(0, 4)
    .map((role) => ROLES[role].zh)
    .join('、');

/** Keeps in the audit what somebody did to the step they are at. */
export const keep = (tx: Tx, ctx: Context, working: Working, action: string): Promise<void> =>
  keepAct(tx, ctx, working, { action, subject: `case:${working.of.id}`, detail: { step: working.step.no } });

/** By when, after what is to be done. */
export const untilZh = (due: Instant | null, { timezone }: Estate): string =>
  due === null ? '' : `，${shortTime(due, timezone)} 前`;

/** Who has a step: the role, and who of it. */
export async function holderZh(tx: Tx, { assignee, by }: StoredDuty): Promise<string> {
  const holder = assignee === null ? null : await staffOf(tx, assignee);
  return holder === null ? titles(by) : `${titles(by)}（${holder.name}）`;
}

/** Who has the case next, or that the household is asked. */
export async function whatFollows(tx: Tx, id: number, estate: Estate): Promise<string> {
  const of = await caseById(tx, id);
  if (of?.isOpen === false) {
    return of.recheckNo === null
      ? `案${id} 已办结。`
      : `案${id} 已办结，会告诉${askedOf(of)}做了什么，并再问一次（任务 ${of.recheckNo}）。`;
  }
  const open = (await stepsOf(tx, id)).filter(({ status }) => status === 'open');
  const [next] = open;
  return next === undefined
    ? ''
    : `案${id} 接着由${await holderZh(tx, next)}办：${next.says}${untilZh(next.due, estate)}（事${next.no}）。`;
}
