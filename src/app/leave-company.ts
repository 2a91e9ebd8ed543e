/**
 * 离职: whoever is taken off the company's contacts loses roles and sessions at once. What they had open goes to their deputy
 * while they were away, else to the supervisor, who is told of it in one message, else to whoever can be found.
 */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { ROLES, type Role } from '../core/terms.js';
import { absencesAt, endAbsences, type Absence } from '../store/absences.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { openDutiesHeldBy, saveDuty, type StoredDuty } from '../store/duties.js';
import { estateOf, type Estate } from '../store/estates.js';
import { openCasesHeldBy, giveCaseTo } from '../store/follow-ups.js';
import { endSignInsOf } from '../store/sign-ins.js';
import { retireStaff } from '../store/roster.js';
import { staffOf, staffWithRole, type Staff } from '../store/staff.js';
import { tasksHeldBy, tasksHeldFor } from '../store/tasks.js';
import { saveVisit } from '../store/visits.js';
import { fitted } from './answer.js';
import { giveVisit, ownedAnew, visitorFor } from './assign-visits.js';
import { byDay } from './duty-days.js';
import { deputyOf, presentStaff } from './stand-ins.js';
import { alertPeople, peopleFor } from './tell-staff.js';
import { openAgain, tellAll, workerOf, type Moved } from './tend-absences.js';

/** Who answers for what nobody has any more. */
const ABOVE: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** Takes them off the list of staff; nothing where they are not on it, or had left already. */
export async function leaveCompany(tx: Tx, ctx: Context, userid: string, now: Instant): Promise<void> {
  const staff = await staffOf(tx, userid);
  if (staff === null || (!staff.active && staff.roles.length === 0)) return;
  const absence = (await absencesAt(tx, [userid], now)).get(userid) ?? null;
  await retireStaff(tx, userid);
  await endSignInsOf(tx, userid);
  await endAbsences(tx, userid, now);
  const leaving = { staff, absence };
  const visits = await handBackVisits(tx, ctx, leaving, now);
  const duties = await handBackDuties(tx, leaving, now);
  const detail = {
    roles: staff.roles.map(({ estate, role }) => ({ estate, role })),
    visits: visits.map(({ visit }) => visit.no),
    duties: duties.map(({ duty }) => duty.no),
  };
  const entry = { at: now, actor: 'wecom', action: 'staff.left', estate: null, subject: `staff:${userid}`, detail };
  await appendAudit(tx, ctx.db, [entry]);
  await tellAll(tx, ctx, visits, `${staff.name}已离开，名下没有完成的回访转到您名下，请办理或转给同事：`, now);
  await tellDutiesGiven(tx, ctx, staff, duties, now);
  await tellSupervisors(tx, ctx, staff, visits.length + duties.length, now);
}

type Leaving = { readonly staff: Staff; readonly absence: Absence | null };

/** The deputy, else the supervisor; null where there is neither, or they did the work. */
async function successorOf(
  tx: Tx,
  { staff, absence }: Leaving,
  estate: string,
  worker: string | null,
  now: Instant,
): Promise<Staff | null> {
  for (const { role } of staff.roles.filter((one) => one.estate === estate)) {
    const deputy = absence === null ? null : await deputyOf(tx, absence, { estate, role, at: now });
    if (deputy !== null && deputy.userid !== worker) return deputy;
  }
  for (const role of ABOVE) {
    const wanted = { estate, role, at: now };
    const { present } = await presentStaff(tx, await staffWithRole(tx, estate, role), wanted);
    const found = present.find((one) => one.staff.userid !== worker);
    if (found !== undefined) return found.staff;
  }
  return null;
}

async function handBackVisits(tx: Tx, ctx: Context, leaving: Leaving, now: Instant): Promise<readonly Moved[]> {
  const { userid } = leaving.staff;
  // What a deputy has for them stays with the deputy.
  for (const { no } of await tasksHeldFor(tx, userid)) {
    const task = await openAgain(tx, ctx, no);
    if (task !== null) await saveVisit(tx, { ...task.visit, why: ownedAnew(task.visit.why) }, now);
  }
  const moved: Moved[] = [];
  for (const { no } of await tasksHeldBy(tx, userid)) {
    const task = await openAgain(tx, ctx, no);
    if (task === null || task.visit.assignee !== userid) continue;
    const { visit, estate } = task;
    const worker = await workerOf(tx, visit);
    const successor = await successorOf(tx, leaving, estate.id, worker, now);
    const found =
      successor === null
        ? await visitorFor(tx, ctx, estate, visit, { worker, at: now })
        : { staff: successor, standsInFor: null };
    const given = found === null ? null : await giveVisit(tx, ctx, visit, found, { now });
    if (given === null) ctx.log.error({ estate: estate.id, visit: no }, 'a task of one who left that nobody takes');
    else moved.push({ ...task, visit: given });
  }
  return moved;
}

type Given = { readonly duty: StoredDuty; readonly estate: Estate; readonly to: string };

/** Duties, and the cases that they had to look after. */
async function handBackDuties(tx: Tx, leaving: Leaving, now: Instant): Promise<readonly Given[]> {
  const given: Given[] = [];
  for (const duty of await openDutiesHeldBy(tx, leaving.staff.userid)) {
    const estate = await estateOf(tx, duty.estate);
    const to = estate === null ? null : await successorOf(tx, leaving, estate.id, null, now);
    if (estate === null || to === null) continue;
    const told = { ...duty, assignee: to.userid };
    await saveDuty(tx, told, now);
    given.push({ duty: told, estate, to: to.userid });
  }
  for (const { id, estate } of await openCasesHeldBy(tx, leaving.staff.userid)) {
    const to = await successorOf(tx, leaving, estate, null, now);
    await giveCaseTo(tx, id, to?.userid ?? null);
  }
  return given;
}

async function tellDutiesGiven(
  tx: Tx,
  ctx: Context,
  { name }: Staff,
  given: readonly Given[],
  now: Instant,
): Promise<void> {
  for (const to of new Set(given.map((one) => one.to))) {
    const theirs = given.filter((one) => one.to === to);
    const [first] = theirs;
    if (first === undefined) continue;
    const lines = theirs.map(({ duty }) => `事${duty.no} ${duty.says}`);
    const text = fitted([`${name}已离开，没有办完的事转到您名下，办好后请写「办结 事号」：`, ...lines]);
    const notBefore = byDay(now, first.estate.timezone);
    await alertPeople(tx, ctx, first.estate, [to], text, { now, visitNo: null, notBefore });
  }
}

/** Whoever answers for each estate hears that there is a place to fill. */
async function tellSupervisors(
  tx: Tx,
  ctx: Context,
  { name, roles }: Staff,
  open: number,
  now: Instant,
): Promise<void> {
  for (const id of new Set(roles.map(({ estate }) => estate))) {
    const estate = await estateOf(tx, id);
    if (estate === null) continue;
    const titles = roles.filter((one) => one.estate === id).map(({ role }) => ROLES[role].zh);
    const rest = open === 0 ? '名下没有未办完的事。' : `名下 ${open} 件未办完的已转给代班的同事或主管。`;
    const text = `${name}（${[...new Set(titles)].join('、')}）已离开企业微信通讯录，岗位和登录已取消，${rest}\n接替的同事请尽快登记岗位。`;
    const people = await peopleFor(tx, estate, ABOVE, now);
    await alertPeople(tx, ctx, estate, people, text, { now, visitNo: null, notBefore: byDay(now, estate.timezone) });
  }
}
