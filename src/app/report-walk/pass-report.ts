/** 办结、通过、退回 of a report's step: who did it and when is kept, and the report goes on, or back by one step. */
import type { Context } from '../../context.js';
import type { Instant } from '../../core/calendar.js';
import { nextTelling } from '../../core/duty-telling.js';
import { dueSoonAt } from '../../core/policy/due-duties.js';
import { openDuty } from '../../core/policy/duties.js';
import { hasSignedBefore, passOn, sendBack, type StepWhat } from '../../core/report/report-walk.js';
import { ROLES, type Role } from '../../core/terms.js';
import { absencesAt } from '../../store/absences.js';
import { appendAudit } from '../../store/audit.js';
import type { Tx } from '../../store/db.js';
import { dutyOf, saveDuty, type StoredDuty } from '../../store/duties.js';
import type { Estate } from '../../store/estates.js';
import { keepStep, stepsOfReport } from '../../store/report-versions.js';
import { lockReport, saveReport } from '../../store/reports.js';
import { staffWithRoles, type Staff } from '../../store/staff.js';
import { tellingRules } from '../duty-days.js';
import { cancelDuty, reopenDuty } from '../finish-duty.js';
import { beginOnce } from './begin-reports.js';
import { endZh, reportName, standZh } from './report-words.js';
import { archivedAt, dutyKey, followedAt, followersOf, stepAt, type Walking } from './road-of.js';

type At = Walking & { readonly step: number };

/** Why a step cannot be done now; null: it can, or the duty is no step of a report. */
export async function stopsStep(
  tx: Tx,
  ctx: Context,
  { estate, duty, staff }: Pick<Verdict, 'estate' | 'duty' | 'staff'>,
  now: Instant,
): Promise<string | null> {
  const at = await stepAt(tx, ctx, estate, duty);
  if (at !== null) {
    const { report, step } = at;
    const isThere = (report.status === 'making' || report.status === 'walking') && report.step === step;
    return isThere ? forAnother(tx, ctx, at, staff, now) : `${reportName(at)}：${await standZh(tx, at)}`;
  }
  const archived = await archivedAt(tx, ctx, estate, duty);
  if (archived === null || archived.report.status === 'archived') return null;
  if (archived.report.status === 'approved') return null;
  return `${reportName(archived)}还没有批准，批准后自动存档。${await standZh(tx, archived)}`;
}

/** Whoever signed an earlier step leaves this one to another who has its role and is there; null: there is none. */
async function forAnother(tx: Tx, ctx: Context, at: At, { userid }: Staff, now: Instant): Promise<string | null> {
  const { report, road, step, estate } = at;
  const roles = road.steps[step]?.duty.by ?? [];
  if (roles.length === 0 || !hasSignedBefore(await stepsOfReport(tx, ctx.box, report.id), step, userid)) return null;
  const holders = await staffWithRoles(tx, estate.id, roles);
  const others = holders.filter((one) => one.userid !== userid);
  const away = await absencesAt(
    tx,
    others.map((one) => one.userid),
    now,
  );
  const there = others.filter((one) => !away.has(one.userid)).map(({ name }) => name);
  if (there.length === 0) return null;
  return `${reportName(at)}前面的步骤是您签的，这一步请由${there.slice(0, 3).join('或')}办理。`;
}

/** A step was done by somebody: the report goes on to the next, and after the last it is approved. */
export async function passReport(
  tx: Tx,
  ctx: Context,
  { estate, duty, staff, opinion }: Verdict,
  now: Instant,
): Promise<string> {
  await beginOnce(tx, ctx, { estate, duty }, now);
  const at = await stepAt(tx, ctx, estate, duty);
  if (at === null) return afterRoad(tx, ctx, { estate, duty, staff, opinion }, now);
  const { road } = at;
  const held = await lockReport(tx, ctx.db, at.report.id);
  if (held === null) return '';
  const walk = passOn(held, road.steps.length);
  await keepStepOf(tx, ctx, at, { what: 'passed', staff, opinion }, now);
  const isOver = walk.status === 'approved';
  const next = isOver ? null : await nextDuty(tx, ctx, at, walk.step, now);
  const moved = {
    ...held,
    ...walk,
    dutyNo: next?.no ?? null,
    since: now,
    nextAt: now,
    approvedAt: isOver ? now : null,
  };
  await saveReport(tx, moved, now);
  await note(tx, ctx, at, isOver ? 'report.approve' : 'report.pass', staff.userid, now);
  const after = { ...at, report: moved };
  if (isOver) return `${reportName(after)}已${endZh(road)}，定稿随后发出。`;
  return `${reportName(after)}：${await standZh(tx, after)}`;
}

type Verdict = {
  readonly estate: Estate;
  readonly duty: StoredDuty;
  readonly staff: Staff;
  readonly opinion: string | null;
};

