/** 办结, 结案, 说明 事12, 险情已除: what staff do to duties, each in the message's own transaction. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import { lateBy, shortTime, startTime } from '../core/day-words.js';
import { can, canWork, type Action, type Allowed } from '../core/permissions.js';
import { dutiesWith } from '../core/policy/due-duties.js';
import { noticeText } from '../core/notice.js';
import { ROLES, type Role } from '../core/terms.js';
import type { DutyCommandWords } from '../core/understand/command-duties.js';
import { appendAudit } from '../store/audit.js';
import { dutiesOfEvent, dutyByNo, dutyOf, lockDuty, WATCH, type StoredDuty } from '../store/duties.js';
import type { Tx } from '../store/db.js';
import { estateOf, type Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { noticeOfDuty } from '../store/notices.js';
import { staffOf, type Staff } from '../store/staff.js';
import { visitsOfEvent, type StoredVisit } from '../store/visits.js';
import { archiveWith } from './archive-with-duty.js';
import { uncheckedOf } from './checked-records.js';
import { fitted, words, written, type Answer, type Asker } from './answer.js';
import { handOverLines, wantsReceiver } from './expire-archive.js';
import { finishDuty } from './finish-duty.js';
import { endDanger, keepWatching, watchOf } from './follow-danger.js';
import { openTask } from './open-task.js';
import { repeatLines } from './raise-repeats.js';
import { keepUnseen, unseen } from './seen-by.js';
import { passReport, stopsStep } from './report-walk/pass-report.js';
import { stateLines } from './report-walk/report-words.js';
import { archivedAt, stepAt } from './report-walk/road-of.js';
import { settleStep } from './settle-step.js';
import { policiesOfEstate } from './policies-of-estate.js';
import { whatFollows } from './working-case.js';

type DutyWords = Exclude<DutyCommandWords, { readonly command: '说明' | '雨停' }>;

export function answerDuties(ctx: Context, { staff }: Asker, understood: DutyWords): Answer {
  switch (understood.command) {
    case '办结': {
      const { duty: no, text = null } = understood.args;
      return written((tx, now) => answerDutyDone(tx, ctx, { staff, no, now }, text));
    }
    case '结案': {
      const { duty: no, text = null } = understood.args;
      return written((tx, now) => answerCaseClosed(tx, ctx, { staff, no, now }, text));
    }
    case '险情已除':
    case '险情未除': {
      const { command, args } = understood;
      return written((tx, now) => answerDanger(tx, ctx, { staff, no: args.task, now }, command === '险情已除'));
    }
    default:
      return understood satisfies never;
  }
}

/** Who writes, of which duty or task, and when. */
export type Asked = { readonly staff: Staff; readonly no: number; readonly now: Instant };

export type Found = { readonly duty: StoredDuty; readonly estate: Estate };

/** 办结 12 已汇总. */
export async function answerDutyDone(tx: Tx, ctx: Context, asked: Asked, text: string | null): Promise<string> {
  const found = await openDutyFor(tx, ctx, asked);
  if (typeof found === 'string') return found;
  const { duty, estate } = found;
  if (duty.item.startsWith(WATCH)) return closeWatch(tx, ctx, asked, found, text);
  const { staff, now } = asked;
  if (now < duty.earliest) {
    return `事${duty.no} 从 ${startTime(duty.earliest, estate.timezone)}起才可以办结，请到时再办。`;
  }
  const stop = await stopsStep(tx, ctx, { estate, duty, staff }, now);
  if (stop !== null) return stop;
  const unchecked = await uncheckedOf(tx, ctx, duty);
  if (unchecked > 0) return `事${duty.no} 还有 ${unchecked} 份记录没有查，查完自动办结。请看「抽查」。`;
  const settled = await settleStep(tx, ctx, duty, text, now);
  const wants = 'wants' in settled ? settled.wants : wantsReceiver(duty, text);
  if ('wants' in settled || wants !== null) return wants ?? '';
  await finishDuty(tx, ctx, duty, { at: now, by: staff.userid, note: text, ...settled }, now);
  const archive = await archiveWith(tx, ctx, found, { by: staff.userid, to: text ?? '' }, now);
  const next =
    duty.followUp === null
      ? await passReport(tx, ctx, { estate, duty, staff, opinion: text }, now)
      : await whatFollows(tx, duty.followUp, estate);
  return `已办结 事${duty.no}：${duty.says}${lateness(duty, now)}。${next}${archive}`;
}

const lateness = ({ due }: StoredDuty, now: Instant): string =>
  due === null || now < due ? '' : `（逾期 ${lateBy(due, now)}）`;

