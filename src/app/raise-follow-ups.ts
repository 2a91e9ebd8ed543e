/** What residents say that somebody has to look after: kept as a follow-up, and those who answer for it are told at once. */
import type { Context } from '../context.js';
import type { Instant } from '../core/calendar.js';
import type { Effect } from '../core/conversation/turn.js';
import { isUrgent } from '../core/conversation/urgent.js';
import type { Event } from '../core/event.js';
import { householdZh } from '../core/household.js';
import { GRADES, type Grade, type Role } from '../core/terms.js';
import { isTask } from '../core/visit.js';
import { askedZh, heardZh, matterZh, placeZh } from '../core/visit-words.js';
import { staffMessageAt } from '../core/working-calendar.js';
import type { Tx } from '../store/db.js';
import type { Estate } from '../store/estates.js';
import { caseById, hasOpenFollowUp, openFollowUp, promisedFor } from '../store/follow-ups.js';
import { visitByNo, withStaffVisit, type StoredVisit } from '../store/visits.js';
import { dutyDaysOf } from './duty-days.js';
import { openNotices } from './give-notice.js';
import { movePromise, openFollowUpDuties, seesToPromises } from './follow-up-duties.js';
import { reopenCase } from './recheck-case.js';
import { alertPeople, alertRole, cut, peopleFor } from './tell-staff.js';

/** What a message repeats, in characters: it holds 2,048 bytes, and the follow-up keeps everything. */
const QUOTED_WORDS = 300;
const QUOTED_MATTER = 60;

/** Why a visit is a nonconformity 不合格: the grade, or work that was left unfinished or failed again (p11.7). */
export type Fault = 'dissatisfied' | 'unfinished';
const FAULTS: Readonly<Record<Fault, string>> = { dissatisfied: '不满意', unfinished: '未完成' };

type Nonconforming = { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null };

/** A nonconformity 不合格: a follow-up, and the supervisor is told at once. */
export async function raiseNonconformity(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: Nonconforming,
  remark: string | null,
  now: Instant,
  fault: Fault = 'dissatisfied',
): Promise<void> {
  const text = [
    `【${FAULTS[fault]}】${estate.name} ${placeZh(visit)}`,
    `事项：${cut(matterZh(visit, event?.description ?? null), QUOTED_MATTER)}`,
    `${heardZh(visit)}：${cut(remark ?? '（还没有说明原因）', QUOTED_WORDS)}`,
    `请查看并安排处理（任务 ${visit.no}，依据 ${visit.clause}）。`,
  ].join('\n');
  const told = await peopleFor(tx, estate, ANSWERABLE, now);
  if (told.length === 0) ctx.log.warn({ estate: estate.id }, 'nobody to hear of a nonconformity');
  if (visit.why.recheck !== undefined) {
    await alertPeople(
      tx,
      ctx,
      estate,
      told,
      `${text}\n办结后再问仍不满意：案${visit.why.recheck.case} 升级重新办理。`,
      { now, visitNo: visit.no },
    );
    return reopenCase(tx, ctx, { estate, visit, event }, remark, now);
  }
  const followUp = { estate: estate.id, visitNo: visit.no, household: visit.household, kind: 'nonconformity' as const };
  const assignee = told[0] ?? null;
  const id = await openFollowUp(tx, { ...followUp, text: remark, route: 'supervisor', assignee }, now);
  await alertPeople(tx, ctx, estate, told, `${text}\n跟进编号：案${id}，发「说明 案${id}」看进度。`, {
    now,
    visitNo: visit.no,
  });
  await openFollowUpDuties(tx, ctx, { estate, visit, event, followUp: id, promise: null }, now);
  await openNotices(tx, ctx, { estate, visit, event, followUp: id }, remark, now);
}

/** Who hears of it first. */
const ANSWERABLE: readonly Role[] = ['supervisor', 'manager', 'general-manager'];

/** Whether a case of the visit's is open: its own, or the one that it asked about again. */
async function isBeingWorked(tx: Tx, { no, why }: StoredVisit): Promise<boolean> {
  if (why.recheck !== undefined) return (await caseById(tx, why.recheck.case))?.isOpen === true;
  return hasOpenFollowUp(tx, no, 'nonconformity');
}

/** The reason came after a dissatisfied grade, or a better grade: whoever was told of the grade is told of it too. */
export async function tellChange(
  tx: Tx,
  ctx: Context,
  talk: Nonconforming,
  { effects, before }: { readonly effects: readonly Effect[]; readonly before: Grade | null },
  now: Instant,
): Promise<void> {
  const said = effects.find((effect) => effect.kind === 'correct');
  if (said === undefined || effects.some((effect) => effect.kind === 'nonconformity')) return;
  const isBad = said.grade === 'dissatisfied';
  if (isBad ? said.remark === null : before !== 'dissatisfied') return;
  if (!(await isBeingWorked(tx, talk.visit))) return;
  await (isBad ? raiseNonconformity(tx, ctx, talk, said.remark, now) : tellBetterGrade(tx, ctx, talk, said, now));
}

