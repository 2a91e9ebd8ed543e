/** 我的任务, 说明: what a member of staff has to do, and why. */
import type { Context } from '../context.js';
import { DAY, type Instant } from '../core/calendar.js';
import { can } from '../core/permissions.js';
import { whyLines } from '../core/visit-why.js';
import { matterZh, placeZh } from '../core/visit-words.js';
import { dutiesOf, type StoredDuty } from '../store/duties.js';
import { eventOf } from '../store/events.js';
import { casesOfVisit } from '../store/follow-ups.js';
import { agreedAnswers } from '../store/key-households.js';
import { filesOfVisit } from '../store/files.js';
import { lastReturn } from '../store/reviews.js';
import { staffOf } from '../store/staff.js';
import { countTasks, tasksOf, visitByNo, type StoredVisit } from '../store/visits.js';
import { whyFactsOf } from '../store/why.js';
import { fitted, listed, words, type Answer, type Asker } from './answer.js';
import { stateOf } from './case-text.js';
import { reviewedBy } from './waiting-reviews.js';
import { photosZh } from './staff-photos.js';
import { lineOf } from './tell-duties.js';
import { cut, shortTime } from './tell-staff.js';

/** No message holds more lines than these. */
const MOST_TASKS = 40;
/** What a line repeats of a matter, in characters: the household and the time matter more. */
const MATTER_CHARS = 20;

export async function myTasks(ctx: Context, { staff, estates, zone }: Asker, now: Instant): Promise<Answer> {
  const mine = estates.map(({ id }) => id).filter((id) => can(staff, 'see own tasks', { estate: id }).allowed);
  const tasks = await tasksOf(ctx.db.read, staff.userid, mine, MOST_TASKS);
  const duties = await dutiesOf(ctx.db.read, staff.userid, mine, now, MOST_TASKS);
  if (tasks.length === 0 && duties.length === 0) return words('您现在没有待办的回访，也没有要办的事。');
  const lines: string[] = [];
  for (const task of tasks) {
    const event = task.event === null ? null : await eventOf(ctx.db.read, task.estate, task.event);
    const late = now >= task.due ? `，已逾期 ${Math.ceil((now - task.due) / DAY)} 天` : '';
    const state = `${await stateZh(ctx, task, zone)}${late}${await heldZh(ctx, task)}`;
    const matter = cut(matterZh(task, event?.description ?? null), MATTER_CHARS);
    lines.push(`${task.no}. ${shortTime(task.due, zone)} 前 ${placeZh(task)} ${matter}（${state}）`);
  }
  const total = await countTasks(ctx.db.read, staff.userid, mine);
  const rest = (shown: number): string => `……还有 ${total - shown} 件，先办前面的。`;
  const visits = tasks.length === 0 ? [] : [listed('您的回访，按截止时间：', lines, rest, total)];
  return words(...visits, ...(await dutyList(ctx, duties, zone, now)));
}

/** What else is to be done, in a message of its own. */
export async function dutyList(
  ctx: Context,
  duties: readonly StoredDuty[],
  zone: string,
  now: Instant,
): Promise<readonly string[]> {
  if (duties.length === 0) return [];
  const lines: string[] = [];
  for (const duty of duties) {
    const event = duty.event === null ? null : await eventOf(ctx.db.read, duty.estate, duty.event);
    const late = duty.due !== null && now >= duty.due ? `，已逾期 ${Math.ceil((now - duty.due) / DAY)} 天` : '';
    lines.push(`${lineOf(duty, event?.description ?? null, zone)}${late}`);
  }
  const rest = (shown: number): string => `……还有 ${lines.length - shown} 件，先办前面的。`;
  return [listed('您要办的事，办好后请写「办结 事号」：', lines, rest)];
}

/** For whom it is held, while they are away. */
async function heldZh({ db }: Context, { why: { heldFor } }: StoredVisit): Promise<string> {
  if (heldFor === undefined) return '';
  return `，代${(await staffOf(db.read, heldFor))?.name ?? heldFor}`;
}

/** What is to be done for a task now. */
async function stateZh({ db }: Context, { no, status, why }: StoredVisit, zone: string): Promise<string> {
  const returned = status === 'with-staff' ? await lastReturn(db.read, no) : null;
  if (returned !== null) return `审核退回：${cut(returned.opinion, MATTER_CHARS)}，请补正`;
  if (status === 'with-staff') return '请上门或致电';
  if (status === 'postponed' && why.appointment !== undefined) return `已约 ${shortTime(why.appointment, zone)}`;
  return '到时先发微信询问';
}

/** 说明: why a visit stands there, and what was agreed to answer to hard questions. */
export async function explained(ctx: Context, { staff, estates, zone }: Asker, no: number): Promise<Answer> {
  const visit = await visitByNo(ctx.db.read, no);
  const own = visit !== null && can(staff, 'explain task', visit).allowed;
  if (visit === null || !own) return words(`没有您可以查看的任务 ${no}。`);
  const estate = estates.find(({ id }) => id === visit.estate);
  const facts = await whyFactsOf(ctx.db.read, no, whyAbout(ctx, estate?.timezone ?? zone));
  if (facts === null) return words(`没有您可以查看的任务 ${no}。`);
  const cases = (await casesOfVisit(ctx.db.read, no)).map(
    (of) => `跟进：案${of.id} ${estate === undefined ? '' : stateOf(of, estate)}，发「说明 案${of.id}」看步骤`,
  );
  const agreed = await agreedAnswers(ctx.db.read, visit.estate);
  const photos = (await filesOfVisit(ctx.db.read, visit.servedBy ?? no)).map(({ label }) => label);
  const shown = photos.length === 0 ? [] : [`照片：${photosZh(photos)}。看图请写：照片 ${no}`];
  return words(
    fitted([
      ...whyLines(facts),
      ...cases,
      ...shown,
      ...agreed.map(({ question, answer }) => `口径「${question}」：${answer}`),
    ]),
  );
}

/** What the reasons of a visit are told with. */
export const whyAbout = (ctx: Context, zone: string): Parameters<typeof whyFactsOf>[2] => ({
  zone,
  titleOf: titleIn(ctx),
  reviewedBy: reviewedBy(ctx.db.read, ctx, ctx.clock.now()),
});

/** A policy's title; of one that is not on file any more its id. */
export const titleIn =
  ({ policies }: Pick<Context, 'policies'>) =>
  (policy: string): string =>
    policies.get(policy)?.title ?? policy;