/** 退回: whoever had it before has it again, with the opinion; a new version is made. What the reviewer is told. */
export async function returnReport(
  tx: Tx,
  ctx: Context,
  { estate, duty, staff, opinion }: Verdict,
  now: Instant,
): Promise<string> {
  const at = await stepAt(tx, ctx, estate, duty);
  if (at === null) return `事${duty.no} 不是审核报表的事，不能退回。办好后请回复：办结 事${duty.no} 说明。`;
  const { policy, road, report } = at;
  const held = await lockReport(tx, ctx.db, report.id);
  const walk = held === null ? null : sendBack(held);
  if (held === null || walk === null || held.step !== at.step) return `${reportName(at)}：${await standZh(tx, at)}`;
  if (opinion === null || opinion === '') return `退回要写意见，请写：退回 事${duty.no} 请补上三栋的数字。`;
  const key = { estate: estate.id, ...dutyKey(policy, road, walk.step, report.period) };
  const before = await dutyOf(tx, key);
  if (before === null) return `${reportName(at)}没有可以退给的人。`;
  if (before.status !== 'open') {
    const open = await reopenDuty(tx, ctx, before, staff.userid, now);
    await saveDuty(tx, { ...open, nextAt: nextTelling(open, false, tellingRules(ctx, estate), now) }, now);
  }
  // A step that the report itself set going waits until the report is there again.
  if (duty.trigger !== 'period') await cancelDuty(tx, ctx, duty, staff.userid, now);
  await keepStepOf(tx, ctx, at, { what: 'returned', staff, opinion }, now);
  const moved = { ...held, ...walk, dutyNo: before.no, since: now, nextAt: now };
  await saveReport(tx, moved, now);
  await note(tx, ctx, at, 'report.return', staff.userid, now);
  const after = { ...at, report: moved };
  return `已退回：${reportName(after)}，${await standZh(tx, after)}`;
}

/** The duty of the next step: it is there already, was begun by the one that is done, or is asked for again. */
async function nextDuty(tx: Tx, ctx: Context, at: At, step: number, now: Instant): Promise<StoredDuty | null> {
  const { policy, road, report, estate } = at;
  const found = await dutyOf(tx, { estate: estate.id, ...dutyKey(policy, road, step, report.period) });
  const placed = road.steps[step];
  if (found === null || placed === undefined || placed.duty.trigger === 'period') return found;
  const isAgain = found.status !== 'open';
  const open = isAgain ? await reopenDuty(tx, ctx, found, 'system', now) : found;
  const window = isAgain ? openDuty(placed.duty, now, estate.timezone) : null;
  const duty = window === null ? open : { ...open, ...window, soonAt: dueSoonAt(window) };
  // That it begins is said with the file itself.
  await saveDuty(tx, { ...duty, nextAt: nextTelling(duty, false, tellingRules(ctx, estate), now) }, now);
  return duty;
}

/** What is no step of a road: it follows on the approval, or archives the report. */
async function afterRoad(tx: Tx, ctx: Context, verdict: Verdict, now: Instant): Promise<string> {
  const { estate, duty, staff, opinion } = verdict;
  const at = await followedAt(tx, ctx, estate, duty);
  if (at === null) return archiveNow(tx, ctx, estate, duty, now);
  const held = await lockReport(tx, ctx.db, at.report.id);
  if (held === null || (held.status !== 'approved' && held.status !== 'archived')) return '';
  const step = at.road.steps.length;
  await keepStepOf(tx, ctx, { ...at, step }, { what: 'followed', staff, opinion }, now);
  // The signed copy is made again with it, and what lies in the archive gives way to it.
  await saveReport(tx, { ...held, todo: 'sign', nextAt: now }, now);
  await note(tx, ctx, { ...at, step }, 'report.follow', staff.userid, now);
  return `${reportName(at)}：已记入定稿。`;
}

/** 办结 of the archiving itself: an approved report goes into the archive at once. */
async function archiveNow(tx: Tx, ctx: Context, estate: Estate, duty: StoredDuty, now: Instant): Promise<string> {
  const at = await archivedAt(tx, ctx, estate, duty);
  if (at?.report.status !== 'approved' || at.report.todo !== 'archive') return '';
  await saveReport(tx, { ...at.report, nextAt: now }, now);
  return `${reportName(at)}随即存档。`;
}

type Done = { readonly what: StepWhat; readonly staff: Staff; readonly opinion: string | null };

async function keepStepOf(tx: Tx, ctx: Context, at: At, { what, staff, opinion }: Done, now: Instant): Promise<void> {
  const { report, step } = at;
  const { userid: by, name } = staff;
  const one = { step, what, by, name, title: titleOf(at, staff), at: now, opinion };
  await keepStep(tx, ctx.box, { ...one, report: report.id, version: report.version });
}

/** By which of their roles somebody signs: the step's own, else the first that they have there. */
function titleOf({ policy, road, step, estate }: At, { roles }: Staff): string {
  const own = roles.filter((held) => held.estate === estate.id).map(({ role }) => role);
  const placed = road.steps[step] ?? followersOf(policy, road)[0];
  const asked: readonly Role[] = placed?.duty.by ?? [];
  const role = asked.find((one) => own.includes(one)) ?? own[0] ?? asked[0] ?? 'manager';
  return policy.roles[role] ?? ROLES[role].zh;
}

async function note(tx: Tx, ctx: Context, at: At, action: string, actor: string, now: Instant): Promise<void> {
  const { report, estate, step } = at;
  const detail = { form: report.form, period: report.period, version: report.version, step };
  await appendAudit(tx, ctx.db, [
    { at: now, actor, action, estate: estate.id, subject: `report:${report.id}`, detail },
  ]);
}