/** Who has a dissatisfied answer to look after hears that it was changed; how it is closed stays theirs to say. */
async function tellBetterGrade(
  tx: Tx,
  ctx: Context,
  { estate, visit, event }: Nonconforming,
  { grade, remark }: { readonly grade: Grade; readonly remark: string | null },
  now: Instant,
): Promise<void> {
  const text = [
    `【评价已改】${estate.name} ${placeZh(visit)}`,
    `事项：${cut(matterZh(visit, event?.description ?? null), QUOTED_MATTER)}`,
    `${askedZh(visit)}改为：${GRADES[grade].zh}`,
    ...(remark === null ? [] : [`${heardZh(visit)}：${cut(remark, QUOTED_WORDS)}`]),
    `原来的不满意仍请跟进，有了结果照常办结（任务 ${visit.no}，依据 ${visit.clause}）。`,
  ].join('\n');
  await alertRole(tx, ctx, estate, ['supervisor', 'manager', 'general-manager'], text, { now, visitNo: visit.no });
}

/**
 * A promise 承诺 (p02.14), given `at` the visit: `until` then the household has its answer, and whom the policy names sees to it.
 * Another time for the same visit moves it. Answers the time where it is new, and null where no policy sees to promises.
 */
export async function raisePromise(
  tx: Tx,
  ctx: Context,
  about: { readonly estate: Estate; readonly visit: StoredVisit; readonly event: Event | null },
  { at, until, remark }: { readonly at: Instant; readonly until: Instant | null; readonly remark: string | null },
  now: Instant,
): Promise<Instant | null> {
  const { estate, visit, event } = about;
  const before = await promisedFor(tx, visit.no);
  if (until === null || until === before || !(await seesToPromises(tx, ctx, about))) return null;
  const followUp = { estate: estate.id, visitNo: visit.no, household: visit.household, kind: 'promise' as const };
  const said = { text: before === null ? remark : null, route: 'supervisor' as const, assignee: null };
  const id = await openFollowUp(tx, { ...followUp, ...said, promisedAt: until }, now);
  await movePromise(tx, ctx, about, until, now);
  await openFollowUpDuties(tx, ctx, { estate, visit, event, followUp: id, promise: { at, until } }, now);
  return until;
}

/** Whose words they are, and the visit that they were said about, if any. */
export type SaidBy = { readonly estate: Estate; readonly household: string | null; readonly visitNo: number | null };

/**
 * Words that ask for a person or for new work: kept as a follow-up, and the supervisor is told; not once more where the
 * same words have reached them as blame. Whoever has the household's visit as a task hears them too.
 */
export async function passOn(
  tx: Tx,
  ctx: Context,
  { estate, household, visitNo }: SaidBy,
  words: string,
  now: Instant,
  isTold = false,
): Promise<void> {
  const place = householdZh(household ?? '');
  const supervisors = isTold ? await peopleFor(tx, estate, ['supervisor'], now) : [];
  const told =
    supervisors.length > 0 ? supervisors : await peopleFor(tx, estate, ['supervisor', 'dispatcher', 'manager'], now);
  if (told.length === 0) ctx.log.warn({ estate: estate.id }, 'nobody to alert');
  const followUp = { estate: estate.id, visitNo, household, kind: 'request' as const };
  const id = await openFollowUp(tx, { ...followUp, text: words, route: 'supervisor', assignee: told[0] ?? null }, now);
  if (supervisors.length === 0) {
    const [head, then] = isUrgent(words)
      ? ['【急事】', '请马上联系住户，需要时打 120 或 119。过后']
      : ['【住户来信】', '请联系住户。'];
    const enter = `要派人处理的，登记一下：报修 ${household ?? '3-2-1204'} 什么事（投诉、求助同样写）；办好写：办结 案${id}`;
    const text = `${head}${estate.name} ${place}\n住户的话：${cut(words, QUOTED_WORDS)}\n${then}${enter}`;
    await alertPeople(tx, ctx, estate, told, text, { now, visitNo });
  }
  const no = visitNo ?? (household === null ? null : await withStaffVisit(tx, estate.id, household));
  const visit = no === null ? null : await visitByNo(tx, no);
  if (visit !== null) await tellVisitor(tx, ctx, { estate, visit, told }, words, now);
}

/** Who goes to the household, or calls it, hears what it writes meanwhile; `told` have heard it already. Whether it is theirs. */
export async function tellVisitor(
  tx: Tx,
  ctx: Context,
  {
    estate,
    visit,
    told = [],
  }: { readonly estate: Estate; readonly visit: StoredVisit; readonly told?: readonly string[] },
  words: string,
  now: Instant,
): Promise<boolean> {
  const { assignee, no, due } = visit;
  if (assignee === null || !isTask(visit)) return false;
  if (told.includes(assignee)) return true;
  const then = told.length > 0 ? '回访时请一并了解；客服主管也已收到。' : '住户在另选时间，选好会告诉您。';
  const text = `【住户来信】任务 ${no}，${estate.name} ${placeZh(visit)}\n住户的话：${cut(words, QUOTED_WORDS)}\n${then}`;
  const notBefore = staffMessageAt(now, due, dutyDaysOf(ctx, estate));
  await alertPeople(tx, ctx, estate, [assignee], text, { now, visitNo: no, notBefore });
  return true;
}