/** 结案 12: a look or the watch itself; the watch ends, and with it every look that is open. */
export async function answerCaseClosed(tx: Tx, ctx: Context, asked: Asked, text: string | null): Promise<string> {
  const found = await openDutyFor(tx, ctx, asked);
  return typeof found === 'string' ? found : closeWatch(tx, ctx, asked, found, text);
}

async function closeWatch(tx: Tx, ctx: Context, asked: Asked, found: Found, text: string | null): Promise<string> {
  const { duty, estate } = found;
  const { staff, now } = asked;
  const index = duty.item.slice(duty.item.indexOf(':') + 1);
  const event = duty.event ?? '';
  const watch = await dutyOf(tx, { ...duty, item: `${WATCH}${index}`, startedBy: event });
  if (watch === null) return `事${duty.no} 不是要持续观察的事，办好后请写：办结 ${duty.no}。`;
  if (watch.status !== 'open') return `事${duty.no} 的观察已经结束。`;
  if (watch.trigger === 'risk-remains') {
    if (!can(staff, 'end danger', { estate: estate.id }).allowed) {
      const about = { staff, action: 'end danger', estate: estate.id, subject: `duty:${watch.no}` } as const;
      await keepUnseen(tx, ctx, about, now);
      return `险情是否已除由${NAMED_SUPERVISORS}认定。`;
    }
    await endDanger(tx, ctx, watch, { by: staff.userid, note: text ?? '险情已除' }, now);
    return `已记下：险情已除（事${watch.no}），不再跟踪回访。`;
  }
  await finishDuty(tx, ctx, watch, { at: now, by: staff.userid, note: text }, now);
  const looks = (await dutiesOfEvent(tx, estate.id, event)).filter(
    (one) =>
      one.status === 'open' && one.clause === watch.clause && one.item === `duty:${index}` && one.earliest <= now,
  );
  for (const look of looks) await finishDuty(tx, ctx, look, { at: now, by: staff.userid, note: text }, now);
  return `已结案：${watch.says}（事${watch.no}）。以后不再提醒检查。`;
}

/** The duty, held, if the person may act on it and it is open; else what they are told. */
export async function openDutyFor(tx: Tx, ctx: Context, { staff, no, now }: Asked): Promise<Found | string> {
  const duty = await lockDuty(tx, ctx.db, no);
  const estate = duty === null ? null : await estateOf(tx, duty.estate);
  const allowed = duty === null ? null : await mayAct(tx, ctx, { staff, duty, estate });
  if (duty === null || estate === null || allowed?.allowed !== true) {
    const entry = { at: now, actor: staff.userid, action: 'refused.finish duty', estate: estate?.id ?? null };
    await appendAudit(tx, ctx.db, [{ ...entry, subject: `duty:${no}` }]);
    const isHere = estate !== null && staff.roles.some((role) => role.estate === estate.id);
    if (!isHere || allowed === null || allowed.allowed) return `没有您可以办理的 事${no}。`;
    return `事${no} 由${namesOf(allowed.who)}办理。需要的话，请向他们了解。`;
  }
  if (duty.status === 'open') return { duty, estate };
  return `事${no} ${await endingOf(tx, duty, estate)}。`;
}

/** Steps of a case and of a report are for whoever they are of, and those above. */
async function mayAct(
  tx: Tx,
  ctx: Context,
  { staff, duty, estate }: { readonly staff: Staff; readonly duty: StoredDuty; readonly estate: Estate | null },
): Promise<Allowed> {
  const isStep = duty.followUp !== null || (estate !== null && (await stepAt(tx, ctx, estate, duty)) !== null);
  return isStep ? canWork(staff, duty) : can(staff, 'finish duty', duty);
}

const namesOf = (roles: readonly Role[]): string =>
  [...new Set(roles)]
    .slice(0, 4)
    .map((role) => ROLES[role].zh)
    .join('、');

async function endingOf(tx: Tx, { status, doneBy, doneAt, note }: StoredDuty, { timezone }: Estate): Promise<string> {
  if (status === 'cancelled') return '已经不用办了';
  if (status === 'excused') return `已免办${note === null ? '' : `：${note}`}`;
  const at = doneAt === null ? '' : `（${shortTime(doneAt, timezone)}）`;
  return `已由${await nameOf(tx, doneBy)}办结${at}`;
}

async function nameOf(tx: Tx, who: string | null): Promise<string> {
  if (who === null || who === 'event') return '服务事项本身的进度';
  if (who === 'system') return '系统';
  if (who.startsWith('visit:')) return `任务 ${who.slice('visit:'.length)} 的回访`;
  return (await staffOf(tx, who))?.name ?? who;
}

