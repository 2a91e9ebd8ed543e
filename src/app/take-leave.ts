/** 请假、销假: a member of staff says when they are away and who stands in; what they have open is handed on at once. */
import type { Context } from '../context.js';
import { addDays, localDate, startOfDay, type Instant } from '../core/calendar.js';
import { dayZh } from '../core/day-words.js';
import type { LeaveArgs } from '../core/understand/command-leave.js';
import { addAbsence, endAbsences } from '../store/absences.js';
import { appendAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { staffNamed, staffWithRole, type Staff } from '../store/staff.js';
import { zoneOf } from './save-staff.js';
import { tendAbsence } from './tend-absences.js';

const EXAMPLE = '可以写：请假 3天 代班 李四，或 请假 明天。';
/** Longer is no leave: whoever left is taken off the list of staff. */
const MOST_DAYS = 366;

/** Answers what the member of staff is told. */
export async function takeLeave(
  tx: Tx,
  ctx: Context,
  staff: Staff,
  { days: asked, date, part, person }: LeaveArgs,
  now: Instant,
): Promise<string> {
  // Half a day is kept as the day that it is of.
  const days = asked === undefined ? (part === undefined ? undefined : 1) : Math.ceil(asked);
  if (days === undefined) return `请几天假？${EXAMPLE}`;
  if (days > MOST_DAYS) return `一次最多请 ${MOST_DAYS} 天。${EXAMPLE}`;
  const zone = await zoneOf(tx, ctx, staff);
  const first = date ?? localDate(now, zone);
  const last = addDays(first, days - 1);
  const deputy = person === undefined ? null : await deputyNamed(tx, staff, person);
  if (typeof deputy === 'string') return deputy;
  const absence = { from: startOfDay(first, zone), until: startOfDay(addDays(last, 1), zone) };
  await addAbsence(tx, { ...absence, userid: staff.userid, deputy: deputy?.userid ?? null }, now);
  const entry = { at: now, actor: staff.userid, action: 'staff.leave', estate: null, subject: `staff:${staff.userid}` };
  await appendAudit(tx, ctx.db, [{ ...entry, detail: { from: first, until: last, deputy: deputy?.userid ?? null } }]);
  if (absence.from <= now) await tendAbsence(tx, ctx, staff.userid, now);
  const span = first === last ? dayZh(first) : `${dayZh(first)}至 ${dayZh(last)}`;
  const who = deputy === null ? '您的回访由同岗位的同事或主管代办' : `由${deputy.name}代班`;
  return `已登记：${span}请假，${who}。没有完成的，您回来后转回您名下；提前回来请写「销假」。`;
}

/** A colleague of that name with one of the roles that the absent has, or the words that say why there is none. */
async function deputyNamed(tx: Tx, staff: Staff, person: string): Promise<Staff | string> {
  const able = new Map<string, Staff>();
  for (const { estate, role } of staff.roles) {
    for (const one of await staffWithRole(tx, estate, role)) if (one.userid !== staff.userid) able.set(one.userid, one);
  }
  const named = [...able.values()].filter(({ userid, name }) => name === person || userid === person);
  const [found, ...others] = named;
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) {
    return `有 ${named.length} 位「${person}」，请写账号：${named.map(({ userid }) => `代班 ${userid}`).join('，或 ')}。`;
  }
  const colleagues = [...able.values()].map(({ name }) => name).join('、');
  const known = (await Promise.all(staff.roles.map(({ estate }) => staffNamed(tx, estate, person)))).flat();
  if (known.some(({ userid }) => userid === staff.userid) && known.length === 1)
    return `代班要写同事的名字${colleagues === '' ? '' : `；同岗位的有${colleagues}`}。`;
  const why = known.length === 0 ? `没有叫「${person}」的同事` : `「${person}」与您岗位不同，不能代班`;
  return colleagues === '' ? `${why}。` : `${why}；同岗位的有${colleagues}。`;
}

/** 销假: back, or not away after all. */
export async function endLeave(tx: Tx, ctx: Context, staff: Staff, now: Instant): Promise<string> {
  if ((await endAbsences(tx, staff.userid, now)) === 0) return '您没有登记请假。';
  const entry = { at: now, actor: staff.userid, action: 'staff.back', estate: null, subject: `staff:${staff.userid}` };
  await appendAudit(tx, ctx.db, [entry]);
  await tendAbsence(tx, ctx, staff.userid, now);
  return '已销假。由同事代办、还没有完成的回访已回到您名下。';
}
