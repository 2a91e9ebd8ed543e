/** 弄虚作假立案 (p02.13): what a spot check found to be untrue becomes a case, worked by whom the clause names; no resident hears of it. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { givenStep } from '../core/policy/case-steps.js';
import { dueDuty, dutiesWith } from '../core/policy/due-duties.js';
import type { Role } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import type { StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { openFollowUp, startedByFollowUp } from '../store/follow-ups.js';
import { staffOf, type Staff } from '../store/staff.js';
import { visitByNo } from '../store/visits.js';
import { keepAct } from './keep-act.js';
import { openDuties } from './open-duties.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { alertPeople, cut, peopleFor } from './tell-staff.js';

type Found = {
  readonly estate: Estate;
  readonly duty: StoredDuty;
  readonly visitNo: number;
  /** Who made the record. */
  readonly maker: string | null;
  readonly staff: Staff;
};

const QUOTED = 300;

/** Opens the case; its number. What a manager made is looked into by whoever is above them. */
export async function raiseFinding(
  tx: Tx,
  ctx: Context,
  { estate, duty, visitNo, maker, staff }: Found,
  text: string,
  now: Instant,
): Promise<number> {
  const visit = await visitByNo(tx, visitNo);
  const person = maker === null ? null : await staffOf(tx, maker);
  const isManager = person?.roles.some(({ estate: at, role }) => at === estate.id && role === 'manager') ?? false;
  const policy = policiesOfEstate(ctx, estate).find(({ id }) => id === duty.policy);
  const [named] = policy === undefined ? [] : dutiesWith(policy, 'finding');
  const by: readonly Role[] = isManager ? ['general-manager'] : (named?.duty.by ?? ['manager']);
  const told = await peopleFor(tx, estate, [...by, 'general-manager', 'manager'], now);
  const household = visit?.household ?? null;
  const about = { estate: estate.id, visitNo, household, kind: 'finding' as const, text };
  const id = await openFollowUp(tx, { ...about, route: by[0] ?? 'manager', assignee: told[0] ?? null }, now);
  const start = { startedBy: startedByFollowUp(id), period: null, at: now, zone: estate.timezone };
  if (policy !== undefined) {
    const step =
      named === undefined
        ? givenStep(
            policy,
            { clause: duty.clause, item: 'finding:0', says: '弄虚作假立案处理', by, form: null, until: null },
            start,
          )
        : { ...dueDuty(policy, named, start), by };
    await openDuties(tx, ctx, { estate, policy }, [step], { visitNo, household }, now);
  }
  const detail = { visit: visitNo, check: duty.no };
  await keepAct(tx, ctx, { staff, estate, now }, { action: 'case.finding', subject: `case:${id}`, detail });
  const words = [
    `【抽查不实】${estate.name} 任务 ${visitNo} 的回访记录`,
    `记录人：${person?.name ?? '住户'}；抽查：${staff.name}`,
    `查到：${cut(text, QUOTED)}`,
    `请查处（依据 ${named?.clause.id ?? duty.clause}），有了结果写「办结 案${id} 处理结果」。`,
  ].join('\n');
  const others = told.filter((userid) => userid !== staff.userid && userid !== maker);
  await alertPeople(tx, ctx, estate, others, words, { now, visitNo: null });
  return id;
}
