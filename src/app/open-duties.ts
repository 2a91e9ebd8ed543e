/** Duties that fall due become rows of the list, each with somebody who has it and the instant at which they are told. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { firstTelling, isUrgent } from '../core/duty-telling.js';
import type { Event } from '../core/event.js';
import type { DueDuty } from '../core/policy/due-duties.js';
import { ladderOf } from '../core/policy/ladder.js';
import type { Policy } from '../core/policy/schema.js';
import type { Role } from '../core/terms.js';
import type { Tx } from '../store/db.js';
import { createDuties, newDuties, type NewDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { followUpOf } from '../store/follow-ups.js';
import { staffForHousehold, staffOf, staffWithRole, type Staff } from '../store/staff.js';
import { tellingRules } from './duty-days.js';
import { presentStaff } from './stand-ins.js';

/** What a duty is about, and what is known of it beside the policy. */
export type DutyAbout = {
  readonly event?: Event | null;
  readonly visitNo?: number | null;
  readonly household?: string | null;
  readonly note?: string | null;
  /** The case that it is a step of, where what started it does not tell. */
  readonly followUp?: number | null;
  /** The department that has it, where it was named. */
  readonly department?: string | null;
};

/** The policy that asks, as the estate adopted it. */
export type Asking = { readonly estate: Estate; readonly policy: Policy };

/** Makes rows of what falls due; what is there already stays as it is. Answers how many were made. */
export async function openDuties(
  tx: Tx,
  ctx: Context,
  asking: Asking,
  due: readonly DueDuty[],
  about: DutyAbout,
  now: Instant,
): Promise<number> {
  const rows: NewDuty[] = [];
  for (const duty of await newDuties(tx, asking.estate.id, due)) {
    rows.push(await newDuty(tx, ctx, asking, duty, about, now));
  }
  return createDuties(tx, rows, now);
}

/** A duty as its row begins: open, with whoever has it. */
export async function newDuty(
  tx: Tx,
  ctx: Context,
  { estate, policy }: Asking,
  duty: DueDuty,
  { event = null, visitNo = null, household = null, note = null, followUp = null, department = null }: DutyAbout,
  now: Instant,
): Promise<NewDuty> {
  const place = household ?? event?.household ?? null;
  const ladder = ladderOf(policy, duty.by);
  const worker = duty.trigger === 'handling' ? workerOf(event) : null;
  const at = Math.max(duty.earliest, now) as Instant;
  const head = duty.by.includes('department-head')
    ? await headOf(tx, estate.id, department ?? event?.department ?? null, at)
    : null;
  const holder = head ?? (await holderOf(tx, estate.id, ladder, { household: place, at, worker }));
  if (holder === null) ctx.log.warn({ estate: estate.id, clause: duty.clause, by: duty.by }, 'nobody for this duty');
  const rules = tellingRules(ctx, estate);
  return {
    ...duty,
    estate: estate.id,
    assignee: holder?.userid ?? null,
    status: 'open',
    doneAt: null,
    doneBy: null,
    note,
    event: event?.id ?? null,
    visitNo,
    household: place,
    followUp: followUp ?? followUpOf(duty.startedBy),
    policyVersion: estate.policies.find(({ id }) => id === policy.id)?.version ?? '',
    nextAt: firstTelling(duty, isUrgent(event), rules, now),
  };
}

/** 责任部门: whoever heads the department that is named, else somebody of it. */
async function headOf(tx: Tx, estate: string, department: string | null, at: Instant): Promise<Staff | null> {
  if (department === null) return null;
  const isOfIt = (staff: Staff): boolean => staff.department === department;
  for (const role of DEPARTMENT_ROLES) {
    const people = (await staffWithRole(tx, estate, role)).filter(isOfIt);
    const [first] = (await presentStaff(tx, people, { estate, role, at })).present;
    if (first !== undefined) return first.staff;
  }
  return null;
}
const DEPARTMENT_ROLES: readonly Role[] = ['department-head', 'function-head', 'repair-lead', 'cleaning-lead'];

const workerOf = (event: Event | null): string | null => event?.worker ?? null;

/** Who has a duty: the worker who handles the event, else the first of the ladder's roles that has a person who is there. */
export async function holderOf(
  tx: Tx,
  estate: string,
  ladder: readonly Role[],
  {
    household,
    at,
    worker = null,
  }: { readonly household: string | null; readonly at: Instant; readonly worker?: string | null },
): Promise<Staff | null> {
  const handles = worker === null ? null : await staffOf(tx, worker);
  if (handles?.active === true && handles.roles.some((role) => role.estate === estate)) return handles;
  for (const role of ladder) {
    const candidates =
      household === null
        ? await staffWithRole(tx, estate, role)
        : await staffForHousehold(tx, estate, household, [role]);
    const [first] = (await presentStaff(tx, candidates, { estate, role, at })).present;
    if (first !== undefined) return first.staff;
  }
  return null;
}
