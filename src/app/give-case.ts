/** 上报、转给、整改: a case 个案 goes up, to a department by a 工作联系单 (p11.8), or in writing to the contractor (p09.6). */
import type { Context } from '../context.js';
import { addDays, DAY, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { dayZh, shortTime } from '../core/day-words.js';
import { nextTelling } from '../core/duty-telling.js';
import { againRole, givenStep } from '../core/policy/case-steps.js';
import { followingDuties } from '../core/policy/due-duties.js';
import { appointmentInstant } from '../core/understand/appointment.js';
import type { CaseArgs } from '../core/understand/command-cases.js';
import type { Tx } from '../store/db.js';
import { saveDuty, stepsOf, type StoredDuty } from '../store/duties.js';
import type { Estate } from '../store/estates.js';
import { eventOf } from '../store/events.js';
import { startedByFollowUp } from '../store/follow-ups.js';
import { noticesOf, type StoredNotice } from '../store/notices.js';
import { staffNamed, staffOf } from '../store/staff.js';
import { tellingRules } from './duty-days.js';
import { finishDuty } from './finish-duty.js';
import { giveNotice } from './give-notice.js';
import { openDuties } from './open-duties.js';
import { holderZh, keep, untilZh, type Working } from './working-case.js';

/** 上报: the step is done, and whom the clause names next has it; where it names nobody, the next level. */
export async function handUp(tx: Tx, ctx: Context, working: Working, text: string | null): Promise<string> {
  const { staff, estate, of, step, policy, now } = working;
  const before = await stepsOf(tx, of.id);
  const next = policy === null ? [] : followingDuties(policy, { ...step, item: step.item.replace(/^late:/u, 'duty:') });
  if (next.length === 0 && policy !== null) {
    const by = [againRole(policy, of.round + 1)];
    const given = { clause: step.clause, says: step.says, by, form: step.form, until: null };
    await openGiven(tx, ctx, working, { ...given, item: `up:${before.length}` }, { note: text, department: null });
  }
  await finishDuty(tx, ctx, step, { at: now, by: staff.userid, note: text, handUp: true }, now);
  const fresh = (await stepsOf(tx, of.id)).filter(
    ({ no, status }) => status === 'open' && !before.some((one) => one.no === no),
  );
  const [first] = fresh;
  if (first === undefined) return `已办结 事${step.no}：${step.says}。`;
  return `已上报 案${of.id}：由${await holderZh(tx, first)}${first.says}${untilZh(first.due, estate)}（事${first.no}）。`;
}

type Given = Parameters<typeof givenStep>[1];

/** A step that somebody is given beside the clause's own; the row as it was made. */
async function openGiven(
  tx: Tx,
  ctx: Context,
  { estate, of, step, policy, now }: Working,
  given: Given,
  about: { readonly note: string | null; readonly department: string | null },
): Promise<StoredDuty | null> {
  if (policy === null) return null;
  const start = { startedBy: startedByFollowUp(of.id, of.round), period: null, at: now, zone: estate.timezone };
  const event = step.event === null ? null : await eventOf(tx, estate.id, step.event);
  const { visitNo, household } = step;
  const due = givenStep(policy, given, start);
  await openDuties(
    tx,
    ctx,
    { estate, policy },
    [{ ...due, to: step.by }],
    { event, visitNo, household, ...about },
    now,
  );
  return (
    (await stepsOf(tx, of.id)).find(({ item, startedBy }) => item === given.item && startedBy === start.startedBy) ??
    null
  );
}

/** The end of the day that was written; null where none was. */
function untilOf(args: CaseArgs, now: Instant, { timezone }: Estate): Instant | null {
  const after = (date: ReturnType<typeof localDate>, days: number): Instant =>
    startOfDay(addDays(date, days + 1), timezone);
  if (args.days !== undefined) return after(localDate(now, timezone), args.days);
  const { date, time, part, shiftDays } = args;
  if (date === undefined && shiftDays === undefined && time === undefined && part === undefined) return null;
  const at = appointmentInstant(
    {
      ...(date === undefined ? {} : { date }),
      ...(time === undefined ? {} : { time }),
      ...(part === undefined ? {} : { part }),
      ...(shiftDays === undefined ? {} : { shiftDays }),
    },
    now,
    timezone,
  );
  return after(localDate(at, timezone), 0);
}

/** 转给 工程部 案12 3月8日前: a 工作联系单 to the department (p11.8); 转给 王芳 案12: the step itself goes to a colleague. */
export async function give(tx: Tx, ctx: Context, working: Working, args: CaseArgs): Promise<string> {
  const { staff, estate, of, step, policy, now } = working;
  const whom = args.department;
  if (whom === undefined) return `转给谁？请写部门和期限：转给 工程部 案${of.id} 3月8日前。`;
  const [person, ...others] = await staffNamed(tx, estate.id, whom);
  if (person !== undefined && others.length === 0) {
    await saveDuty(tx, { ...step, assignee: person.userid, nextAt: now }, now);
    await keep(tx, ctx, working, 'case.give');
    return `案${of.id} 的事${step.no} 已转给${person.name}。`;
  }
  const until = untilOf(args, now, estate);
  if (until !== null && until <= now) return `期限已经过去了。请写：转给 ${whom} 案${of.id} 明天前。`;
  const earlier = (await noticesOf(tx, of.id)).find(
    ({ form, to, answeredAt }) => form === SHEET && to === whom && answeredAt === null,
  );
  if (earlier !== undefined) return sentBefore(tx, working, earlier);
  const text = args.text ?? null;
  const next = policy === null ? [] : followingDuties(policy, step);
  if (next.some(({ duty }) => duty.trigger === 'contact-sheet')) {
    await finishDuty(tx, ctx, step, { at: now, by: staff.userid, note: text, department: whom, until }, now);
    const [opened] = (await stepsOf(tx, of.id)).filter(
      ({ trigger, status }) => trigger === 'contact-sheet' && status === 'open',
    );
    return opened === undefined ? `已办结 事${step.no}。` : sent(tx, working, opened, whom);
  }
  if (until === null) return `请写期限：转给 ${whom} 案${of.id} 3月8日前。`;
  const nth = (await stepsOf(tx, of.id)).length;
  const given = {
    clause: step.clause,
    says: text ?? '解决住户反映的事',
    by: ['department-head'] as const,
    form: SHEET,
  };
  const opened = await openGiven(
    tx,
    ctx,
    working,
    { ...given, item: `given:${nth}`, until },
    { note: null, department: whom },
  );
  if (opened === null) return `案${of.id} 的制度已经不在用，请直接联系${whom}。`;
  await giveNotice(
    tx,
    ctx,
    estate,
    opened,
    { form: SHEET, to: whom, finding: text, wantedAt: until, by: staff.userid },
    now,
  );
  return sent(tx, working, opened, whom);
}
const SHEET = '工作联系单';

async function sent(tx: Tx, { estate, of }: Working, opened: StoredDuty, whom: string): Promise<string> {
  const holder = opened.assignee === null ? null : await staffOf(tx, opened.assignee);
  const who = holder === null ? '还没有人接，请登记该部门的负责人' : `由${holder.name}办理`;
  return `已发《${SHEET}》给${whom}，${who}${untilZh(opened.due, estate)}（案${of.id}，事${opened.no}）。发「说明 案${of.id}」可看全文。`;
}

/** Nothing is sent twice: when it went out, under which number, and who has it now. */
async function sentBefore(tx: Tx, { estate, of }: Working, { number, to, issuedAt }: StoredNotice): Promise<string> {
  const open = (await stepsOf(tx, of.id)).filter(({ status }) => status === 'open');
  const step = open.find(({ trigger, item }) => trigger === 'contact-sheet' || item.startsWith('given:')) ?? open[0];
  const who =
    step === undefined ? '' : `，现在由${await holderZh(tx, step)}办理${untilZh(step.due, estate)}（事${step.no}）`;
  const at = shortTime(issuedAt, estate.timezone);
  return `《${SHEET}》第 ${number} 号已于 ${at} 发给${to}，没有再发${who}。发「说明 案${of.id}」可看全文。`;
}

/** 3月1日前, written on the twentieth, is read as next year's, and was not meant so. */
const LONGEST_TERM_MS = 300 * DAY;

/** 整改 案12 3月20日前 …: the contractor is told in writing to put it right (p09.6); whoever sent it follows it to the end. */
export async function toContractor(tx: Tx, ctx: Context, working: Working, args: CaseArgs): Promise<string> {
  const { staff, estate, of, step, now } = working;
  const event = step.event === null ? null : await eventOf(tx, estate.id, step.event);
  const party = event?.parties?.find(({ kind }) => kind === 'contractor')?.name;
  const to = args.department ?? party;
  if (to === undefined) return `没有登记承建商。请写：整改 某某建筑公司 案${of.id} 3月20日前 屋面重做防水。`;
  const until = untilOf(args, now, estate) ?? step.due;
  if (until === null) return `请写期限：整改 案${of.id} 3月20日前 屋面重做防水。`;
  const inAWeek = dayZh(addDays(localDate(now, estate.timezone), 7)).replaceAll(' ', '');
  if (until <= now || until - now > LONGEST_TERM_MS)
    return `${shortTime(until, estate.timezone, now)} 不像整改的期限，没有发。请写：整改 案${of.id} ${inAWeek}前 屋面重做防水。`;
  if (args.text === undefined)
    return `要承建商做什么？写一句就行，也可以写全：整改 案${of.id} ${inAWeek}前 屋面重做防水。`;
  const giving = { form: '整改通知' as const, to, finding: args.text, wantedAt: until, by: staff.userid };
  const notice = await giveNotice(tx, ctx, estate, step, giving, now);
  const moved: StoredDuty = { ...step, due: until, soonAt: null };
  await saveDuty(tx, { ...moved, nextAt: nextTelling(moved, false, tellingRules(ctx, estate), now) }, now);
  return `已开《整改通知》第 ${notice.number} 号给${to}${untilZh(until, estate)}。请以书面送达；复查后写「办结 案${of.id} 复查结果」。`;
}