/** 说明 事12: why a duty stands there, who has it, and until when. */
export async function explainDuty(ctx: Context, staff: Staff, no: number): Promise<Answer> {
  const tx = ctx.db.read;
  const duty = await dutyByNo(tx, no);
  const estate = duty === null ? null : await estateOf(tx, duty.estate);
  const may = (action: Action): boolean => duty !== null && can(staff, action, duty).allowed;
  if (duty === null || estate === null || !(may('explain task') || may('finish duty'))) {
    const about = { staff, action: 'explain task', estate: estate?.id ?? null, subject: `duty:${no}` } as const;
    return unseen(ctx, about, `没有您可以查看的 事${no}。`);
  }
  const event = duty.event === null ? null : await eventOf(tx, estate.id, duty.event);
  const when = (at: Instant): string => shortTime(at, estate.timezone);
  const term = duty.due === null ? '没有写明期限' : `${when(duty.due)} 前`;
  const lines = [
    `事${no}：${duty.says}${duty.form === null ? '' : `，《${duty.form}》`}`,
    `依据 ${duty.clause}：${duty.source}`,
    `时限：${startTime(duty.earliest, estate.timezone)}起，${term}。`,
    `负责：${namesOf(duty.by)}${duty.assignee === null ? '' : `（${await nameOf(tx, duty.assignee)}）`}。`,
    ...(duty.to.length === 0 ? [] : [`办结后告知：${namesOf(duty.to)}。`]),
    ...(event === null ? [] : [`事由：${event.description ?? event.id}`]),
    ...(duty.visitNo === null ? [] : [`相关回访：任务 ${duty.visitNo}`]),
    ...(duty.note === null ? [] : [`备注：${duty.note}`]),
    ...(await repeatLines(tx, ctx, estate, duty, ctx.clock.now())),
    ...(await paperOf(tx, duty, estate)),
    ...(await handOverLines(tx, duty, estate, ctx.clock.now())),
    ...(await reportOf(tx, ctx, duty, estate)),
    duty.status === 'open' ? '还没有办结。' : `${await endingOf(tx, duty, estate)}。`,
  ];
  return words(fitted(lines));
}

/** The written notice that was issued under a duty, in the layout of its form. */
async function paperOf(tx: Tx, { no }: StoredDuty, estate: Estate): Promise<readonly string[]> {
  const notice = await noticeOfDuty(tx, no);
  if (notice === null) return [];
  const by = notice.issuedBy === 'system' ? '系统' : await nameOf(tx, notice.issuedBy);
  return [noticeText(notice, estate.name, estate.timezone, () => by)];
}

/** Where the report is whose step, or whose archiving, the duty is. */
async function reportOf(tx: Tx, ctx: Context, duty: StoredDuty, estate: Estate): Promise<readonly string[]> {
  const walking = (await stepAt(tx, ctx, estate, duty)) ?? (await archivedAt(tx, ctx, estate, duty));
  return walking === null ? [] : stateLines(tx, ctx, walking);
}

const NAMED_SUPERVISORS = `${ROLES.supervisor.zh}、${ROLES.manager.zh}`;

/** 险情已除 12: a supervisor says so of the visit's event; 险情未除 12: whoever visits says that it must be looked at again. */
export async function answerDanger(tx: Tx, ctx: Context, asked: Asked, gone: boolean): Promise<string> {
  const { staff, no, now } = asked;
  const action = gone ? 'end danger' : 'keep watching';
  const task = await openTask(tx, ctx, staff, { no, action, now });
  if ('kind' in task) return gone ? `险情是否已除由${NAMED_SUPERVISORS}认定。` : task.text;
  const { visit, estate } = task;
  for (const policy of policiesOfEstate(ctx, estate)) {
    const placed = dutiesWith(policy, 'risk-remains').find(({ clause }) => clause.id === visit.clause);
    if (placed === undefined || visit.event === null || policy.id !== visit.policy) continue;
    const asking = { estate, policy };
    if (!gone) {
      const last = lastDone(await visitsOfEvent(tx, estate.id, visit.event), visit);
      if (last === null) return `任务 ${no} 还没有回访，先回访再定是否跟踪。`;
      await keepWatching(tx, ctx, asking, placed, last, now);
      return '已记下：险情未除，已排下一次跟踪回访。';
    }
    const watch = await watchOf(tx, asking, placed, visit.event);
    if (watch?.status !== 'open') return `任务 ${no} 没有要跟踪的险情。`;
    await endDanger(tx, ctx, watch, { by: staff.userid, note: '险情已除' }, now);
    return `已记下：险情已除（事${watch.no}），不再跟踪回访。`;
  }
  return `任务 ${no} 不是险情，不用跟踪。`;
}

/** The last visit of the same clause that was made. */
const lastDone = (all: readonly StoredVisit[], of: StoredVisit): StoredVisit | null =>
  all
    .filter((one) => one.policy === of.policy && one.clause === of.clause && one.answeredAt !== null)
    .toSorted((a, b) => b.visit - a.visit)[0] ?? null;
